// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes are a template. What parses is walked and rendered, in both modes, within small limits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "action_runtime/velocity_parser.h"
#include "action_runtime/velocity_references.h"
#include "action_runtime/velocity_renderer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::action_runtime;
  namespace json = genesys_cfn::json;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = ParseVelocity(text);
  if (const auto* error = std::get_if<TextError>(&parsed)) {
    if (error->offset > size || error->message.empty()) __builtin_trap();
    (void)Describe(text, *error);
    return 0;
  }
  const auto& source = std::get<VelocityTemplate>(parsed);
  VisitReferences(source, [&](const ReferenceVisit& visit) {
    if (visit.reference.span.offset + visit.reference.span.length > size) __builtin_trap();
  });
  TemplateScope scope;
  scope.names = {
      {"x", "X"},
      {"i", 7},
      {"input",
       json::Object{
           {"a", "say \"hi\""}, {"b", 2}, {"c", json::Number{"2.5"}}, {"d", true}, {"e", json::Array{"p", 1}}}},
      {"l", json::Array{"a", "b"}},
      {"ids", "[\"x\"]"}};
  RenderLimits limits;
  limits.output_bytes = 10'000;
  limits.work_bytes = 100'000;
  limits.steps = 20'000;
  limits.loop_iterations = 1'000;
  for (const auto undefined : {UndefinedReference::kSourceText, UndefinedReference::kError}) {
    scope.undefined = undefined;
    const auto rendered = RenderVelocity(source, scope, limits);
    if (const auto* error = std::get_if<TextError>(&rendered)) {
      if (error->offset > size || error->message.empty()) __builtin_trap();
    } else if (std::get<Rendered>(rendered).text.size() > limits.output_bytes) {
      __builtin_trap();
    }
  }
  return 0;
}
