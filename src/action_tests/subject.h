// SPDX-License-Identifier: Apache-2.0
// The action under test. It is read as the provider reads it: the same checks, substitutions and restored types.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "action_runtime/action.h"
#include "action_tests/test_file.h"
#include "base/result.h"
#include "definition/data_action.h"

namespace genesys_cfn::action_tests {

// A file's text; kNotFound when there is none.
using ReadText = std::function<Result<std::string>(const std::filesystem::path&)>;

struct SubjectFile {
  std::filesystem::path path;
  std::string text;
};
// The definition or the template that the test file means.
std::variant<SubjectFile, Diagnostic> FindSubjectFile(const TestFile& file, const ReadText& read);

struct FunctionCode {
  std::filesystem::path path;  // a directory or a zip file
  std::string handler;
  int timeout_seconds = 15;
};

struct Subject {
  std::string label;  // the file's path; of a template the resource, too
  action_runtime::Action action;
  action_runtime::IntegrationKind kind = action_runtime::IntegrationKind::kWebServices;
  std::optional<FunctionCode> function = {};  // that cases without a response call
};
// What a problem with a definition says, with the name of the member that it is about.
std::string TextOf(const definition::Problem& problem);

std::variant<Subject, Diagnostics> LoadSubject(const TestFile& file, const ReadText& read);

}  // namespace genesys_cfn::action_tests
