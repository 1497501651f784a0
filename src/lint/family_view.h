// SPDX-License-Identifier: Apache-2.0
// The resources of a template as far as they are known before deployment, and which of them another one means: by Ref,
// by Fn::GetAtt of its Id, or by an integration's name. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/concrete.h"
#include "lint/finding.h"
#include "provider/property_table.h"

namespace genesys_cfn::lint {

using ResourceTables = std::map<std::string, const provider::ResourceTable*, std::less<>>;  // by logical id

struct ResourceView {
  std::string name;
  const provider::ResourceTable* table;
  const json::Value* written;  // its properties, with functions
  Concrete source;

  [[nodiscard]] bool Is(const provider::ResourceTable& other) const { return table == &other; }
  [[nodiscard]] bool Has(std::string_view property) const { return source.value().Find(property) != nullptr; }
  // A text that stands there literally.
  [[nodiscard]] std::optional<std::string> Known(std::string_view pointer) const;
  [[nodiscard]] const json::Object* Members(std::string_view property) const;
  // The logical id, or the parameter, of which the value or the id stands there; empty: none.
  [[nodiscard]] std::string Referred(std::string_view pointer) const;
};

class FamilyView {
 public:
  // Both must outlive it.
  FamilyView(const SourceDocument& document, const ResourceTables& tables);
  FamilyView(const FamilyView&) = delete;
  FamilyView& operator=(const FamilyView&) = delete;

  [[nodiscard]] const std::vector<ResourceView>& all() const { return views_; }
  // nullptr: there is none of this type.
  [[nodiscard]] const ResourceView* Find(std::string_view logical_id, const provider::ResourceTable& table) const;
  [[nodiscard]] const ResourceView* IntegrationNamed(std::string_view name) const;
  // Of this template, whatever way the resource, or its definition, names it.
  [[nodiscard]] const ResourceView* IntegrationOf(const ResourceView& view) const;
  // Why an action on the integration has no ${authResponse}, and where that is said; nullopt: it may have one.
  [[nodiscard]] std::optional<RelatedPlace> WithoutLogin(const ResourceView& integration) const;

 private:
  std::vector<ResourceView> views_;
  std::map<std::string, const ResourceView*, std::less<>> by_id_;
  std::map<std::string, const ResourceView*, std::less<>> integrations_;  // by name
};

// Types that the platform has in every organisation (genesys-cloud-api.md 3.5).
inline constexpr std::string_view kWebServices = "custom-rest-actions";
inline constexpr std::string_view kUserDefinedOAuth = "userDefinedOAuth";

}  // namespace genesys_cfn::lint
