// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/evaluation.h"

#include "emulator/cloudformation/reasons.h"
#include "emulator/cloudformation/resource_types.h"
#include "json/write.h"
#include "template/check_active.h"
#include "template/evaluate.h"
#include "template/policies.h"
#include "template/regions.h"
#include "template/rules.h"

namespace genesys_cfn::emulator {
namespace {

using cloudformation::DynamicReference;
using cloudformation::EvaluationContext;

enum class Masking { kNone, kNoEcho };

cloudformation::PseudoParameters PseudoParametersOf(const StackRecord& record, const CloudIdentity& identity) {
  cloudformation::PseudoParameters pseudo;
  pseudo.account_id = identity.account;
  pseudo.region = identity.region;
  pseudo.stack_id = record.id;
  pseudo.stack_name = record.name;
  pseudo.notification_arns = record.notification_arns;
  const cloudformation::Partition partition = cloudformation::PartitionOf(identity.region);
  pseudo.partition = partition.name;
  pseudo.url_suffix = partition.url_suffix;
  return pseudo;
}

ParameterTexts ParametersOf(const StackInput& input) {
  ParameterTexts parameters = input.parameters;
  for (const auto& [name, text] : input.stored) parameters[name] = text;
  return parameters;
}

const ResourceRecord* FindExisting(const StackState& stack, std::string_view logical_id) {
  const auto found = stack.resources.find(std::string(logical_id));
  if (found == stack.resources.end() || !found->second.exists()) return nullptr;
  return &found->second;
}

Result<json::Value> Attribute(const StackState& stack, std::string_view logical_id, std::string_view attribute,
                              Masking masking) {
  const ResourceRecord* resource = FindExisting(stack, logical_id);
  if (resource == nullptr) {
    return Error{ErrorCode::kNotFound, Concat("Template format error: Unresolved resource dependencies [", logical_id,
                                              "] in the Resources block of the template")};
  }
  const ResourceState& state = resource->state;
  if (state.attributes_unknown) return json::Value(kKnownAfterApply);
  if (const json::Value* value = state.attributes.Find(attribute)) {
    if (masking == Masking::kNoEcho && state.no_echo) return json::Value("*****");
    return *value;
  }
  if (const auto text = StandInAttribute(state.attributes, attribute); text && !resource->is_custom()) {
    return json::Value(*text);
  }
  if (!resource->is_custom()) {
    return Error{ErrorCode::kNotFound, Concat("Template error: resource ", logical_id,
                                              " does not support attribute type ", attribute, " in Fn::GetAtt")};
  }
  return Error{ErrorCode::kNotFound,
               reasons::MissingAttribute(attribute, stack.record.id, logical_id, state.request_id)};
}

EvaluationContext ContextOf(const StackState& stack, const CloudIdentity& identity, const ExportLookup& exports,
                            Masking masking, std::set<std::string>& imports) {
  EvaluationContext context;
  context.source = &stack.prepared->source;
  context.pseudo = PseudoParametersOf(stack.record, identity);
  context.parameters = ParametersOf(stack.record.input);
  if (masking == Masking::kNoEcho) {
    for (const std::string& name : stack.record.input.no_echo) context.parameters[name] = "****";
  }
  context.conditions = stack.prepared->conditions;
  context.ref = [&stack](std::string_view logical_id) -> std::optional<std::string> {
    const ResourceRecord* resource = FindExisting(stack, logical_id);
    if (resource == nullptr || resource->state.physical_id.empty()) return std::nullopt;
    return resource->state.physical_id;
  };
  context.get_att = [&stack, masking](std::string_view logical_id, std::string_view attribute) {
    return Attribute(stack, logical_id, attribute, masking);
  };
  context.import = [&exports, &imports](std::string_view name) {
    imports.emplace(name);
    return exports(name);
  };
  return context;
}

bool HasSecrets(const StackState& stack) {
  return !stack.record.input.no_echo.empty() || stack.masks_attributes;
}

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Result<cloudformation::Template> LoadWithParameters(const StackInput& input) {
  cloudformation::LoadResult loaded = cloudformation::LoadTemplate(input.template_body, ParametersOf(input));
  if (loaded.value.has_value()) return std::move(*loaded.value);
  return Invalid(loaded.diagnostics.empty() ? "Template format error." : loaded.diagnostics.front().message);
}

cloudformation::StoredParameterLookup ParameterLookup(StoredValues* stored) {
  return [stored](std::string_view name) -> Result<std::optional<cloudformation::StoredParameter>> {
    if (stored == nullptr) return std::optional<cloudformation::StoredParameter>();
    return stored->FindParameter(name);
  };
}

// Secure references stay: a custom resource gets them as they are, a native one their values in ResolveSecrets.
Result<json::Object> ResolveParameterReferences(json::Object properties, StoredValues* stored) {
  const cloudformation::DynamicResolver resolve =
      [stored](const DynamicReference& reference) -> Result<std::optional<std::string>> {
    if (reference.service != cloudformation::DynamicService::kSsm) return std::optional<std::string>();
    TRY_ASSIGN(std::string value, cloudformation::ResolveSsm(reference, ParameterLookup(stored)));
    return std::optional(std::move(value));
  };
  TRY_ASSIGN(json::Value resolved,
             cloudformation::ReplaceDynamicReferences(json::Value(std::move(properties)), resolve));
  return std::move(*resolved.AsObject());
}

// The service has a list of properties that may hold secure parameters: of types that are not here.
Result<void> CheckSecureReferences(const cloudformation::ResourceDeclaration& resource) {
  if (resource.is_custom()) return {};
  std::string place;
  for (const auto& [name, value] : resource.properties) {
    cloudformation::ForEachDynamicReference(
        value, Concat("/", name), [&](const Result<DynamicReference>& reference, const std::string& pointer) {
          const bool is_secure = reference && reference->service == cloudformation::DynamicService::kSsmSecure;
          if (is_secure && place.empty()) place = pointer.substr(0, pointer.find("/Fn::"));
        });
  }
  if (place.empty()) return {};
  return Invalid(Concat("SSM Secure reference is not supported in: [", resource.type, "/Properties", place, "]"));
}

json::Object Finish(const cloudformation::ResourceDeclaration& declaration, json::Object properties) {
  if (!declaration.is_custom()) return properties;
  json::Value stringified = cloudformation::StringifyScalars(json::Value(std::move(properties)));
  return std::move(*stringified.AsObject());
}

// A value of a list type may come out as an array; an output's text is its items, joined.
Result<std::string> OutputText(const json::Value& value, std::string_view key) {
  const json::Value text = cloudformation::StringifyScalars(value);
  if (const std::string* found = text.AsString()) return *found;
  return Error{ErrorCode::kInvalidInput,
               Concat("Template format error: The Value field of output ", key, " must evaluate to a String.")};
}

// Nothing is appended for an output whose condition does not hold.
Result<void> EvaluateOutput(const cloudformation::OutputDeclaration& declaration, const StackState& stack,
                            const EvaluationContext& context, std::vector<StackOutput>& outputs) {
  if (declaration.condition.has_value()) {
    const auto holds = stack.prepared->conditions.find(*declaration.condition);
    if (holds == stack.prepared->conditions.end() || !holds->second) return {};
  }
  StackOutput output{declaration.key, "", declaration.description, ""};
  TRY_ASSIGN(const auto value, cloudformation::Evaluate(declaration.value, context));
  if (!value.has_value()) return {};
  TRY_ASSIGN(output.value, OutputText(*value, declaration.key));
  if (declaration.export_name.has_value()) {
    TRY_ASSIGN(const auto name, cloudformation::Evaluate(*declaration.export_name, context));
    if (name.has_value()) {
      TRY_ASSIGN(output.export_name, OutputText(*name, declaration.key));
    }
  }
  outputs.push_back(std::move(output));
  return {};
}

}  // namespace

Result<void> ResolveInput(const cloudformation::Template& source,
                          const std::map<std::string, cloudformation::GivenParameter>& given,
                          const StackInput& previous, StoredValues* stored, StackInput& input) {
  TRY_ASSIGN(input.parameters, cloudformation::ResolveParameters(source, given, previous.parameters));
  TRY_ASSIGN(input.stored, cloudformation::FetchStoredParameters(source, input.parameters, ParameterLookup(stored)));
  return {};
}

Result<std::shared_ptr<const PreparedTemplate>> PrepareTemplate(const StackRecord& record,
                                                                const CloudIdentity& identity, StoredValues* stored) {
  TRY_ASSIGN(cloudformation::Template source, LoadWithParameters(record.input));
  return PrepareTemplate(record, identity, std::move(source), stored);
}

Result<std::shared_ptr<const PreparedTemplate>> PrepareTemplate(const StackRecord& record,
                                                                const CloudIdentity& identity,
                                                                cloudformation::Template source, StoredValues* stored) {
  auto prepared = std::make_shared<PreparedTemplate>();
  prepared->source = std::move(source);
  if (prepared->source.has_loops) {
    TRY_ASSIGN(prepared->source, LoadWithParameters(record.input));
  }
  prepared->stored = stored;
  prepared->dependencies = cloudformation::DependenciesOf(prepared->source);
  EvaluationContext context;
  context.source = &prepared->source;
  context.pseudo = PseudoParametersOf(record, identity);
  context.parameters = ParametersOf(record.input);
  TRY(cloudformation::EvaluateRules(context));
  TRY_ASSIGN(prepared->conditions, cloudformation::EvaluateConditions(context));
  context.conditions = prepared->conditions;
  TRY(cloudformation::ResolvePolicies(prepared->source, context));
  TRY(cloudformation::CheckActiveReferences(context));
  for (const cloudformation::ResourceDeclaration& resource : prepared->source.resources) {
    if (resource.condition.has_value() && !prepared->conditions[*resource.condition]) continue;
    TRY(CheckSecureReferences(resource));
    prepared->active.emplace(resource.logical_id, &resource);
  }
  return std::shared_ptr<const PreparedTemplate>(std::move(prepared));
}

Result<EvaluatedProperties> EvaluateResource(const StackState& stack, const std::string& logical_id,
                                             const CloudIdentity& identity, const ExportLookup& exports) {
  const auto found = stack.prepared->active.find(logical_id);
  if (found == stack.prepared->active.end()) {
    return Error{ErrorCode::kInternal, Concat("Resource ", logical_id, " is not in the template.")};
  }
  const cloudformation::ResourceDeclaration* declaration = found->second;
  EvaluatedProperties result;
  const EvaluationContext context = ContextOf(stack, identity, exports, Masking::kNone, result.imports);
  TRY_ASSIGN(json::Object properties, cloudformation::EvaluateProperties(declaration->properties, context));
  TRY_ASSIGN(properties, ResolveParameterReferences(std::move(properties), stack.prepared->stored));
  result.properties = Finish(*declaration, std::move(properties));
  if (!HasSecrets(stack)) {
    result.masked = json::Write(result.properties);
    return result;
  }
  const EvaluationContext masked = ContextOf(stack, identity, exports, Masking::kNoEcho, result.imports);
  auto shown = cloudformation::EvaluateProperties(declaration->properties, masked);
  if (shown.has_value()) shown = ResolveParameterReferences(std::move(*shown), stack.prepared->stored);
  result.masked = shown.has_value() ? json::Write(Finish(*declaration, std::move(*shown))) : "{}";
  return result;
}

Result<json::Object> ResolveSecrets(json::Object properties, StoredValues* stored) {
  const cloudformation::DynamicResolver resolve =
      [stored](const DynamicReference& reference) -> Result<std::optional<std::string>> {
    if (reference.service != cloudformation::DynamicService::kSecretsManager || stored == nullptr) {
      return std::optional<std::string>();
    }
    TRY_ASSIGN(const std::optional<std::string> secret, stored->FindSecret(reference));
    if (!secret) return Invalid("Secrets Manager can't find the specified secret.");
    TRY_ASSIGN(std::string value, cloudformation::SecretPart(*secret, reference));
    return std::optional(std::move(value));
  };
  TRY_ASSIGN(json::Value resolved,
             cloudformation::ReplaceDynamicReferences(json::Value(std::move(properties)), resolve));
  return std::move(*resolved.AsObject());
}

Result<EvaluatedOutputs> EvaluateOutputs(const StackState& stack, const CloudIdentity& identity,
                                         const ExportLookup& exports) {
  EvaluatedOutputs result;
  const EvaluationContext context = ContextOf(stack, identity, exports, Masking::kNone, result.imports);
  for (const cloudformation::OutputDeclaration& declaration : stack.prepared->source.outputs) {
    TRY(EvaluateOutput(declaration, stack, context, result.outputs));
  }
  return result;
}

}  // namespace genesys_cfn::emulator
