// SPDX-License-Identifier: Apache-2.0
// Collects the diagnostics of one template.
#pragma once

#include <string>
#include <vector>

#include "template/diagnostic.h"

namespace genesys_cfn::cloudformation {

class Report {
 public:
  // The positions must outlive the report.
  explicit Report(const yaml::Positions& positions) : positions_(positions) {}

  void Add(std::string pointer, std::string message, std::string hint = {},
           DiagnosticKind kind = DiagnosticKind::kStructure);
  // "Did you mean X?" when a candidate is near, else `otherwise`.
  static std::string SuggestionHint(std::string_view word, const std::vector<std::string>& candidates,
                                    std::string otherwise = {});

  [[nodiscard]] bool empty() const { return diagnostics_.empty(); }
  // In the order of the text, at most 20.
  std::vector<Diagnostic> Take();

 private:
  const yaml::Positions& positions_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace genesys_cfn::cloudformation
