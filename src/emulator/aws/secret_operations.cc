// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/secret_operations.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxNameBytes = 512;
constexpr size_t kMaxValueBytes = 65'536;
constexpr size_t kSuffixLength = 6;
constexpr int64_t kMaxPage = 100;
constexpr std::string_view kLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kOtherNameCharacters = "/_+=.@!-";

using Operation = SecretsOutcome (SecretOperations::*)(const json::Value&);
constexpr std::array<std::pair<std::string_view, Operation>, 6> kOperations = {{
    {"CreateSecret", &SecretOperations::CreateSecret},
    {"DeleteSecret", &SecretOperations::DeleteSecret},
    {"DescribeSecret", &SecretOperations::DescribeSecret},
    {"GetSecretValue", &SecretOperations::GetSecretValue},
    {"ListSecrets", &SecretOperations::ListSecrets},
    {"PutSecretValue", &SecretOperations::PutSecretValue},
}};

JsonServiceError NotFound() {
  return {"ResourceNotFoundException", "Secrets Manager can't find the specified secret."};
}
JsonServiceError InvalidParameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}
JsonServiceError Invalid(std::string_view member, std::string_view constraint) {
  return {"ValidationException",
          Concat("1 validation error detected: Value at '", member, "' failed to satisfy constraint: ", constraint)};
}

std::string TextMember(const json::Value& input, std::string_view name) {
  return input.FindString(name).value_or("");
}

bool IsTrue(const json::Value& input, std::string_view name) {
  const json::Value* member = input.Find(name);
  return member != nullptr && member->AsBool() != nullptr && *member->AsBool();
}

json::Array TextArray(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

bool HasStage(const SecretVersion& version, std::string_view stage) {
  return std::find(version.stages.begin(), version.stages.end(), stage) != version.stages.end();
}

std::optional<JsonServiceError> CheckName(std::string_view name) {
  if (name.empty()) return Invalid("name", "Member must not be null");
  if (name.size() > kMaxNameBytes) return Invalid("name", "Member must have length less than or equal to 512");
  const bool valid = std::all_of(name.begin(), name.end(), [](char c) {
    return kLettersAndDigits.find(c) != std::string_view::npos ||
           kOtherNameCharacters.find(c) != std::string_view::npos;
  });
  if (valid) return std::nullopt;
  return JsonServiceError{
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: "
      "-/_+=.@!"};
}

enum class ValueIs { kOptional, kRequired };

std::optional<JsonServiceError> CheckValue(const json::Value& input, ValueIs value_is) {
  const auto text = input.FindString("SecretString");
  const auto binary = input.FindString("SecretBinary");
  if (text && binary) {
    return InvalidParameter(
        "You can't specify both a binary secret value and a string secret value in the same secret.");
  }
  if (!text && !binary && value_is == ValueIs::kRequired) {
    return InvalidParameter("You must provide either SecretString or SecretBinary.");
  }
  if (text && text->size() > kMaxValueBytes) {
    return Invalid("secretString", "Member must have length less than or equal to 65536");
  }
  if (!binary) return std::nullopt;
  const auto bytes = Base64Decode(*binary);
  if (!bytes) return JsonServiceError{"SerializationException", "SecretBinary is not valid Base64."};
  if (bytes->size() > kMaxValueBytes) {
    return Invalid("secretBinary", "Member must have length less than or equal to 65536");
  }
  return std::nullopt;
}

// The labels for a new version; AWSCURRENT when the input names none.
std::variant<std::vector<std::string>, JsonServiceError> StagesOf(const json::Value& input) {
  const json::Value* member = input.Find("VersionStages");
  if (member == nullptr || member->is_null()) return std::vector<std::string>{std::string(kCurrentStage)};
  std::vector<std::string> stages;
  if (member->AsArray() != nullptr) {
    for (const json::Value& stage : *member->AsArray()) {
      if (stage.AsString() == nullptr || stage.AsString()->empty()) {
        return Invalid("versionStages", "Member must be text");
      }
      stages.push_back(*stage.AsString());
    }
  }
  if (stages.empty()) return Invalid("versionStages", "Member must have length greater than or equal to 1");
  return stages;
}

// The name prefixes that ListSecrets is asked for; empty for all.
std::variant<std::vector<std::string>, JsonServiceError> PrefixesOf(const json::Value& input) {
  std::vector<std::string> prefixes;
  const json::Value* filters = input.Find("Filters");
  if (filters == nullptr || filters->AsArray() == nullptr) return prefixes;
  for (const json::Value& filter : *filters->AsArray()) {
    const json::Value* values = filter.Find("Values");
    if (filter.FindString("Key") != "name" || values == nullptr || values->AsArray() == nullptr) {
      return InvalidParameter("The local Secrets Manager filters by the key 'name' only.");
    }
    for (const json::Value& value : *values->AsArray()) {
      if (value.AsString() != nullptr) prefixes.push_back(*value.AsString());
    }
  }
  return prefixes;
}

bool Matches(std::string_view name, const std::vector<std::string>& prefixes) {
  return prefixes.empty() ||
         std::any_of(prefixes.begin(), prefixes.end(), [name](const auto& prefix) { return name.starts_with(prefix); });
}

json::Object ValueAnswer(const SecretRecord& secret, const SecretVersion& version) {
  json::Object answer{{"ARN", secret.arn}, {"Name", secret.name}, {"VersionId", version.id}};
  if (version.text) answer.Append("SecretString", *version.text);
  if (version.binary) answer.Append("SecretBinary", *version.binary);
  answer.Append("VersionStages", TextArray(version.stages));
  answer.Append("CreatedDate", JsonSeconds(version.created_ms));
  return answer;
}

}  // namespace

