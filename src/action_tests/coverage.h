// SPDX-License-Identifier: Apache-2.0
// Which parts of a definition the cases touched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "action_runtime/action.h"
#include "action_runtime/execution.h"
#include "json/value.h"

namespace genesys_cfn::action_tests {

struct CoveredPart {
  std::string name;
  bool touched = false;
};

struct Coverage {
  std::vector<CoveredPart> inputs;    // of the input schema; touched: a case gives it
  std::vector<CoveredPart> mapped;    // of the translationMap; touched: its path found something
  std::vector<CoveredPart> defaults;  // of translationMapDefaults; touched: it stood in

  static Coverage Of(const action_runtime::Action& action);
  void AddInputs(const json::Object& inputs);
  void AddExecution(const action_runtime::Execution& execution);
  // Of another test file for the same definition.
  void Add(const Coverage& other);
  [[nodiscard]] bool complete() const;
};

std::vector<std::string> Untouched(const std::vector<CoveredPart>& parts);

}  // namespace genesys_cfn::action_tests
