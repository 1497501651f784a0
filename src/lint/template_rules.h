// SPDX-License-Identifier: Apache-2.0
// The rules for a CloudFormation template and the data actions in it, GC3xx. Pure.
#pragma once

#include <string_view>

#include "lint/rules.h"
#include "lint/source.h"

namespace genesys_cfn::lint {

void CheckTemplate(const SourceDocument& document, std::string_view text, Findings& findings);

}  // namespace genesys_cfn::lint
