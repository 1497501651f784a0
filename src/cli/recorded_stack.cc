// SPDX-License-Identifier: Apache-2.0
#include "cli/recorded_stack.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/unknown_values.h"
#include "custom_resource/physical_id.h"
#include "custom_resource/request.h"
#include "provider/resource_tables.h"
#include "template/evaluate.h"
#include "template/references.h"
#include "template/regions.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kMasked = "****";
constexpr std::string_view kOwnTransform = "AWS::LanguageExtensions";

std::map<std::string, std::string> ParametersOf(const aws::Stack& stack) {
  std::map<std::string, std::string> parameters;
  for (const aws::StackParameter& parameter : stack.parameters) {
    const std::string& value = parameter.resolved_value.empty() ? parameter.value : parameter.resolved_value;
    parameters[parameter.key] = value == kMasked ? UnknownValue(Concat("!Ref ", parameter.key)) : value;
  }
  return parameters;
}

// What is meant for CloudFormation does not reach the function.
json::Object WithoutServiceMembers(json::Object properties) {
  for (const std::string_view name : {"ServiceToken", "ServiceTimeout"}) properties.Remove(name);
  return properties;
}

bool ImportsAny(const cloudformation::Template& source) {
  bool imports = false;
  for (const cloudformation::ResourceDeclaration& resource : source.resources) {
    if (!IsOfOurs(resource.type)) continue;
    cloudformation::ForEachReference(WithoutServiceMembers(resource.properties), "",
                                     [&](const cloudformation::Reference& reference, const std::string& /*pointer*/) {
                                       imports = imports || reference.kind == cloudformation::ReferenceKind::kImport;
                                     });
  }
  return imports;
}

bool NeedsProcessing(const cloudformation::LoadResult& loaded) {
  return !loaded.value || std::any_of(loaded.value->transforms.begin(), loaded.value->transforms.end(),
                                      [](const std::string& transform) { return transform != kOwnTransform; });
}

cloudformation::EvaluationContext ContextOf(const StackFacts& facts, const cloudformation::Template& source,
                                            std::map<std::string, std::string> parameters) {
  const auto place = custom_resource::ParseStackId(facts.stack.id);
  const auto partition = cloudformation::PartitionOf(place.region);
  cloudformation::EvaluationContext context;
  context.source = &source;
  context.pseudo = {place.account,  place.region,    std::string(partition.name), std::string(partition.url_suffix),
                    facts.stack.id, facts.stack.name};
  context.parameters = std::move(parameters);
  const auto physical_id = [&facts](std::string_view logical_id) -> std::optional<std::string> {
    for (const aws::StackResource& resource : facts.resources) {
      if (resource.logical_id == logical_id && !resource.physical_id.empty()) return resource.physical_id;
    }
    return std::nullopt;
  };
  context.ref = [physical_id](std::string_view logical_id) {
    return physical_id(logical_id).value_or(UnknownValue(Concat("!Ref ", logical_id)));
  };
  context.get_att = [&source, physical_id](std::string_view logical_id,
                                           std::string_view attribute) -> Result<json::Value> {
    const auto* resource = source.FindResource(logical_id);
    const auto id = physical_id(logical_id);
    const bool is_id = attribute == "Id" || attribute == "DataActionId";
    if (id && is_id && resource != nullptr && IsOfOurs(resource->type)) return json::Value(*id);
    return json::Value(UnknownValue(Concat("!GetAtt ", logical_id, ".", attribute)));
  };
  context.import = [&facts](std::string_view name) -> Result<std::string> {
    const auto found = facts.exports.find(std::string(name));
    return found == facts.exports.end() ? UnknownValue(Concat("!ImportValue ", name)) : found->second;
  };
  return context;
}

// Conditions that a parameter decides which is not known: which branch was taken is not known either.
std::set<std::string, std::less<>> UnknownConditions(const cloudformation::EvaluationContext& context) {
  using cloudformation::ReferenceKind;
  std::set<std::string, std::less<>> unknown;
  for (bool grows = true; grows;) {
    grows = false;
    for (const auto& [name, expression] : context.source->conditions) {
      if (unknown.contains(name)) continue;
      bool depends = false;
      cloudformation::ForEachConditionReference(expression, "", [&](const auto& reference, const std::string& /*at*/) {
        const auto parameter = context.parameters.find(std::string(reference.name));
        depends = depends || (reference.kind == ReferenceKind::kCondition && unknown.contains(reference.name)) ||
                  (reference.kind == ReferenceKind::kRef && parameter != context.parameters.end() &&
                   IsUnknown(parameter->second));
      });
      if (depends) unknown.insert(name);
      grows = grows || depends;
    }
  }
  return unknown;
}

