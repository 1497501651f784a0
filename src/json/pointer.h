// SPDX-License-Identifier: Apache-2.0
// JSON Pointer (RFC 6901): how the project names a place in a document, in messages and in position maps.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::json {

// "/a" and "b/c" make "/a/b~1c". The empty pointer is the whole document.
std::string AppendToken(std::string_view pointer, std::string_view token);
std::string AppendIndex(std::string_view pointer, size_t index);

// The value at the pointer; nullptr when there is none or the pointer is malformed.
const Value* Resolve(const Value& document, std::string_view pointer);
// nullptr for the empty pointer, too: an object that stands alone is no Value.
const Value* Resolve(const Object& document, std::string_view pointer);

}  // namespace genesys_cfn::json
