// SPDX-License-Identifier: Apache-2.0
// The text behind a reference, as JSON. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "json/value.h"
#include "provider/definition_reference.h"

namespace genesys_cfn::provider {

// The largest text that is read or made. The platform's own limit is lower.
inline constexpr size_t kMaxDefinitionBytes = size_t{5} << 20;

// True without a DefinitionDigest.
bool DigestMatches(const DefinitionReference& reference, std::string_view text);

// UTF-8 with or without a byte order mark, holding one JSON object. kInvalidInput names the encoding that it is
// instead, or line and column of the JSON mistake; of a confidential text nothing but the position.
Result<json::Value> ParseDefinitionText(const DefinitionReference& reference, std::string_view text);

}  // namespace genesys_cfn::provider
