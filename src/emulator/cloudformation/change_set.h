// SPDX-License-Identifier: Apache-2.0
// A change set (aws-protocols.md 4.10): what a stack would become, and what that would do to its resources. Plain
// values, kept as they are (change_set_store.h).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "emulator/cloudformation/stack_record.h"

namespace genesys_cfn::emulator {

enum class ChangeAction { kAdd, kModify, kRemove };
std::string_view ToString(ChangeAction action);
enum class Replacement { kFalse, kConditional, kTrue };
std::string_view ToString(Replacement replacement);
enum class Recreation { kNever, kConditionally, kAlways };
std::string_view ToString(Recreation recreation);
enum class ChangeSource { kDirectModification, kParameterReference, kResourceReference, kResourceAttribute };
std::string_view ToString(ChangeSource source);

// One place in the properties that differs.
struct PropertyChange {
  std::string name;  // of the property
  std::string path;  // "/Properties/Name/0"
  Recreation recreation = Recreation::kNever;
  bool is_dynamic = false;  // may turn out to be no change
  ChangeSource source = ChangeSource::kDirectModification;
  std::string causing_entity;         // "" for a direct modification
  std::optional<std::string> before;  // texts, or JSON texts; NoEcho values masked; absent: not there
  std::optional<std::string> after;
};

struct ResourceChange {
  ChangeAction action = ChangeAction::kAdd;
  std::string logical_id;
  std::string physical_id;
  std::string type;
  Replacement replacement = Replacement::kFalse;  // of kModify
  std::string policy_action;                      // "Delete", "Retain", "ReplaceAndDelete", "ReplaceAndRetain" or ""
  std::vector<PropertyChange> details;            // of kModify
  std::string before_context;                     // JSON texts of the properties, NoEcho values masked; "": none
  std::string after_context;
};

enum class ChangeSetType { kCreate, kUpdate };
enum class ChangeSetStatus { kCreateComplete, kFailed };
std::string_view ToString(ChangeSetStatus status);
enum class ExecutionStatus { kAvailable, kUnavailable, kObsolete };
std::string_view ToString(ExecutionStatus status);

struct ChangeSetRecord {
  std::string id;  // the ARN
  std::string name;
  std::string description;
  std::string stack_id;
  std::string stack_name;
  ChangeSetType type = ChangeSetType::kUpdate;
  WallTime created;
  ChangeSetStatus status = ChangeSetStatus::kCreateComplete;
  std::string status_reason;
  ExecutionStatus execution_status = ExecutionStatus::kAvailable;
  std::string client_token;
  StackInput input;  // what the stack gets
  OnFailure on_failure = OnFailure::kRollback;
  std::string role_arn;
  std::vector<std::string> notification_arns;
  std::vector<ResourceChange> changes;
};

using ChangeSets = std::map<std::string, std::shared_ptr<const ChangeSetRecord>>;  // by id
// What they say is true of the stack as it was: those that can be executed are OBSOLETE from now on.
void MakeObsolete(ChangeSets& change_sets);

}  // namespace genesys_cfn::emulator
