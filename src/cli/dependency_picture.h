// SPDX-License-Identifier: Apache-2.0
// A template's dependency graph as text: a tree for people, and the languages of Graphviz and Mermaid. Pure functions;
// the order is the template's, so the same template gives the same text.
#pragma once

#include <string>

#include "template/dependencies.h"
#include "template/template.h"

namespace genesys_cfn::cli {

// What nothing needs stands at the left, what it needs below it. A resource that has needs of its own is written out
// once; further places say "(above)".
std::string DependencyTree(const cloudformation::Template& source, const cloudformation::DependencyGraph& graph);
// An arrow leads from a resource to what it needs. Data actions are boxes of another shape.
std::string DependencyDot(const cloudformation::Template& source, const cloudformation::DependencyGraph& graph);
std::string DependencyMermaid(const cloudformation::Template& source, const cloudformation::DependencyGraph& graph);

}  // namespace genesys_cfn::cli
