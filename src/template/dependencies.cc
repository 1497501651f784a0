// SPDX-License-Identifier: Apache-2.0
#include "template/dependencies.h"

#include <algorithm>
#include <deque>
#include <limits>

#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kNone = std::numeric_limits<size_t>::max();

// The graph with numbers for names, in the order of the names. Needs that are no key are left out.
struct IndexedGraph {
  std::vector<std::string> names;
  std::vector<std::vector<size_t>> needs;
};

IndexedGraph IndexOf(const DependencyGraph& graph) {
  IndexedGraph indexed;
  for (const auto& [name, needs] : graph) indexed.names.push_back(name);
  for (const auto& [name, needs] : graph) {
    std::vector<size_t>& numbers = indexed.needs.emplace_back();
    for (const std::string& need : needs) {
      const auto at = std::lower_bound(indexed.names.begin(), indexed.names.end(), need);
      if (at != indexed.names.end() && *at == need) numbers.push_back(static_cast<size_t>(at - indexed.names.begin()));
    }
  }
  return indexed;
}

// The nodes that are left when nodes that need nothing are removed, again and again: those on cycles or above one.
std::vector<size_t> NodesThatNeedACycle(const IndexedGraph& graph) {
  std::vector<size_t> open_needs(graph.names.size());
  std::vector<std::vector<size_t>> needed_by(graph.names.size());
  std::deque<size_t> free;
  for (size_t node = 0; node < graph.names.size(); ++node) {
    open_needs[node] = graph.needs[node].size();
    for (const size_t need : graph.needs[node]) needed_by[need].push_back(node);
    if (open_needs[node] == 0) free.push_back(node);
  }
  while (!free.empty()) {
    const size_t node = free.front();
    free.pop_front();
    for (const size_t above : needed_by[node]) {
      if (--open_needs[above] == 0) free.push_back(above);
    }
  }
  std::vector<size_t> left;
  for (size_t node = 0; node < graph.names.size(); ++node) {
    if (open_needs[node] > 0) left.push_back(node);
  }
  return left;
}

// A shortest way from `start` back to itself, by breadth-first search.
std::vector<size_t> CycleThrough(const IndexedGraph& graph, size_t start) {
  std::vector<size_t> came_from(graph.names.size(), kNone);
  std::deque<size_t> queue = {start};
  while (!queue.empty()) {
    const size_t node = queue.front();
    queue.pop_front();
    for (const size_t need : graph.needs[node]) {
      if (need == start) {
        std::vector<size_t> cycle = {start};
        for (size_t at = node; at != start; at = came_from[at]) cycle.push_back(at);
        cycle.push_back(start);
        std::reverse(cycle.begin(), cycle.end());
        return cycle;
      }
      if (came_from[need] == kNone) {
        came_from[need] = node;
        queue.push_back(need);
      }
    }
  }
  return {};
}

}  // namespace

DependencyGraph DependenciesOf(const Template& source) {
  DependencyGraph graph;
  for (const ResourceDeclaration& resource : source.resources) graph[resource.logical_id];
  for (const ResourceDeclaration& resource : source.resources) {
    std::set<std::string>& needs = graph[resource.logical_id];
    const auto add = [&](std::string_view name) {
      if (graph.contains(std::string(name))) needs.emplace(name);
    };
    for (const std::string& name : resource.depends_on) add(name);
    for (const auto& [property, value] : resource.properties) {
      ForEachReference(value, {}, [&](const Reference& reference, const std::string& /*pointer*/) {
        if (reference.kind == ReferenceKind::kRef || reference.kind == ReferenceKind::kAttribute) add(reference.name);
      });
    }
  }
  return graph;
}

std::optional<std::vector<std::string>> FindCycle(const DependencyGraph& graph) {
  const IndexedGraph indexed = IndexOf(graph);
  std::vector<size_t> shortest;
  for (const size_t node : NodesThatNeedACycle(indexed)) {
    std::vector<size_t> cycle = CycleThrough(indexed, node);
    if (!cycle.empty() && (shortest.empty() || cycle.size() < shortest.size())) shortest = std::move(cycle);
  }
  if (shortest.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const size_t node : shortest) names.push_back(indexed.names[node]);
  return names;
}

}  // namespace genesys_cfn::cloudformation
