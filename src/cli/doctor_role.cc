// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor_role.h"

#include <algorithm>
#include <array>

#include "aws/s3_location.h"
#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{8'000};

// Of an ARN: "aws", "eu-west-1", "123456789012".
struct Place {
  std::string partition;
  std::string region;
  std::string account;
};

Place PlaceOf(std::string_view arn) {
  constexpr size_t kParts = 6;  // arn:PARTITION:SERVICE:REGION:ACCOUNT:...
  const std::vector<std::string_view> parts = Split(arn, ':');
  if (parts.size() < kParts) return {};
  return {std::string(parts[1]), std::string(parts[3]), std::string(parts[4])};
}

std::string Arn(const Place& place, std::string_view service, std::string_view resource) {
  return Concat("arn:", place.partition, ":", service, ":", place.region, ":", place.account, ":", resource);
}

std::string Variable(const aws::FunctionDetails& function, std::string_view name) {
  const auto found = function.environment.find(name);
  return found == function.environment.end() ? std::string() : found->second;
}

// "" for an alias.
std::string KeyArn(const Place& place, std::string_view key) {
  if (key.starts_with("arn:")) return key.find(":alias/") == std::string_view::npos ? std::string(key) : std::string();
  return key.starts_with("alias/") ? std::string() : Arn(place, "kms", Concat("key/", key));
}

NeededCall OfParameter(const Place& place, const std::string& parameter) {
  const std::string_view name = std::string_view(parameter).substr(parameter.starts_with('/') ? 1 : 0);
  return {
      {"ssm:GetParameter", parameter.starts_with("arn:") ? parameter : Arn(place, "ssm", Concat("parameter/", name))},
      CheckState::kFailed,
      "give the provider's stack the parameter as CredentialsParameter"};
}

std::vector<NeededCall> OfSecret(const Place& place, const aws::SecretDescription& secret) {
  std::vector<NeededCall> needed = {
      {{"secretsmanager:GetSecretValue", secret.arn},
       CheckState::kFailed,
       "give the provider's stack the secret's name as CredentialsSecret; only a policy of the secret itself, which is "
       "not looked at, does as well"}};
  const std::string key = secret.key.empty() ? std::string() : KeyArn(place, secret.key);
  if (key.empty()) return needed;
  const std::string_view suffix = place.partition == "aws-cn" ? ".amazonaws.com.cn" : ".amazonaws.com";
  needed.push_back({{"kms:Decrypt", key, Concat("secretsmanager.", place.region, suffix)},
                    CheckState::kWarning,
                    "give the provider's stack the key as CredentialsKeyArn, unless the key's own policy allows the "
                    "role"});
  return needed;
}

// Where a resource says that its definition is, as far as that is known before the deployment.
std::optional<aws::S3Location> DefinitionOf(const cloudformation::ResourceDeclaration& resource,
                                            const cloudformation::Template& source) {
  if (const json::Value* uri = resource.properties.Find("DefinitionUri")) {
    const auto text = KnownText(*uri, source);
    const auto location = text ? aws::ParseS3Uri(*text) : Result<aws::S3Location>(Error{});
    return location ? std::optional(*location) : std::nullopt;
  }
  const json::Value* place = resource.properties.Find("DefinitionS3");
  if (place == nullptr || !place->is_object()) return std::nullopt;
  const auto text = [&](std::string_view name) {
    const json::Value* value = place->Find(name);
    return value == nullptr ? std::nullopt : KnownText(*value, source);
  };
  const auto bucket = text("Bucket");
  const auto key = text("Key");
  if (!bucket || !key) return std::nullopt;
  return aws::S3Location{*bucket, *key, text("VersionId")};
}

