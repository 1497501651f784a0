// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/credential_types.h"

#include <algorithm>
#include <array>
#include <string>

namespace genesys_cfn::emulator {
namespace {

constexpr std::array<std::string_view, 2> kClientFields = {"clientId", "clientSecret"};
constexpr std::array<std::string_view, 2> kBasicFields = {"userName", "password"};
constexpr std::array<std::string_view, 1> kAmazonFields = {"ARN"};

constexpr std::array<CredentialType, 5> kTypes = {{
    {"pureCloudOAuthClient", kClientFields, std::span(kClientFields).first<1>()},
    {"basicAuth", kBasicFields, std::span(kBasicFields).first<1>()},
    {"amazonWebServicesARN", kAmazonFields, kAmazonFields},
    {"userDefinedOAuth", {}, {}},
    {"userDefined", {}, {}},
}};

}  // namespace

bool CredentialType::IsOpen(std::string_view field) const {
  return std::find(open.begin(), open.end(), field) != open.end();
}

std::span<const CredentialType> CredentialTypes() {
  return kTypes;
}

const CredentialType* FindCredentialType(std::string_view name) {
  const auto* const type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const CredentialType& entry) { return entry.name == name; });
  return type == kTypes.end() ? nullptr : type;
}

json::Object ShowCredentialType(const CredentialType& type) {
  json::Object properties;
  json::Array names;
  for (const std::string_view field : type.fields) {
    properties.Append(std::string(field), json::Object{{"type", "string"}});
    names.emplace_back(field);
  }
  return {{"id", type.name},
          {"name", type.name},
          {"properties", std::move(properties)},
          {"displayOrder", names},
          {"required", names}};
}

}  // namespace genesys_cfn::emulator
