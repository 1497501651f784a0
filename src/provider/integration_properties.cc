// SPDX-License-Identifier: Apache-2.0
#include "provider/integration_properties.h"

#include "base/text.h"
#include "json/parse.h"
#include "provider/definition_source.h"
#include "provider/integration_table.h"
#include "provider/object_adoption.h"
#include "provider/property_check.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kMaxNameBytes = 256;

class Parser {
 public:
  Parser(const json::Object& properties, Whose whose) : properties_(properties), whose_(whose) {}

  IntegrationPropertiesResult Run() {
    CheckProperties(kIntegrationTable, properties_, problems_);
    if (whose_ == Whose::kNew) RefuseUnresolved(properties_, "", problems_);
    Put("integrationType", reader_.Text("IntegrationType"));
    const auto name = reader_.Text("Name");
    if (name && name->size() > kMaxNameBytes) reader_.Report("Name", "must have at most 256 bytes");
    Put("name", name);
    Put("notes", reader_.Text("Notes"));
    PutObject("properties", "Properties");
    PutObject("advanced", "Advanced");
    PutCredentials();
    Put("state", reader_.Text("State"));
    parsed_.on_drift = reader_.Choice<OnDrift>("OnDrift", kOnDriftWords);
    CheckOnDelete(reader_, kAdoptIntegrationId);
    if (!problems_.empty()) return {std::nullopt, std::move(problems_)};
    return {std::move(parsed_), {}};
  }

 private:
  void Put(std::string_view member, std::optional<std::string> text) {
    if (text) parsed_.desired.Set(member, *std::move(text));
  }

  // An object, or the text of one, which keeps booleans and numbers.
  void PutObject(std::string_view member, std::string_view property) {
    const json::Value* value = reader_.Find(property);
    if (value == nullptr) return;
    if (value->is_object()) {
      parsed_.desired.Set(member, *value);
      return;
    }
    const auto parsed = value->is_string() ? json::Parse(*value->AsString()) : Result<json::Value>(*value);
    if (parsed && parsed->is_object()) {
      parsed_.desired.Set(member, *parsed);
      return;
    }
    reader_.Report(property, "must be an object, or a JSON string of one");
  }

  void PutCredentials() {
    const json::Value* value = reader_.Find("Credentials");
    if (value != nullptr && value->is_object()) parsed_.desired.Set("credentials", *value);
  }

  const json::Object& properties_;
  Whose whose_;
  std::vector<definition::Problem> problems_;
  PropertyReader reader_{properties_, "", problems_};
  IntegrationProperties parsed_;
};

}  // namespace

IntegrationPropertiesResult ParseIntegrationProperties(const json::Object& properties, Whose whose) {
  return Parser(properties, whose).Run();
}

}  // namespace genesys_cfn::provider
