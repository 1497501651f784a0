// SPDX-License-Identifier: Apache-2.0
// Something wrong with a template, at a place in its text.
#pragma once

#include <string>
#include <vector>

#include "yaml/load.h"

namespace genesys_cfn::cloudformation {

enum class DiagnosticKind { kStructure, kUnresolved, kCycle };

struct Diagnostic {
  yaml::Mark mark;
  std::string pointer;  // "/Resources/A/Type"; empty for the whole text
  std::string message;  // the service's own text where it is known (aws-protocols.md 4.6)
  std::string hint;     // what to do; may be empty
  DiagnosticKind kind = DiagnosticKind::kStructure;
};

}  // namespace genesys_cfn::cloudformation
