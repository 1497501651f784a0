// SPDX-License-Identifier: Apache-2.0
// What the checks of request and response share about Velocity. Internal to this folder.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "action_runtime/velocity_syntax.h"
#include "lint/rules.h"
#include "lint/source.h"

namespace genesys_cfn::lint {

struct ParsedTemplate {
  MappedText text;
  action_runtime::VelocityTemplate tree;
};

// nullopt, with a finding, when it is malformed.
std::optional<ParsedTemplate> ParseTemplate(MappedText text, Findings& findings);
// True when the reference is to a tool of the platform; an unknown macro of one is a finding.
bool CheckTool(const action_runtime::Reference& reference, const MappedText& text, Findings& findings);
// The names that #set and #foreach make, those of loops themselves included.
std::set<std::string> MadeNames(const action_runtime::VelocityTemplate& source);

}  // namespace genesys_cfn::lint
