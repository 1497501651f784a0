// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/secret_operations.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/json_input.h"
#include "emulator/aws/random_password.h"
#include "emulator/aws/secret_input.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kSuffixLength = 6;
constexpr int64_t kMaxPage = 100;
constexpr int64_t kDayMs = 86'400'000;
constexpr std::string_view kLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

using Operation = SecretsOutcome (SecretOperations::*)(const json::Value&);
constexpr auto kOperations = std::to_array<std::pair<std::string_view, Operation>>({
    {"CreateSecret", &SecretOperations::CreateSecret},
    {"DeleteSecret", &SecretOperations::DeleteSecret},
    {"DescribeSecret", &SecretOperations::DescribeSecret},
    {"GetRandomPassword", &SecretOperations::GetRandomPassword},
    {"GetResourcePolicy", &SecretOperations::GetResourcePolicy},
    {"GetSecretValue", &SecretOperations::GetSecretValue},
    {"ListSecrets", &SecretOperations::ListSecrets},
    {"ListSecretVersionIds", &SecretOperations::ListSecretVersionIds},
    {"PutSecretValue", &SecretOperations::PutSecretValue},
    {"RestoreSecret", &SecretOperations::RestoreSecret},
    {"TagResource", &SecretOperations::TagResource},
    {"UntagResource", &SecretOperations::UntagResource},
    {"UpdateSecret", &SecretOperations::UpdateSecret},
    {"UpdateSecretVersionStage", &SecretOperations::UpdateSecretVersionStage},
});

JsonServiceError NotFound() {
  return {"ResourceNotFoundException", "Secrets Manager can't find the specified secret."};
}

}  // namespace

std::vector<std::string> SecretOperations::Names() {
  std::vector<std::string> names;
  for (const auto& [name, operation] : kOperations) names.emplace_back(name);
  return names;
}