std::string UnknownConditionOf(const json::Object& properties, const std::set<std::string, std::less<>>& unknown) {
  std::string found;
  cloudformation::ForEachReference(properties, "", [&](const auto& reference, const std::string& /*at*/) {
    const bool is_one = reference.kind == cloudformation::ReferenceKind::kCondition && unknown.contains(reference.name);
    if (is_one) found = reference.name;
  });
  return found;
}

}  // namespace

bool IsOfOurs(std::string_view type) {
  return provider::FindTable(type) != nullptr;
}

bool StandsForObject(const aws::StackResource& resource) {
  const bool is_gone = resource.status == "DELETE_COMPLETE" || resource.status == "DELETE_SKIPPED";
  return IsOfOurs(resource.type) && !is_gone && !resource.physical_id.empty() &&
         !custom_resource::ParseMarker(resource.physical_id);
}

Result<StackFacts> ReadStackFacts(aws::CloudFormationClient& stacks, const aws::Stack& stack) {
  using Stage = aws::CloudFormationClient::TemplateStage;
  StackFacts facts{stack, {}, {}, {}};
  TRY_ASSIGN(facts.resources, stacks.ListStackResources(stack.id));
  if (std::none_of(facts.resources.begin(), facts.resources.end(), StandsForObject)) return facts;
  TRY_ASSIGN(facts.template_text, stacks.GetTemplate(stack.id, Stage::kOriginal));
  auto loaded = cloudformation::LoadTemplate(facts.template_text, ParametersOf(stack));
  if (NeedsProcessing(loaded)) {
    TRY_ASSIGN(facts.template_text, stacks.GetTemplate(stack.id, Stage::kProcessed));
    loaded = cloudformation::LoadTemplate(facts.template_text, ParametersOf(stack));
  }
  if (loaded.value && ImportsAny(*loaded.value)) {
    TRY_ASSIGN(const auto exports, stacks.ListExports());
    for (const aws::Export& one : exports) facts.exports[one.name] = one.value;
  }
  return facts;
}

std::vector<RecordedResource> RecordedResources(const StackFacts& facts) {
  std::vector<RecordedResource> resources;
  for (const aws::StackResource& one : facts.resources) {
    if (StandsForObject(one)) resources.push_back({one.logical_id, one.physical_id, one.type, {}, {}});
  }
  std::sort(resources.begin(), resources.end(),
            [](const RecordedResource& a, const RecordedResource& b) { return a.logical_id < b.logical_id; });
  if (resources.empty()) return resources;
  const auto fail_all = [&resources](const std::string& problem) {
    for (RecordedResource& resource : resources) resource.problem = problem;
    return resources;
  };
  const auto parameters = ParametersOf(facts.stack);
  const auto loaded = cloudformation::LoadTemplate(facts.template_text, parameters);
  if (!loaded.value) {
    return fail_all(Concat("the stack's template cannot be read: ", loaded.diagnostics.front().message));
  }
  auto context = ContextOf(facts, *loaded.value, parameters);
  auto conditions = cloudformation::EvaluateConditions(context);
  if (!conditions) return fail_all(Concat("the stack's conditions cannot be known: ", conditions.error().message));
  context.conditions = *std::move(conditions);
  const auto unknown_conditions = UnknownConditions(context);
  for (RecordedResource& resource : resources) {
    const auto* declared = loaded.value->FindResource(resource.logical_id);
    if (declared == nullptr) {
      resource.problem = "the stack's template has it no longer";
      continue;
    }
    const json::Object declared_properties = WithoutServiceMembers(declared->properties);
    if (const std::string condition = UnknownConditionOf(declared_properties, unknown_conditions); !condition.empty()) {
      resource.problem =
          Concat("the condition ", condition, " depends on a NoEcho parameter, which CloudFormation masks");
      continue;
    }
    const auto properties = cloudformation::EvaluateProperties(declared_properties, context);
    if (properties) {
      resource.properties = *cloudformation::StringifyScalars(*properties).AsObject();
    } else {
      resource.problem = properties.error().message;
    }
  }
  return resources;
}

}  // namespace genesys_cfn::cli
