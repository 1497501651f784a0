// SPDX-License-Identifier: Apache-2.0
#include "cli/drift_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cli/recorded_stack.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::array<DriftState, 5> kStates = {DriftState::kDrifted, DriftState::kGone, DriftState::kFailed,
                                               DriftState::kNotJudged, DriftState::kInSync};

ToneLine Title(const ResourceDrift& resource) {
  std::string rest = Concat("  ", resource.logical_id, "  ", ToString(resource.state));
  // What most of them are needs no word.
  const bool is_action = resource.type == kDataActionType;
  if (!is_action) rest += Concat("  ", NounOf(resource.type));
  if (!resource.name.empty()) rest += Concat(is_action ? "  \"" : " \"", resource.name, "\"");
  rest += Concat("  ", resource.physical_id);
  switch (resource.state) {
    case DriftState::kDrifted:
      return {Tone::kChanged, '~' + rest};
    case DriftState::kGone:
      return {Tone::kRemoved, '-' + rest};
    case DriftState::kInSync:
      return {Tone::kPlain, '=' + rest};
    default:
      return {Tone::kRemoved, '!' + rest};
  }
}

std::string Summary(const std::vector<StackDrift>& stacks) {
  std::vector<std::string> parts;
  for (const DriftState state : kStates) {
    const size_t count = CountOf(stacks, state);
    if (count > 0) parts.push_back(Concat(count, " ", ToString(state)));
  }
  return parts.empty() ? "no resources of Genesys Cloud" : Join(parts, ", ");
}

}  // namespace

size_t CountOf(const std::vector<StackDrift>& stacks, DriftState state) {
  size_t count = 0;
  for (const StackDrift& stack : stacks) {
    count += static_cast<size_t>(std::count_if(stack.resources.begin(), stack.resources.end(),
                                               [&](const ResourceDrift& resource) { return resource.state == state; }));
  }
  return count;
}

std::vector<ToneLine> DriftText(const std::vector<StackDrift>& stacks) {
  std::vector<ToneLine> lines;
  for (const StackDrift& stack : stacks) {
    if (stack.resources.empty() && stacks.size() > 1) continue;
    lines.push_back({Tone::kPlain, Concat("Stack ", stack.stack_name, " (", stack.status, ")")});
    for (const ResourceDrift& resource : stack.resources) {
      lines.push_back(Title(resource));
      for (const definition::FieldDifference& difference : resource.differences) {
        lines.push_back(
            {Tone::kPlain, Concat("     ", difference.field, ": ", difference.before, " -> ", difference.after)});
      }
      for (const std::string& note : resource.notes) lines.push_back({Tone::kPlain, Concat("     ", note)});
    }
    lines.push_back({Tone::kPlain, ""});
  }
  const bool has_arrows = CountOf(stacks, DriftState::kDrifted) > 0;
  lines.push_back({Tone::kPlain, Concat("Drift: ", Summary(stacks), has_arrows ? " (recorded -> live)." : ".")});
  return lines;
}

json::Object DriftDocument(const std::vector<StackDrift>& stacks) {
  json::Array documents;
  for (const StackDrift& stack : stacks) {
    json::Array resources;
    for (const ResourceDrift& resource : stack.resources) {
      json::Array differences;
      for (const definition::FieldDifference& difference : resource.differences) {
        differences.emplace_back(
            json::Object{{"field", difference.field}, {"recorded", difference.before}, {"live", difference.after}});
      }
      resources.emplace_back(json::Object{{"logicalId", resource.logical_id},
                                          {"type", resource.type},
                                          {"physicalId", resource.physical_id},
                                          {"name", resource.name},
                                          {"state", ToString(resource.state)},
                                          {"differences", std::move(differences)},
                                          {"notes", json::Array(resource.notes.begin(), resource.notes.end())}});
    }
    documents.emplace_back(json::Object{{"stackName", stack.stack_name},
                                        {"stackId", stack.stack_id},
                                        {"status", stack.status},
                                        {"resources", std::move(resources)}});
  }
  const bool drifted = CountOf(stacks, DriftState::kDrifted) + CountOf(stacks, DriftState::kGone) > 0;
  return {{"drifted", drifted}, {"stacks", std::move(documents)}};
}

}  // namespace genesys_cfn::cli
