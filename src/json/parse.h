// SPDX-License-Identifier: Apache-2.0
// Text to json::Value, strictly: RFC 8259, valid UTF-8, no byte order mark, no duplicate names, bounded depth. The
// grammar is Boost.JSON's parser; what it builds is ours, because its own value loses number texts and accepts
// duplicates (docs/decisions has the measurements).
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::json {

struct ParseOptions {
  // Deepest nesting of arrays and objects. The Genesys platform's own limit is 50.
  size_t max_depth = 100;
};

// kInvalidInput with "line L, column C: reason" (both from 1, columns in bytes) for anything that is not one document.
Result<Value> Parse(std::string_view text, const ParseOptions& options = {});

}  // namespace genesys_cfn::json
