// SPDX-License-Identifier: Apache-2.0
// One run: a random history of stacks and people over the real provider, the emulated organisation and the
// CloudFormation engine, with faults at every boundary, and the invariants that must hold whatever happens
// (docs/guarantees.md).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "emulator/store/database.h"
#include "simulation/faults.h"
#include "simulation/fiber.h"
#include "simulation/planted_bugs.h"

namespace genesys_cfn::simulation {

// What is kept from run to run, because it is slow to make.
struct Reused {
  StackPool stacks;
  std::unique_ptr<emulator::Database> database;
};

struct RunOptions {
  uint64_t seed = 0;
  PlantedBug bug;
  bool tells = false;  // keeps the history
  Population population = Population::kActions;
};

struct RunResult {
  std::vector<std::string> violations;
  std::vector<std::string> history;
  FaultCounts faults{};
  // What cannot be guaranteed, by its name in docs/guarantees.md.
  std::map<std::string, uint64_t> residuals;
  uint64_t events = 0;    // deliveries of events
  uint64_t requests = 0;  // of the provider
  uint64_t operations = 0;
};

RunResult RunHistory(const RunOptions& options, Reused& reused);

}  // namespace genesys_cfn::simulation
