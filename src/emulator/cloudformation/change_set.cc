// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/change_set.h"

namespace genesys_cfn::emulator {

std::string_view ToString(ChangeAction action) {
  if (action == ChangeAction::kAdd) return "Add";
  return action == ChangeAction::kModify ? "Modify" : "Remove";
}

std::string_view ToString(Replacement replacement) {
  if (replacement == Replacement::kFalse) return "False";
  return replacement == Replacement::kTrue ? "True" : "Conditional";
}

std::string_view ToString(Recreation recreation) {
  if (recreation == Recreation::kNever) return "Never";
  return recreation == Recreation::kAlways ? "Always" : "Conditionally";
}

std::string_view ToString(ChangeSource source) {
  switch (source) {
    case ChangeSource::kParameterReference:
      return "ParameterReference";
    case ChangeSource::kResourceReference:
      return "ResourceReference";
    case ChangeSource::kResourceAttribute:
      return "ResourceAttribute";
    default:
      return "DirectModification";
  }
}

std::string_view ToString(ChangeSetStatus status) {
  return status == ChangeSetStatus::kFailed ? "FAILED" : "CREATE_COMPLETE";
}

std::string_view ToString(ExecutionStatus status) {
  if (status == ExecutionStatus::kAvailable) return "AVAILABLE";
  return status == ExecutionStatus::kObsolete ? "OBSOLETE" : "UNAVAILABLE";
}

void MakeObsolete(ChangeSets& change_sets) {
  for (auto& [id, record] : change_sets) {
    if (record->execution_status != ExecutionStatus::kAvailable) continue;
    ChangeSetRecord obsolete = *record;
    obsolete.execution_status = ExecutionStatus::kObsolete;
    record = std::make_shared<const ChangeSetRecord>(std::move(obsolete));
  }
}

}  // namespace genesys_cfn::emulator
