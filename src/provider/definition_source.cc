// SPDX-License-Identifier: Apache-2.0
#include "provider/definition_source.h"

#include <algorithm>

#include "base/text.h"
#include "provider/data_action_table.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kDigestDigits = 64;

std::optional<aws::S3Location> ReadS3(const PropertyReader& reader, std::string_view name,
                                      std::vector<definition::Problem>& problems) {
  const json::Object* members = reader.Find(name)->AsObject();
  if (members == nullptr) return std::nullopt;
  const PropertyReader inner(*members, json::AppendToken("", name), problems);
  const auto bucket = inner.Text("Bucket");
  const auto key = inner.Text("Key");
  const auto version = inner.Text("VersionId");
  if (!bucket || !key || inner.Has("VersionId") != version.has_value()) return std::nullopt;
  aws::S3Location location{*bucket, *key, version};
  const auto checked = aws::CheckS3Location(location);
  if (checked) return location;
  reader.Report(name, checked.error().message);
  return std::nullopt;
}

std::optional<aws::S3Location> ReadUri(const PropertyReader& reader, std::string_view name) {
  const auto text = reader.Text(name);
  if (!text) return std::nullopt;
  auto location = aws::ParseS3Uri(*text);
  if (location) return *std::move(location);
  reader.Report(name, location.error().message);
  return std::nullopt;
}

// The name alone, or an object when a version is named too.
std::optional<SecretReference> ReadSecret(const PropertyReader& reader, std::string_view name,
                                          std::vector<definition::Problem>& problems) {
  const json::Object* members = reader.Find(name)->AsObject();
  if (members == nullptr) {
    const auto id = reader.Text(name);
    return id ? std::optional(SecretReference{*id, std::nullopt}) : std::nullopt;
  }
  const PropertyReader inner(*members, json::AppendToken("", name), problems);
  const auto id = inner.Text("SecretId");
  const auto version = inner.Text("VersionId");
  if (!id || inner.Has("VersionId") != version.has_value()) return std::nullopt;
  return SecretReference{*id, version};
}

bool HoldsUnresolved(std::string_view text) {
  return text.find("{{resolve:secretsmanager") != std::string_view::npos ||
         text.find("{{resolve:ssm-secure") != std::string_view::npos;
}

bool AnyHoldsUnresolved(const json::Value& value) {
  if (const std::string* text = value.AsString()) return HoldsUnresolved(*text);
  if (const json::Array* items = value.AsArray()) return std::any_of(items->begin(), items->end(), AnyHoldsUnresolved);
  const json::Object* members = value.AsObject();
  return members != nullptr && std::any_of(members->begin(), members->end(), [](const json::Object::Member& member) {
           return HoldsUnresolved(member.first) || AnyHoldsUnresolved(member.second);
         });
}

}  // namespace

std::optional<std::string> ReadDigest(const PropertyReader& reader, std::string_view name, std::string_view of_what) {
  const auto text = reader.Text(name);
  if (!text) return std::nullopt;
  const std::string digest = ToLower(*text);
  if (digest.size() == kDigestDigits && digest.find_first_not_of("0123456789abcdef") == std::string::npos) {
    return digest;
  }
  reader.Report(name, Concat("must be the SHA-256 of ", of_what, ": 64 hexadecimal digits"));
  return std::nullopt;
}

std::string_view ChooseSource(const PropertyReader& reader) {
  std::string_view chosen;
  for (const std::string_view name : data_action_table::kSources) {
    if (!reader.Has(name)) continue;
    if (!chosen.empty()) return {};
    chosen = name;
  }
  return chosen;
}

std::optional<DefinitionReference> ReadReference(const PropertyReader& reader, std::string_view source,
                                                 const OwnCredentials& own,
                                                 std::vector<definition::Problem>& problems) {
  DefinitionReference reference{std::string(source), {}, ReadDigest(reader, "DefinitionDigest", "the referenced text")};
  if (source == "DefinitionSecretId") {
    const auto secret = ReadSecret(reader, source, problems);
    if (!secret) return std::nullopt;
    reference.place = *secret;
  } else if (source == "DefinitionParameter") {
    const auto name = reader.Text(source);
    if (!name) return std::nullopt;
    reference.place = ParameterReference{*name};
  } else {
    const auto location = source == "DefinitionUri" ? ReadUri(reader, source) : ReadS3(reader, source, problems);
    if (!location) return std::nullopt;
    reference.place = *location;
  }
  if (!IsOwnCredentials(reference, own)) return reference;
  reader.Report(source, "leads to the provider's own Genesys Cloud credentials, which are no definition");
  return std::nullopt;
}

std::optional<Substitutions> ReadSubstitutions(const PropertyReader& reader,
                                               std::vector<definition::Problem>& problems) {
  const json::Value* value = reader.Find("Substitutions");
  if (value == nullptr || !value->is_object()) return std::nullopt;
  const PropertyReader inner(*value->AsObject(), "/Substitutions", problems);
  Substitutions substitutions;
  for (const auto& [name, text] : *value->AsObject()) {
    if (!IsSubstitutionName(name)) {
      inner.Report(name, "is no name for a substitution: a letter, then letters, digits and _");
    } else if (text.is_string()) {
      substitutions.emplace(name, *text.AsString());
    }
  }
  return substitutions;
}

void RefuseUnresolved(const json::Value& value, const std::string& pointer,
                      std::vector<definition::Problem>& problems) {
  constexpr std::string_view kMessage =
      "holds {{resolve:secretsmanager...}} or {{resolve:ssm-secure...}}, which CloudFormation does not resolve in "
      "custom resources. Keep the secret in the credentials of the integration in Genesys Cloud, or the whole "
      "definition in a secret (DefinitionSecretId) or parameter (DefinitionParameter)";
  if (!AnyHoldsUnresolved(value)) return;  // as nearly always; then no pointer is needed
  if (value.is_string()) problems.push_back({pointer, std::string(kMessage), definition::Rule::kUnresolved});
  if (const json::Array* items = value.AsArray()) {
    for (size_t i = 0; i < items->size(); ++i) RefuseUnresolved((*items)[i], json::AppendIndex(pointer, i), problems);
  }
  if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) {
      if (HoldsUnresolved(name)) problems.push_back({pointer, std::string(kMessage), definition::Rule::kUnresolved});
      RefuseUnresolved(member, json::AppendToken(pointer, name), problems);
    }
  }
}

}  // namespace genesys_cfn::provider
