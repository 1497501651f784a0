// SPDX-License-Identifier: Apache-2.0
#include "project/exported_files.h"

#include <algorithm>

#include "base/text.h"
#include "json/write.h"
#include "project/action_references.h"
#include "project/adoption.h"
#include "project/exported_layout.h"
#include "project/resource_text.h"

namespace genesys_cfn::project {
namespace {

constexpr size_t kNamedPackages = 20;
constexpr std::string_view kTemplateHead =
    "AWSTemplateFormatVersion: '2010-09-09'\n"
    "Description: Genesys Cloud data actions, written by genesys-cfn export.\n";

class Writer {
 public:
  Writer(const ExportedFamily& family, Adoption adoption)
      : family_(family), adoption_(adoption), layout_(family), templates_(layout_.template_count()) {}

  ExportedFiles Run() {
    for (const ExportedCredential& credential : family_.credentials) Write(credential);
    for (const ExportedIntegration& integration : family_.integrations) Write(integration);
    for (const ExportedLogin& login : family_.logins) Write(login);
    for (const auto& [id, lookup] : layout_.lookups()) Write(*lookup);
    for (const ExportedAction& action : family_.actions) Write(action);
    return Finish();
  }

 private:
  using Standing = ExportedLayout::Standing;
  struct Template {
    std::string parameters;
    std::string resources;
    std::vector<std::string> packages;  // keys
  };

  [[nodiscard]] std::string IdOrReference(const std::string& id, size_t number) const {
    const Standing* here = layout_.Here(id, number);
    return here == nullptr ? json::Quote(id) : Concat("!Ref ", here->logical_id);
  }

  // The integration of an action, in any of the three ways.
  void Integration(ResourceText& text, const std::string& id, const std::string& name, size_t number) const {
    if (layout_.Here(id, number) == nullptr && !name.empty()) {
      text.Text("IntegrationName", name);
    } else {
      text.As("IntegrationId", IdOrReference(id, number));
    }
  }

  void Adopt(ResourceText& text, std::string_view property, const std::string& id) const {
    if (adoption_ == Adoption::kTakeOver) text.Text(property, id);
  }

  void Add(const Standing& standing, const ResourceText& text, Place place) {
    templates_[standing.number].resources += text.text();
    place.template_file = layout_.TemplateName(standing.number);
    place.logical_id = standing.logical_id;
    files_.places.push_back(std::move(place));
  }

  void Parameter(const std::string& name, size_t number, const std::string& what) {
    templates_[number].parameters +=
        Concat("  ", name, ":\n    Type: String\n    Description: ", json::Quote(Concat("To fill in: ", what)), "\n");
    files_.to_fill_in.push_back({name, layout_.TemplateName(number), what});
  }

  void Write(const ExportedCredential& credential) {
    const Standing& standing = layout_.Of(credential.id);
    const std::string parameter = layout_.Take(LogicalId(credential.name, "Credential") + "Secret");
    const bool has_one = credential.fields.size() == 1;
    const std::string keys = credential.fields.empty()
                                 ? std::string("a key for each of its fields")
                                 : Concat("the ", has_one ? "key " : "keys ", Join(credential.fields, ", "));
    Parameter(parameter, standing.number,
              Concat("name or ARN of the Secrets Manager secret with the values of the credential \"", credential.name,
                     "\", a JSON object with ", keys, ". Genesys Cloud gives no values out"));
    ResourceText text(standing.logical_id, "Custom::GenesysCredential");
    Adopt(text, "AdoptCredentialId", credential.id);
    text.Text("CredentialType", credential.type).Text("Name", credential.name);
    text.As("SecretId", Concat("!Ref ", parameter));
    if (credential.fields.empty()) {
      text.Comment(
          "To fill in: Fields, {field of the credential: key of the secret}. Which fields it has is not told.");
    } else {
      text.Begin("Fields");
      for (const std::string& field : credential.fields) text.Text(field, field);
      text.End();
    }
    Add(standing, text, {"Custom::GenesysCredential", credential.id, credential.name, "", "", ""});
  }

  void Write(const ExportedIntegration& integration) {
    const Standing& standing = layout_.Of(integration.id);
    ResourceText text(standing.logical_id, "Custom::GenesysIntegration");
    Adopt(text, "AdoptIntegrationId", integration.id);
    text.Text("IntegrationType", integration.type).Text("Name", integration.name);
    if (!integration.notes.empty()) text.Text("Notes", integration.notes);
    if (integration.state == "ENABLED" || integration.state == "DISABLED") text.As("State", integration.state);
    if (!integration.credentials.empty()) {
      text.Begin("Credentials");
      for (const auto& [slot, id] : integration.credentials) text.As(slot, IdOrReference(id, standing.number));
      text.End();
    }
    if (!integration.properties.empty()) text.Object("Properties", integration.properties);
    if (!integration.advanced.empty()) text.Object("Advanced", integration.advanced);
    Add(standing, text, {"Custom::GenesysIntegration", integration.id, integration.name, "", "", ""});
  }

