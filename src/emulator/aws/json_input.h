// SPDX-License-Identifier: Apache-2.0
// Members of a JSON request, read leniently: a member of another type counts as absent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/aws/json_protocol.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// "" when there is no such text.
std::string TextMember(const json::Value& input, std::string_view name);
bool IsTrue(const json::Value& input, std::string_view name);
// The texts of an array; none when there is no such array.
std::vector<std::string> TextsMember(const json::Value& input, std::string_view name);
json::Array TextArray(const std::vector<std::string>& texts);

// "1 validation error detected: Value at '...' failed to satisfy constraint: ..."
JsonServiceError ConstraintError(std::string_view member, std::string_view constraint);

using Tags = std::vector<std::pair<std::string, std::string>>;
// [{"Key": ..., "Value": ...}]
Tags ReadTags(const json::Value* tags);
json::Array WriteTags(const Tags& tags);
// Later values win; order of first appearance.
void SetTags(Tags& tags, const Tags& more);
void RemoveTags(Tags& tags, const std::vector<std::string>& keys);

}  // namespace genesys_cfn::emulator
