// SPDX-License-Identifier: Apache-2.0
#include "template/check_references.h"

#include <set>
#include <utility>

#include "base/text.h"
#include "json/pointer.h"
#include "template/dependencies.h"
#include "template/functions.h"
#include "template/messages.h"
#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

enum class Block { kConditions, kResources, kOutputs };

std::string_view NameOf(Block block) {
  return block == Block::kConditions ? "Conditions" : block == Block::kResources ? "Resources" : "Outputs";
}

class Checker {
 public:
  Checker(const Template& source, const json::Object& root, Report& report)
      : source_(source), root_(root), report_(report) {
    for (const auto& resource : source.resources) resources_.insert(resource.logical_id);
    for (const auto& parameter : source.parameters) parameters_.insert(parameter.name);
    for (const auto& [name, value] : source.conditions) conditions_.insert(name);
    for (const auto& [name, value] : source.mappings) mappings_.insert(name);
  }

  void Run() {
    SharedNames();
    for (const auto& [name, condition] : source_.conditions) {
      ForEachConditionReference(condition, json::AppendToken("/Conditions", name), Visitor(Block::kConditions));
    }
    for (const ResourceDeclaration& resource : source_.resources) Resource(resource);
    for (const OutputDeclaration& output : source_.outputs) Output(output);
    ConditionCycle();
    ResourceCycle();
  }

 private:
  using Names = std::set<std::string, std::less<>>;

  // A visitor for one expression. What is imported must be known before any resource is made: pointers below the
  // last Fn::ImportValue must name no resource.
  std::function<void(const Reference&, const std::string&)> Visitor(Block block) {
    return [this, block, import = std::string()](const Reference& reference, const std::string& pointer) mutable {
      const bool is_imported = !import.empty() && pointer.starts_with(import);
      switch (reference.kind) {
        case ReferenceKind::kImport:
          if (is_imported) return DependentImport(pointer);
          import = pointer + "/";
          return;
        case ReferenceKind::kCondition:
          return Condition(reference.name, pointer, block);
        case ReferenceKind::kMapping:
          return Mapping(reference.name, pointer);
        case ReferenceKind::kRef:
        case ReferenceKind::kAttribute:
          if (is_imported && resources_.contains(reference.name)) return DependentImport(pointer);
          return Target(reference, pointer, block);
      }
    };
  }

  void Target(const Reference& reference, const std::string& pointer, Block block) {
    const bool is_ref = reference.kind == ReferenceKind::kRef;
    if (block != Block::kConditions && resources_.contains(reference.name)) return;
    if (is_ref && (parameters_.contains(reference.name) || IsPseudoParameter(reference.name))) return;
    std::string text;
    if (block == Block::kConditions) {
      text = message::UnresolvedInConditions(reference.name);
    } else if (!is_ref && !reference.is_in_sub) {
      text = Concat("Template error: instance of Fn::GetAtt references undefined resource ", reference.name);
    } else {
      text = message::UnresolvedResource(reference.name, NameOf(block));
    }
    report_.Add(pointer, std::move(text), TargetHint(reference, block), DiagnosticKind::kUnresolved);
  }

  [[nodiscard]] std::string TargetHint(const Reference& reference, Block block) const {
    const std::string_view name = reference.name;
    if (block == Block::kConditions && resources_.contains(name)) {
      return "Conditions are decided before any resource is made: only parameters can be used.";
    }
    if (parameters_.contains(name)) return Concat(name, " is a parameter and has no attributes: use Ref.");
    if (conditions_.contains(name)) return Concat(name, " is a condition: use it in Fn::If or as Condition.");
    if (mappings_.contains(name)) return Concat(name, " is a mapping: use Fn::FindInMap.");
    std::vector<std::string> candidates;
    if (block != Block::kConditions) candidates.assign(resources_.begin(), resources_.end());
    if (reference.kind == ReferenceKind::kRef) {
      candidates.insert(candidates.end(), parameters_.begin(), parameters_.end());
      for (std::string& pseudo : PseudoParameterNames()) candidates.push_back(std::move(pseudo));
    }
    std::string otherwise = "No parameter or resource of the template has this name.";
    if (reference.is_in_sub) otherwise += " Write ${!...} for a text that is no variable.";
    return Report::SuggestionHint(name, candidates, std::move(otherwise));
  }

  void DependentImport(const std::string& pointer) {
    report_.Add(
        pointer,
        "Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or "
        "Fn::GetAZs");
  }

