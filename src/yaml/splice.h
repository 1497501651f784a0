// SPDX-License-Identifier: Apache-2.0
// The text after one change, in the ways that are worth a try. Internal to edit.cc, which reads each and takes the
// first that says what was wanted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "yaml/layout.h"

namespace genesys_cfn::yaml {

// `tokens` lead to a value that is there and is replaced, or removed when `value` is absent; or to a member that is
// missing in an object that is there.
std::vector<std::string> Splices(std::string_view text, const LayoutNode& root, const std::vector<std::string>& tokens,
                                 const std::optional<json::Value>& value);

}  // namespace genesys_cfn::yaml