std::vector<std::string> SecretOperations::Names() {
  std::vector<std::string> names;
  for (const auto& [name, operation] : kOperations) names.emplace_back(name);
  return names;
}

SecretsOutcome SecretOperations::Call(std::string_view name, const json::Value& input) {
  for (const auto& [operation_name, operation] : kOperations) {
    if (operation_name == name) return (this->*operation)(input);
  }
  return JsonServiceError{"UnknownOperationException", Concat("The local Secrets Manager does not offer '", name,
                                                              "'. It offers ", Join(Names(), ", "), ".")};
}

std::optional<SecretRecord> SecretOperations::Find(std::string_view secret_id) const {
  if (!secret_id.starts_with("arn:")) return store_.FindByName(secret_id);
  if (auto secret = store_.FindByArn(secret_id)) return secret;
  const std::string prefix = Concat("arn:aws:secretsmanager:", identity_.region, ':', identity_.account, ":secret:");
  if (!secret_id.starts_with(prefix)) return std::nullopt;
  return store_.FindByName(secret_id.substr(prefix.size()));
}

std::string SecretOperations::NewArn(std::string_view name) {
  return Concat("arn:aws:secretsmanager:", identity_.region, ':', identity_.account, ":secret:", name, '-',
                RandomText(random_, kLettersAndDigits, kSuffixLength));
}

SecretVersion SecretOperations::NewVersion(const json::Value& input) {
  std::string id = TextMember(input, "ClientRequestToken");
  if (id.empty()) id = RandomUuid(random_);
  return SecretVersion{std::move(id), input.FindString("SecretString"), input.FindString("SecretBinary"), now_ms_, {}};
}

SecretsOutcome SecretOperations::GetSecretValue(const json::Value& input) {
  const auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();
  const std::string version_id = TextMember(input, "VersionId");
  const auto asked_stage = input.FindString("VersionStage");
  const std::string stage = asked_stage.value_or(std::string(kCurrentStage));
  for (const SecretVersion& version : store_.Versions(secret->name)) {
    if (!version_id.empty() && version.id != version_id) continue;
    if (version_id.empty() ? HasStage(version, stage) : !asked_stage || HasStage(version, stage)) {
      return ValueAnswer(*secret, version);
    }
    if (!version_id.empty()) {
      return JsonServiceError{"InvalidRequestException",
                              "You provided a VersionStage that is not associated to the provided VersionId."};
    }
  }
  const std::string what = version_id.empty() ? Concat("staging label: ", stage) : Concat("VersionId: ", version_id);
  return JsonServiceError{"ResourceNotFoundException",
                          Concat("Secrets Manager can't find the specified secret value for ", what)};
}

SecretsOutcome SecretOperations::CreateSecret(const json::Value& input) {
  const std::string name = TextMember(input, "Name");
  if (auto error = CheckName(name)) return std::move(*error);
  if (auto error = CheckValue(input, ValueIs::kOptional)) return std::move(*error);
  if (store_.FindByName(name)) {
    return JsonServiceError{"ResourceExistsException",
                            Concat("The operation failed because the secret ", name, " already exists.")};
  }
  const json::Value* tags = input.Find("Tags");
  const bool has_tags = tags != nullptr && tags->AsArray() != nullptr && !tags->AsArray()->empty();
  const SecretRecord secret{name,    NewArn(name), TextMember(input, "Description"), has_tags ? json::Write(*tags) : "",
                            now_ms_, now_ms_};
  store_.Add(secret);
  json::Object answer{{"ARN", secret.arn}, {"Name", name}};
  const SecretVersion version = NewVersion(input);
  if (version.text || version.binary) {
    store_.AddVersion(name, version);
    store_.MoveStage(name, kCurrentStage, version.id);
    answer.Append("VersionId", version.id);
  }
  return answer;
}

