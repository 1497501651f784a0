// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/secret_input.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/json_input.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxNameBytes = 512;
constexpr size_t kMaxValueBytes = 65'536;
constexpr size_t kMinTokenLength = 32;
constexpr size_t kMaxTokenLength = 64;
constexpr int64_t kDefaultDays = 30;
constexpr int64_t kFewestDays = 7;
constexpr std::string_view kNameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@!-";
constexpr auto kFilterKeys = std::to_array<std::string_view>(
    {"all", "description", "name", "owning-service", "primary-region", "tag-key", "tag-value"});

// Texts of a secret that a filter looks at.
std::vector<std::string> TextsFor(std::string_view key, const SecretRecord& secret) {
  std::vector<std::string> texts;
  const bool all = key == "all";
  if (all || key == "name") texts.push_back(secret.name);
  if (all || key == "description") texts.push_back(secret.description);
  const auto tags = json::Parse(secret.tags);
  for (const auto& [tag_key, tag_value] : ReadTags(tags ? &*tags : nullptr)) {
    if (all || key == "tag-key") texts.push_back(tag_key);
    if (all || key == "tag-value") texts.push_back(tag_value);
  }
  return texts;
}

// A value is the beginning of a text; one that starts with '!' must be the beginning of none.
bool MatchesValue(std::string_view value, const std::vector<std::string>& texts, bool ignores_case) {
  const bool negated = value.starts_with('!');
  if (negated) value.remove_prefix(1);
  const bool found = std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
    return ignores_case ? ToLower(text).starts_with(ToLower(value)) : text.starts_with(value);
  });
  return found != negated;
}

}  // namespace

JsonServiceError InvalidSecretParameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}

std::optional<JsonServiceError> CheckSecretName(std::string_view name) {
  if (name.empty()) return ConstraintError("name", "Member must not be null");
  if (name.size() > kMaxNameBytes) {
    return ConstraintError("name", "Member must have length less than or equal to 512");
  }
  if (name.find_first_not_of(kNameCharacters) == std::string_view::npos) return std::nullopt;
  return JsonServiceError{
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"};
}

std::optional<JsonServiceError> CheckSecretValue(const json::Value& input, ValueIs value_is) {
  const auto text = input.FindString("SecretString");
  const auto binary = input.FindString("SecretBinary");
  const auto token = input.FindString("ClientRequestToken");
  if (token && (token->size() < kMinTokenLength || token->size() > kMaxTokenLength)) {
    return InvalidSecretParameter("ClientRequestToken must be 32-64 characters long.");
  }
  if (text && binary) {
    return InvalidSecretParameter(
        "You can't specify both a binary secret value and a string secret value in the same secret.");
  }
  if (!text && !binary && value_is == ValueIs::kRequired) {
    return InvalidSecretParameter("You must provide either SecretString or SecretBinary.");
  }
  if (text && text->size() > kMaxValueBytes) {
    return ConstraintError("secretString", "Member must have length less than or equal to 65536");
  }
  if (!binary) return std::nullopt;
  const auto bytes = Base64Decode(*binary);
  if (!bytes) return JsonServiceError{"SerializationException", "SecretBinary is not valid Base64."};
  if (bytes->size() > kMaxValueBytes) {
    return ConstraintError("secretBinary", "Member must have length less than or equal to 65536");
  }
  return std::nullopt;
}

std::variant<std::vector<std::string>, JsonServiceError> StagesOf(const json::Value& input) {
  const json::Value* member = input.Find("VersionStages");
  if (member == nullptr || member->is_null()) return std::vector<std::string>{std::string(kCurrentStage)};
  std::vector<std::string> stages;
  if (member->AsArray() != nullptr) {
    for (const json::Value& stage : *member->AsArray()) {
      if (stage.AsString() == nullptr || stage.AsString()->empty()) {
        return ConstraintError("versionStages", "Member must be text");
      }
      stages.push_back(*stage.AsString());
    }
  }
  if (stages.empty()) {
    return ConstraintError("versionStages", "Member must have length greater than or equal to 1");
  }
  return stages;
}

std::variant<int64_t, JsonServiceError> RecoveryDays(const json::Value& input) {
  const json::Value* member = input.Find("RecoveryWindowInDays");
  if (member == nullptr || member->is_null()) return kDefaultDays;
  if (IsTrue(input, "ForceDeleteWithoutRecovery")) {
    return InvalidSecretParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  const auto days = member->AsInteger();
  if (days && *days >= kFewestDays && *days <= kDefaultDays) return *days;
  return InvalidSecretParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
}

std::variant<std::vector<SecretFilter>, JsonServiceError> FiltersOf(const json::Value& input) {
  std::vector<SecretFilter> filters;
  const json::Value* member = input.Find("Filters");
  if (member == nullptr || member->AsArray() == nullptr) return filters;
  for (const json::Value& filter : *member->AsArray()) {
    SecretFilter read{TextMember(filter, "Key"), TextsMember(filter, "Values")};
    if (std::find(kFilterKeys.begin(), kFilterKeys.end(), read.key) == kFilterKeys.end()) {
      return ConstraintError("filters.1.member.key",
                             "Member must satisfy enum value set: [all, name, tag-key, description, tag-value, "
                             "primary-region, owning-service]");
    }
    if (read.values.empty()) return InvalidSecretParameter("Invalid filter values for key: " + read.key);
    filters.push_back(std::move(read));
  }
  return filters;
}

bool Matches(const SecretRecord& secret, const std::vector<SecretFilter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&secret](const SecretFilter& filter) {
    const std::vector<std::string> texts = TextsFor(filter.key, secret);
    const bool ignores_case = filter.key == "all" || filter.key == "description";
    return std::any_of(filter.values.begin(), filter.values.end(),
                       [&](const std::string& value) { return MatchesValue(value, texts, ignores_case); });
  });
}

}  // namespace genesys_cfn::emulator
