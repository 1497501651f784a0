// SPDX-License-Identifier: Apache-2.0
#include "provider/definition_reference.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace genesys_cfn::provider {
namespace {

// Parameter Store passes such names on to Secrets Manager.
constexpr std::string_view kSecretsByParameter = "aws/reference/secretsmanager/";
constexpr size_t kRandomEnding = std::string_view("-AbCdEf").size();
constexpr size_t kArnFields = 6;

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What follows the account in an ARN; everything of what is none.
std::string_view ResourceOf(std::string_view id) {
  if (!id.starts_with("arn:")) return id;
  for (size_t field = 1; field < kArnFields; ++field) {
    const size_t colon = id.find(':');
    if (colon == std::string_view::npos) return {};
    id.remove_prefix(colon + 1);
  }
  return id;
}

// Every name that the secret may have: an ARN ends in a hyphen and six characters, or not.
std::set<std::string> SecretNames(std::string_view id) {
  std::string_view name = ResourceOf(id);
  if (id.starts_with("arn:") && name.starts_with("secret:")) name.remove_prefix(std::string_view("secret:").size());
  std::set<std::string> names{std::string(name)};
  if (id.starts_with("arn:") && name.size() > kRandomEnding && name[name.size() - kRandomEnding] == '-') {
    names.emplace(name.substr(0, name.size() - kRandomEnding));
  }
  names.erase("");
  return names;
}

struct ParameterName {
  std::string name;  // without the slash in front: an ARN does not tell whether the name has one
  std::string selector;
};

ParameterName SplitParameter(std::string_view id) {
  std::string_view rest = ResourceOf(id);
  if (id.starts_with("arn:") && rest.starts_with("parameter")) rest.remove_prefix(std::string_view("parameter").size());
  const size_t colon = rest.find(':');
  ParameterName out;
  if (colon != std::string_view::npos) out.selector = rest.substr(colon + 1);
  rest = rest.substr(0, colon);
  while (rest.starts_with('/')) rest.remove_prefix(1);
  out.name = rest;
  return out;
}

// The secret that is meant, when Parameter Store passes the name on; "" otherwise.
std::string SecretBehind(std::string_view parameter) {
  const std::string name = SplitParameter(parameter).name;
  return name.starts_with(kSecretsByParameter) ? name.substr(kSecretsByParameter.size()) : std::string();
}

bool SameSecret(std::string_view a, std::string_view b) {
  const std::set<std::string> names = SecretNames(a);
  const std::set<std::string> others = SecretNames(b);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return others.contains(name); });
}

}  // namespace

bool IsConfidential(const DefinitionReference& reference) {
  return !std::holds_alternative<aws::S3Location>(reference.place);
}

bool IsFixed(const DefinitionReference& reference) {
  if (reference.digest) return true;
  if (const auto* object = std::get_if<aws::S3Location>(&reference.place)) {
    return object->version_id && *object->version_id != "null";
  }
  if (const auto* parameter = std::get_if<ParameterReference>(&reference.place)) {
    return AllDigits(SplitParameter(parameter->name).selector);
  }
  return std::get<SecretReference>(reference.place).version_id.has_value();
}

bool IsOwnCredentials(const DefinitionReference& reference, const OwnCredentials& own) {
  std::string secret;
  if (const auto* asked = std::get_if<SecretReference>(&reference.place)) secret = asked->id;
  if (const auto* parameter = std::get_if<ParameterReference>(&reference.place)) {
    secret = SecretBehind(parameter->name);
    const std::string name = SplitParameter(parameter->name).name;
    if (!own.parameter.empty() && name == SplitParameter(own.parameter).name) return true;
  }
  if (secret.empty()) return false;
  const std::string behind = own.parameter.empty() ? std::string() : SecretBehind(own.parameter);
  return SameSecret(secret, own.secret_id) || SameSecret(secret, behind);
}

}  // namespace genesys_cfn::provider
