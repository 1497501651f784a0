// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/stack_change.h"

#include <cassert>

namespace genesys_cfn::emulator {

bool NeedsCreate(const StackState& stack, const std::string& logical_id) {
  const auto found = stack.resources.find(logical_id);
  return found == stack.resources.end() || !found->second.exists() ||
         found->second.status == ResourceStatus::kCreateFailed;
}

StackChange::StackChange(StackState& stack)
    : stack_(stack),
      prepared_before_(stack.prepared),
      waiters_before_(stack.waiters),
      running_before_(stack.running),
      failed_before_(stack.failed) {}

StackChange::~StackChange() {
  if (kept_) return;
  if (record_before_.has_value()) stack_.record = std::move(*record_before_);
  for (auto& [key, before] : before_) {
    if (before.has_value()) {
      stack_.resources[key] = std::move(*before);
    } else {
      stack_.resources.erase(key);
    }
  }
  if (change_sets_before_.has_value()) stack_.change_sets = std::move(*change_sets_before_);
  stack_.prepared = prepared_before_;
  stack_.waiters = waiters_before_;
  stack_.running = running_before_;
  stack_.failed = failed_before_;
}

StackRecord& StackChange::Record() {
  if (!record_before_.has_value()) record_before_ = stack_.record;
  return stack_.record;
}

ChangeSets& StackChange::AllChangeSets() {
  if (!change_sets_before_.has_value()) change_sets_before_ = stack_.change_sets;
  return stack_.change_sets;
}

void StackChange::Remember(const std::string& key) {
  if (before_.contains(key)) return;
  const auto found = stack_.resources.find(key);
  before_.emplace(key, found == stack_.resources.end() ? std::nullopt : std::optional(found->second));
}

ResourceRecord& StackChange::Touch(const std::string& key) {
  Remember(key);
  const auto found = stack_.resources.find(key);
  assert(found != stack_.resources.end());
  return found->second;
}

ResourceRecord& StackChange::Add(ResourceRecord resource) {
  const std::string key = resource.key;
  Remember(key);
  return stack_.resources.insert_or_assign(key, std::move(resource)).first->second;
}

void StackChange::Remove(const std::string& key) {
  Remember(key);
  stack_.resources.erase(key);
}

}  // namespace genesys_cfn::emulator
