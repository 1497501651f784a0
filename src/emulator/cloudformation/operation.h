// SPDX-License-Identifier: Apache-2.0
// The transitions of one stack (aws-protocols.md 4.7, 4.8): what happens when an operation begins and whenever
// something that it waited for has an outcome. Works on a StackChange only: nothing here is written, sent or called.
//
// A phase is the stack's status. Its work is in the resource records (task and progress); a resource starts when those
// that it needs are done, all ready ones at once. After a failure, creating and updating phases start nothing more;
// deleting phases go on with what does not depend on the failure. When nothing runs any more, the phase ends and the
// next begins.
#pragma once

#include <deque>
#include <functional>
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
};

// Which resources of the running phase wait for which; fills `unmet` of the records and StackState::waiters, running
// and failed. Needed after a restart, too.
void PlanOrder(StackState& stack);

NativeResource NativeResourceOf(const StackRecord& stack, const ResourceRecord& resource);

class Operation {
 public:
  // Both must outlive the operation.
  Operation(const OperationEnvironment& environment, StackChange& change)
      : environment_(environment), change_(change) {}

  // The record holds the new input (and the previous one), `prepared` the template.
  void BeginCreate();
  void BeginUpdate();
  void BeginDelete();

  // Of the resource's request or native call in flight.
  void Answered(const std::string& key, const Judgement& judgement);
  void TimedOut(const std::string& key);
  // The function could not be invoked.
  void Refused(const std::string& key, std::string_view reason);
  void NativeDone(const std::string& key, const Result<json::Object>& attributes);

  // Starts what is ready; goes through as many phases as end at once.
  void Advance();

 private:
  // operation_phases.cc
  void EnterPhase(StackStatus status, std::string_view reason);
  void SetStatus(StackStatus status, std::string_view reason);
  void PlanForward();
  void PlanRollbackUpdates();
  void PlanDeletes(const std::function<bool(const ResourceRecord&)>& wanted);
  void CollectReady();
  void FinishPhase();
  void FinishCreate();
  void FinishUpdate();
  void FailCreate(const std::string& reason);
  void FailUpdate(const std::string& reason);
  void FinishCleanup(StackStatus final, std::string_view incomplete);
  void FinishDeletes(StackStatus done, StackStatus failed);
  void BeginCleanup(StackStatus status);
  void EndOperation();
  void DropWaiting();
  [[nodiscard]] std::vector<std::string> FailedIds(Task task) const;
  [[nodiscard]] bool TryOutputs(std::string& problem);
  [[nodiscard]] bool CheckExports(const EvaluatedOutputs& evaluated, std::string& problem) const;
  bool StartStuckDelete();

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
  void Supersede(const ResourceRecord& resource, const ResourceState& target);
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
