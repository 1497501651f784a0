// SPDX-License-Identifier: Apache-2.0
#include "cli/drift_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cli/columns.h"
#include "cli/recorded_stack.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::array<DriftState, 5> kStates = {DriftState::kDrifted, DriftState::kGone, DriftState::kFailed,
                                               DriftState::kNotJudged, DriftState::kInSync};

struct Sign {
  Tone tone;
  std::string_view text;
};
Sign SignOf(DriftState state) {
  switch (state) {
    case DriftState::kDrifted:
      return {Tone::kChanged, "~"};
    case DriftState::kGone:
      return {Tone::kRemoved, "-"};
    case DriftState::kInSync:
      return {Tone::kPlain, "="};
    default:
      return {Tone::kRemoved, "!"};
  }
}

// What most of them are needs no word.
std::string Called(const ResourceDrift& resource) {
  std::string text = resource.type == kDataActionType ? std::string() : std::string(NounOf(resource.type));
  if (!resource.name.empty()) text += Concat(text.empty() ? "\"" : " \"", resource.name, "\"");
  return text;
}

// Of each resource, in columns.
std::vector<std::string> Titles(const std::vector<ResourceDrift>& resources) {
  std::vector<std::vector<std::string>> rows;
  for (const ResourceDrift& resource : resources) {
    rows.push_back({std::string(SignOf(resource.state).text), resource.logical_id,
                    std::string(ToString(resource.state)), Called(resource), resource.physical_id});
  }
  return Aligned(rows);
}

void AddResources(const std::vector<ResourceDrift>& resources, std::vector<ToneLine>& lines) {
  const std::vector<std::string> titles = Titles(resources);
  for (size_t i = 0; i < titles.size(); ++i) {
    const ResourceDrift& resource = resources[i];
    lines.push_back({SignOf(resource.state).tone, titles[i]});
    for (const definition::FieldDifference& difference : resource.differences) {
      lines.push_back(
          {Tone::kPlain, Concat("     ", difference.field, ": ", difference.before, " -> ", difference.after)});
    }
    for (const std::string& note : resource.notes) lines.push_back({Tone::kPlain, Concat("     ", note)});
  }
}

std::string Summary(const std::vector<StackDrift>& stacks) {
  std::vector<std::string> parts;
  for (const DriftState state : kStates) {
    const size_t count = CountOf(stacks, state);
    if (count > 0) parts.push_back(Concat(count, " ", ToString(state)));
  }
  const bool has_arrows = CountOf(stacks, DriftState::kDrifted) > 0;
  return Concat("Drift: ", parts.empty() ? "no resources of Genesys Cloud" : Join(parts, ", "),
                has_arrows ? " (recorded -> live)." : ".");
}

bool WasInSync(const std::vector<StackDrift>& before, const StackDrift& stack, const ResourceDrift& resource) {
  for (const StackDrift& other : before) {
    if (other.stack_id != stack.stack_id) continue;
    const auto found = std::find_if(other.resources.begin(), other.resources.end(),
                                    [&](const ResourceDrift& one) { return one.logical_id == resource.logical_id; });
    if (found != other.resources.end()) return found->state == DriftState::kInSync;
  }
  return false;
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
    AddResources(stack.resources, lines);
    lines.push_back({Tone::kPlain, ""});
  }
  lines.push_back({Tone::kPlain, Summary(stacks)});
  return lines;
}

std::vector<ToneLine> RevertText(const std::vector<StackDrift>& before, const std::vector<StackDrift>& now) {
  std::vector<ToneLine> lines;
  for (const StackDrift& stack : now) {
    std::vector<ResourceDrift> shown;
    for (const ResourceDrift& resource : stack.resources) {
      const bool was_and_is_in_sync = resource.state == DriftState::kInSync && WasInSync(before, stack, resource);
      if (!was_and_is_in_sync) shown.push_back(resource);
    }
    if (now.size() > 1 && !shown.empty()) lines.push_back({Tone::kPlain, Concat("Stack ", stack.stack_name)});
    AddResources(shown, lines);
  }
  lines.push_back({Tone::kPlain, Summary(now)});
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
