// SPDX-License-Identifier: Apache-2.0
// Findings as texts: for people, for programs (docs/validate.md has the shape), for code scanning (SARIF 2.1.0) and for
// build servers (JUnit).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "lint/finding.h"
#include "lint/rules.h"

namespace genesys_cfn::lint {

enum class Colour { kOff, kOn };

// Lines and columns from 1; columns in Unicode characters.
struct Place {
  size_t line = 1;
  size_t column = 1;
};
Place PlaceAt(std::string_view text, size_t offset);

struct Totals {
  size_t files = 0;  // templates and data actions
  size_t errors = 0;
  size_t warnings = 0;
  size_t notes = 0;
};
Totals Count(const std::vector<CheckedFile>& files);

// The findings with their source lines; in TextReport also how many there are.
std::string DiagnosticText(const std::vector<CheckedFile>& files, Colour colour);
std::string TextReport(const std::vector<CheckedFile>& files, Colour colour);
// The list `findings` of JsonReport.
json::Array FindingsDocument(const std::vector<CheckedFile>& files);
std::string JsonReport(const std::vector<CheckedFile>& files);
// Of --explain: code, severity, title, and the page of docs/rules in Markdown.
std::string JsonRule(const RuleInfo& rule, std::string_view page);
std::string SarifReport(const std::vector<CheckedFile>& files);
std::string JunitReport(const std::vector<CheckedFile>& files);

}  // namespace genesys_cfn::lint
