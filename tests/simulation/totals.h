// SPDX-License-Identifier: Apache-2.0
// What many runs met, added up, printed, and sent from a worker process to the one that started it.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

#include "simulation/history.h"

namespace genesys_cfn::simulation {

struct Totals {
  uint64_t runs = 0;
  uint64_t operations = 0;
  uint64_t events = 0;
  uint64_t requests = 0;
  FaultCounts faults{};
  std::map<std::string, uint64_t> residuals;
  uint64_t failed_seed = 0;  // the lowest; 0: none

  void Add(const RunResult& result);
  void Add(const Totals& totals);
  [[nodiscard]] std::string Serialise() const;
  // Empty totals for a text that Serialise did not write.
  static Totals Parse(std::string_view text);
};

void Print(std::ostream& out, const Totals& totals, double seconds);

}  // namespace genesys_cfn::simulation
