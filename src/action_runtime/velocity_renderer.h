// SPDX-License-Identifier: Apache-2.0
// Renders a parsed template. Time and memory are bounded by RenderLimits, whatever the template and its values are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "action_runtime/text_position.h"
#include "action_runtime/velocity_syntax.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

enum class UndefinedReference {
  kSourceText,  // prints its own source text, as Velocity does: URLs, headers, request bodies
  kError,       // a name that is not set fails, unless it is quiet or the condition of an #if: success templates
};

// What a template sees.
struct TemplateScope {
  // input, credentials, authResponse, rawResult, the keys of the translation map, ... The tools are always there.
  json::Object names;
  UndefinedReference undefined = UndefinedReference::kSourceText;
};

// Own choices; the platform's limits are not known.
struct RenderLimits {
  size_t output_bytes = 4 << 20;     // of the result, and of any text on the way
  size_t work_bytes = 64 << 20;      // of all texts on the way together
  size_t steps = 1'000'000;          // nodes, expressions and items
  size_t loop_iterations = 100'000;  // of all #foreach together
};

// Something that does not stop the template, but that its author should know.
struct TemplateWarning {
  size_t offset = 0;
  std::string message;
  friend bool operator==(const TemplateWarning&, const TemplateWarning&) = default;
};

struct Rendered {
  std::string text;
  std::vector<TemplateWarning> warnings;  // each place once, at most 100
};

std::variant<Rendered, TextError> RenderVelocity(const VelocityTemplate& source, const TemplateScope& scope,
                                                 const RenderLimits& limits = {});

// Both in one.
std::variant<Rendered, TextError> RenderVelocity(std::string_view text, const TemplateScope& scope,
                                                 const RenderLimits& limits = {});

}  // namespace genesys_cfn::action_runtime
