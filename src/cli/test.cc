// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "action_tests/report.h"
#include "action_tests/run_test_file.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/file_search.h"
#include "cli/function_under_test.h"
#include "cli/local_definitions.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;
using action_tests::Colour;
using action_tests::FileResult;

constexpr size_t kMaxFile = size_t{8} << 20;

Result<std::string> ReadText(const fs::path& path) {
  return ReadFile(path, kMaxFile);
}

bool IsTestFile(const fs::path& path) {
  return action_tests::SubjectNameOf(path.filename().string()).has_value();
}

// One spelling for each file.
std::string Identity(const fs::path& path) {
  std::error_code ignored;
  return fs::weakly_canonical(path, ignored).string();
}

// The files that a definition or a template stands for: itself, and the definitions that the template refers to.
std::set<std::string> SubjectsOf(const std::string& path, const std::string& text) {
  std::set<std::string> subjects = {Identity(path)};
  const auto loaded = cloudformation::LoadTemplate(text);
  if (!loaded.value) return subjects;
  for (const LocalDefinition& definition : FindLocalDefinitions(*loaded.value)) {
    subjects.insert(Identity(fs::path(path).parent_path() / definition.path));
  }
  return subjects;
}

// Whether the test file is about one of the subjects. One that cannot be read belongs to the file that it is named
// after, so that its mistakes are seen.
bool IsAbout(const std::string& test_path, const std::set<std::string>& subjects) {
  auto text = ReadText(test_path);
  if (!text) return false;
  const auto parsed = action_tests::ReadTestFile(test_path, *std::move(text));
  if (const auto* const file = std::get_if<action_tests::TestFile>(&parsed)) {
    const auto found = action_tests::FindSubjectFile(*file, ReadText);
    const auto* const subject = std::get_if<action_tests::SubjectFile>(&found);
    return subject != nullptr && subjects.contains(Identity(subject->path));
  }
  const fs::path own(test_path);
  const std::string name = action_tests::SubjectNameOf(own.filename().string()).value_or("");
  return std::any_of(subjects.begin(), subjects.end(), [&](const fs::path& subject) {
    return subject.parent_path() == Identity(own.parent_path()) && subject.filename().string().starts_with(name + ".");
  });
}

Result<std::vector<std::string>> FindTestFiles(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    TRY_ASSIGN(std::vector<std::string> found, FindFiles(path, IsTestFile));
    if (!found.empty()) return found;
    return Error{ErrorCode::kNotFound, Concat("there are no tests below ", path,
                                              ": looked for files *.test.yaml, *.test.yml and *.test.json")};
  }
  if (IsTestFile(path) && fs::exists(path, ignored)) return std::vector<std::string>{path};
  TRY_ASSIGN(const std::string text, ReadText(path));
  const fs::path parent = fs::path(path).parent_path();
  const std::string directory = parent.empty() ? "." : parent.string();
  const auto subjects = SubjectsOf(path, text);
  TRY_ASSIGN(std::vector<std::string> found, FindFiles(directory, IsTestFile));
  std::erase_if(found, [&](const std::string& test) { return !IsAbout(test, subjects); });
  if (!found.empty()) return found;
  return Error{ErrorCode::kNotFound,
               Concat("there are no tests for ", path, ": looked for ", fs::path(path).stem().string(),
                      ".test.yaml, and for other test files below ", directory,
                      " that name it as their definition or template")};
}

Result<std::vector<std::string>> FindAll(const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    TRY_ASSIGN(const std::vector<std::string> found, FindTestFiles(path));
    for (const std::string& file : found) {
      const std::string plain = fs::path(file).lexically_normal().string();
      if (seen.insert(Identity(file)).second) all.push_back(plain);
    }
  }
  return all;
}

void List(const std::vector<FileResult>& files, TestFormat format, std::ostream& out) {
  json::Array cases;
  for (const FileResult& file : files) {
    for (const auto& test : file.cases) {
      if (format != TestFormat::kJson) out << file.path << " > " << action_tests::Printable(test.name) << "\n";
      cases.emplace_back(json::Object{{"path", file.path}, {"name", test.name}, {"line", test.place.line}});
    }
  }
  if (format == TestFormat::kJson) out << json::WritePretty(json::Object{{"cases", std::move(cases)}}) << "\n";
}

std::string ReportIn(const TestCommand& command, const std::vector<FileResult>& files, Colour colour) {
  using action_tests::Detail;
  switch (command.format) {
    case TestFormat::kJson:
      return action_tests::JsonReport(files);
    case TestFormat::kJunit:
      return action_tests::JunitReport(files);
    case TestFormat::kText:
      break;
  }
  return action_tests::TextReport(files, colour, command.verbose ? Detail::kCases : Detail::kFiles);
}

}  // namespace

Result<int> RunTest(CommandContext& context, const TestCommand& command) {
  std::optional<action_tests::Filter> filter;
  if (command.filter) {
    auto compiled = action_tests::Filter::Compile(*command.filter);
    if (!compiled) {
      context.surroundings.err << "error: --filter is no regular expression: " << compiled.error().message << "\n";
      return kUsage;
    }
    filter = *std::move(compiled);
  }
  TRY_ASSIGN(const std::vector<std::string> paths, FindAll(command.paths));
  FunctionsUnderTest functions(context.surroundings);
  const action_tests::CallFunction call = [&](const action_tests::FunctionCode& code,
                                              const action_runtime::OutgoingRequest& request) {
    // Names need no function.
    if (command.list) return action_tests::CannedResponse();
    return functions.Call(code, request);
  };
  std::vector<FileResult> files;
  for (const std::string& path : paths) {
    auto text = ReadText(path);
    if (text) {
      files.push_back(action_tests::RunTestFile(path, *std::move(text), filter ? &*filter : nullptr, ReadText, call));
    } else {
      files.push_back({.path = path, .diagnostics = {{path, {1, 1}, text.error().message, "", ""}}});
    }
  }
  const action_tests::Totals totals = action_tests::Count(files);
  if (filter && totals.files == 0) {
    return Error{ErrorCode::kNotFound, Concat("no case matches --filter ", *command.filter, "; --list names them all")};
  }
  if (command.list && totals.broken == 0) {
    List(files, command.format, context.surroundings.out);
    return kDone;
  }
  const Surroundings& surroundings = context.surroundings;
  const bool is_coloured = surroundings.terminal && surroundings.environment.GetOr("NO_COLOR", "").empty();
  context.surroundings.out << ReportIn(command, files, is_coloured ? Colour::kOn : Colour::kOff);
  if (const std::string written = functions.Written(); !written.empty() && (command.verbose || totals.failed > 0)) {
    context.surroundings.err << "The functions wrote:\n";
    for (const std::string_view line : Split(Trim(written), '\n')) {
      context.surroundings.err << "  " << action_tests::Printable(line) << "\n";
    }
  }
  if (totals.failed + totals.broken > 0) return kFailed;
  const auto coverage = action_tests::CoverageOf(files);
  const bool is_complete =
      std::all_of(coverage.begin(), coverage.end(), [](const auto& subject) { return subject.coverage.complete(); });
  if (is_complete || !command.require_coverage) return kDone;
  context.surroundings.err << "error: parts of definitions are untested, and --require-coverage is given\n";
  return kFailed;
}

}  // namespace genesys_cfn::cli
