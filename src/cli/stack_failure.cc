// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_failure.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

void AddOnce(std::vector<std::string>& list, const std::string& text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

json::Array ListOf(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

}  // namespace

bool IsOfStack(const aws::StackEvent& event) {
  return event.resource_type == "AWS::CloudFormation::Stack" && event.logical_id == event.stack_name;
}

bool IsCancelled(const aws::StackEvent& event) {
  return event.status.ends_with("_FAILED") &&
         (event.reason.ends_with(" cancelled") || event.reason.ends_with(" Cancelled"));
}

std::optional<StackFailure> FindFailure(const std::vector<aws::StackEvent>& events) {
  std::optional<StackFailure> failure;
  std::vector<std::string> cancelled;
  const aws::StackEvent* of_stack = nullptr;
  for (const aws::StackEvent& event : events) {
    if (IsOfStack(event)) {
      const bool failed = event.status.ends_with("_FAILED") || event.status.find("ROLLBACK") != std::string::npos;
      if (failed && of_stack == nullptr) of_stack = &event;
    } else if (IsCancelled(event)) {
      AddOnce(cancelled, event.logical_id);
    } else if (event.status.ends_with("_FAILED") && !failure) {
      failure = StackFailure{event.logical_id, event.resource_type, event.status, event.reason, {}, {}};
    } else if (event.status.ends_with("_FAILED") && event.logical_id != failure->logical_id) {
      AddOnce(failure->others, event.logical_id);
    }
  }
  if (!failure && of_stack != nullptr) {
    failure = StackFailure{of_stack->logical_id, of_stack->resource_type, of_stack->status, of_stack->reason, {}, {}};
  }
  if (failure) failure->cancelled = std::move(cancelled);
  return failure;
}

std::vector<std::string> FailureText(const StackFailure& failure) {
  std::vector<std::string> lines = {Concat("First failed: ", failure.logical_id, " (", failure.type, "), ",
                                           failure.status, failure.reason.empty() ? "" : ": ", failure.reason)};
  if (!failure.others.empty()) lines.push_back(Concat("Failed too: ", Join(failure.others, ", "), "."));
  const size_t count = failure.cancelled.size();
  if (count == 1) lines.push_back(Concat("1 other was cancelled: ", failure.cancelled[0], "."));
  if (count > 1) lines.push_back(Concat(count, " others were cancelled."));
  return lines;
}

json::Value FailureDocument(const StackFailure& failure) {
  return json::Object{{"logicalId", failure.logical_id},
                      {"type", failure.type},
                      {"status", failure.status},
                      {"reason", failure.reason},
                      {"failedToo", ListOf(failure.others)},
                      {"cancelled", ListOf(failure.cancelled)}};
}

}  // namespace genesys_cfn::cli
