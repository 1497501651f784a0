// SPDX-License-Identifier: Apache-2.0
#include "provider/credential_properties.h"

#include <algorithm>

#include "base/text.h"
#include "provider/definition_source.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

const std::vector<std::string> kNames = {"CredentialType", "Name",    "SecretId",       "SecretVersion", "SecretDigest",
                                         "Fields",         "OnDrift", "DeleteWhenUsed", "Version"};
// What the platform's limit of 256 leaves beside the ownership tag.
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
    std::vector<std::string> known = kNames;
    for (const std::string_view plain : {"CredentialFields", "SecretString", "Password"}) {
      known.emplace_back(plain);
      if (reader_.Has(plain)) reader_.Report(plain, std::string(kRemedy));
    }
    for (const auto& [name, value] : properties_) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const auto near = Suggest(name, kNames);
      reader_.Report(name,
                     near ? Concat("unknown property; did you mean ", *near, "?")
                          : Concat("unknown property; known are ", Join(kNames, ", ")),
                     definition::Rule::kUnknownProperty);
    }
    if (whose_ == Whose::kNew) RefuseUnresolved(properties_, "", problems_);
    parsed_.type = reader_.RequiredText("CredentialType").value_or("");
    parsed_.name = reader_.RequiredText("Name").value_or("");
    if (parsed_.name.size() > kMaxNameBytes) {
      reader_.Report("Name", Concat("must have at most ", kMaxNameBytes, " bytes: the ownership tag stands behind it"));
    }
    ReadSecret();
    ReadFields();
    parsed_.on_drift = reader_.Choice<OnDrift>(
        "OnDrift", OnDrift::kFail,
        {{"Fail", OnDrift::kFail}, {"Overwrite", OnDrift::kOverwrite}, {"Recreate", OnDrift::kRecreate}});
    reader_.Choice<int>("DeleteWhenUsed", 0, {{"Refuse", 0}, {"Allow", 1}});
    if (!problems_.empty()) return {std::nullopt, std::move(problems_)};
    return {std::move(parsed_), {}};
  }

 private:
  void ReadSecret() {
    if (!reader_.Has("SecretId")) return reader_.Report("SecretId", Concat("is missing: ", kRemedy));
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
    if (value == nullptr) return reader_.Report("Fields", Concat("is missing: ", kRemedy));
    if (!value->is_object() || value->AsObject()->empty()) {
      return reader_.Report("Fields", "must be an object: the credential's field -> the key of the secret");
    }
    const PropertyReader fields(*value->AsObject(), "/Fields", problems_);
    for (const auto& [field, key] : *value->AsObject()) {
      if (const auto text = fields.Text(field)) parsed_.fields.emplace_back(field, *text);
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

}  // namespace genesys_cfn::provider
