// SPDX-License-Identifier: Apache-2.0
#include "cli/dependency_picture.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "provider/action_lookup_table.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "provider/integration_table.h"

namespace genesys_cfn::cli {
namespace {

using cloudformation::DependencyGraph;
using cloudformation::ResourceDeclaration;
using cloudformation::Template;

// How a type is drawn.
struct Shape {
  std::string_view type;
  std::string_view dot;   // further attributes of the box
  std::string_view open;  // Mermaid's brackets
  std::string_view close;
};
constexpr Shape kOtherShape = {"", "", "[", "]"};
constexpr std::array<Shape, 5> kShapes = {{
    {provider::kDataActionTable.type, ", style=rounded", "(", ")"},
    {provider::kIntegrationTable.type, ", shape=component", "[[", "]]"},
    {provider::kCredentialTable.type, ", shape=hexagon", "{{", "}}"},
    {provider::kCustomAuthActionTable.type, ", style=\"rounded,bold\"", "([", "])"},
    {provider::kActionLookupTable.type, ", style=\"rounded,dotted\"", ">", "]"},
}};

const Shape& ShapeOf(const ResourceDeclaration& resource) {
  const auto at =
      std::find_if(kShapes.begin(), kShapes.end(), [&](const Shape& one) { return one.type == resource.type; });
  return at == kShapes.end() ? kOtherShape : *at;
}

// Empty for what is no literal text.
std::string TextIn(const ResourceDeclaration& resource, std::string_view property) {
  const json::Value* value = resource.properties.Find(property);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

class Tree {
 public:
  Tree(const Template& source, const DependencyGraph& graph)
      : source_(source), graph_(graph), named_(NamedResources(source, graph)) {}

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
    const auto names = named_.find(resource.logical_id);
    const bool has_names = names != named_.end();
    const bool again = (!needs.empty() || has_names) && !drawn_.insert(resource.logical_id).second;
    text_ += Concat(branch, resource.logical_id, "  ", resource.type, again ? "  (above)" : "", "\n");
    if (again) return;
    size_t left = needs.size() + (has_names ? names->second.size() : 0);
    const auto next = [&] { return --left == 0 ? std::pair("└── ", "    ") : std::pair("├── ", "│   "); };
    for (const std::string& need : needs) {
      const auto [corner, line] = next();
      DrawNode(*source_.FindResource(need), below + corner, below + line);
    }
    if (!has_names) return;
    for (const std::string& name : names->second) {
      text_ += Concat(below, next().first, name, "  ", source_.FindResource(name)->type, "  (by name)\n");
    }
  }

  const Template& source_;
  const DependencyGraph& graph_;
  DependencyGraph named_;
  std::set<std::string> drawn_;
  std::string text_;
};

}  // namespace

DependencyGraph NamedResources(const Template& source, const DependencyGraph& graph) {
  DependencyGraph named;
  for (const ResourceDeclaration& resource : source.resources) {
    const std::string name = TextIn(resource, "IntegrationName");
    if (name.empty()) continue;
    for (const ResourceDeclaration& other : source.resources) {
      const bool is_meant = other.type == provider::kIntegrationTable.type && TextIn(other, "Name") == name;
      if (!is_meant || graph.at(resource.logical_id).contains(other.logical_id)) continue;
      named[resource.logical_id].insert(other.logical_id);
    }
  }
  return named;
}

std::string DependencyTree(const Template& source, const DependencyGraph& graph) {
  return Tree(source, graph).Draw();
}

std::string DependencyDot(const Template& source, const DependencyGraph& graph) {
  std::string text = "digraph resources {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const ResourceDeclaration& resource : source.resources) {
    text += Concat("  \"", resource.logical_id, "\" [label=\"", resource.logical_id, "\\n", resource.type, "\"",
                   ShapeOf(resource).dot, "];\n");
  }
  const auto add = [&](const DependencyGraph& arrows, std::string_view style) {
    for (const ResourceDeclaration& resource : source.resources) {
      const auto from = arrows.find(resource.logical_id);
      if (from == arrows.end()) continue;
      for (const std::string& to : from->second) {
        text += Concat("  \"", resource.logical_id, "\" -> \"", to, "\"", style, ";\n");
      }
    }
  };
  add(graph, "");
  add(NamedResources(source, graph), " [style=dashed]");
  return text + "}\n";
}

std::string DependencyMermaid(const Template& source, const DependencyGraph& graph) {
  std::string text = "flowchart LR\n";
  for (const ResourceDeclaration& resource : source.resources) {
    const Shape& shape = ShapeOf(resource);
    text += Concat("  ", resource.logical_id, shape.open, "\"", resource.logical_id, "<br/>", resource.type, "\"",
                   shape.close, "\n");
  }
  const auto add = [&](const DependencyGraph& arrows, std::string_view arrow) {
    for (const ResourceDeclaration& resource : source.resources) {
      const auto from = arrows.find(resource.logical_id);
      if (from == arrows.end()) continue;
      for (const std::string& to : from->second) text += Concat("  ", resource.logical_id, arrow, to, "\n");
    }
  };
  add(graph, " --> ");
  add(NamedResources(source, graph), " -.-> ");
  return text;
}

}  // namespace genesys_cfn::cli