  void Write(const ExportedLogin& login) {
    const std::string id = LoginId(login.integration_id);
    const Standing& standing = layout_.Of(id);
    ResourceText text(standing.logical_id, "Custom::GenesysCustomAuthAction");
    text.As("IntegrationId", IdOrReference(login.integration_id, standing.number));
    text.Object("Definition", {{"config", login.config}});
    const std::string name = layout_.IntegrationName(login.integration_id);
    Add(standing, text, {"Custom::GenesysCustomAuthAction", id, name, "", "", ""});
  }

  void Write(const OtherAction& other) {
    const Standing& standing = layout_.Of(other.id);
    ResourceText text(standing.logical_id, "Custom::GenesysDataActionLookup");
    Integration(text, other.integration_id, other.integration_name, standing.number);
    text.Text("Name", other.name);
    if (!other.category.empty()) text.Text("Category", other.category);
    Add(standing, text, {"Custom::GenesysDataActionLookup", other.id, other.name, "", "", ""});
  }

  void Write(const ExportedAction& action) {
    const Standing& standing = layout_.Of(action.id);
    const std::string stem = stems_.Take(FileStem(action.action.name));
    const std::string file = Concat("actions/", stem, ".json");
    const std::string integration_id = action.action.integration_id.value_or("");
    const Standing* login = layout_.Here(LoginId(integration_id), standing.number);
    ResourceText text(standing.logical_id, "Custom::GenesysDataAction", login == nullptr ? "" : login->logical_id);
    Integration(text, integration_id, action.integration_name, standing.number);
    text.As("DefinitionUri", file);
    definition::DataAction definition = action.action;
    if (const auto links = layout_.LinksOf(action.id); !links.empty()) {
      definition.config = WithNames(definition.config, links);
      text.Begin("Substitutions");
      for (const auto& [id, name] : links) text.As(name, Concat("!Ref ", name));
      text.End();
    }
    if (action.function) {
      Function(text, *action.function, stem, standing.number);
      // The platform sets it, for each function its own.
      if (json::Value* request = definition.config.Find("request"); request != nullptr && request->is_object()) {
        request->AsObject()->Remove("requestUrlTemplate");
      }
    }
    Adopt(text, "AdoptActionId", action.id);
    definitions_.push_back({file, DefinitionText(definition)});
    Add(standing, text, {"Custom::GenesysDataAction", action.id, action.action.name, file, "", ""});
  }

  void Function(ResourceText& text, const ExportedFunction& function, const std::string& stem, size_t number) {
    const std::string key = Concat("functions/", function.digest.value_or(stem), ".zip");
    templates_[number].packages.push_back(key);
    text.Begin("Function");
    text.Begin("Zip").As("Bucket", Concat("!Ref ", PackagesParameter())).Text("Key", key);
    if (function.digest) text.Text("Digest", *function.digest);
    text.End();
    text.Text("Handler", function.handler).Text("Runtime", function.runtime);
    text.As("TimeoutSeconds", std::to_string(function.timeout_seconds));
    if (!function.description.empty()) text.Text("Description", function.description);
    text.End();
  }

  const std::string& PackagesParameter() {
    if (packages_parameter_.empty()) packages_parameter_ = layout_.Take("FunctionPackages");
    return packages_parameter_;
  }

  void NamePackages(size_t number) {
    std::vector<std::string> keys = templates_[number].packages;
    if (keys.empty()) return;
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const size_t more = keys.size() > kNamedPackages ? keys.size() - kNamedPackages : 0;
    keys.resize(keys.size() - more);
    Parameter(PackagesParameter(), number,
              Concat("the S3 bucket with the packages of the functions, which Genesys Cloud does not give out: ",
                     Join(keys, ", "), more == 0 ? std::string() : Concat(" and ", more, " more")));
  }

  ExportedFiles Finish() {
    if (files_.places.empty()) return {};
    for (size_t number = 0; number < templates_.size(); ++number) {
      NamePackages(number);
      const Template& one = templates_[number];
      files_.files.push_back(
          {layout_.TemplateName(number), Concat(kTemplateHead, one.parameters.empty() ? "" : "\nParameters:\n",
                                                one.parameters, "\nResources:\n", one.resources)});
    }
    std::move(definitions_.begin(), definitions_.end(), std::back_inserter(files_.files));
    return std::move(files_);
  }

  const ExportedFamily& family_;
  Adoption adoption_;
  ExportedLayout layout_;
  UniqueNames stems_{"-"};
  std::string packages_parameter_;
  std::vector<Template> templates_;
  std::vector<File> definitions_;
  ExportedFiles files_;
};

}  // namespace

ExportedFiles ToFiles(ExportedFamily family, Adoption adoption) {
  Sort(family);
  return Writer(family, adoption).Run();
}

}  // namespace genesys_cfn::project