SecretsOutcome SecretOperations::PutSecretValue(const json::Value& input) {
  if (auto error = CheckValue(input, ValueIs::kRequired)) return std::move(*error);
  auto stages = StagesOf(input);
  if (auto* error = std::get_if<JsonServiceError>(&stages)) return std::move(*error);
  const auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();

  const SecretVersion version = NewVersion(input);
  const std::vector<SecretVersion> versions = store_.Versions(secret->name);
  for (const SecretVersion& known : versions) {
    if (known.id != version.id) continue;
    if (known.text == version.text && known.binary == version.binary) {
      return json::Object{{"ARN", secret->arn},
                          {"Name", secret->name},
                          {"VersionId", known.id},
                          {"VersionStages", TextArray(known.stages)}};
    }
    return JsonServiceError{"ResourceExistsException",
                            Concat("You can't use ClientRequestToken ", version.id,
                                   " because that value is already in use for a version of secret ", secret->arn, ".")};
  }
  std::vector<std::string>& labels = std::get<std::vector<std::string>>(stages);
  const bool is_current = std::find(labels.begin(), labels.end(), kCurrentStage) != labels.end();
  if (versions.empty() && !is_current) labels.emplace_back(kCurrentStage);
  store_.AddVersion(secret->name, version);
  for (const std::string& label : labels) store_.MoveStage(secret->name, label, version.id);
  return json::Object{
      {"ARN", secret->arn}, {"Name", secret->name}, {"VersionId", version.id}, {"VersionStages", TextArray(labels)}};
}

json::Object SecretOperations::Description(const SecretRecord& secret) const {
  json::Object answer{{"ARN", secret.arn}, {"Name", secret.name}};
  if (!secret.description.empty()) answer.Append("Description", secret.description);
  answer.Append("CreatedDate", JsonSeconds(secret.created_ms));
  answer.Append("LastChangedDate", JsonSeconds(secret.changed_ms));
  if (const auto tags = json::Parse(secret.tags)) answer.Append("Tags", *tags);
  return answer;
}

SecretsOutcome SecretOperations::DescribeSecret(const json::Value& input) {
  const auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();
  json::Object stages;
  for (const SecretVersion& version : store_.Versions(secret->name)) {
    if (!version.stages.empty()) stages.Append(version.id, TextArray(version.stages));
  }
  json::Object answer = Description(*secret);
  answer.Append("VersionIdsToStages", std::move(stages));
  return answer;
}

SecretsOutcome SecretOperations::DeleteSecret(const json::Value& input) {
  const bool is_forced = IsTrue(input, "ForceDeleteWithoutRecovery");
  if (is_forced && input.Find("RecoveryWindowInDays") != nullptr) {
    return InvalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  }
  const std::string secret_id = TextMember(input, "SecretId");
  auto secret = Find(secret_id);
  if (!secret && !is_forced) return NotFound();
  // Forced deletion of what is not there succeeds, as with the real service.
  if (!secret) {
    if (auto error = CheckName(secret_id)) return NotFound();
    secret = SecretRecord{secret_id, NewArn(secret_id), "", "", now_ms_, now_ms_};
  }
  store_.Remove(secret->name);
  return json::Object{{"ARN", secret->arn}, {"Name", secret->name}, {"DeletionDate", JsonSeconds(now_ms_)}};
}

SecretsOutcome SecretOperations::ListSecrets(const json::Value& input) {
  const json::Value* size = input.Find("MaxResults");
  const int64_t page_size = size == nullptr ? kMaxPage : size->AsInteger().value_or(0);
  if (page_size < 1 || page_size > kMaxPage) return Invalid("maxResults", "Member must be between 1 and 100");
  const auto after = Base64Decode(TextMember(input, "NextToken"));
  if (!after) return JsonServiceError{"InvalidNextTokenException", "The NextToken value is invalid."};
  auto prefixes = PrefixesOf(input);
  if (auto* error = std::get_if<JsonServiceError>(&prefixes)) return std::move(*error);

  json::Array page;
  std::string last;
  json::Object answer;
  for (const SecretRecord& secret : store_.ListAfter(*after)) {
    if (!Matches(secret.name, std::get<std::vector<std::string>>(prefixes))) continue;
    if (static_cast<int64_t>(page.size()) == page_size) {
      answer.Append("NextToken", Base64Encode(last));
      break;
    }
    json::Object entry = Description(secret);
    json::Object stages;
    for (const SecretVersion& version : store_.Versions(secret.name)) {
      if (!version.stages.empty()) stages.Append(version.id, TextArray(version.stages));
    }
    entry.Append("SecretVersionsToStages", std::move(stages));
    page.emplace_back(std::move(entry));
    last = secret.name;
  }
  answer.Append("SecretList", std::move(page));
  return answer;
}

}  // namespace genesys_cfn::emulator
