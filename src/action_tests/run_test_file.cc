// SPDX-License-Identifier: Apache-2.0
#include "action_tests/run_test_file.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

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

namespace {

// The files that responses have their bodies from, each read once.
class BodyFiles {
 public:
  BodyFiles(const SourceFile& source, const ReadText& read) : source_(source), read_(read) {}

  // What cannot be read, once for each place that names it.
  Diagnostics Read(const std::vector<TestCase>& cases) {
    Diagnostics found;
    std::set<std::string> seen;
    for (const TestCase& test : cases) {
      if (!test.body_file || !seen.insert(test.body_file->pointer).second) continue;
      const auto [text, is_new] = texts_.try_emplace(test.body_file->path, Error{});
      if (is_new) text->second = read_(PathOf(*test.body_file));
      if (text->second.has_value()) continue;
      found.push_back(source_.At(source_.ValuePlace(test.body_file->pointer), text->second.error().message));
    }
    return found;
  }

  // With the body in its place.
  [[nodiscard]] TestCase Complete(const TestCase& test) const {
    TestCase complete = test;
    if (test.body_file) {
      std::get<action_runtime::RemoteAnswer>(*complete.response).body = *texts_.at(test.body_file->path);
    }
    return complete;
  }

 private:
  [[nodiscard]] std::filesystem::path PathOf(const BodyFile& file) const {
    return (std::filesystem::path(source_.path()).parent_path() / file.path).lexically_normal();
  }

  const SourceFile& source_;
  const ReadText& read_;
  std::map<std::string, Result<std::string>, std::less<>> texts_;
};

}  // namespace

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
  BodyFiles bodies(file.source, read);
  result.diagnostics = bodies.Read(file.cases);
  if (!result.diagnostics.empty()) return result;
  Coverage coverage = Coverage::Of(subject.action);
  for (const TestCase& test : file.cases) {
    result.cases.push_back(RunCase(subject, test.body_file ? bodies.Complete(test) : test, call, coverage));
  }
  if (filter == nullptr) result.coverage = std::move(coverage);
  return result;
}

}  // namespace genesys_cfn::action_tests
