// SPDX-License-Identifier: Apache-2.0
// json::Value to text. Numbers are written as their source text; strings must be valid UTF-8 (a malformed byte becomes
// U+FFFD, so the output is always valid JSON).
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::json {

// Compact: no blanks.
std::string Write(const Value& value);
std::string Write(const Object& object);
// Two blanks an indentation level, empty containers as [] and {}, a line end at the end of none.
std::string WritePretty(const Value& value);
// A string as JSON, with its quotes.
std::string Quote(std::string_view text);

}  // namespace genesys_cfn::json
