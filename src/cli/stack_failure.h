// SPDX-License-Identifier: Apache-2.0
// Why a stack operation failed, from its events: the first resource that failed for a reason of its own, without those
// that were only cancelled because of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "json/value.h"

namespace genesys_cfn::cli {

// Whether the event is about the stack itself; a nested stack is a resource.
bool IsOfStack(const aws::StackEvent& event);
// "Resource creation cancelled" and its like: another resource failed.
bool IsCancelled(const aws::StackEvent& event);

struct StackFailure {
  std::string logical_id;
  std::string type;
  std::string status;
  std::string reason;
  std::vector<std::string> others;     // logical ids that failed for reasons of their own
  std::vector<std::string> cancelled;  // logical ids
};

// `events` oldest first; nullopt when nothing failed.
std::optional<StackFailure> FindFailure(const std::vector<aws::StackEvent>& events);
// One line each.
std::vector<std::string> FailureText(const StackFailure& failure);
json::Value FailureDocument(const StackFailure& failure);

}  // namespace genesys_cfn::cli