  void Condition(std::string_view name, const std::string& pointer, Block block) {
    if (conditions_.contains(name)) return;
    const bool is_if = pointer.ends_with("/Fn::If/0");
    report_.Add(pointer,
                is_if ? message::UnresolvedCondition(name)
                      : Concat("Template format error: Unresolved condition dependency ", name, " in the ",
                               NameOf(block), " block of the template"),
                SuggestOneOf(name, conditions_), DiagnosticKind::kUnresolved);
  }

  void Mapping(std::string_view name, const std::string& pointer) {
    if (mappings_.contains(name)) return;
    report_.Add(
        pointer,
        Concat("Template error: Mapping named '", name, "' is not present in the 'Mappings' section of template."),
        SuggestOneOf(name, mappings_), DiagnosticKind::kUnresolved);
  }

  static std::string SuggestOneOf(std::string_view name, const Names& names) {
    return Report::SuggestionHint(name, {names.begin(), names.end()});
  }

  void Resource(const ResourceDeclaration& resource) {
    const std::string pointer = json::AppendToken("/Resources", resource.logical_id);
    const json::Value* declaration = root_.Find("Resources")->Find(resource.logical_id);
    for (const std::string_view part : {"Properties", "Metadata", "UpdatePolicy", "CreationPolicy"}) {
      if (const json::Value* value = declaration->Find(part)) {
        ForEachReference(*value, json::AppendToken(pointer, part), Visitor(Block::kResources));
      }
    }
    if (resource.condition) Condition(*resource.condition, pointer + "/Condition", Block::kResources);
    const bool is_list = declaration->Find("DependsOn") != nullptr && declaration->Find("DependsOn")->is_array();
    for (size_t i = 0; i < resource.depends_on.size(); ++i) {
      const std::string& name = resource.depends_on[i];
      if (resources_.contains(name)) continue;
      report_.Add(is_list ? json::AppendIndex(pointer + "/DependsOn", i) : pointer + "/DependsOn",
                  message::UnresolvedResource(name, "Resources"), SuggestOneOf(name, resources_),
                  DiagnosticKind::kUnresolved);
    }
  }

  void Output(const OutputDeclaration& output) {
    const std::string pointer = json::AppendToken("/Outputs", output.key);
    ForEachReference(output.value, pointer + "/Value", Visitor(Block::kOutputs));
    if (output.export_name) ExportName(*output.export_name, pointer + "/Export/Name");
    if (output.condition) Condition(*output.condition, pointer + "/Condition", Block::kOutputs);
  }

  void ExportName(const json::Value& name, const std::string& pointer) {
    const auto visit = Visitor(Block::kOutputs);
    ForEachReference(name, pointer, [&](const Reference& reference, const std::string& at) {
      const bool is_name = reference.kind == ReferenceKind::kRef || reference.kind == ReferenceKind::kAttribute;
      if (!is_name || !resources_.contains(reference.name)) return visit(reference, at);
      report_.Add(at, "Template format error: The Name of an Export must not depend on any resources",
                  "Use parameters and pseudo parameters such as AWS::StackName.");
    });
  }

  void SharedNames() {
    for (const std::string& name : parameters_) {
      if (!resources_.contains(name)) continue;
      report_.Add(json::AppendToken("/Resources", name),
                  Concat("Template format error: ", name, " is the name of a parameter and of a resource"),
                  "Ref could mean either: rename one of them.");
    }
  }

  void ConditionCycle() {
    DependencyGraph graph;
    for (const auto& [name, condition] : source_.conditions) {
      std::set<std::string>& needs = graph[name];
      ForEachConditionReference(condition, {}, [&](const Reference& reference, const std::string& /*pointer*/) {
        if (reference.kind == ReferenceKind::kCondition) needs.emplace(reference.name);
      });
    }
    Cycle(graph, "conditions", "/Conditions");
  }

  void ResourceCycle() { Cycle(DependenciesOf(source_), "resources", "/Resources"); }

  void Cycle(const DependencyGraph& graph, std::string_view what, std::string_view section) {
    auto cycle = FindCycle(graph);
    if (!cycle) return;
    const std::string path = Join(*cycle, " -> ");
    cycle->pop_back();
    report_.Add(json::AppendToken(section, cycle->front()),
                Concat("Circular dependency between ", what, ": [", Join(*cycle, ", "), ']'),
                Concat("Each needs the next: ", path), DiagnosticKind::kCycle);
  }

  const Template& source_;
  const json::Object& root_;
  Report& report_;
  Names resources_;
  Names parameters_;
  Names conditions_;
  Names mappings_;
};

}  // namespace

void CheckReferences(const Template& source, const json::Object& root, Report& report) {
  Checker(source, root, report).Run();
}

}  // namespace genesys_cfn::cloudformation
