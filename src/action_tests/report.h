// SPDX-License-Identifier: Apache-2.0
// The results of a run, for people and for programs (docs/testing.md has the shapes).
#pragma once

#include <string>
#include <vector>

#include "action_tests/run_test_file.h"

namespace genesys_cfn::action_tests {

struct Totals {
  size_t files = 0;
  size_t broken = 0;  // of them: those with diagnostics
  size_t passed = 0;
  size_t failed = 0;
  size_t skipped = 0;
  [[nodiscard]] size_t cases() const { return passed + failed + skipped; }
};
Totals Count(const std::vector<FileResult>& files);

// What the cases of all files touched, each subject once, in the order of the files. Empty when a part of the cases was
// left out.
struct SubjectCoverage {
  std::string subject;
  Coverage coverage;
};
std::vector<SubjectCoverage> CoverageOf(const std::vector<FileResult>& files);

enum class Colour { kOff, kOn };
enum class Detail { kFiles, kCases };

std::string TextReport(const std::vector<FileResult>& files, Colour colour, Detail detail);
std::string JsonReport(const std::vector<FileResult>& files);
std::string JunitReport(const std::vector<FileResult>& files);

// Why a case failed: its message and its differences, lines of at most about 120 characters that begin with `indent`.
std::string DescribeFailure(const CaseResult& result, const std::string& indent, Colour colour);

}  // namespace genesys_cfn::action_tests
