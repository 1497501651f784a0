// SPDX-License-Identifier: Apache-2.0
#include "cli/planner.h"

#include "base/text.h"
#include "cli/user_notes.h"
#include "provider/action_lookup_table.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "provider/integration_table.h"
#include "provider/properties.h"

namespace genesys_cfn::cli {
namespace {

bool IsObject(const std::string& type) {
  return type == provider::kIntegrationTable.type || type == provider::kCredentialTable.type;
}

bool IsExistingAction(const std::string& type) {
  return type == provider::kCustomAuthActionTable.type || type == provider::kActionLookupTable.type;
}

Effect OfAnotherType(const aws::ResourceChange& change) {
  if (change.action == "Add") return Effect::kCreate;
  if (change.action == "Remove") return change.policy_action == "Retain" ? Effect::kRelease : Effect::kDelete;
  return change.replacement == "True" ? Effect::kReplace : Effect::kUpdate;
}

ReplacePolicy PolicyOf(const cloudformation::ResourceDeclaration* declaration) {
  if (declaration == nullptr) return ReplacePolicy::kDelete;
  if (declaration->update_replace_policy_expression) return ReplacePolicy::kUnknown;
  const bool is_deleted = declaration->update_replace_policy == cloudformation::DeletionPolicy::kDelete;
  return is_deleted ? ReplacePolicy::kDelete : ReplacePolicy::kRetain;
}

void OfAction(UserNotes::WhenUsed when_used, PlannedResource& planned) {
  if (planned.flows.empty() || planned.former != Former::kDeleted || when_used == UserNotes::WhenUsed::kDeleted) return;
  planned.former = Former::kUsed;
  planned.notes.push_back(Concat(planned.physical_id,
                                 ", which the stack has now, is not deleted while published flows use it, unless "
                                 "DeleteWhenUsed is Allow, and stays without the stack"));
}

std::string TextIn(const json::Object& properties, std::string_view name) {
  const json::Value* value = properties.Find(name);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

// A credential that is there may be of another type, which is not known here.
bool HasNoLogin(const json::Object& properties) {
  const std::string type = TextIn(properties, "IntegrationType");
  if (type != "custom-rest-actions" && !HoldsStandIn(json::Value(type))) return true;
  const json::Value* credentials = properties.Find("Credentials");
  return credentials == nullptr || (credentials->is_object() && credentials->AsObject()->empty());
}

}  // namespace

Planner::Planner(CommandContext& context, CloudConnection& cloud, genesys::Session& session,
                 const cloudformation::Template& wanted)
    : session_(session),
      wanted_(wanted),
      graph_(cloudformation::DependenciesOf(wanted)),
      definitions_(context, cloud),
      actions_({session, context.surroundings.clock, definitions_}, making_),
      objects_({session, context.surroundings.clock, definitions_.reader(), logger_}),
      existing_(session, making_) {}

Result<std::vector<PlannedResource>> Planner::Decide(const std::vector<aws::ResourceChange>& changes) {
  for (const aws::ResourceChange& change : changes) {
    changes_.emplace(change.logical_id, &change);
    if (change.action == "Remove") continue;
    const json::Object after = BagsOf(change).after;
    if (change.type == provider::kIntegrationTable.type) {
      making_.integrations.emplace(TextIn(after, "Name"), change.logical_id);
      if (HasNoLogin(after)) making_.without_login.insert(change.logical_id);
    } else if (change.type == provider::kDataActionTable.type) {
      making_.actions.emplace(provider::NameForMessages(after), change.logical_id);
    }
  }
  // Actions may name an integration without referring to it.
  for (const auto& [name, logical_id] : making_.integrations) TRY(DecideInOrder(logical_id));
  for (const aws::ResourceChange& change : changes) TRY(DecideInOrder(change.logical_id));
  TRY(NameUsers());
  std::vector<PlannedResource> planned;
  for (const aws::ResourceChange& change : changes) planned.push_back(decided_.at(change.logical_id));
  return planned;
}

// A template has at most 500 resources and no cycle, so the recursion ends and is not deep.
Result<void> Planner::DecideInOrder(const std::string& logical_id) {
  const auto change = changes_.find(logical_id);
  if (!begun_.insert(logical_id).second) return {};
  if (const auto needs = graph_.find(logical_id); needs != graph_.end()) {
    for (const std::string& need : needs->second) TRY(DecideInOrder(need));
  }
  if (change == changes_.end()) return {};
  TRY_ASSIGN(PlannedResource planned, DecideOne(*change->second));
  Remember(planned);
  decided_.emplace(logical_id, std::move(planned));
  return {};
}

Result<PlannedResource> Planner::DecideOne(const aws::ResourceChange& change) {
  PlannedResource planned;
  planned.logical_id = change.logical_id;
  planned.type = change.type;
  planned.physical_id = change.physical_id;
  PropertyBags bags = BagsOf(change);
  if (const auto* declaration = wanted_.FindResource(change.logical_id)) {
    ResolveReferences(declaration->properties, making_.ids, bags.after);
  }
  if (change.type == provider::kDataActionTable.type) {
    TRY(actions_.Decide(change, bags, planned));
  } else if (IsObject(change.type)) {
    TRY(objects_.Decide(change, bags, planned));
  } else if (IsExistingAction(change.type)) {
    TRY(existing_.Decide(change, bags, planned));
  } else {
    planned.effect = OfAnotherType(change);
  }
  const bool retains = PolicyOf(wanted_.FindResource(change.logical_id)) == ReplacePolicy::kRetain;
  if (retains && planned.former == Former::kDeleted) planned.former = Former::kRetained;
  return planned;
}

// Of other types it is not known which references stay as they are.
void Planner::Remember(const PlannedResource& planned) {
  const bool is_ours =
      planned.type == provider::kDataActionTable.type || IsObject(planned.type) || IsExistingAction(planned.type);
  if (!is_ours) return;
  std::string id = planned.physical_id;
  const bool is_new = planned.effect == Effect::kCreate || planned.effect == Effect::kReplace ||
                      planned.effect == Effect::kAdopt || planned.effect == Effect::kLookUp;
  if (is_new || id.empty()) id = planned.future_id.empty() ? NewIdOf(planned.logical_id) : planned.future_id;
  making_.ids.emplace(planned.logical_id, std::move(id));
}

Result<void> Planner::NameUsers() {
  std::vector<PlannedResource*> all;
  for (auto& [name, planned] : decided_) all.push_back(&planned);
  UserNotes notes(session_, all);
  for (PlannedResource* planned : all) {
    const PropertyBags bags = BagsOf(*changes_.at(planned->logical_id));
    // A clean-up's Delete has the properties of before.
    const bool is_deleted = TextIn(bags.before, "DeleteWhenUsed") == "Allow";
    const auto when_used = is_deleted ? UserNotes::WhenUsed::kDeleted : UserNotes::WhenUsed::kKept;
    if (planned->type == provider::kIntegrationTable.type) TRY(notes.OfIntegration(when_used, *planned));
    if (planned->type == provider::kCredentialTable.type) TRY(notes.OfCredential(when_used, *planned));
    if (planned->type == provider::kDataActionTable.type) OfAction(when_used, *planned);
    ExplainFormer(PolicyOf(wanted_.FindResource(planned->logical_id)), *planned);
  }
  return {};
}

}  // namespace genesys_cfn::cli