SecretsOutcome SecretOperations::Call(std::string_view name, const json::Value& input) {
  store_.RemovePurged(now_ms_);
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

std::variant<SecretRecord, JsonServiceError> SecretOperations::FindLive(const json::Value& input) const {
  auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();
  if (secret->deleted_ms > 0) {
    return JsonServiceError{"InvalidRequestException",
                            "You can't perform this operation on the secret because it was marked for deletion."};
  }
  return *std::move(secret);
}

std::string SecretOperations::NewArn(std::string_view name) {
  return Concat("arn:aws:secretsmanager:", identity_.region, ':', identity_.account, ":secret:", name, '-',
                RandomText(random_, kLettersAndDigits, kSuffixLength));
}

SecretsOutcome SecretOperations::CreateSecret(const json::Value& input) {
  const std::string name = TextMember(input, "Name");
  if (auto error = CheckSecretName(name)) return std::move(*error);
  if (auto error = CheckSecretValue(input, ValueIs::kOptional)) return std::move(*error);
  const SecretVersion version = NewVersion(input);
  if (const auto existing = store_.FindByName(name)) {
    if (existing->deleted_ms > 0) {
      return JsonServiceError{"InvalidRequestException",
                              "You can't create this secret because a secret with this name is already scheduled for "
                              "deletion."};
    }
    // The same request again.
    for (const SecretVersion& known : store_.Versions(name)) {
      const bool is_same = known.id == version.id && known.text == version.text && known.binary == version.binary;
      if (is_same) return json::Object{{"ARN", existing->arn}, {"Name", name}, {"VersionId", known.id}};
    }
    return JsonServiceError{"ResourceExistsException",
                            Concat("The operation failed because the secret ", name, " already exists.")};
  }
  const Tags tags = ReadTags(input.Find("Tags"));
  const SecretRecord secret{
      name,    NewArn(name), TextMember(input, "Description"), tags.empty() ? "" : json::Write(WriteTags(tags)),
      now_ms_, now_ms_};
  store_.Add(secret);
  json::Object answer{{"ARN", secret.arn}, {"Name", name}};
  if (version.text || version.binary) {
    store_.AddVersion(name, version);
    store_.MoveStage(name, kCurrentStage, version.id);
    answer.Append("VersionId", version.id);
  }
  return answer;
}

json::Object SecretOperations::Description(const SecretRecord& secret) const {
  json::Object answer{{"ARN", secret.arn}, {"Name", secret.name}};
  if (!secret.description.empty()) answer.Append("Description", secret.description);
  answer.Append("CreatedDate", JsonSeconds(secret.created_ms));
  answer.Append("LastChangedDate", JsonSeconds(secret.changed_ms));
  if (secret.deleted_ms > 0) answer.Append("DeletedDate", JsonSeconds(secret.deleted_ms));
  if (const auto tags = json::Parse(secret.tags)) answer.Append("Tags", *tags);
  return answer;
}

json::Object SecretOperations::StagesByVersion(const SecretRecord& secret) const {
  json::Object stages;
  for (const SecretVersion& version : store_.Versions(secret.name)) {
    if (!version.stages.empty()) stages.Append(version.id, TextArray(version.stages));
  }
  return stages;
}

SecretsOutcome SecretOperations::DescribeSecret(const json::Value& input) {
  const auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();
  json::Object answer = Description(*secret);
  answer.Append("VersionIdsToStages", StagesByVersion(*secret));
  return answer;
}

SecretsOutcome SecretOperations::DeleteSecret(const json::Value& input) {
  const bool is_forced = IsTrue(input, "ForceDeleteWithoutRecovery");
  const auto days = RecoveryDays(input);
  if (const auto* error = std::get_if<JsonServiceError>(&days)) return *error;
  const std::string secret_id = TextMember(input, "SecretId");
  auto secret = Find(secret_id);
  if (!secret && !is_forced) return NotFound();
  // Forced deletion of what is not there succeeds, as with the real service.
  if (!secret) {
    if (auto error = CheckSecretName(secret_id)) return NotFound();
    secret = SecretRecord{secret_id, NewArn(secret_id), "", "", now_ms_, now_ms_};
  }
  json::Object answer{{"ARN", secret->arn}, {"Name", secret->name}};
  if (is_forced) {
    store_.Remove(secret->name);
    answer.Append("DeletionDate", JsonSeconds(now_ms_));
    return answer;
  }
  if (secret->deleted_ms > 0) {
    return JsonServiceError{"InvalidRequestException",
                            "You can't perform this operation on the secret because it was already scheduled for "
                            "deletion."};
  }
  secret->deleted_ms = now_ms_;
  secret->purge_ms = now_ms_ + std::get<int64_t>(days) * kDayMs;
  store_.Update(*secret);
  answer.Append("DeletionDate", JsonSeconds(secret->purge_ms));
  return answer;
}

SecretsOutcome SecretOperations::RestoreSecret(const json::Value& input) {
  auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();
  secret->deleted_ms = 0;
  secret->purge_ms = 0;
  store_.Update(*secret);
  return json::Object{{"ARN", secret->arn}, {"Name", secret->name}};
}

SecretsOutcome SecretOperations::TagResource(const json::Value& input) {
  return ChangeTags(input, [&input](Tags& tags) { SetTags(tags, ReadTags(input.Find("Tags"))); });
}

SecretsOutcome SecretOperations::UntagResource(const json::Value& input) {
  return ChangeTags(input, [&input](Tags& tags) { RemoveTags(tags, TextsMember(input, "TagKeys")); });
}

SecretsOutcome SecretOperations::ChangeTags(const json::Value& input, const std::function<void(Tags&)>& change) {
  auto found = FindLive(input);
  if (auto* error = std::get_if<JsonServiceError>(&found)) return std::move(*error);
  auto& secret = std::get<SecretRecord>(found);
  const auto known = json::Parse(secret.tags);
  Tags tags = ReadTags(known ? &*known : nullptr);
  change(tags);
  secret.tags = tags.empty() ? "" : json::Write(WriteTags(tags));
  store_.Update(secret);
  return json::Object{};
}

SecretsOutcome SecretOperations::ListSecrets(const json::Value& input) {
  const json::Value* size = input.Find("MaxResults");
  const int64_t page_size = size == nullptr ? kMaxPage : size->AsInteger().value_or(0);
  if (page_size < 1 || page_size > kMaxPage) return ConstraintError("maxResults", "Member must be between 1 and 100");
  const auto after = Base64Decode(TextMember(input, "NextToken"));
  if (!after) return JsonServiceError{"InvalidNextTokenException", "The NextToken value is invalid."};
  const auto filters = FiltersOf(input);
  if (const auto* error = std::get_if<JsonServiceError>(&filters)) return *error;
  const bool shows_deleted = IsTrue(input, "IncludePlannedDeletion");

  json::Array page;
  std::string last;
  json::Object answer;
  for (const SecretRecord& secret : store_.ListAfter(*after)) {
    if (secret.deleted_ms > 0 && !shows_deleted) continue;
    if (!Matches(secret, std::get<std::vector<SecretFilter>>(filters))) continue;
    if (static_cast<int64_t>(page.size()) == page_size) {
      answer.Append("NextToken", Base64Encode(last));
      break;
    }
    json::Object entry = Description(secret);
    entry.Append("SecretVersionsToStages", StagesByVersion(secret));
    page.emplace_back(std::move(entry));
    last = secret.name;
  }
  answer.Append("SecretList", std::move(page));
  return answer;
}

SecretsOutcome SecretOperations::GetRandomPassword(const json::Value& input) {
  auto password = RandomPassword(input, random_);
  if (auto* error = std::get_if<JsonServiceError>(&password)) return std::move(*error);
  return json::Object{{"RandomPassword", std::get<std::string>(password)}};
}

SecretsOutcome SecretOperations::GetResourcePolicy(const json::Value& input) {
  const auto secret = Find(TextMember(input, "SecretId"));
  if (!secret) return NotFound();
  return json::Object{{"ARN", secret->arn}, {"Name", secret->name}};
}

}  // namespace genesys_cfn::emulator
