// SPDX-License-Identifier: Apache-2.0
// AWS::SecretsManager::Secret: really made in the local Secrets Manager.
#include <algorithm>

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/cloudformation/resource_type.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

using enum PropertyKind;

constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
constexpr size_t kSuffixBytes = 6;

Error Invalid(std::string_view message) {
  return HandlerError(Concat("Invalid request provided: ", message, " (Service: SecretsManager, Status Code: 400)"),
                      "InvalidRequest");
}

// Groups of characters that a generated password may have.
std::vector<std::string> Alphabets(const json::Object& rules) {
  const std::string excluded = TextOr(rules, "ExcludeCharacters", "");
  const auto allowed = [&](std::string_view characters) {
    std::string left(characters);
    std::erase_if(left, [&](char c) { return excluded.find(c) != std::string::npos; });
    return left;
  };
  std::vector<std::string> alphabets;
  const auto add = [&](std::string_view unless, std::string_view characters) {
    if (!FlagOr(rules, unless, false)) alphabets.push_back(allowed(characters));
  };
  add("ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  add("ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz");
  add("ExcludeNumbers", "0123456789");
  add("ExcludePunctuation", kPunctuation);
  if (FlagOr(rules, "IncludeSpace", false)) alphabets.push_back(allowed(" "));
  std::erase_if(alphabets, [](const std::string& alphabet) { return alphabet.empty(); });
  return alphabets;
}

Result<std::string> Password(const json::Object& rules, Random& random) {
  TRY_ASSIGN(const int length, WholeOr(rules, "PasswordLength", 32, 1, 4096));
  const std::vector<std::string> alphabets = Alphabets(rules);
  if (alphabets.empty()) return Invalid("no character is left for the password");
  std::string password;
  if (FlagOr(rules, "RequireEachIncludedType", true)) {
    if (static_cast<size_t>(length) < alphabets.size()) {
      return Invalid("the password is too short to have a character of each included type");
    }
    for (const std::string& alphabet : alphabets) password += RandomText(random, alphabet, 1);
  }
  password += RandomText(random, Join(alphabets, ""), static_cast<size_t>(length) - password.size());
  for (size_t i = password.size(); i > 1; --i) std::swap(password[i - 1], password[RandomBelow(random, i)]);
  return password;
}

Result<std::string> Generated(const json::Object& rules, Random& random) {
  TRY_ASSIGN(std::string password, Password(rules, random));
  const std::string key = TextOr(rules, "GenerateStringKey", "");
  const std::string form = TextOr(rules, "SecretStringTemplate", "");
  if (key.empty() != form.empty()) {
    return Invalid("GenerateStringKey and SecretStringTemplate must be given together");
  }
  if (key.empty()) return password;
  auto document = json::Parse(form);
  if (!document.has_value() || !document->is_object()) return Invalid("SecretStringTemplate is not a JSON object");
  document->AsObject()->Set(key, std::move(password));
  return json::Write(*document);
}

class SecretType final : public ResourceType {
 public:
  explicit SecretType(const LocalResourceTypesOptions& options) : options_(options) {}

  [[nodiscard]] const ResourceSchema& schema() const override {
    static const ResourceSchema schema{"AWS::SecretsManager::Secret",
                                       {"Name", 256, NameRules::Style::kLogicalId},
                                       {{"Name", kText, PropertyChange::kReplaces},
                                        {"Description", kText},
                                        {"GenerateSecretString", kObject},
                                        {"KmsKeyId", kText},
                                        {"ReplicaRegions", kList},
                                        {"SecretString", kText},
                                        {"Tags", kList}}};
    return schema;
  }

  [[nodiscard]] std::string PhysicalId(std::string name, Random& random) const override {
    const CloudIdentity& identity = options_.identity;
    return Concat("arn:aws:secretsmanager:", identity.region, ":", identity.account, ":secret:", name, "-",
                  RandomText(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", kSuffixBytes));
  }

  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override {
    const ResourceServices& services = options_.services;
    if (services.secrets == nullptr || services.random == nullptr) {
      return HandlerError("there is no Secrets Manager here", "ServiceUnavailable");
    }
    TRY_ASSIGN(WantedSecret secret, Wanted(resource, properties, *services.random));
    const auto put = services.secrets->Put(secret, OwnerOf(resource));
    if (put.has_value()) return json::Object{{"Id", resource.physical_id}};
    if (put.error().code != ErrorCode::kConflict) return Invalid(put.error().message);
    return HandlerError(Concat("The operation failed because the secret ", secret.name,
                               " already exists. (Service: SecretsManager, Status Code: 400)"),
                        "AlreadyExists");
  }

  Result<void> Delete(const NativeResource& resource, const json::Object& /*properties*/) override {
    if (options_.services.secrets == nullptr) return {};
    return options_.services.secrets->Delete(resource.physical_id, OwnerOf(resource));
  }

 private:
  static Result<WantedSecret> Wanted(const NativeResource& resource, const json::Object& properties, Random& random) {
    const json::Value* rules = properties.Find("GenerateSecretString");
    const auto text = ScalarText(properties.Find("SecretString"));
    if (rules != nullptr && text.has_value()) {
      return Invalid("You can't specify both SecretString and GenerateSecretString");
    }
    WantedSecret secret;
    secret.arn = resource.physical_id;
    const std::string name = resource.physical_id.substr(resource.physical_id.find(":secret:") + 8);
    secret.name = name.substr(0, name.size() - kSuffixBytes - 1);
    secret.description = TextOr(properties, "Description", "");
    // Without either, the service generates a password.
    const json::Object standard;
    const json::Object* const stated = rules == nullptr ? nullptr : rules->AsObject();
    const json::Object& used = stated == nullptr ? standard : *stated;
    if (text.has_value()) {
      secret.value = *text;
      secret.value_source = HexEncode(aws::Sha256(Concat("text ", *text)));
    } else {
      TRY_ASSIGN(secret.value, Generated(used, random));
      secret.value_source = HexEncode(aws::Sha256(Concat("rules ", json::Write(used))));
    }
    return secret;
  }

  const LocalResourceTypesOptions& options_;
};

}  // namespace

void AddSecretType(const LocalResourceTypesOptions& options, ResourceTypeList& types) {
  types.push_back(std::make_unique<SecretType>(options));
}

}  // namespace genesys_cfn::emulator
