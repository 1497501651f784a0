// SPDX-License-Identifier: Apache-2.0
// Whether a template gives JSON: its references are replaced by samples, and the result is parsed.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "action_runtime/velocity_syntax.h"
#include "json/value.h"

namespace genesys_cfn::lint {

struct JsonTrial {
  std::optional<json::Value> value;  // the JSON with samples; nullopt when it is none, whatever the samples
  size_t offset = 0;                 // of the first mistake, into the template
  std::string message;
  std::vector<const action_runtime::Reference*> inside_strings;  // those that stand in quotation marks
};

// The JSON of a reference that does not stand inside of a string; "" when nothing is known: then any JSON will do.
using SampleOf = std::function<std::string(const action_runtime::Reference&)>;

// nullopt when the template has directives, on which it depends what it gives, or too much that is not known.
std::optional<JsonTrial> TryAsJson(std::string_view text, const action_runtime::VelocityTemplate& parsed,
                                   const SampleOf& sample);

}  // namespace genesys_cfn::lint
