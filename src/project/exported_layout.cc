// SPDX-License-Identifier: Apache-2.0
#include "project/exported_layout.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "project/action_references.h"

namespace genesys_cfn::project {
namespace {

// Of a stack (aws-protocols.md 4.1).
constexpr size_t kMostResources = 500;

// "CRM" and "Integration" give "CRMIntegration", "Our integration" gives "OurIntegration".
std::string LogicalIdOf(std::string_view name, std::string_view kind) {
  std::string id = LogicalId(name, kind);
  return ToLower(id).ends_with(ToLower(kind)) ? id : id + std::string(kind);
}

// By what a look-up finds it.
using Identity = std::tuple<std::string, std::string, std::string>;

Identity IdentityOf(const OtherAction& action) {
  return {action.name, action.integration_id, action.category};
}

}  // namespace

void Sort(ExportedFamily& family) {
  std::sort(family.actions.begin(), family.actions.end(), [](const ExportedAction& a, const ExportedAction& b) {
    return std::tie(a.action.name, a.integration_name, a.id) < std::tie(b.action.name, b.integration_name, b.id);
  });
  const auto by_name = [](const auto& a, const auto& b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); };
  std::sort(family.integrations.begin(), family.integrations.end(), by_name);
  std::sort(family.credentials.begin(), family.credentials.end(), by_name);
  std::map<std::string, size_t> order;
  for (size_t i = 0; i < family.integrations.size(); ++i) order[family.integrations[i].id] = i;
  std::sort(family.logins.begin(), family.logins.end(), [&](const ExportedLogin& a, const ExportedLogin& b) {
    return order[a.integration_id] < order[b.integration_id];
  });
}

std::string LoginId(const std::string& integration_id) {
  return Concat("customAuth_-_", integration_id);
}

// The actions' names are taken first: they do not depend on what else is exported.
ExportedLayout::ExportedLayout(const ExportedFamily& family) : family_(family) {
  std::vector<std::string> of_actions;
  for (const ExportedAction& action : family.actions) of_actions.push_back(names_.Take(LogicalId(action.action.name)));
  for (const ExportedCredential& one : family.credentials) Reserve(one.id, LogicalIdOf(one.name, "Credential"));
  for (const ExportedIntegration& one : family.integrations) Reserve(one.id, LogicalIdOf(one.name, "Integration"));
  for (const ExportedLogin& one : family.logins) {
    Reserve(LoginId(one.integration_id), LogicalIdOf(IntegrationName(one.integration_id), "Authentication"));
  }
  // Without integrations the ids in definitions stay as they are.
  if (!family.integrations.empty()) FindLookups();
  for (const auto& [id, lookup] : lookups_) Reserve(id, LogicalIdOf(lookup->name, "Lookup"));
  for (size_t i = 0; i < family.actions.size(); ++i) {
    standings_[family.actions[i].id] = {of_actions[i], placed_++ / kMostResources};
  }
  template_count_ = std::max<size_t>(1, (placed_ + kMostResources - 1) / kMostResources);
  if (!family.integrations.empty()) LinkActions();
}

void ExportedLayout::Reserve(const std::string& id, const std::string& logical_id) {
  standings_[id] = {names_.Take(logical_id), placed_++ / kMostResources};
}

// As far as name, integration and category find one and no other.
void ExportedLayout::FindLookups() {
  std::map<std::string, const OtherAction*> known;
  std::map<Identity, size_t> uses;
  for (const OtherAction& other : family_.others) {
    known[other.id] = &other;
    ++uses[IdentityOf(other)];
  }
  for (const ExportedAction& action : family_.actions) {
    const definition::DataAction& definition = action.action;
    ++uses[{definition.name, definition.integration_id.value_or(""), definition.category.value_or("")}];
    for (const std::string& id : ActionIdsIn(definition)) {
      if (const auto other = known.find(id); other != known.end()) lookups_[id] = other->second;
    }
  }
  std::erase_if(lookups_, [&](const auto& entry) { return uses[IdentityOf(*entry.second)] > 1; });
}

void ExportedLayout::LinkActions() {
  ReferenceGraph graph;
  for (const ExportedAction& action : family_.actions) {
    for (const std::string& id : ActionIdsIn(action.action)) {
      const Standing* other = Here(id, Of(action.id).number);
      if (other != nullptr && graph.Add(action.id, id)) links_[action.id][id] = other->logical_id;
    }
  }
}

const ExportedLayout::Standing* ExportedLayout::Here(const std::string& id, size_t number) const {
  const auto found = standings_.find(id);
  return found == standings_.end() || found->second.number != number ? nullptr : &found->second;
}

std::map<std::string, std::string> ExportedLayout::LinksOf(const std::string& action_id) const {
  const auto found = links_.find(action_id);
  return found == links_.end() ? std::map<std::string, std::string>() : found->second;
}

std::string ExportedLayout::IntegrationName(const std::string& id) const {
  for (const ExportedIntegration& one : family_.integrations) {
    if (one.id == id) return one.name;
  }
  return "";
}

std::string ExportedLayout::TemplateName(size_t number) const {
  return template_count_ == 1 ? "template.yaml" : Concat("template-", number + 1, ".yaml");
}

}  // namespace genesys_cfn::project
