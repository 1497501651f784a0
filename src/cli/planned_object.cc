// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_object.h"

#include <algorithm>

#include "base/text.h"
#include "cli/planned_values.h"
#include "json/canonical.h"
#include "provider/object_state.h"

namespace genesys_cfn::cli {
namespace {

using definition::FieldDifference;
using provider::ObjectStep;

constexpr size_t kFieldsBytes = 500;

void Append(std::vector<FieldDifference> more, std::vector<FieldDifference>& out) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void ExplainReplacement(const ObjectFacts& facts, const provider::ObjectPlan& plan, PlannedResource& planned) {
  planned.effect = Effect::kReplace;
  const bool drift_asks = !plan.drift.empty() && facts.wishes.on_drift == provider::OnDrift::kRecreate;
  const std::string why = drift_asks ? Concat("OnDrift is Recreate, and it was changed outside of CloudFormation: ",
                                              definition::Describe(plan.drift, kFieldsBytes))
                                     : Concat("only a new ", facts.noun, " can have another ", facts.replacing);
  const bool is_credential = facts.noun == "credential";
  planned.notes.push_back(Concat(why, "; the id changes: references in this template follow, ",
                                 is_credential ? "integrations" : "data actions", " elsewhere stay on ",
                                 planned.physical_id));
}

}  // namespace

void PlanObjectUpdate(const ObjectFacts& facts, PlannedResource& planned) {
  if (!facts.live) {
    planned.effect = Effect::kCreate;
    planned.notes.push_back(
        Concat(planned.physical_id, " is gone from Genesys Cloud: it is made again, with a new id"));
    return;
  }
  provider::ObjectStates states{facts.wishes.desired, facts.wishes.recorded, *facts.live};
  json::Object recorded = states.recorded.value_or(json::Object());
  std::vector<FieldDifference> open = TakeOutStandIns(states.desired, recorded, states.live);
  if (states.recorded) states.recorded = std::move(recorded);
  const bool rewrites = facts.wishes.hidden_change || !facts.hidden.empty();
  const provider::ObjectPlan plan =
      provider::PlanObject(states, {facts.wishes.replacing, facts.wishes.on_drift, rewrites});
  if (!open.empty()) {
    planned.notes.emplace_back(
        "some values are masked, or known only at the deployment: they are not compared with what is live");
  }
  if (plan.step == ObjectStep::kDrifted) {
    const bool is_credential = facts.noun == "credential";
    ExplainDrift(facts.noun, plan.drift, is_credential ? CanRevert::kNo : CanRevert::kYes, "Overwrite or Recreate",
                 planned);
    return;
  }
  const bool does_nothing = plan.step == ObjectStep::kNothing && open.empty();
  planned.effect = does_nothing ? Effect::kNoChange : Effect::kUpdate;
  if (plan.step != ObjectStep::kNothing) planned.differences = provider::CompareObjects(states.live, plan.target);
  Append(std::move(open), planned.differences);
  Append(facts.hidden, planned.differences);
  if (plan.step == ObjectStep::kReplace) return ExplainReplacement(facts, plan, planned);
  if (rewrites) {
    planned.notes.push_back(Concat("the values of the ", facts.noun,
                                   " are read from its secret and written anew; whether they differ is not known, "
                                   "because the platform shows none"));
  }
}

std::vector<FieldDifference> CompareSecretReferences(const json::Object& before, const json::Object& after) {
  const auto members = [](const json::Object& bag) {
    json::Object kept;
    for (const std::string_view name : {"SecretId", "SecretVersion", "SecretDigest", "Fields"}) {
      if (const json::Value* value = bag.Find(name)) kept.Append(std::string(name), *value);
    }
    return kept;
  };
  json::Object from = members(before);
  json::Object to = members(after);
  json::Object not_live;
  std::vector<FieldDifference> differences = TakeOutStandIns(to, from, not_live);
  Append(provider::CompareObjects(from, to), differences);
  for (FieldDifference& difference : differences) {
    const bool may_show = difference.field == "SecretId" || difference.field == "SecretVersion";
    for (std::string* text : {&difference.before, &difference.after}) {
      if (!may_show && *text != "(none)") *text = "***";
    }
  }
  return differences;
}

}  // namespace genesys_cfn::cli
