// SPDX-License-Identifier: Apache-2.0
// The transitions of one stack (aws-protocols.md 4.7, 4.8): what happens when an operation begins and whenever
// something that it waited for has an outcome. Works on a StackChange only: nothing here is written, sent or called.
//
// A phase is the stack's status. Its work is in the resource records (task and progress); a resource starts when those
// that it needs are done, all ready ones at once. After a failure, creating and updating phases start nothing more;
// deleting phases go on with what does not depend on the failure. When nothing runs any more, the phase ends and the
// next begins.
//
// Custom resource requests in flight are cancelled when another resource fails while a stack is created or updated
// (unless rollback is disabled), and when the operation is given up from outside. The next phase does not wait for the
// function that still works on them (aws-protocols.md 1.7 rule 6).
#pragma once

#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "emulator/cloudformation/custom_resource_calls.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/evaluation.h"
#include "emulator/cloudformation/resource_types.h"
#include "emulator/cloudformation/stack_change.h"

namespace genesys_cfn::emulator {

struct OperationEnvironment {
  WallTime now;
  Random& random;
  const ResourceTypes& types;
  const EngineOptions& options;
  ExportLookup exports;
  // The stack that exports this name, other than the given one; "" for none.
  std::function<std::string(std::string_view name, std::string_view but_not_stack)> exporter;
  // Names of the other stacks that import this name.
  std::function<std::vector<std::string>(std::string_view name, std::string_view but_not_stack)> importers;
  StoredValues* stored_values = nullptr;
};

// Which resources of the running phase wait for which; fills `unmet` of the records and StackState::waiters, running
// and failed. Needed after a restart, too.
void PlanOrder(StackState& stack);

NativeResource NativeResourceOf(const StackRecord& stack, const ResourceRecord& resource);
// As the service's generated names look (aws-protocols.md 4.12).
std::string InventedId(const StackRecord& stack, const ResourceRecord& resource, Random& random);
// The physical id in descriptions and events.
std::string ShownPhysicalId(const ResourceRecord& resource, CancelledCreateId choice);

class Operation {
 public:
  // Both must outlive the operation.
  Operation(const OperationEnvironment& environment, StackChange& change)
      : environment_(environment), change_(change) {}

  // The record holds the new input (and the previous one), `prepared` the template.
  void BeginReview();
  void BeginCreate();
  void BeginUpdate();
  void BeginDelete();
  // Of a creation in progress; no native call may be running.
  void CreationTimedOut();
  // Of an update in progress; no native call may be running.
  void BeginCancelUpdate();
  // Of a creation or an update that failed without rollback. What was never complete goes altogether.
  void BeginRollBack();
  // `skipped`: keys.
  void BeginContinueRollback(const std::set<std::string>& skipped);

  // Of the resource's request or native call in flight.
  void Answered(const std::string& key, const Judgement& judgement);
  void TimedOut(const std::string& key);
  // The function could not be invoked.
  void Refused(const std::string& key, std::string_view reason);
  void NativeDone(const std::string& key, const Result<json::Object>& attributes);
  // A cancelled request was answered after all, with this physical id ("" for none that can be used).
  void AnsweredLate(const std::string& key, const std::string& physical_id);

  // Starts what is ready; goes through as many phases as end at once.
  void Advance();

 private:
  // operation_phases.cc
  void SetStatus(StackStatus status, std::string_view reason);
  void PlanForward();
  void PlanRollbackUpdates(const std::set<std::string>& skipped);
  void PlanDeletes(const std::function<bool(const ResourceRecord&)>& wanted);
  void CollectReady();
  void FinishPhase();
  void FinishCreate();
  void FinishUpdate();
  void FailCreate(const std::string& reason);
  void FailUpdate(const std::string& reason);
  void RollBackUpdate(std::string_view reason);
  void FinishCleanup(StackStatus final, std::string_view incomplete);
  void FinishDeletes(StackStatus done, StackStatus failed);
  void BeginCleanup(StackStatus status);
  void EndOperation();
  void DropWaiting();
  [[nodiscard]] std::vector<std::string> FailedIds(Task task) const;
  [[nodiscard]] bool TryOutputs(std::string& problem);
  [[nodiscard]] bool CheckExports(const EvaluatedOutputs& evaluated, std::string& problem) const;
  bool StartStuckDelete();
  [[nodiscard]] bool FailureCancels() const;

  // operation_cancellation.cc
  void CancelInFlight();
  void Cancel(ResourceRecord& resource);
  void Skip(ResourceRecord& resource);
  void RecordLateCreate(ResourceRecord& resource, const std::string& physical_id);
  void RecordLateUpdate(const ResourceRecord& resource, CancelledRequest request, const std::string& physical_id);
  void DeleteLateId(ResourceRecord& resource);

  // operation_resources.cc
  void Start(const std::string& key);
  void StartCreate(ResourceRecord& resource);
  void StartUpdate(ResourceRecord& resource);
  void StartDelete(ResourceRecord& resource);
  void UpdateCustom(ResourceRecord& resource);
  void UpdateNative(ResourceRecord& resource);
  // True when the rollback is done by recording the former physical id again.
  bool RestoreFormer(ResourceRecord& resource, const EvaluatedProperties& evaluated);
  [[nodiscard]] ResourceState Target(const ResourceRecord& resource, EvaluatedProperties evaluated) const;
  void SendRequest(ResourceRecord& resource, const json::Object& properties);
  void CallNative(ResourceRecord& resource);
  void CreateSucceeded(ResourceRecord& resource, const Judgement& judgement);
  void UpdateSucceeded(ResourceRecord& resource, const Judgement& judgement);
  void WorkFailed(ResourceRecord& resource, std::string_view reason, const std::string& physical_id);
  void DeleteFailed(ResourceRecord& resource, std::string_view reason);
  void DeleteSucceeded(ResourceRecord& resource, ResourceStatus status);
  ResourceRecord& Supersede(const ResourceRecord& resource, const ResourceState& target);
  ResourceRecord FormerOf(const ResourceRecord& resource) const;
  void Done(ResourceRecord& resource);
  void Failed(ResourceRecord& resource);
  [[nodiscard]] bool Retains(const ResourceRecord& resource) const;
  [[nodiscard]] bool InCleanup() const;
  void Report(ResourceRecord& resource, ResourceStatus status, std::string_view reason = {});
  void StopRunning(ResourceRecord& resource);

  [[nodiscard]] const StackState& stack() const { return change_.stack(); }

  const OperationEnvironment& environment_;
  StackChange& change_;
  std::deque<std::string> ready_;
};

}  // namespace genesys_cfn::emulator
