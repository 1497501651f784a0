// SPDX-License-Identifier: Apache-2.0
#include "provider/credential_properties.h"

#include <algorithm>

#include "base/text.h"
#include "provider/credential_table.h"
#include "provider/definition_source.h"
#include "provider/object_adoption.h"
#include "provider/property_check.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

// What the platform's limit of 256 leaves beside the ownership tag. An adopted credential has none, but the one that
// has to be made in its place has.
constexpr size_t kMaxNameBytes = 180;
constexpr size_t kDigestDigits = 64;
constexpr std::string_view kRemedy =
    "values of credentials do not belong into a template: put them into a Secrets Manager secret as a JSON object, "
    "give "
    "its id in SecretId, and name its keys in Fields ({\"password\": \"key of the secret\"})";

class Parser {
 public:
  Parser(const json::Object& properties, const OwnCredentials& own, Whose whose)
      : properties_(properties), own_(own), whose_(whose) {}

  CredentialPropertiesResult Run() {
    CheckProperties(kCredentialTable, properties_, problems_);
    SayRemedy();
    if (whose_ == Whose::kNew) RefuseUnresolved(properties_, "", problems_);
    parsed_.type = reader_.Text("CredentialType").value_or("");
    parsed_.name = reader_.Text("Name").value_or("");
    if (parsed_.name.size() > kMaxNameBytes) {
      reader_.Report("Name",
                     Concat("must have at most ", kMaxNameBytes, " bytes: the ownership tag stands behind it",
                            reader_.Has(kAdoptCredentialId)
                                ? ", when the credential has to be made anew; a shorter Name renames the adopted one"
                                : ""));
    }
    ReadSecret();
    ReadFields();
    parsed_.on_drift = reader_.Choice<OnDrift>("OnDrift", kOnDriftWords);
    CheckOnDelete(reader_, kAdoptCredentialId);
    if (!problems_.empty()) return {std::nullopt, std::move(problems_)};
    return {std::move(parsed_), {}};
  }

 private:
  // To who writes values, or leaves the secret away, it is said how it is done.
  void SayRemedy() {
    for (definition::Problem& problem : problems_) {
      const bool without = !reader_.Has("SecretId") || !reader_.Has("Fields");
      const bool is_about = problem.pointer == "/CredentialFields" || problem.pointer == "/Fields" ||
                            (problem.pointer == "/SecretId" && without);
      if (is_about) problem.message += Concat("; ", kRemedy);
    }
  }

  void ReadSecret() {
    if (!reader_.Has("SecretId")) return;
    SecretReference secret{reader_.Text("SecretId").value_or(""), reader_.Text("SecretVersion")};
    parsed_.secret = {"SecretId", std::move(secret), reader_.Text("SecretDigest")};
    if (parsed_.secret.digest) {
      *parsed_.secret.digest = ToLower(*parsed_.secret.digest);
      const bool is_digest = parsed_.secret.digest->size() == kDigestDigits &&
                             parsed_.secret.digest->find_first_not_of("0123456789abcdef") == std::string::npos;
      if (!is_digest) reader_.Report("SecretDigest", "must be a SHA-256 digest in 64 hexadecimal digits");
    }
    if (IsOwnCredentials(parsed_.secret, own_)) {
      reader_.Report("SecretId", "is the secret of the provider's own OAuth client, which no credential may hold");
    }
  }

  void ReadFields() {
    const json::Value* value = reader_.Find("Fields");
    const json::Object* fields = value == nullptr ? nullptr : value->AsObject();
    if (fields == nullptr) return;
    if (fields->empty()) return reader_.Report("Fields", "must name at least one field");
    for (const auto& [field, key] : *fields) {
      if (key.is_string()) parsed_.fields.emplace_back(field, *key.AsString());
    }
    std::sort(parsed_.fields.begin(), parsed_.fields.end());
  }

  const json::Object& properties_;
  const OwnCredentials& own_;
  Whose whose_;
  std::vector<definition::Problem> problems_;
  PropertyReader reader_{properties_, "", problems_};
  CredentialProperties parsed_;
};

}  // namespace

CredentialPropertiesResult ParseCredentialProperties(const json::Object& properties, const OwnCredentials& own,
                                                     Whose whose) {
  return Parser(properties, own, whose).Run();
}

json::Object StateOf(const CredentialProperties& properties) {
  return {{"name", properties.name}, {"type", properties.type}};
}

}  // namespace genesys_cfn::provider
