// SPDX-License-Identifier: Apache-2.0
// A whole test file, from its text to the results of its cases.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "action_tests/run_case.h"
#include "action_tests/subject.h"
#include "action_tests/test_file.h"

namespace genesys_cfn::action_tests {

// Chooses cases by a regular expression that is looked for in "FILE > CASE".
class Filter {
 public:
  // kInvalidInput: it is no regular expression, or not one that can be matched in linear time.
  static Result<Filter> Compile(std::string_view pattern);
  [[nodiscard]] bool Takes(std::string_view file, std::string_view name) const;

  Filter(Filter&&) noexcept;
  Filter& operator=(Filter&&) noexcept;
  ~Filter();

 private:
  struct Pattern;
  explicit Filter(std::unique_ptr<Pattern> pattern);
  std::unique_ptr<Pattern> pattern_;
};

struct FileResult {
  std::string path;
  Diagnostics diagnostics = {};           // when there are any, no case ran
  std::vector<CaseResult> cases = {};     // those that the filter takes
  std::string subject = {};               // Subject::label
  std::optional<Coverage> coverage = {};  // of the cases that ran, when all did
};

// `filter` may be nullptr, and `call` empty: then functions are a mistake of the test file.
FileResult RunTestFile(const std::string& path, std::string text, const Filter* filter, const ReadText& read,
                       const CallFunction& call = {});

}  // namespace genesys_cfn::action_tests
