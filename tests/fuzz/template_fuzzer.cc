// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes are a template or a list of diagnostics; what is a template is evaluated, too.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "template/check_active.h"
#include "template/dynamic_references.h"
#include "template/evaluate.h"
#include "template/parameters.h"
#include "template/policies.h"
#include "template/rules.h"
#include "template/stored_parameters.h"
#include "template/template.h"

namespace {

namespace cloudformation = genesys_cfn::cloudformation;
namespace json = genesys_cfn::json;
using genesys_cfn::Result;

Result<std::optional<cloudformation::StoredParameter>> Stored(std::string_view name) {
  if (name.size() % 3 == 0) return std::optional<cloudformation::StoredParameter>();
  return std::optional<cloudformation::StoredParameter>({name.size() % 3 == 1 ? "String" : "StringList", "a, b"});
}

void Evaluate(cloudformation::Template source) {
  const auto parameters = cloudformation::ResolveParameters(source, {}, {});
  if (!parameters) return;
  cloudformation::EvaluationContext context;
  context.source = &source;
  context.pseudo.region = "eu-west-1";
  context.parameters = *parameters;
  const auto stored = cloudformation::FetchStoredParameters(source, *parameters, Stored);
  if (!stored) return;
  for (const auto& [name, text] : *stored) context.parameters[name] = text;
  const auto conditions = cloudformation::EvaluateConditions(context);
  if (!conditions || !cloudformation::EvaluateRules(context)) return;
  context.conditions = *conditions;
  if (!cloudformation::ResolvePolicies(source, context)) return;
  if (!cloudformation::CheckActiveReferences(context)) return;
  context.ref = [](std::string_view) { return std::optional<std::string>("id"); };
  context.get_att = [](std::string_view, std::string_view attribute) -> Result<json::Value> {
    if (attribute.size() % 2 == 0) return json::Value(json::Array{"a"});
    return json::Value("a");
  };
  context.import = [](std::string_view) -> Result<std::string> { return std::string("imported"); };
  for (const auto& resource : source.resources) {
    auto properties = cloudformation::EvaluateProperties(resource.properties, context);
    if (!properties) continue;
    const auto resolve = [](const cloudformation::DynamicReference& reference) -> Result<std::optional<std::string>> {
      return std::optional<std::string>(reference.name);
    };
    (void)cloudformation::ReplaceDynamicReferences(json::Value(*std::move(properties)), resolve);
  }
  for (const auto& output : source.outputs) (void)cloudformation::Evaluate(output.value, context);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto loaded = cloudformation::LoadTemplate(text);
  if (loaded.value.has_value() != loaded.diagnostics.empty()) __builtin_trap();
  if (loaded.value.has_value()) Evaluate(*std::move(loaded.value));
  return 0;
}
