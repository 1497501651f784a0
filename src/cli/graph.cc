// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/dependency_picture.h"
#include "cli/exit_code.h"
#include "cli/template_file.h"

namespace genesys_cfn::cli {
namespace {

std::string Picture(GraphFormat format, const cloudformation::Template& source,
                    const cloudformation::DependencyGraph& graph) {
  switch (format) {
    case GraphFormat::kDot:
      return DependencyDot(source, graph);
    case GraphFormat::kMermaid:
      return DependencyMermaid(source, graph);
    case GraphFormat::kText:
      break;
  }
  return DependencyTree(source, graph);
}

}  // namespace

Result<int> RunGraph(CommandContext& context, const GraphCommand& command) {
  TRY_ASSIGN(const auto file, ReadTemplate(context, command.template_path));
  if (!file) return kFailed;
  const cloudformation::DependencyGraph graph = cloudformation::DependenciesOf(file->loaded);
  std::string picture = Picture(command.format, file->loaded, graph);
  picture.pop_back();
  context.renderer.Line(picture);
  const cloudformation::DependencyGraph named = NamedResources(file->loaded, graph);
  json::Array resources;
  for (const cloudformation::ResourceDeclaration& resource : file->loaded.resources) {
    json::Array needs;
    for (const std::string& need : graph.at(resource.logical_id)) needs.emplace_back(need);
    json::Array names;
    if (const auto found = named.find(resource.logical_id); found != named.end()) {
      for (const std::string& name : found->second) names.emplace_back(name);
    }
    resources.emplace_back(json::Object{{"logicalId", resource.logical_id},
                                        {"type", resource.type},
                                        {"needs", std::move(needs)},
                                        {"names", std::move(names)}});
  }
  context.renderer.Document(json::Object{{"resources", std::move(resources)}});
  return kDone;
}

}  // namespace genesys_cfn::cli
