// SPDX-License-Identifier: Apache-2.0
// The faults that wait for their requests, with what they have seen so far. They belong to the process: a restart has
// those of its own script, with counts from zero.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "emulator/genesys/fault.h"

namespace genesys_cfn::emulator {

struct ScriptedFault {
  std::string id;
  Fault fault;
  int64_t matched = 0;  // requests
  int64_t struck = 0;
};

// Safe to use from several threads.
class FaultScript {
 public:
  // Behind those that are there; the new one's id.
  std::string Add(Fault fault);
  // False when there is none.
  bool Remove(std::string_view id);
  void Clear();
  [[nodiscard]] std::vector<ScriptedFault> List() const;

  // The fault that strikes this request: the first, in their order, that matches it, has waited for its nth and is not
  // used up. Every fault that matches counts the request, whoever strikes.
  std::optional<Fault> Strike(const http::Request& request);
  // The largest age of a stale read: so long must the past be kept.
  [[nodiscard]] Milliseconds LongestAge() const;

 private:
  mutable std::mutex mutex_;
  int64_t last_id_ = 0;
  std::vector<ScriptedFault> faults_;
};

}  // namespace genesys_cfn::emulator
