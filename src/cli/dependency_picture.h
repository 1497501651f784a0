// SPDX-License-Identifier: Apache-2.0
// A template's dependency graph as text: a tree for people, and the languages of Graphviz and Mermaid. What names an
// integration of the template by IntegrationName, without a dependency, is drawn too: CloudFormation knows of no order
// there. Pure functions; the order is the template's, so the same template gives the same text.
#pragma once

#include <string>

#include "template/dependencies.h"
#include "template/template.h"

namespace genesys_cfn::cli {

// Resources that a resource names and does not need, by logical id; those that name none have no entry.
cloudformation::DependencyGraph NamedResources(const cloudformation::Template& source,
                                               const cloudformation::DependencyGraph& graph);

// What nothing needs stands at the left, what it needs below it. A resource that has needs of its own is written out
// once; further places say "(above)". What is only named says "(by name)".
std::string DependencyTree(const cloudformation::Template& source, const cloudformation::DependencyGraph& graph);
// An arrow leads from a resource to what it needs, a dashed one to what it names. Each type of this provider has a
// shape of its own.
std::string DependencyDot(const cloudformation::Template& source, const cloudformation::DependencyGraph& graph);
std::string DependencyMermaid(const cloudformation::Template& source, const cloudformation::DependencyGraph& graph);

}  // namespace genesys_cfn::cli
