// SPDX-License-Identifier: Apache-2.0
// Actions on change sets.
#include <array>

#include "emulator/cloudformation/change_set_answers.h"
#include "emulator/cloudformation/query_call.h"
#include "emulator/cloudformation/query_input.h"
#include "emulator/cloudformation/query_paging.h"

namespace genesys_cfn::emulator {
namespace {

using ChangeSet = std::shared_ptr<const ChangeSetRecord>;

Result<void> CreateChangeSet(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY(NeedMember(call, "ChangeSetName"));
  TRY_ASSIGN(const ChangeSetRequest request, ChangeSetRequestOf(call));
  TRY_ASSIGN(const ChangeSetIds ids, call.engine.CreateChangeSet(request));
  call.xml.Element("Id", ids.id).Element("StackId", ids.stack_id);
  return {};
}

Result<void> DescribeChangeSet(Call& call) {
  TRY(NeedMember(call, "ChangeSetName"));
  TRY_ASSIGN(const bool with_values, call.query.Flag("IncludePropertyValues"));
  TRY_ASSIGN(const ChangeSet record, call.engine.DescribeChangeSet(call.query.Text("ChangeSetName"), call.stack()));
  WriteChangeSet(call.xml, *record);
  const auto key = [&record](const ResourceChange& change) {
    return PlaceKey(static_cast<size_t>(&change - record->changes.data()));
  };
  return WritePage(call, "Changes", record->changes, key, [&](const ResourceChange& change) {
    WriteChange(call.xml, change, with_values ? PropertyValues::kIncluded : PropertyValues::kLeftOut);
  });
}

Result<void> ExecuteChangeSet(Call& call) {
  TRY(NeedMember(call, "ChangeSetName"));
  ExecuteRequest request;
  request.change_set = call.query.Text("ChangeSetName");
  request.stack_name = call.stack();
  TRY_ASSIGN(request.disable_rollback, call.query.Flag("DisableRollback"));
  TRY_ASSIGN(request.retain_except_on_create, call.query.Flag("RetainExceptOnCreate"));
  TRY_ASSIGN(request.client_request_token, TokenOf(call));
  return call.engine.ExecuteChangeSet(request);
}

Result<void> DeleteChangeSet(Call& call) {
  TRY(NeedMember(call, "ChangeSetName"));
  return call.engine.DeleteChangeSet(call.query.Text("ChangeSetName"), call.stack());
}

Result<void> ListChangeSets(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY_ASSIGN(const std::vector<ChangeSet> records, call.engine.ListChangeSets(call.stack()));
  const auto key = [](const ChangeSet& record) {
    return Concat(PlaceKey(static_cast<size_t>(ToEpochMilliseconds(record->created))), record->id);
  };
  return WritePage(call, "Summaries", records, key,
                   [&call](const ChangeSet& record) { WriteChangeSetSummary(call.xml, *record); });
}

constexpr std::array<Action, 5> kActions{{
    {.name = "CreateChangeSet", .perform = CreateChangeSet, .conflict = "AlreadyExistsException"},
    {.name = "DescribeChangeSet", .perform = DescribeChangeSet, .not_found = "ChangeSetNotFound"},
    {.name = "ExecuteChangeSet",
     .perform = ExecuteChangeSet,
     .not_found = "ChangeSetNotFound",
     .conflict = "InvalidChangeSetStatus"},
    {.name = "DeleteChangeSet", .perform = DeleteChangeSet, .not_found = "ChangeSetNotFound"},
    {.name = "ListChangeSets", .perform = ListChangeSets},
}};

}  // namespace

std::span<const Action> ChangeSetActions() {
  return kActions;
}

}  // namespace genesys_cfn::emulator
