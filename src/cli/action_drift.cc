// SPDX-License-Identifier: Apache-2.0
#include "cli/action_drift.h"

#include "base/text.h"
#include "cli/recorded_stack.h"
#include "provider/live_action.h"
#include "provider/plan.h"

namespace genesys_cfn::cli {
namespace {

// What is not known of the recorded value is taken from the live one, so that it is no difference. Of a text that is
// unknown in part the whole is not compared.
void FillUnknown(json::Value& recorded, const json::Value* live) {
  if (const std::string* text = recorded.AsString()) {
    if (IsUnknown(*text) && live != nullptr) recorded = *live;
  } else if (json::Array* array = recorded.AsArray()) {
    const json::Array* others = live == nullptr ? nullptr : live->AsArray();
    for (size_t i = 0; others != nullptr && i < array->size() && i < others->size(); ++i) {
      FillUnknown((*array)[i], &(*others)[i]);
    }
  } else if (json::Object* object = recorded.AsObject()) {
    for (auto& [name, member] : *object) FillUnknown(member, live == nullptr ? nullptr : live->Find(name));
  }
}

void FillUnknown(json::Object& recorded, const json::Object& live) {
  for (auto& [name, member] : recorded) FillUnknown(member, live.Find(name));
}

definition::DataAction WithoutUnknown(definition::DataAction recorded, const definition::DataAction& live) {
  if (IsUnknown(recorded.name)) recorded.name = live.name;
  if (recorded.category && IsUnknown(*recorded.category)) recorded.category = live.category;
  FillUnknown(recorded.config, live.config);
  FillUnknown(recorded.contract, live.contract);
  return recorded;
}

std::vector<std::string> UnknownPartsOf(const definition::DataAction& action) {
  return UnknownParts(json::Array{action.name, action.category.value_or(""), action.config, action.contract});
}

}  // namespace

std::string_view ToString(DriftState state) {
  switch (state) {
    case DriftState::kInSync:
      return "in sync";
    case DriftState::kDrifted:
      return "drifted";
    case DriftState::kGone:
      return "gone";
    case DriftState::kNotJudged:
      return "not judged";
    case DriftState::kFailed:
      return "not read";
  }
  return "";
}

bool IsUnpatchable(const definition::FieldDifference& difference) {
  return difference.field == "secure" || difference.field == "integrationId" ||
         difference.field.starts_with("contract.");
}

Result<void> JudgeDrift(const std::string& integration_id, ActionDrift& drift) {
  const provider::DataActionProperties& recorded = *drift.recorded;
  drift.name = recorded.action.name;
  if (!drift.live) {
    drift.state = DriftState::kGone;
    drift.notes.emplace_back(
        "it was deleted in Genesys Cloud; the next update of the resource makes it again, with a new id");
    return {};
  }
  TRY_ASSIGN(const provider::ActionState live, provider::StateOf(*drift.live));
  if (IsUnknown(drift.name)) drift.name = live.action.name;
  const std::vector<std::string> unknown = UnknownPartsOf(recorded.action);
  drift.has_unknown = !unknown.empty();
  const definition::DataAction known = WithoutUnknown(recorded.action, live.action);
  drift.differences = provider::DriftBetween({known, integration_id}, live);
  drift.values = definition::CompareValues(known, live.action);
  if (recorded.confidential) {
    for (definition::FieldDifference& difference : drift.differences) difference.before = difference.after = "***";
  }
  if (drift.has_unknown) {
    drift.notes.push_back(Concat("not compared, because CloudFormation does not tell it: ", Join(unknown, ", ")));
  }
  drift.state = drift.differences.empty() ? DriftState::kInSync : DriftState::kDrifted;
  return {};
}

}  // namespace genesys_cfn::cli
