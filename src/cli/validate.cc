// SPDX-License-Identifier: Apache-2.0
#include "lint/validate.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "lint/report.h"
#include "lint/rules.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxFile = size_t{8} << 20;

struct Input {
  std::string path;
  lint::Origin origin;
};

bool IsWanted(const fs::path& path) {
  const std::string name = path.filename().string();
  if (name.ends_with(".test.yaml") || name.ends_with(".test.yml")) return false;
  return path.extension() == ".json" || path.extension() == ".yaml" || path.extension() == ".yml";
}

// Hidden directories and those of packages hold no sources.
bool IsLeftOut(const fs::path& directory) {
  const std::string name = directory.filename().string();
  return name.starts_with('.') || name == "node_modules" || name == "cdk.out";
}

Result<void> Search(const std::string& directory, std::vector<Input>& inputs) {
  std::error_code error;
  std::vector<std::string> found;
  auto at = fs::recursive_directory_iterator(directory, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_directory(error) && IsLeftOut(at->path())) at.disable_recursion_pending();
    if (at->is_regular_file(error) && IsWanted(at->path())) found.push_back(at->path().string());
  }
  if (error) return Error{ErrorCode::kIo, Concat("reading the directory ", directory, ": ", error.message())};
  std::sort(found.begin(), found.end());
  for (std::string& path : found) inputs.push_back({std::move(path), lint::Origin::kFound});
  return {};
}

Result<int> Explain(CommandContext& context, const std::string& code) {
  std::string upper = code;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  const auto page = lint::RulePage(upper);
  if (!page) {
    context.surroundings.err << "error: there is no rule " << code << "; docs/rules/README.md lists them\n";
    return kUsage;
  }
  context.surroundings.out << *page;
  return kDone;
}

std::string ReportIn(ValidateFormat format, const std::vector<lint::CheckedFile>& files, lint::Colour colour) {
  switch (format) {
    case ValidateFormat::kJson:
      return lint::JsonReport(files);
    case ValidateFormat::kSarif:
      return lint::SarifReport(files);
    case ValidateFormat::kJunit:
      return lint::JunitReport(files);
    case ValidateFormat::kText:
      break;
  }
  return lint::TextReport(files, colour);
}

}  // namespace

Result<int> RunValidate(CommandContext& context, const ValidateCommand& command) {
  if (command.explain) return Explain(context, *command.explain);
  std::vector<Input> inputs;
  for (const std::string& path : command.paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      TRY(Search(path, inputs));
    } else {
      inputs.push_back({path, lint::Origin::kNamed});
    }
  }
  std::vector<lint::CheckedFile> files;
  for (const Input& input : inputs) {
    TRY_ASSIGN(std::string text, ReadFile(input.path, kMaxFile));
    lint::CheckedFile file = lint::Validate(input.path, std::move(text), input.origin);
    if (command.strict) {
      for (lint::Finding& finding : file.findings) {
        if (finding.severity == lint::Severity::kWarning) finding.severity = lint::Severity::kError;
      }
    }
    // The text is needed for the places of findings alone.
    if (file.findings.empty()) file.text = {};
    files.push_back(std::move(file));
  }
  const Surroundings& surroundings = context.surroundings;
  const bool is_coloured = surroundings.terminal && surroundings.environment.GetOr("NO_COLOR", "").empty();
  context.surroundings.out << ReportIn(command.format, files, is_coloured ? lint::Colour::kOn : lint::Colour::kOff);
  return lint::Count(files).errors == 0 ? kDone : kFailed;
}

}  // namespace genesys_cfn::cli
