// SPDX-License-Identifier: Apache-2.0
#include "cli/existing_action_planner.h"

#include <algorithm>
#include <variant>

#include "base/text.h"
#include "cli/planned_action.h"
#include "provider/custom_auth_action_table.h"
#include "provider/live_action.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kNoPatience{0};

// The configuration, to compare it with another one.
definition::DataAction Alone(const provider::CustomAuthProperties& properties) {
  definition::DataAction action;
  action.config = properties.config;
  return action;
}

bool IsMadeHere(const std::map<std::string, std::string, std::less<>>& made, const std::optional<std::string>& name) {
  return name && made.contains(*name);
}

}  // namespace

Result<void> PlanCustomAuth(const provider::CustomAuthProperties& wanted,
                            const std::optional<provider::CustomAuthProperties>& recorded,
                            const genesys::LiveAction& live, PlannedResource& planned) {
  TRY_ASSIGN(const provider::ActionState state, provider::StateOf(live));
  const provider::ActionState desired = provider::WithConfig(state, wanted.config);
  std::optional<provider::ActionState> before;
  if (recorded) before = provider::WithConfig(state, recorded->config);
  const provider::UpdateStep step = provider::PlanUpdate(desired, before, state, wanted.on_drift);
  if (const auto* drifted = std::get_if<provider::Drifted>(&step)) {
    ExplainDrift("action", drifted->drift, CanRevert::kYes, "Overwrite", planned);
    return {};
  }
  planned.effect = Effect::kNoChange;
  if (std::holds_alternative<provider::NoChange>(step)) return {};
  planned.effect = Effect::kUpdate;
  planned.differences = WayTo(desired.action, state.action);
  if (!before) return {};
  for (auto& removed : definition::CompareRemoved(before->action, desired.action, state.action)) {
    planned.differences.push_back(std::move(removed));
  }
  return {};
}

Result<void> ExistingActionPlanner::Decide(const aws::ResourceChange& change, const PropertyBags& bags,
                                           PlannedResource& planned) {
  const bool is_authentication = change.type == provider::kCustomAuthActionTable.type;
  if (change.action != "Remove") {
    return is_authentication ? DecideAuthentication(change, bags, planned) : DecideLookup(bags, planned);
  }
  planned.effect = Effect::kRelease;
  if (is_authentication) {
    planned.notes.emplace_back("its configuration is left as it is; the platform deletes it with its integration");
  } else {
    planned.name = bags.before.Find("Name") == nullptr ? "" : json::Value(bags.before).FindString("Name").value_or("");
  }
  return {};
}

Result<void> ExistingActionPlanner::DecideAuthentication(const aws::ResourceChange& change, const PropertyBags& bags,
                                                         PlannedResource& planned) {
  const bool is_new = change.action == "Add";
  planned.effect = is_new ? Effect::kAdopt : Effect::kUpdate;
  const auto [wanted, problems] = provider::ParseCustomAuthProperties(bags.after);
  if (RefuseFor(problems, bags.after, planned) || !wanted) return {};
  if (HoldsStandIn(wanted->integration_id)) {
    planned.notes.emplace_back(
        "the integration is known only at the deployment; the id of this action follows from it");
    return {};
  }
  const std::string id = wanted->id();
  const bool moves = !is_new && id != planned.physical_id;
  if (is_new || moves) planned.future_id = id;
  if (moves) {
    planned.effect = Effect::kReplace;
    planned.notes.push_back(Concat("another IntegrationId: the id changes to ", id,
                                   ", whose configuration is written; ", planned.physical_id,
                                   " is left as it is, and goes with its integration"));
  }
  const auto without = NameWithoutLogin(wanted->integration_id);
  const auto refuse_without = [&] {
    planned.effect = Effect::kRefused;
    planned.notes.push_back(
        Concat("the integration ", *without,
               " of this template gets no authentication action: Genesys Cloud makes one for an integration "
               "of the type custom-rest-actions whose credential is of the type userDefinedOAuth"));
    return Result<void>();
  };
  if (IsNewId(id)) {
    if (without) return refuse_without();
    planned.notes.emplace_back(
        "Genesys Cloud makes it with the integration; the configuration it has then is replaced");
    return {};
  }
  TRY_ASSIGN(const auto live, genesys::ActionsClient(session_).Read(id));
  const std::string& integration = wanted->integration_id;
  const bool is_in_plan = std::any_of(making_.ids.begin(), making_.ids.end(),
                                      [&integration](const auto& known) { return known.second == integration; });
  if (!live && without) return refuse_without();
  if (!live && is_in_plan) {
    planned.notes.emplace_back("it is not there yet: Genesys Cloud makes it once the integration has its credential");
    return {};
  }
  if (!live) {
    planned.effect = Effect::kRefused;
    planned.notes.push_back(provider::NoCustomAuthAction(id).message);
    return {};
  }
  const auto recorded = is_new || moves
                            ? std::nullopt
                            : provider::ParseCustomAuthProperties(bags.before, provider::Whose::kOld).properties;
  if (HoldsStandIn(bags.after) || HoldsStandIn(bags.before)) {
    planned.notes.emplace_back(
        "some values are masked, or known only at the deployment: compared with the last deployment alone, not with "
        "the live action");
    if (recorded) planned.differences = WayTo(Alone(*wanted), Alone(*recorded));
    return {};
  }
  const Effect takes_over = planned.effect;
  TRY(PlanCustomAuth(*wanted, recorded, *live, planned));
  if (is_new || moves) planned.effect = takes_over;
  return {};
}

// Only what this deployment makes or changes: of others the platform is asked.
std::optional<std::string> ExistingActionPlanner::NameWithoutLogin(const std::string& integration_id) const {
  for (const std::string& logical_id : making_.without_login) {
    if (making_.IdOf(logical_id) == integration_id) return logical_id;
  }
  return std::nullopt;
}

Result<void> ExistingActionPlanner::DecideLookup(const PropertyBags& bags, PlannedResource& planned) {
  planned.effect = Effect::kLookUp;
  const auto [wanted, problems] = provider::ParseSoughtAction(bags.after);
  if (RefuseFor(problems, bags.after, planned) || !wanted) return {};
  planned.name = wanted->name;
  if (HoldsStandIn(bags.after)) {
    planned.notes.emplace_back("what is looked for is known only at the deployment");
    return {};
  }
  const std::string integration = wanted->integration_id.value_or("");
  const auto found = IsNewId(integration) ? Result<json::Value>(Error{ErrorCode::kInvalidInput, ""})
                                          : provider::FindAction(session_, *wanted, kNoPatience);
  if (!found && found.error().code != ErrorCode::kInvalidInput) return found.error();
  if (!found) {
    const bool comes = IsNewId(integration) || IsMadeHere(making_.actions, wanted->name) ||
                       IsMadeHere(making_.integrations, wanted->integration_name);
    planned.notes.push_back(comes ? "it is found once this deployment has made it" : found.error().message);
    if (!comes) planned.effect = Effect::kRefused;
    return {};
  }
  const std::string id = found->FindString("id").value_or("");
  planned.future_id = id;
  if (id == planned.physical_id) planned.effect = Effect::kNoChange;
  if (id != planned.physical_id && !planned.physical_id.empty()) {
    planned.differences.push_back({"id", planned.physical_id, id});
    planned.notes.emplace_back("another action fits now: what refers to this look-up gets the other id");
  }
  return {};
}

}  // namespace genesys_cfn::cli
