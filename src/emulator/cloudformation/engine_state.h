// SPDX-License-Identifier: Apache-2.0
// The inside of Engine: all stacks, the indices over them, and how a step is taken. For engine*.cc only.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "emulator/cloudformation/change_set_preview.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/operation.h"
#include "emulator/cloudformation/stack_change.h"

namespace genesys_cfn::emulator {

// Names beginning with "Locked" need the mutex.
class Engine::State {
 public:
  State(const EngineParts& parts, const EngineOptions& options) : parts_(parts), options_(options) {}

  Result<void> Load();
  Result<std::string> CreateStack(const StackRequest& request);
  Result<std::string> UpdateStack(const StackRequest& request);
  Result<void> DeleteStack(const DeleteRequest& request);
  Result<void> CancelUpdate(std::string_view name_or_id, std::string_view client_request_token);
  Result<void> ContinueUpdateRollback(std::string_view name_or_id, const std::vector<std::string>& resources_to_skip,
                                      std::string_view client_request_token);
  Result<std::string> RollBackStack(const RollbackRequest& request);
  Result<std::string> SetTerminationProtection(std::string_view name_or_id, bool is_protected);
  Result<ChangeSetIds> CreateChangeSet(const ChangeSetRequest& request);
  Result<void> ExecuteChangeSet(const ExecuteRequest& request);
  Result<void> DeleteChangeSet(std::string_view change_set, std::string_view stack_name);
  Result<void> OnAnswer(const std::string& request_id, std::string_view body);
  Result<std::optional<WallTime>> Tick();
  Result<std::vector<Interrupted>> Resume();

  [[nodiscard]] const StackState* LockedFind(std::string_view name_or_id) const;
  using ChangeSet = std::shared_ptr<const ChangeSetRecord>;
  Result<ChangeSet> LockedFindChangeSet(std::string_view change_set, std::string_view stack_name) const;
  [[nodiscard]] std::vector<std::string> LockedImporters(std::string_view name, std::string_view but_not_stack) const;

  // One step of a stack: changes, starts what follows, writes. An error means that nothing has happened.
  Result<void> LockedStep(StackState& stack, const std::function<void(Operation&)>& action);
  // The same, for the beginning of an operation, which also changes the stack's record.
  Result<void> LockedBegin(StackState& stack, const std::function<void(StackChange&, Operation&)>& action);
  // Does what steps have asked for; the mutex is free while others are called. An error (the database) leaves the rest
  // for the next call.
  Result<void> Drain(std::unique_lock<std::mutex>& lock);

  EngineParts parts_;
  EngineOptions options_;
  mutable std::mutex mutex_;
  std::map<std::string, StackState> stacks_;                  // by id
  std::map<std::string, std::string, std::less<>> existing_;  // name -> id of the stack that is not deleted
  std::map<std::string, ExportRecord, std::less<>> exports_;
  std::string url_key_;

 private:
  struct Place {
    std::string stack_id;
    std::string key;
  };

  OperationEnvironment LockedEnvironment();
  Result<void> LockedCommit(StackChange& change);
  void LockedIndex(const StackChange& change);
  void LockedIndexRequests(const std::string& stack_id, const ResourceRecord& resource);
  Result<void> Invoke(const Effect& effect, std::unique_lock<std::mutex>& lock);
  Result<void> CallNative(const Effect& effect, std::unique_lock<std::mutex>& lock);
  ResourceRecord* LockedRunning(const Effect& effect);
  Result<void> LockedLateAnswer(StackState& stack, const std::string& key, std::string_view body);
  // Until none is queued or running: they are short, and no phase may be left while one runs. For what ends a phase
  // from outside.
  Result<void> FinishNativeCalls(std::unique_lock<std::mutex>& lock);
  Result<StackState*> LockedToRollBack(std::string_view name_or_id, StackStatus needed, std::string_view action);
  Result<void> EndSlowCreations(std::unique_lock<std::mutex>& lock);
  void LogDrain(const Result<void>& drained);
  // What an operation brings along, beside the template's input.
  struct Terms {
    OnFailure on_failure = OnFailure::kRollback;
    bool retain_except_on_create = false;
    std::string role_arn;                        // "": as before
    std::vector<std::string> notification_arns;  // none: as before
    std::string change_set_id;
    StackOperation operation = StackOperation::kUpdate;
    std::string client_request_token;
  };
  static void SetTerms(StackRecord& record, const Terms& terms);
  Result<StackState> LockedNewStack(const StackRequest& request);
  // Writes the first step of the stack; without it there is no stack.
  Result<StackState*> LockedAddStack(StackState fresh, const std::function<void(StackChange&, Operation&)>& action);
  Result<StackState> LockedWanted(const StackState& stack, const StackRequest& request);
  StackPreview LockedPreview(const StackState& now, const StackState& wanted);
  // `wanted`: of LockedWanted, or alike.
  Result<void> LockedStartUpdate(StackState& stack, const StackState& wanted, const Terms& terms);
  Result<StackState*> LockedNeed(std::string_view name_or_id);
  ChangeSetRecord LockedChangeSetOf(const StackState& stack, const StackState& wanted, const ChangeSetRequest& request);
  void RestoreNativeResources(std::unique_lock<std::mutex>& lock);

  std::map<std::string, Place, std::less<>> requests_;        // request id -> who waits, or has cancelled it
  std::set<std::pair<WallTime, std::string>> due_;            // of those that somebody waits for
  std::set<std::pair<WallTime, std::string>> creations_due_;  // stack ids
  std::deque<Effect> effects_;
  int native_calls_ = 0;  // that other threads are in
  std::condition_variable native_call_ended_;
  int64_t last_event_ = 0;
};

}  // namespace genesys_cfn::emulator
