// SPDX-License-Identifier: Apache-2.0
// Actions that read stacks, resources, events and exports.
#include <algorithm>
#include <array>
#include <cstdint>

#include "emulator/cloudformation/query_answers.h"
#include "emulator/cloudformation/query_call.h"
#include "emulator/cloudformation/query_paging.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kEventsAPage = 100;
constexpr size_t kDescribedResources = 100;  // by DescribeStackResources; ListStackResources gives all

// Newest first, as DescribeStacks gives them.
std::string NewestFirst(const StackDescription& stack) {
  return Concat(PlaceKey(static_cast<size_t>(INT64_MAX - ToEpochMilliseconds(stack.created))), stack.id);
}

std::vector<StackDescription> Sorted(std::vector<StackDescription> stacks) {
  std::sort(stacks.begin(), stacks.end(), [](const auto& a, const auto& b) { return NewestFirst(a) < NewestFirst(b); });
  return stacks;
}

Result<void> DescribeStacks(Call& call) {
  std::vector<StackDescription> stacks;
  if (call.stack().empty()) {
    stacks = Sorted(call.engine.DescribeStacks());
  } else {
    TRY_ASSIGN(StackDescription stack, call.engine.DescribeStack(call.stack()));
    stacks.push_back(std::move(stack));
  }
  return WritePage(call, "Stacks", stacks, NewestFirst,
                   [&call](const StackDescription& stack) { WriteStack(call.xml, stack); });
}

Result<void> ListStacks(Call& call) {
  const std::vector<std::string> wanted = call.query.List("StackStatusFilter");
  for (const std::string& status : wanted) {
    if (ParseStackStatus(status).has_value() || status.starts_with("IMPORT_")) continue;
    return InvalidRequest(Concat("1 validation error detected: Value '[", TruncateUtf8(status, 100),
                                 "]' at 'stackStatusFilter' failed to satisfy constraint: Member must satisfy "
                                 "constraint: [Member must satisfy the enum value set of StackStatus]"));
  }
  std::vector<StackDescription> stacks = Sorted(call.engine.DescribeStacks(Engine::Include::kDeletedToo));
  std::erase_if(stacks, [&wanted](const StackDescription& stack) {
    return !wanted.empty() && std::find(wanted.begin(), wanted.end(), ToString(stack.status)) == wanted.end();
  });
  return WritePage(call, "StackSummaries", stacks, NewestFirst,
                   [&call](const StackDescription& stack) { WriteStackSummary(call.xml, stack); });
}

Result<void> DescribeStackEvents(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY_ASSIGN(const auto token, NextTokenOf(call));
  std::optional<int64_t> before;
  if (token.has_value()) {
    before = ParseInteger<int64_t>(*token);
    if (!before.has_value()) return InvalidRequest("NextToken is not one that this service has given.");
  }
  TRY_ASSIGN(const EventPage page, InBrackets(call, call.engine.DescribeEvents(call.stack(), before, kEventsAPage)));
  call.xml.Open("StackEvents");
  for (const StackEvent& event : page.events) WriteEvent(call.xml, event);
  call.xml.Close();
  if (page.next.has_value()) call.xml.Element("NextToken", HexEncode(std::to_string(*page.next)));
  return {};
}

Result<std::vector<ResourceDescription>> ResourcesOf(const Call& call) {
  TRY(NeedMember(call, "StackName"));
  return InBrackets(call, call.engine.DescribeResources(call.stack()));
}

// Those of the stack, of which there must be one with the wanted logical id, if any is wanted.
Result<std::vector<ResourceDescription>> WantedResources(const Call& call) {
  TRY_ASSIGN(auto resources, ResourcesOf(call));
  const std::string wanted = call.query.Text("LogicalResourceId");
  if (wanted.empty()) return resources;
  std::erase_if(resources, [&wanted](const ResourceDescription& resource) { return resource.logical_id != wanted; });
  if (resources.empty()) {
    return Error{ErrorCode::kNotFound, Concat("Resource ", wanted, " does not exist for stack ", call.stack())};
  }
  return resources;
}

// All of the stack that has a resource with the physical id.
Result<std::vector<ResourceDescription>> ResourcesBeside(const Call& call, const std::string& physical_id) {
  for (const StackDescription& stack : call.engine.DescribeStacks()) {
    TRY_ASSIGN(auto resources, call.engine.DescribeResources(stack.id));
    const bool has_it = std::any_of(resources.begin(), resources.end(), [&](const ResourceDescription& resource) {
      return resource.physical_id == physical_id;
    });
    if (has_it) return resources;
  }
  return Error{ErrorCode::kNotFound, Concat("Stack for ", physical_id, " does not exist")};
}

Result<void> DescribeStackResources(Call& call) {
  const std::string physical_id = call.query.Text("PhysicalResourceId");
  if (physical_id.empty() == call.stack().empty()) {
    return InvalidRequest("Either StackName or PhysicalResourceId must be specified, and not both.");
  }
  TRY_ASSIGN(auto resources, physical_id.empty() ? WantedResources(call) : ResourcesBeside(call, physical_id));
  if (resources.size() > kDescribedResources) resources.resize(kDescribedResources);
  call.xml.Open("StackResources");
  for (const ResourceDescription& resource : resources) WriteResource(call.xml, "member", resource);
  call.xml.Close();
  return {};
}

Result<void> DescribeStackResource(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY(NeedMember(call, "LogicalResourceId"));
  TRY_ASSIGN(const auto resources, WantedResources(call));
  WriteResourceDetail(call.xml, resources.front());
  return {};
}

Result<void> ListStackResources(Call& call) {
  TRY_ASSIGN(const auto resources, ResourcesOf(call));
  return WritePage(
      call, "StackResourceSummaries", resources,
      [](const ResourceDescription& resource) { return resource.logical_id; },
      [&call](const ResourceDescription& resource) { WriteResourceSummary(call.xml, resource); });
}

Result<void> ListExports(Call& call) {
  return WritePage(
      call, "Exports", call.engine.ListExports(), [](const ExportRecord& entry) { return entry.name; },
      [&call](const ExportRecord& entry) {
        call.xml.Open("member").Element("ExportingStackId", entry.stack_id).Element("Name", entry.name);
        call.xml.Element("Value", entry.value).Close();
      });
}

Result<void> ListImports(Call& call) {
  TRY(NeedMember(call, "ExportName"));
  const std::string name = call.query.Text("ExportName");
  const std::vector<std::string> importers = call.engine.ListImports(name);
  if (importers.empty()) return InvalidRequest(Concat("Export '", name, "' is not imported by any stack."));
  return WritePage(
      call, "Imports", importers, [](const std::string& stack) { return stack; },
      [&call](const std::string& stack) { call.xml.Element("member", stack); });
}

constexpr std::array<Action, 8> kActions{{
    {.name = "DescribeStacks", .perform = DescribeStacks},
    {.name = "ListStacks", .perform = ListStacks},
    {.name = "DescribeStackEvents", .perform = DescribeStackEvents},
    {.name = "DescribeStackResources", .perform = DescribeStackResources},
    {.name = "DescribeStackResource", .perform = DescribeStackResource},
    {.name = "ListStackResources", .perform = ListStackResources},
    {.name = "ListExports", .perform = ListExports},
    {.name = "ListImports", .perform = ListImports},
}};

}  // namespace

std::span<const Action> ReadActions() {
  return kActions;
}

}  // namespace genesys_cfn::emulator
