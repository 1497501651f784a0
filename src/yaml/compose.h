// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

// Load for text that is YAML.
std::variant<Document, SyntaxError> ComposeYaml(std::string_view text, const LoadOptions& options);

}  // namespace genesys_cfn::yaml