void AddDefinitions(const Place& place, const cloudformation::Template& wanted, std::vector<NeededCall>& needed) {
  for (const cloudformation::ResourceDeclaration& resource : wanted.resources) {
    if (resource.type != "Custom::GenesysDataAction") continue;
    const auto location = DefinitionOf(resource, wanted);
    if (!location) continue;
    NeededCall call{
        {location->version_id ? "s3:GetObjectVersion" : "s3:GetObject",
         Concat("arn:", place.partition, ":s3:::", location->bucket, "/", location->key)},
        CheckState::kWarning,
        "give the provider's stack the object, or the beginning of its key, in DefinitionObjectArns, unless the "
        "bucket's own policy allows the role"};
    const auto is_same = [&call](const NeededCall& other) { return other.call.resource == call.call.resource; };
    if (std::ranges::none_of(needed, is_same)) needed.push_back(std::move(call));
  }
}

}  // namespace

std::vector<NeededCall> NeededCalls(const aws::FunctionDetails& function,
                                    const std::optional<aws::SecretDescription>& secret,
                                    const cloudformation::Template* wanted) {
  const Place place = PlaceOf(function.arn);
  std::vector<NeededCall> needed;
  if (const std::string parameter = Variable(function, "GENESYS_SECRET_PARAMETER"); !parameter.empty()) {
    needed.push_back(OfParameter(place, parameter));
  } else if (secret) {
    needed = OfSecret(place, *secret);
  }
  if (wanted != nullptr) AddDefinitions(place, *wanted, needed);
  return needed;
}

Check JudgeDecision(const NeededCall& needed, aws::PolicyDecision decision) {
  std::string name = Concat("the function's role, ", needed.call.action);
  const std::string& resource = needed.call.resource;
  switch (decision) {
    case aws::PolicyDecision::kAllowed:
      return {std::move(name), CheckState::kOk, Concat("its policies allow it on ", resource)};
    case aws::PolicyDecision::kDenied:
      return {std::move(name), CheckState::kFailed, Concat("a policy denies it on ", resource),
              "take the statement with the Deny away"};
    case aws::PolicyDecision::kNotGranted:
      break;
  }
  return {std::move(name), needed.when_not_granted, Concat("none of its policies allows it on ", resource),
          needed.remedy};
}

std::vector<Check> ExamineRole(const Surroundings& surroundings, const CloudConnection& cloud,
                               const aws::FunctionDetails& function, const cloudformation::Template* wanted) {
  const std::string name = "the function's role";
  if (cloud.place() != CloudConnection::Place::kAws) {
    return {{name, CheckState::kNotTested, "the local cloud lets every role do everything"}};
  }
  if (function.role.empty()) return {{name, CheckState::kNotTested, "Lambda does not say which role it is"}};
  const auto soon = [&surroundings] { return surroundings.clock.SteadyNow() + kPatience; };
  std::vector<Check> checks;
  std::optional<aws::SecretDescription> secret;
  if (Variable(function, "GENESYS_SECRET_PARAMETER").empty()) {
    std::string id = Variable(function, "GENESYS_SECRET_ID");
    if (id.empty()) id = emulator::kCredentialsSecret;
    const auto described =
        aws::SecretsManager({surroundings.client, surroundings.clock, surroundings.random}, cloud.credentials(),
                            cloud.region(), cloud.Endpoint("SECRETS_MANAGER", "secretsmanager"))
            .DescribeSecret(id, soon());
    if (described) secret = *described;
    if (!described) {
      checks.push_back(
          {Concat(name, ", secretsmanager:GetSecretValue"), CheckState::kNotTested, described.error().message});
    }
  }
  aws::PolicySimulation simulation({surroundings.client, surroundings.clock, surroundings.random}, cloud.credentials(),
                                   aws::FindIam(surroundings.environment, cloud.region()));
  for (const NeededCall& needed : NeededCalls(function, secret, wanted)) {
    const auto decision = simulation.Ask(function.role, needed.call, soon());
    if (!decision) {  // the next would fail alike
      checks.push_back({name, CheckState::kNotTested, decision.error().message});
      break;
    }
    checks.push_back(JudgeDecision(needed, *decision));
  }
  return checks;
}

}  // namespace genesys_cfn::cli
