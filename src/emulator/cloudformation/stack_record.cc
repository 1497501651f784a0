// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/stack_record.h"

#include <array>

namespace genesys_cfn::emulator {
namespace {

constexpr std::array<std::pair<StackStatus, std::string_view>, 18> kStackStatuses{{
    {StackStatus::kReviewInProgress, "REVIEW_IN_PROGRESS"},
    {StackStatus::kCreateInProgress, "CREATE_IN_PROGRESS"},
    {StackStatus::kCreateComplete, "CREATE_COMPLETE"},
    {StackStatus::kCreateFailed, "CREATE_FAILED"},
    {StackStatus::kRollbackInProgress, "ROLLBACK_IN_PROGRESS"},
    {StackStatus::kRollbackComplete, "ROLLBACK_COMPLETE"},
    {StackStatus::kRollbackFailed, "ROLLBACK_FAILED"},
    {StackStatus::kUpdateInProgress, "UPDATE_IN_PROGRESS"},
    {StackStatus::kUpdateCompleteCleanupInProgress, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"},
    {StackStatus::kUpdateComplete, "UPDATE_COMPLETE"},
    {StackStatus::kUpdateFailed, "UPDATE_FAILED"},
    {StackStatus::kUpdateRollbackInProgress, "UPDATE_ROLLBACK_IN_PROGRESS"},
    {StackStatus::kUpdateRollbackCompleteCleanupInProgress, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"},
    {StackStatus::kUpdateRollbackComplete, "UPDATE_ROLLBACK_COMPLETE"},
    {StackStatus::kUpdateRollbackFailed, "UPDATE_ROLLBACK_FAILED"},
    {StackStatus::kDeleteInProgress, "DELETE_IN_PROGRESS"},
    {StackStatus::kDeleteComplete, "DELETE_COMPLETE"},
    {StackStatus::kDeleteFailed, "DELETE_FAILED"},
}};

constexpr std::array<std::pair<ResourceStatus, std::string_view>, 10> kResourceStatuses{{
    {ResourceStatus::kCreateInProgress, "CREATE_IN_PROGRESS"},
    {ResourceStatus::kCreateComplete, "CREATE_COMPLETE"},
    {ResourceStatus::kCreateFailed, "CREATE_FAILED"},
    {ResourceStatus::kUpdateInProgress, "UPDATE_IN_PROGRESS"},
    {ResourceStatus::kUpdateComplete, "UPDATE_COMPLETE"},
    {ResourceStatus::kUpdateFailed, "UPDATE_FAILED"},
    {ResourceStatus::kDeleteInProgress, "DELETE_IN_PROGRESS"},
    {ResourceStatus::kDeleteComplete, "DELETE_COMPLETE"},
    {ResourceStatus::kDeleteFailed, "DELETE_FAILED"},
    {ResourceStatus::kDeleteSkipped, "DELETE_SKIPPED"},
}};

template <typename Table, typename Status>
std::string_view TextOf(const Table& table, Status status) {
  for (const auto& [value, text] : table) {
    if (value == status) return text;
  }
  return "";
}

template <typename Status, typename Table>
std::optional<Status> StatusOf(const Table& table, std::string_view wanted) {
  for (const auto& [value, text] : table) {
    if (text == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view ToString(StackStatus status) {
  return TextOf(kStackStatuses, status);
}
std::optional<StackStatus> ParseStackStatus(std::string_view text) {
  return StatusOf<StackStatus>(kStackStatuses, text);
}
bool IsInProgress(StackStatus status) {
  return status != StackStatus::kReviewInProgress && ToString(status).ends_with("_IN_PROGRESS");
}

std::string_view ToString(ResourceStatus status) {
  return TextOf(kResourceStatuses, status);
}
std::optional<ResourceStatus> ParseResourceStatus(std::string_view text) {
  return StatusOf<ResourceStatus>(kResourceStatuses, text);
}

}  // namespace genesys_cfn::emulator
