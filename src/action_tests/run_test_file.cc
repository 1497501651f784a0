// SPDX-License-Identifier: Apache-2.0
#include "action_tests/run_test_file.h"

#include <algorithm>

#include "action_runtime/java_pattern.h"
#include "base/text.h"

namespace genesys_cfn::action_tests {

struct Filter::Pattern {
  action_runtime::JavaPattern anywhere;
};

Filter::Filter(std::unique_ptr<Pattern> pattern) : pattern_(std::move(pattern)) {}
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;
Filter::~Filter() = default;

Result<Filter> Filter::Compile(std::string_view pattern) {
  // The pattern by itself first: inside of the brackets ")|(" would be one.
  auto alone = action_runtime::JavaPattern::Compile(pattern);
  if (const auto* const reason = std::get_if<std::string>(&alone)) return Error{ErrorCode::kInvalidInput, *reason};
  auto anywhere = action_runtime::JavaPattern::Compile(Concat(".*(?:", pattern, ").*"));
  if (const auto* const reason = std::get_if<std::string>(&anywhere)) return Error{ErrorCode::kInvalidInput, *reason};
  return Filter(std::make_unique<Pattern>(Pattern{std::get<action_runtime::JavaPattern>(std::move(anywhere))}));
}

bool Filter::Takes(std::string_view file, std::string_view name) const {
  return pattern_->anywhere.MatchesWhole(ReplaceAll(Concat(file, " > ", name), "\n", " "));
}

FileResult RunTestFile(const std::string& path, std::string text, const Filter* filter, const ReadText& read,
                       const CallFunction& call) {
  FileResult result{.path = path};
  auto parsed = ReadTestFile(path, std::move(text));
  if (auto* const diagnostics = std::get_if<Diagnostics>(&parsed)) {
    result.diagnostics = std::move(*diagnostics);
    return result;
  }
  auto& file = std::get<TestFile>(parsed);
  const auto is_left_out = [&](const TestCase& test) { return filter != nullptr && !filter->Takes(path, test.name); };
  std::erase_if(file.cases, is_left_out);
  if (file.cases.empty()) return result;
  auto loaded = LoadSubject(file, read);
  if (auto* const diagnostics = std::get_if<Diagnostics>(&loaded)) {
    result.diagnostics = std::move(*diagnostics);
    return result;
  }
  const auto& subject = std::get<Subject>(loaded);
  result.subject = subject.label;
  if (subject.function && !call) {
    const auto place = file.source.NamePlace("/function");
    result.diagnostics.push_back(file.source.At(place, "functions cannot be run here"));
    return result;
  }
  Coverage coverage = Coverage::Of(subject.action);
  for (const TestCase& test : file.cases) result.cases.push_back(RunCase(subject, test, call, coverage));
  if (filter == nullptr) result.coverage = std::move(coverage);
  return result;
}

}  // namespace genesys_cfn::action_tests
