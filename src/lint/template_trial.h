// SPDX-License-Identifier: Apache-2.0
// Renders a template with sample values, as the platform would, and knows from where in the template each byte of the
// result came.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "action_runtime/velocity_syntax.h"
#include "json/value.h"

namespace genesys_cfn::lint {

struct TrialText {
  // What one reference printed, once for each time that it did.
  struct Printed {
    action_runtime::Span source;  // in the template
    size_t begin = 0;             // in `text`
    size_t end = 0;
  };
  std::string text;
  std::vector<size_t> offsets;  // into the template, one a byte of `text` and one for the end
  std::vector<Printed> printed;
};

// `names` are what the template sees: input, credentials and so on. nullopt when it stops with an error for these
// values.
std::optional<TrialText> RenderTrial(std::string_view source, const json::Object& names);

// For each byte of a text of JSON whether it stands inside of a string; a text that is not JSON is read as far as it
// goes. One more for the end.
std::vector<bool> InsideStrings(std::string_view json);

}  // namespace genesys_cfn::lint
