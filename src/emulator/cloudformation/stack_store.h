// SPDX-License-Identifier: Apache-2.0
// Stacks in the database. One step of the engine is one Transaction (emulator/store/database.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "emulator/cloudformation/stack_change.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator::stack_store {

std::string_view Schema();

struct Loaded {
  std::map<std::string, StackState> stacks;  // by id
  std::map<std::string, ExportRecord> exports;
  int64_t last_event = 0;
  std::string url_key;
};
// Everything but the events and the resources of deleted stacks. The key of response URLs is made on the first call.
Result<Loaded> Load(Database& database, Random& random);

// What the change touched, with its events and exports.
void Write(Transaction& transaction, const StackChange& change);

// By key.
Result<std::map<std::string, ResourceRecord>> ReadResources(Database& database, std::string_view stack_id);

struct EventQuery {
  std::string stack_id;
  std::optional<int64_t> before;  // newest first, those before this one
  std::optional<int64_t> after;   // oldest first, those after this one
  size_t limit = 100;
};
Result<std::vector<StackEvent>> ReadEvents(Database& database, const EventQuery& query);

}  // namespace genesys_cfn::emulator::stack_store
