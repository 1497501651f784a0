// SPDX-License-Identifier: Apache-2.0
// Stacks, resources and events as they are described to those who ask.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "emulator/cloudformation/stack_record.h"

namespace genesys_cfn::emulator {

struct StackParameter {
  std::string key;
  std::string value;  // "****" for NoEcho
  // Of one that names something in Parameter Store: what it held.
  std::optional<std::string> resolved_value = std::nullopt;
};
std::vector<StackParameter> ShownParameters(const StackInput& input);

struct StackDescription {
  std::string id;
  std::string name;
  std::string description;
  StackStatus status = StackStatus::kCreateInProgress;
  std::string status_reason;
  WallTime created;
  std::optional<WallTime> updated;
  std::optional<WallTime> deleted;
  bool disable_rollback = false;
  bool retain_except_on_create = false;
  bool force_delete = false;
  int timeout_minutes = 0;
  bool termination_protection = false;
  std::string role_arn;
  std::string change_set_id;
  std::vector<std::string> notification_arns;
  std::vector<std::string> capabilities;
  Tags tags;
  std::vector<StackParameter> parameters;
  std::vector<StackOutput> outputs;
};
struct ResourceDescription {
  std::string stack_id;
  std::string stack_name;
  std::string logical_id;
  std::string physical_id;
  std::string type;
  ResourceStatus status = ResourceStatus::kCreateInProgress;
  std::string status_reason;
  WallTime changed;
};
struct EventPage {
  std::vector<StackEvent> events;  // newest first
  std::optional<int64_t> next;     // give this as `before` for the next page
};
}  // namespace genesys_cfn::emulator
