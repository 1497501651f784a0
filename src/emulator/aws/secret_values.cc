// SPDX-License-Identifier: Apache-2.0
// The values of a secret: versions, and the staging labels that point at them.
#include <algorithm>

#include "base/text.h"
#include "emulator/aws/json_input.h"
#include "emulator/aws/secret_input.h"
#include "emulator/aws/secret_operations.h"

namespace genesys_cfn::emulator {
namespace {

bool HasStage(const SecretVersion& version, std::string_view stage) {
  return std::find(version.stages.begin(), version.stages.end(), stage) != version.stages.end();
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

SecretVersion SecretOperations::NewVersion(const json::Value& input) {
  std::string id = TextMember(input, "ClientRequestToken");
  if (id.empty()) id = RandomUuid(random_);
  return SecretVersion{std::move(id), input.FindString("SecretString"), input.FindString("SecretBinary"), now_ms_, {}};
}

SecretsOutcome SecretOperations::GetSecretValue(const json::Value& input) {
  auto found = FindLive(input);
  if (auto* error = std::get_if<JsonServiceError>(&found)) return std::move(*error);
  const SecretRecord* secret = &std::get<SecretRecord>(found);
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

SecretsOutcome SecretOperations::PutSecretValue(const json::Value& input) {
  if (auto error = CheckSecretValue(input, ValueIs::kRequired)) return std::move(*error);
  auto stages = StagesOf(input);
  if (auto* error = std::get_if<JsonServiceError>(&stages)) return std::move(*error);
  auto found = FindLive(input);
  if (auto* error = std::get_if<JsonServiceError>(&found)) return std::move(*error);
  return PutVersion(std::get<SecretRecord>(found), NewVersion(input), std::get<std::vector<std::string>>(stages));
}

SecretsOutcome SecretOperations::PutVersion(const SecretRecord& secret, const SecretVersion& version,
                                            std::vector<std::string> labels) {
  const std::vector<SecretVersion> versions = store_.Versions(secret.name);
  for (const SecretVersion& known : versions) {
    if (known.id != version.id) continue;
    if (known.text == version.text && known.binary == version.binary) {
      return json::Object{{"ARN", secret.arn},
                          {"Name", secret.name},
                          {"VersionId", known.id},
                          {"VersionStages", TextArray(known.stages)}};
    }
    return JsonServiceError{"ResourceExistsException",
                            Concat("You can't use ClientRequestToken ", version.id,
                                   " because that value is already in use for a version of secret ", secret.arn, ".")};
  }
  const bool is_current = std::find(labels.begin(), labels.end(), kCurrentStage) != labels.end();
  if (versions.empty() && !is_current) labels.emplace_back(kCurrentStage);
  store_.AddVersion(secret.name, version);
  for (const std::string& label : labels) store_.MoveStage(secret.name, label, version.id);
  return json::Object{
      {"ARN", secret.arn}, {"Name", secret.name}, {"VersionId", version.id}, {"VersionStages", TextArray(labels)}};
}

SecretsOutcome SecretOperations::UpdateSecret(const json::Value& input) {
  if (auto error = CheckSecretValue(input, ValueIs::kOptional)) return std::move(*error);
  auto found = FindLive(input);
  if (auto* error = std::get_if<JsonServiceError>(&found)) return std::move(*error);
  auto& secret = std::get<SecretRecord>(found);
  json::Object answer{{"ARN", secret.arn}, {"Name", secret.name}};
  const SecretVersion version = NewVersion(input);
  if (version.text || version.binary) {
    auto put = PutVersion(secret, version, {std::string(kCurrentStage)});
    if (std::holds_alternative<JsonServiceError>(put)) return put;
    answer.Append("VersionId", version.id);
  }
  if (const auto description = input.FindString("Description")) secret.description = *description;
  secret.changed_ms = now_ms_;
  store_.Update(secret);
  return answer;
}

SecretsOutcome SecretOperations::UpdateSecretVersionStage(const json::Value& input) {
  auto found = FindLive(input);
  if (auto* error = std::get_if<JsonServiceError>(&found)) return std::move(*error);
  auto& secret = std::get<SecretRecord>(found);
  const std::string stage = TextMember(input, "VersionStage");
  const std::string target = TextMember(input, "MoveToVersionId");
  const std::string source = TextMember(input, "RemoveFromVersionId");
  if (stage.empty()) return ConstraintError("versionStage", "Member must not be null");
  const std::vector<SecretVersion> versions = store_.Versions(secret.name);
  std::string holder;
  for (const SecretVersion& version : versions) {
    if (HasStage(version, stage)) holder = version.id;
  }
  for (const std::string& id : {target, source}) {
    const bool is_there =
        std::any_of(versions.begin(), versions.end(), [&id](const SecretVersion& version) { return version.id == id; });
    if (!id.empty() && !is_there) {
      return JsonServiceError{"ResourceNotFoundException",
                              Concat("Secrets Manager can't find the specified secret value for VersionId: ", id)};
    }
  }
  if (!source.empty() && source != holder) {
    return InvalidSecretParameter(
        Concat("The specified version ", source, " does not have the staging label ", stage, " attached."));
  }
  if (source.empty() && !holder.empty() && holder != target) {
    return InvalidSecretParameter(Concat("The parameter RemoveFromVersionId can't be empty. Staging label ", stage,
                                         " is currently attached to version ", holder,
                                         ", so you must explicitly reference that version in RemoveFromVersionId."));
  }
  if (target.empty() && stage == kCurrentStage) {
    return InvalidSecretParameter("You can't remove the staging label AWSCURRENT: move it to another version.");
  }
  if (target.empty()) {
    store_.RemoveStage(secret.name, stage);
  } else {
    store_.MoveStage(secret.name, stage, target);
  }
  secret.changed_ms = now_ms_;
  store_.Update(secret);
  return json::Object{{"ARN", secret.arn}, {"Name", secret.name}};
}

SecretsOutcome SecretOperations::ListSecretVersionIds(const json::Value& input) {
  auto found = FindLive(input);
  if (auto* error = std::get_if<JsonServiceError>(&found)) return std::move(*error);
  const auto& secret = std::get<SecretRecord>(found);
  const bool shows_deprecated = IsTrue(input, "IncludeDeprecated");
  json::Array versions;
  for (const SecretVersion& version : store_.Versions(secret.name)) {
    if (version.stages.empty() && !shows_deprecated) continue;
    json::Object entry{{"VersionId", version.id}};
    if (!version.stages.empty()) entry.Append("VersionStages", TextArray(version.stages));
    entry.Append("CreatedDate", JsonSeconds(version.created_ms));
    versions.emplace_back(std::move(entry));
  }
  return json::Object{{"Versions", std::move(versions)}, {"ARN", secret.arn}, {"Name", secret.name}};
}

}  // namespace genesys_cfn::emulator
