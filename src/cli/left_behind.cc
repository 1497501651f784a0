// SPDX-License-Identifier: Apache-2.0
#include "cli/left_behind.h"

#include <algorithm>

#include "base/text.h"
#include "cli/recorded_stack.h"
#include "cli/stack_failure.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kCleanUpAttempts = 3;

// "The action ..." of "Received response status [FAILED] from custom resource. Message returned: The action ...
// (RequestId: ...)": the id is another one for each attempt.
std::string OwnWords(std::string_view reason) {
  constexpr std::string_view kBegin = "Message returned: ";
  const size_t begin = reason.find(kBegin);
  if (begin != std::string_view::npos) reason.remove_prefix(begin + kBegin.size());
  const size_t id = reason.rfind(" (RequestId: ");
  if (id != std::string_view::npos && reason.ends_with(")")) reason = reason.substr(0, id);
  return std::string(Trim(reason));
}

bool IsFailedDeletion(const aws::StackEvent& event) {
  return event.status == "DELETE_FAILED" && !IsOfStack(event) && !IsCancelled(event);
}

bool StackHasThem(const RestingStack& stack) {
  return stack.status.ends_with("_FAILED");
}

bool AllOfOurs(const std::vector<NotDeleted>& resources) {
  return std::ranges::all_of(resources, [](const NotDeleted& one) { return IsOfOurs(one.type); });
}

std::string WhatToDo(const std::vector<NotDeleted>& resources, const RestingStack& stack) {
  if (StackHasThem(stack)) {
    std::vector<std::string> names;
    for (const NotDeleted& one : resources) names.push_back(one.logical_id);
    const std::string let_go =
        Concat(" To let go of it: ", stack.call_of_aws_cli, " cloudformation delete-stack --stack-name ", stack.name,
               " --retain-resources ", Join(names, " "));
    // CloudFormation takes that option in no other status.
    return Concat("Once that is mended, run ", stack.call, " delete ", stack.name, ".",
                  stack.status == "DELETE_FAILED" ? let_go : "");
  }
  const std::string orphans = Concat(stack.call, " orphans shows what uses it, ", stack.call,
                                     " orphans --delete ID deletes it once nothing does.");
  return AllOfOurs(resources) ? orphans : Concat("Of Genesys Cloud ", orphans, " The rest has to be deleted by hand.");
}

}  // namespace

std::vector<NotDeleted> FindNotDeleted(const std::vector<aws::StackEvent>& events) {
  std::vector<NotDeleted> found;
  for (const aws::StackEvent& event : events) {
    const auto known = std::ranges::find(found, event.physical_id, &NotDeleted::physical_id);
    if (IsFailedDeletion(event)) {
      const auto at = known == found.end() ? found.insert(found.end(), NotDeleted()) : known;
      *at = {event.logical_id, event.physical_id, event.resource_type, OwnWords(event.reason), at->attempts + 1};
    } else if (known != found.end() && event.status == "DELETE_COMPLETE") {
      found.erase(known);
    }
  }
  return found;
}

std::vector<std::string> NotDeletedText(const std::vector<NotDeleted>& resources, const RestingStack& stack) {
  if (resources.empty()) return {};
  std::vector<std::string> lines = {StackHasThem(stack)
                                        ? Concat("Not deleted, and still in the stack ", stack.name, ":")
                                        : "Not deleted, and in no stack any longer:"};
  for (const NotDeleted& one : resources) {
    lines.push_back(Concat("  ", one.logical_id, " (", one.type, ")  ", one.physical_id));
    if (!one.reason.empty()) lines.push_back(Concat("    ", one.reason));
  }
  lines.push_back(WhatToDo(resources, stack));
  return lines;
}

json::Array NotDeletedDocument(const std::vector<NotDeleted>& resources, const RestingStack& stack) {
  json::Array array;
  for (const NotDeleted& one : resources) {
    array.emplace_back(json::Object{{"logicalId", one.logical_id},
                                    {"physicalId", one.physical_id},
                                    {"type", one.type},
                                    {"reason", one.reason},
                                    {"attempts", static_cast<int64_t>(one.attempts)},
                                    {"inStack", StackHasThem(stack)}});
  }
  return array;
}

bool IsCleanUp(std::string_view stack_status) {
  return stack_status.ends_with("_CLEANUP_IN_PROGRESS");
}

aws::StackEvent DeletionAttempts::Tell(aws::StackEvent event) {
  if (IsOfStack(event)) in_clean_up_ = IsCleanUp(event.status);
  if (!IsFailedDeletion(event)) return event;
  Failed& failed = failed_[event.physical_id];
  ++failed.attempts;
  const std::string reason = OwnWords(event.reason);
  if (failed.attempts > 1) {
    const bool has_limit = in_clean_up_ && failed.attempts <= kCleanUpAttempts;
    event.reason = Concat("attempt ", failed.attempts, has_limit ? Concat(" of ", kCleanUpAttempts) : "", ": ",
                          reason == failed.reason ? "for the same reason" : event.reason);
  }
  failed.reason = reason;
  return event;
}

}  // namespace genesys_cfn::cli
