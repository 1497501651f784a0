// SPDX-License-Identifier: Apache-2.0
// What the local CloudFormation knows about stacks: plain values, stored as they are (stack_store.h). The phase of a
// running operation is its stack status; what remains to be done is in the records, so that a restart can go on from
// them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "json/value.h"
#include "template/template.h"

namespace genesys_cfn::emulator {

enum class StackStatus {
  kReviewInProgress,  // nothing but a change set yet
  kCreateInProgress,
  kCreateComplete,
  kCreateFailed,
  kRollbackInProgress,
  kRollbackComplete,
  kRollbackFailed,
  kUpdateInProgress,
  kUpdateCompleteCleanupInProgress,
  kUpdateComplete,
  kUpdateFailed,
  kUpdateRollbackInProgress,
  kUpdateRollbackCompleteCleanupInProgress,
  kUpdateRollbackComplete,
  kUpdateRollbackFailed,
  kDeleteInProgress,
  kDeleteComplete,
  kDeleteFailed,
};
// "CREATE_IN_PROGRESS".
std::string_view ToString(StackStatus status);
std::optional<StackStatus> ParseStackStatus(std::string_view text);
// An operation is running; not in REVIEW_IN_PROGRESS, which waits for somebody to execute a change set.
bool IsInProgress(StackStatus status);

enum class ResourceStatus {
  kCreateInProgress,
  kCreateComplete,
  kCreateFailed,
  kUpdateInProgress,
  kUpdateComplete,
  kUpdateFailed,
  kDeleteInProgress,
  kDeleteComplete,
  kDeleteFailed,
  kDeleteSkipped,
};
std::string_view ToString(ResourceStatus status);
std::optional<ResourceStatus> ParseResourceStatus(std::string_view text);

// What a change set shows in place of a value that is not known yet.
inline constexpr std::string_view kKnownAfterApply = "{{changeSet:KNOWN_AFTER_APPLY}}";

using Tags = std::vector<std::pair<std::string, std::string>>;
using ParameterTexts = std::map<std::string, std::string>;

struct StackOutput {
  std::string key;
  std::string value;
  std::string description;
  std::string export_name;  // empty: not exported
  friend bool operator==(const StackOutput&, const StackOutput&) = default;
};

// What an update replaces and a rollback brings back.
struct StackInput {
  std::string template_body;
  std::string description;
  ParameterTexts parameters;      // in clear, NoEcho included
  ParameterTexts stored;          // of those that name something in Parameter Store: what it held
  std::set<std::string> no_echo;  // names of parameters whose values must not be shown
  std::vector<std::string> capabilities;
  Tags tags;
};

enum class OnFailure { kRollback, kDoNothing, kDelete };
// The operation that a ClientRequestToken was given for.
enum class StackOperation { kNone, kCreate, kUpdate, kDelete, kExecute, kRollBack };

struct StackRecord {
  std::string id;  // the ARN
  std::string name;
  StackStatus status = StackStatus::kCreateInProgress;
  std::string status_reason;
  WallTime created;
  std::optional<WallTime> updated;
  std::optional<WallTime> deleted;
  StackInput input;
  std::optional<StackInput> previous;  // while an update may still be rolled back
  OnFailure on_failure = OnFailure::kRollback;
  bool retain_except_on_create = false;  // a rollback deletes what the operation made, whatever its DeletionPolicy
  bool force_delete = false;             // the delete in progress leaves behind what cannot be deleted
  bool termination_protection = false;
  int timeout_minutes = 0;               // of the creation; 0: none
  std::optional<WallTime> creation_due;  // while it may time out
  std::string role_arn;
  std::string change_set_id;  // executed last
  StackOperation operation = StackOperation::kNone;
  std::string client_request_token;
  std::vector<std::string> notification_arns;
  std::vector<std::string> retain_resources;  // of the delete in progress
  std::vector<StackOutput> outputs;
  std::set<std::string> output_imports;  // exports that the outputs read
};

// What is true of a resource between operations.
struct ResourceState {
  std::string physical_id;
  json::Object properties;  // resolved; of a custom resource with scalars as strings
  json::Object attributes;  // for Fn::GetAtt
  bool no_echo = false;     // the custom resource asked for its attributes to be masked
  std::string request_id;   // of the answer that gave the attributes
  // In a preview only (change_set_preview.h): every attribute is KNOWN_AFTER_APPLY.
  bool attributes_unknown = false;
  cloudformation::DeletionPolicy deletion_policy = cloudformation::DeletionPolicy::kDelete;
  cloudformation::DeletionPolicy update_replace_policy = cloudformation::DeletionPolicy::kDelete;
  std::set<std::string> dependencies;  // logical ids
  std::set<std::string> imports;       // exports that the properties read
};

enum class Task { kNone, kCreate, kUpdate, kDelete };
enum class Progress { kNone, kWaiting, kRunning, kDone, kFailed };

// A Create or Update whose answer is no longer awaited, although the function may still work on it.
struct CancelledRequest {
  std::string request_id;
  Task task = Task::kCreate;
  WallTime due;             // an answer after this is worth nothing in any reading
  json::Object properties;  // an Update's new ones
};

struct ResourceRecord {
  // The logical id; of a superseded physical id that awaits its Delete: the logical id, '#' and a number.
  std::string key;
  std::string logical_id;
  std::string type;
  bool superseded = false;
  ResourceState state;
  ResourceStatus status = ResourceStatus::kCreateInProgress;
  std::string status_reason;
  WallTime changed;

  // The operation in progress.
  Task task = Task::kNone;
  Progress progress = Progress::kNone;
  bool created_now = false;             // made by this operation: its rollback deletes it
  bool replacing = false;               // a native resource is being made anew under another physical id
  std::optional<ResourceState> before;  // as it was when this operation first changed it
  std::optional<ResourceState> target;  // what the running Create or Update works towards
  std::string masked_properties;        // of target, as JSON text for events
  std::string request_id;               // of the custom resource request in flight
  WallTime due;                         // when it times out
  bool answered = false;                // its answer came, but could not be used
  bool delivered = false;               // the function may have it; not stored: after a restart it may
  std::optional<CancelledRequest> cancelled;
  std::string late_physical_id;  // of a cancelled Create; waits until the Delete of the invented id is answered
  int attempts = 0;              // of a clean-up Delete
  size_t unmet = 0;              // waits for this many others; not stored

  [[nodiscard]] bool is_custom() const {
    return type == "AWS::CloudFormation::CustomResource" || type.starts_with("Custom::");
  }
  // Still there, as far as CloudFormation knows.
  [[nodiscard]] bool exists() const {
    return status != ResourceStatus::kDeleteComplete && status != ResourceStatus::kDeleteSkipped;
  }
};

struct StackEvent {
  int64_t sequence = 0;  // ascending over all stacks
  std::string event_id;
  std::string stack_id;
  std::string stack_name;
  std::string logical_id;
  std::string physical_id;
  std::string resource_type;
  WallTime time;
  std::string status;
  std::string reason;      // empty: none
  std::string properties;  // JSON text, NoEcho values masked; empty: none
  std::string client_request_token;
};

struct ExportRecord {
  std::string name;
  std::string value;
  std::string stack_id;
};

}  // namespace genesys_cfn::emulator
