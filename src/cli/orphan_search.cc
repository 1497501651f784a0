// SPDX-License-Identifier: Apache-2.0
#include "cli/orphan_search.h"

#include "base/text.h"
#include "cli/recorded_stack.h"
#include "provider/action_lookup_table.h"
#include "provider/answers.h"
#include "provider/custom_auth_action_table.h"
#include "provider/ownership.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kDeleted = "DELETE_COMPLETE";
constexpr std::string_view kSkipped = "DELETE_SKIPPED";

// Whether the ids of a type are of what its resources have made.
bool Makes(std::string_view type) {
  return IsOfOurs(type) && type != provider::kActionLookupTable.type && type != provider::kCustomAuthActionTable.type;
}

bool IsBeingChanged(std::string_view status) {
  return status.ends_with("_IN_PROGRESS") && status != "REVIEW_IN_PROGRESS";
}

}  // namespace

std::string_view ToString(OrphanKind kind) {
  switch (kind) {
    case OrphanKind::kOrphan:
      return "orphan";
    case OrphanKind::kRetained:
      return "retained";
    case OrphanKind::kInProgress:
      return "in progress";
  }
  return "";
}

std::string_view ToString(OrphanType type) {
  switch (type) {
    case OrphanType::kAction:
      return "data action";
    case OrphanType::kIntegration:
      return "integration";
    case OrphanType::kCredential:
      return "credential";
  }
  return "";
}

void StackBook::AddOwner(const aws::StackName& stack, const std::string& logical_id) {
  custom_resource::AnswerAddress address;
  address.stack_id = stack.id;
  address.logical_id = logical_id;
  owners_.emplace(provider::OwnerDigest(address), Owner{stack.name, stack.status, logical_id});
}

void StackBook::AddStack(const aws::StackName& stack, const std::vector<aws::StackResource>& resources) {
  const auto id = custom_resource::ParseStackId(stack.id);
  scopes_.insert(definition::TagDigest(Concat(id.account, "\n", id.region)));
  for (const aws::StackResource& resource : resources) {
    if (resource.status == kSkipped) retained_.insert(resource.physical_id);
    if (Makes(resource.type)) AddOwner(stack, resource.logical_id);
    const bool is_there = stack.status != kDeleted && resource.status != kDeleted && resource.status != kSkipped;
    if (!is_there || resource.physical_id.empty()) continue;
    const std::string called = Concat(stack.name, ".", resource.logical_id);
    if (resource.type == provider::kActionLookupTable.type) {
      lookups_.emplace(resource.physical_id, called);
    } else {
      recorded_.emplace(resource.physical_id, called);
    }
  }
}

void StackBook::AddEvents(const aws::StackName& stack, const std::vector<aws::StackEvent>& events) {
  for (const aws::StackEvent& event : events) {
    if (!Makes(event.resource_type)) continue;
    AddOwner(stack, event.logical_id);
    if (event.status == kSkipped) retained_.insert(event.physical_id);
  }
}

const std::string* StackBook::RecordedBy(std::string_view physical_id) const {
  const auto found = recorded_.find(physical_id);
  return found == recorded_.end() ? nullptr : &found->second;
}

std::vector<std::string> StackBook::LookedUpBy(std::string_view action_id) const {
  std::vector<std::string> found;
  const auto [first, last] = lookups_.equal_range(action_id);
  for (auto lookup = first; lookup != last; ++lookup) found.push_back(lookup->second);
  return found;
}

Orphan StackBook::Judge(std::string id, std::string name, const definition::OwnershipTag& tag) const {
  Orphan orphan{std::move(id),        std::move(name), OrphanType::kAction, false, OrphanKind::kOrphan, {}, {},
                provider::MadeAt(tag)};
  if (const auto owner = owners_.find(tag.owner); owner != owners_.end()) {
    orphan.stack_name = owner->second.stack_name;
    orphan.logical_id = owner->second.logical_id;
    if (IsBeingChanged(owner->second.status)) orphan.kind = OrphanKind::kInProgress;
  }
  if (retained_.contains(orphan.id)) orphan.kind = OrphanKind::kRetained;
  return orphan;
}

std::string WhyNotAdoptable(const StackBook& book, std::string_view id,
                            const std::optional<definition::OwnershipTag>& tag) {
  if (const std::string* recorded = book.RecordedBy(id)) return Concat("the stack resource ", *recorded, " has it");
  if (!tag) return "";
  if (!book.IsOfThisScope(*tag)) {
    return "a stack of another AWS account or region made it, by its ownership tag, and may have it";
  }
  const bool is_settled = book.Judge(std::string(id), "", *tag).kind != OrphanKind::kInProgress;
  return is_settled ? "" : "its stack is being changed: wait until it rests";
}

Result<StackBook> ReadStackBook(aws::CloudFormationClient& stacks) {
  TRY_ASSIGN(const auto all, stacks.ListStacks());
  if (all.empty()) {
    return Error{ErrorCode::kNotFound, "there is no stack in this account and region, so nothing here was made by one"};
  }
  StackBook book;
  for (const aws::StackName& stack : all) {
    TRY_ASSIGN(const auto resources, stacks.ListStackResources(stack.id));
    book.AddStack(stack, resources);
    TRY_ASSIGN(const auto events, stacks.DescribeStackEvents(stack.id));
    book.AddEvents(stack, events);
  }
  return book;
}

Result<StackBook> ReadStackBookIfAny(aws::CloudFormationClient& stacks) {
  auto book = ReadStackBook(stacks);
  if (!book && book.error().code == ErrorCode::kNotFound) return StackBook();
  return book;
}

}  // namespace genesys_cfn::cli
