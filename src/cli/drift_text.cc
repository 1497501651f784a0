// SPDX-License-Identifier: Apache-2.0
#include "cli/drift_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::array<DriftState, 5> kStates = {DriftState::kDrifted, DriftState::kGone, DriftState::kFailed,
                                               DriftState::kNotJudged, DriftState::kInSync};

ToneLine Title(const ActionDrift& action) {
  std::string rest = Concat("  ", action.logical_id, "  ", ToString(action.state));
  if (!action.name.empty()) rest += Concat("  \"", action.name, "\"");
  rest += Concat("  ", action.physical_id);
  switch (action.state) {
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
  return parts.empty() ? "no data actions" : Join(parts, ", ");
}

}  // namespace

size_t CountOf(const std::vector<StackDrift>& stacks, DriftState state) {
  size_t count = 0;
  for (const StackDrift& stack : stacks) {
    count += static_cast<size_t>(std::count_if(stack.actions.begin(), stack.actions.end(),
                                               [&](const ActionDrift& action) { return action.state == state; }));
  }
  return count;
}

std::vector<ToneLine> DriftText(const std::vector<StackDrift>& stacks) {
  std::vector<ToneLine> lines;
  for (const StackDrift& stack : stacks) {
    if (stack.actions.empty() && stacks.size() > 1) continue;
    lines.push_back({Tone::kPlain, Concat("Stack ", stack.stack_name, " (", stack.status, ")")});
    for (const ActionDrift& action : stack.actions) {
      lines.push_back(Title(action));
      for (const definition::FieldDifference& difference : action.differences) {
        lines.push_back(
            {Tone::kPlain, Concat("     ", difference.field, ": ", difference.before, " -> ", difference.after)});
      }
      for (const std::string& note : action.notes) lines.push_back({Tone::kPlain, Concat("     ", note)});
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
    json::Array actions;
    for (const ActionDrift& action : stack.actions) {
      json::Array differences;
      for (const definition::FieldDifference& difference : action.differences) {
        differences.emplace_back(
            json::Object{{"field", difference.field}, {"recorded", difference.before}, {"live", difference.after}});
      }
      actions.emplace_back(json::Object{{"logicalId", action.logical_id},
                                        {"physicalId", action.physical_id},
                                        {"name", action.name},
                                        {"state", ToString(action.state)},
                                        {"differences", std::move(differences)},
                                        {"notes", json::Array(action.notes.begin(), action.notes.end())}});
    }
    documents.emplace_back(json::Object{{"stackName", stack.stack_name},
                                        {"stackId", stack.stack_id},
                                        {"status", stack.status},
                                        {"actions", std::move(actions)}});
  }
  const bool drifted = CountOf(stacks, DriftState::kDrifted) + CountOf(stacks, DriftState::kGone) > 0;
  return {{"drifted", drifted}, {"stacks", std::move(documents)}};
}

}  // namespace genesys_cfn::cli
