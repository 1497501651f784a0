// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/fault_script.h"

#include <algorithm>

namespace genesys_cfn::emulator {

std::string FaultScript::Add(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back({std::to_string(++last_id_), std::move(fault)});
  return faults_.back().id;
}

bool FaultScript::Remove(std::string_view id) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(faults_, [&](const ScriptedFault& entry) { return entry.id == id; }) > 0;
}

void FaultScript::Clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

std::vector<ScriptedFault> FaultScript::List() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

std::optional<Fault> FaultScript::Strike(const http::Request& request) {
  const std::lock_guard lock(mutex_);
  std::optional<Fault> striking;
  for (ScriptedFault& entry : faults_) {
    if (!Matches(entry.fault, request)) continue;
    ++entry.matched;
    const bool is_due = entry.matched >= entry.fault.nth;
    const bool is_used_up = entry.fault.times > 0 && entry.struck >= entry.fault.times;
    if (striking || !is_due || is_used_up) continue;
    ++entry.struck;
    striking = entry.fault;
  }
  return striking;
}

Milliseconds FaultScript::LongestAge() const {
  const std::lock_guard lock(mutex_);
  Milliseconds longest{0};
  for (const ScriptedFault& entry : faults_) longest = std::max(longest, entry.fault.age);
  return longest;
}

}  // namespace genesys_cfn::emulator
