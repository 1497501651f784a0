// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_action.h"

#include "base/text.h"
#include "provider/live_action.h"
#include "provider/publish_gate.h"

namespace genesys_cfn::cli {
namespace {

using definition::FieldDifference;
using provider::ActionState;

std::optional<ActionState> RecordedState(const UpdateFacts& facts) {
  if (!facts.recorded.properties) return std::nullopt;
  const provider::DataActionProperties& old = *facts.recorded.properties;
  std::string integration = old.integration_id.value_or("");
  if (old.integration_name && old.integration_name == facts.wanted.integration_name) {
    integration = facts.wanted_integration_id;
  }
  ActionState recorded{old.action, std::move(integration)};
  if (old.function) {
    recorded.function = provider::RecordedFunction(*old.function, facts.wanted.function, facts.wanted_function);
  }
  return recorded;
}

// What the properties say of the function, as far as they differ.
std::vector<FieldDifference> RecordedFunctionDifferences(const UpdateFacts& facts) {
  const auto& wanted = facts.wanted.function;
  if (!wanted) return {};
  if (!facts.recorded.properties || !facts.recorded.properties->function) {
    return {{"function", "(none)", Concat(wanted->settings.runtime, ", ", aws::ToString(wanted->zip))}};
  }
  const provider::FunctionProperties& old = *facts.recorded.properties->function;
  auto differences = provider::CompareFunctions({old.settings, old.digest}, {wanted->settings, wanted->digest});
  const bool digests_tell = old.digest && wanted->digest;
  if (!digests_tell && !(old.zip == wanted->zip && old.digest == wanted->digest)) {
    differences.push_back({"function.package", aws::ToString(old.zip), aws::ToString(wanted->zip)});
  }
  return differences;
}

bool IsAboutPackage(const FieldDifference& difference) {
  return difference.field == "function.package";
}

// Live and wanted; of a package of which one side is not known, what the properties say.
std::vector<FieldDifference> FunctionDifferences(const UpdateFacts& facts) {
  if (!facts.wanted_function) return {};
  if (!facts.live_function) return RecordedFunctionDifferences(facts);
  auto differences = provider::CompareFunctions(*facts.live_function, *facts.wanted_function);
  if (facts.live_function->digest && facts.wanted_function->digest) return differences;
  for (FieldDifference& stated : RecordedFunctionDifferences(facts)) {
    if (IsAboutPackage(stated)) differences.push_back(std::move(stated));
  }
  return differences;
}

// Of a package that we did not upload it is not known what it is, so it is replaced.
std::vector<FieldDifference> AdoptedFunctionDifferences(const UpdateFacts& facts) {
  if (!facts.wanted_function || !facts.live_function) return {};
  auto differences = provider::CompareFunctions(*facts.live_function, *facts.wanted_function);
  if (!facts.live_function->digest) {
    differences.push_back({"function.package", "(not known)", aws::ToString(facts.wanted.function->zip)});
  }
  return differences;
}

void RefuseAdoption(const Error& error, PlannedResource& planned) {
  planned.effect = Effect::kRefused;
  planned.notes.push_back(error.message);
}

void ExplainReplacement(const std::vector<std::string>& reasons, PlannedResource& planned) {
  planned.effect = Effect::kReplace;
  planned.notes.push_back(Concat("only a new action can have another ", Join(reasons, ", "),
                                 "; the id changes, and flows that use ", planned.physical_id,
                                 " must be published again with the new one"));
}

// Without the live action: what the properties say themselves.
void PlanFromProperties(const UpdateFacts& facts, const ActionState& desired,
                        const std::optional<ActionState>& recorded, PlannedResource& planned) {
  planned.notes.emplace_back(
      "some values are masked, or known only at the deployment: compared with the last deployment alone, not with the "
      "live action");
  planned.effect = Effect::kUpdate;
  if (!recorded) return;
  planned.differences = WayTo(desired.action, recorded->action);
  for (FieldDifference& function : RecordedFunctionDifferences(facts))
    planned.differences.push_back(std::move(function));
  if (provider::NeedsReplacement(*recorded, desired)) {
    ExplainReplacement({"contract, secure setting or integration"}, planned);
  }
}

}  // namespace

std::vector<FieldDifference> WayTo(const definition::DataAction& wanted, const definition::DataAction& found) {
  std::vector<FieldDifference> differences = definition::Compare(wanted, found);
  for (FieldDifference& difference : differences) std::swap(difference.before, difference.after);
  return differences;
}

provider::ActionAdoption AdoptionIn(const UpdateFacts& facts) {
  return {facts.wanted.adopt_action_id,
          facts.recorded.properties ? facts.recorded.properties->adopt_action_id : std::nullopt};
}

Result<void> PlanDataActionUpdate(const UpdateFacts& facts, PlannedResource& planned) {
  ActionState desired{facts.wanted.action, facts.wanted_integration_id, facts.wanted_function};
  const bool is_gone = facts.values_are_complete && !facts.live;
  if (!is_gone && AdoptionIn(facts).EndsWith(planned.physical_id)) {
    planned.effect = Effect::kReplace;
    planned.notes.emplace_back("AdoptActionId was removed: a new action is made, and the id changes");
    return {};
  }
  const std::optional<ActionState> recorded = RecordedState(facts);
  if (!facts.values_are_complete) {
    PlanFromProperties(facts, desired, recorded, planned);
    return {};
  }
  if (is_gone) {
    planned.effect = Effect::kCreate;
    planned.notes.push_back(
        Concat(planned.physical_id, " is gone from Genesys Cloud: it is made again, with a new id"));
    return {};
  }
  if (facts.recorded.state == provider::OldProperties::State::kNotJudged) {
    desired.action.config = provider::WholeConfig(desired.action);
  }
  TRY_ASSIGN(ActionState live, provider::StateOf(*facts.live));
  live.function = facts.live_function;
  const provider::UpdateStep step = provider::PlanUpdate(desired, recorded, live, facts.wanted.on_drift);
  const std::vector<FieldDifference> function = FunctionDifferences(facts);
  if (std::holds_alternative<provider::NoChange>(step)) {
    planned.effect = function.empty() ? Effect::kNoChange : Effect::kUpdate;
    planned.differences = function;
    return {};
  }
  if (const auto* drifted = std::get_if<provider::Drifted>(&step)) {
    ExplainDrift("action", drifted->drift, facts.wanted.function ? CanRevert::kNo : CanRevert::kYes,
                 "Overwrite or Recreate", planned);
    return {};
  }
  planned.differences = WayTo(desired.action, live.action);
  if (recorded) {
    for (FieldDifference& removed : definition::CompareRemoved(recorded->action, desired.action, live.action)) {
      planned.differences.push_back(std::move(removed));
    }
  }
  planned.differences.insert(planned.differences.end(), function.begin(), function.end());
  planned.effect = Effect::kUpdate;
  if (const auto* replace = std::get_if<provider::Replace>(&step)) ExplainReplacement(replace->reasons, planned);
  return {};
}

Result<void> PlanDataActionAdoption(const UpdateFacts& facts, PlannedResource& planned) {
  const std::string& id = *facts.wanted.adopt_action_id;
  planned.effect = Effect::kAdopt;
  if (!facts.live) {
    RefuseAdoption(provider::NoActionToAdopt(id), planned);
    return {};
  }
  if (!facts.values_are_complete) {
    planned.notes.emplace_back(
        "some values are masked, or known only at the deployment: not compared with the live action");
    return {};
  }
  ActionState desired{facts.wanted.action, facts.wanted_integration_id, facts.wanted_function};
  TRY_ASSIGN(ActionState live, provider::StateOf(*facts.live));
  live.function = facts.live_function;
  const auto step = provider::PlanAdoption(id, desired, live, provider::ContractChange::kReplaces);
  if (step && *step == provider::AdoptionStep::kNothing) return {};
  // The whole configuration is written, so what the properties leave out goes.
  desired.action.config = provider::WholeConfig(desired.action);
  planned.differences = WayTo(desired.action, live.action);
  for (FieldDifference& function : AdoptedFunctionDifferences(facts)) {
    planned.differences.push_back(std::move(function));
  }
  if (!step) RefuseAdoption(step.error(), planned);
  return {};
}

void ExplainGate(const provider::DataActionProperties& wanted, PlannedResource& planned) {
  const bool changes_adopted = planned.effect == Effect::kAdopt && !planned.differences.empty();
  const bool writes = planned.effect == Effect::kCreate || planned.effect == Effect::kUpdate ||
                      planned.effect == Effect::kReplace || changes_adopted;
  if (!writes || provider::ChooseWay(wanted, provider::RollingBack::kNo) != provider::Way::kGate) return;
  planned.notes.push_back(Concat("goes live by a draft that the platform validates",
                                 wanted.tests.empty() ? "" : ", and ",
                                 wanted.tests.empty() ? "" : std::to_string(wanted.tests.size()),
                                 wanted.tests.empty()       ? ""
                                 : wanted.tests.size() == 1 ? " test runs on"
                                                            : " tests run on"));
}

}  // namespace genesys_cfn::cli
