// SPDX-License-Identifier: Apache-2.0
#include "cli/dependency_picture.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

using cloudformation::DependencyGraph;
using cloudformation::ResourceDeclaration;
using cloudformation::Template;

bool IsDataAction(const ResourceDeclaration& resource) {
  return resource.type == "Custom::GenesysDataAction";
}

class Tree {
 public:
  Tree(const Template& source, const DependencyGraph& graph) : source_(source), graph_(graph) {}

  std::string Draw() {
    std::set<std::string> needed;
    for (const auto& [name, needs] : graph_) needed.insert(needs.begin(), needs.end());
    for (const ResourceDeclaration& resource : source_.resources) {
      if (!needed.contains(resource.logical_id)) DrawNode(resource, "", "");
    }
    return std::move(text_);
  }

 private:
  // A template has at most 500 resources and no cycle, so the recursion ends and is not deep.
  void DrawNode(const ResourceDeclaration& resource, const std::string& branch, const std::string& below) {
    const std::set<std::string>& needs = graph_.at(resource.logical_id);
    const bool again = !needs.empty() && !drawn_.insert(resource.logical_id).second;
    text_ += Concat(branch, resource.logical_id, "  ", resource.type, again ? "  (above)" : "", "\n");
    if (again) return;
    size_t left = needs.size();
    for (const std::string& need : needs) {
      const bool last = --left == 0;
      DrawNode(*source_.FindResource(need), Concat(below, last ? "└── " : "├── "),
               Concat(below, last ? "    " : "│   "));
    }
  }

  const Template& source_;
  const DependencyGraph& graph_;
  std::set<std::string> drawn_;
  std::string text_;
};

}  // namespace

std::string DependencyTree(const Template& source, const DependencyGraph& graph) {
  return Tree(source, graph).Draw();
}

std::string DependencyDot(const Template& source, const DependencyGraph& graph) {
  std::string text = "digraph resources {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const ResourceDeclaration& resource : source.resources) {
    text += Concat("  \"", resource.logical_id, "\" [label=\"", resource.logical_id, "\\n", resource.type, "\"",
                   IsDataAction(resource) ? ", style=rounded" : "", "];\n");
  }
  for (const ResourceDeclaration& resource : source.resources) {
    for (const std::string& need : graph.at(resource.logical_id)) {
      text += Concat("  \"", resource.logical_id, "\" -> \"", need, "\";\n");
    }
  }
  return text + "}\n";
}

std::string DependencyMermaid(const Template& source, const DependencyGraph& graph) {
  std::string text = "flowchart LR\n";
  for (const ResourceDeclaration& resource : source.resources) {
    const bool action = IsDataAction(resource);
    text += Concat("  ", resource.logical_id, action ? "(\"" : "[\"", resource.logical_id, "<br/>", resource.type,
                   action ? "\")\n" : "\"]\n");
  }
  for (const ResourceDeclaration& resource : source.resources) {
    for (const std::string& need : graph.at(resource.logical_id)) {
      text += Concat("  ", resource.logical_id, " --> ", need, "\n");
    }
  }
  return text;
}

}  // namespace genesys_cfn::cli
