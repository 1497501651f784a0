// SPDX-License-Identifier: Apache-2.0
#include "lint/family_view.h"

#include "base/text.h"
#include "json/pointer.h"
#include "provider/credential_table.h"
#include "provider/definition_source.h"
#include "provider/integration_table.h"
#include "template/functions.h"

namespace genesys_cfn::lint {

std::optional<std::string> ResourceView::Known(std::string_view pointer) const {
  const json::Value* value = json::Resolve(source.value(), pointer);
  if (value == nullptr || !value->is_string() || source.IsUnknownAt(pointer)) return std::nullopt;
  return *value->AsString();
}

const json::Object* ResourceView::Members(std::string_view property) const {
  const json::Value* value = source.value().Find(property);
  return value == nullptr ? nullptr : value->AsObject();
}

std::string ResourceView::Referred(std::string_view pointer) const {
  const json::Value* value = json::Resolve(*written, pointer);
  const auto call = value == nullptr ? std::nullopt : cloudformation::AsFunction(*value);
  if (!call) return {};
  if (call->name == "Ref" && call->argument->is_string()) return *call->argument->AsString();
  if (call->name != "Fn::GetAtt") return {};
  const auto reference = cloudformation::AsAttributeReference(*call->argument);
  const bool is_id = reference && reference->attribute == json::Value("Id");
  return is_id ? std::string(reference->logical_id) : std::string();
}

FamilyView::FamilyView(const SourceDocument& document, const ResourceTables& tables) {
  for (const auto& [name, table] : tables) {
    const std::string place = json::AppendToken("/Resources", name) + "/Properties";
    const json::Value* written = json::Resolve(document.root(), place);
    Concrete source = Concrete::Of(document, place, std::nullopt);
    if (written != nullptr && source.value().is_object()) views_.push_back({name, table, written, std::move(source)});
  }
  for (const ResourceView& view : views_) {
    by_id_.emplace(view.name, &view);
    const auto name = view.Is(provider::kIntegrationTable) ? view.Known("/Name") : std::nullopt;
    if (name) integrations_.emplace(*name, &view);
  }
}

const ResourceView* FamilyView::Find(std::string_view logical_id, const provider::ResourceTable& table) const {
  const auto found = by_id_.find(logical_id);
  return found == by_id_.end() || !found->second->Is(table) ? nullptr : found->second;
}

const ResourceView* FamilyView::IntegrationNamed(std::string_view name) const {
  const auto found = integrations_.find(name);
  return found == integrations_.end() ? nullptr : found->second;
}

const ResourceView* FamilyView::IntegrationOf(const ResourceView& view) const {
  if (const ResourceView* found = Find(view.Referred("/IntegrationId"), provider::kIntegrationTable)) return found;
  if (const auto name = view.Known("/IntegrationName")) return IntegrationNamed(*name);
  if (view.Has("IntegrationId") || view.Has("IntegrationName")) return nullptr;
  for (const std::string_view source : provider::kInlineSources) {
    const std::string place = json::AppendToken("", source) + "/integrationId";
    if (const ResourceView* found = Find(view.Referred(place), provider::kIntegrationTable)) return found;
  }
  return nullptr;
}

std::optional<RelatedPlace> FamilyView::WithoutLogin(const ResourceView& integration) const {
  const auto type = integration.Known("/IntegrationType");
  if (type && *type != kWebServices) {
    return RelatedPlace{integration.source.Value("/IntegrationType"), Concat(integration.name, " is of another type")};
  }
  const bool may_have_some =
      !type || integration.source.IsUnknownAt("/Credentials") || integration.Has("AdoptIntegrationId");
  if (!integration.Has("Credentials")) {
    if (may_have_some) return std::nullopt;
    return RelatedPlace{integration.source.Value("/IntegrationType"), Concat(integration.name, " has no credential")};
  }
  const ResourceView* credential = Find(integration.Referred("/Credentials/basicAuth"), provider::kCredentialTable);
  const auto its_type = credential == nullptr ? std::nullopt : credential->Known("/CredentialType");
  if (!its_type || *its_type == kUserDefinedOAuth) return std::nullopt;
  return RelatedPlace{credential->source.Value("/CredentialType"), Concat("the type of ", credential->name)};
}

}  // namespace genesys_cfn::lint
