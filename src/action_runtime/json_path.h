// SPDX-License-Identifier: Apache-2.0
// JSONPath as the platform's translation maps have it: the dialect of Jayway (docs/jsonpath.md lists the forms). A path
// without its leading `$` is the same path.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "action_runtime/json_path_syntax.h"
#include "action_runtime/text_position.h"
#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

// At most 10,000 bytes and 20 filters and groups inside one another.
std::variant<JsonPath, TextError> ParseJsonPath(std::string_view text);

struct PathLimits {
  size_t visits = 2'000'000;  // values looked at
  size_t results = 100'000;   // values found by one step
  size_t bytes = 16u << 20;   // of the result, about
};

// What the path finds. A definite path gives the value at its place; an indefinite one an array of what it finds, maybe
// an empty one. kNotFound: it does not resolve - a definite path has no such place, or the definite beginning of an
// indefinite one has none, or a function has nothing to work on. kInvalidInput: a limit was met. The messages say why.
Result<json::Value> EvaluateJsonPath(const JsonPath& path, const json::Value& document, const PathLimits& limits = {});

}  // namespace genesys_cfn::action_runtime
