// SPDX-License-Identifier: Apache-2.0
// A stack in memory, and one step of it: a StackChange remembers what it touched, so that it can be written in one
// transaction, or undone when that fails. Its cost is that of what changed, not of the stack.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/cloudformation/change_set.h"
#include "emulator/cloudformation/stack_record.h"
#include "template/dependencies.h"
#include "template/template.h"

namespace genesys_cfn::emulator {

class StoredValues;

// A template made ready for one set of parameters.
struct PreparedTemplate {
  cloudformation::Template source;
  cloudformation::DependencyGraph dependencies;
  std::map<std::string, bool> conditions;
  // The resources whose condition holds; the declarations live in source.
  std::map<std::string, const cloudformation::ResourceDeclaration*> active;
  StoredValues* stored = nullptr;  // where dynamic references are read; may be nullptr
};

// key -> keys that wait for it, in the phase that runs.
using Waiters = std::map<std::string, std::vector<std::string>>;

struct StackState {
  StackRecord record;
  std::map<std::string, ResourceRecord> resources;
  ChangeSets change_sets;
  std::shared_ptr<const PreparedTemplate> prepared;  // while an operation runs
  std::shared_ptr<const Waiters> waiters;
  size_t running = 0;
  size_t failed = 0;
  bool masks_attributes = false;  // a custom resource has answered with NoEcho
};

// Whether an update makes the resource of this id (which the template has), instead of updating it.
bool NeedsCreate(const StackState& stack, const std::string& logical_id);

// What is to be done outside once the step is written.
struct Effect {
  enum class Kind { kInvoke, kNative } kind = Kind::kInvoke;
  std::string stack_id;
  std::string key;
  std::string request_id;
  // kAgain: a process before this one may have delivered the request already.
  enum class Delivery { kFirst, kAgain } delivery = Delivery::kFirst;
};

class StackChange {
 public:
  // The stack must outlive the change; nothing else may change it meanwhile.
  explicit StackChange(StackState& stack);
  StackChange(const StackChange&) = delete;
  StackChange& operator=(const StackChange&) = delete;
  // Undoes everything unless Keep was called.
  ~StackChange();

  [[nodiscard]] const StackState& stack() const { return stack_; }
  // To be changed; remembered.
  StackRecord& Record();
  ResourceRecord& Touch(const std::string& key);
  ResourceRecord& Add(ResourceRecord resource);
  void Remove(const std::string& key);
  ChangeSets& AllChangeSets();
  // Bookkeeping that is not stored.
  StackState& memory() { return stack_; }

  void AddEvent(StackEvent event) { events_.push_back(std::move(event)); }
  void AddEffect(Effect effect) { effects_.push_back(std::move(effect)); }
  // The exports of the stack are these from now on.
  void SetExports(std::vector<ExportRecord> exports) { exports_ = std::move(exports); }

  void Keep() { kept_ = true; }

  [[nodiscard]] bool record_changed() const { return record_before_.has_value(); }
  // As they were, if they were to be changed.
  [[nodiscard]] const std::optional<ChangeSets>& change_sets_before() const { return change_sets_before_; }
  // Keys touched, added or removed, with what was there before.
  [[nodiscard]] const std::map<std::string, std::optional<ResourceRecord>>& touched() const { return before_; }
  [[nodiscard]] std::vector<StackEvent>& events() { return events_; }
  [[nodiscard]] const std::vector<StackEvent>& events() const { return events_; }
  [[nodiscard]] std::vector<Effect>& effects() { return effects_; }
  [[nodiscard]] const std::optional<std::vector<ExportRecord>>& exports() const { return exports_; }

 private:
  void Remember(const std::string& key);

  StackState& stack_;
  std::optional<StackRecord> record_before_;
  std::map<std::string, std::optional<ResourceRecord>> before_;
  std::optional<ChangeSets> change_sets_before_;
  std::shared_ptr<const PreparedTemplate> prepared_before_;
  std::shared_ptr<const Waiters> waiters_before_;
  size_t running_before_;
  size_t failed_before_;
  std::vector<StackEvent> events_;
  std::vector<Effect> effects_;
  std::optional<std::vector<ExportRecord>> exports_;
  bool kept_ = false;
};

}  // namespace genesys_cfn::emulator
