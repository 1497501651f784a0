// SPDX-License-Identifier: Apache-2.0
#include "lint/validate.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/file_search.h"
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
  for (const std::string_view ending : {".test.yaml", ".test.yml", ".test.json"}) {
    if (name.ends_with(ending)) return false;
  }
  return path.extension() == ".json" || path.extension() == ".yaml" || path.extension() == ".yml";
}

Result<int> Explain(CommandContext& context, const std::string& code, ValidateFormat format) {
  std::string upper = code;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  const auto page = lint::RulePage(upper);
  if (!page) {
    context.surroundings.err << "error: there is no rule " << code << "; docs/rules/README.md lists them\n";
    return kUsage;
  }
  if (format == ValidateFormat::kJson) {
    context.surroundings.out << lint::JsonRule(*lint::FindRule(upper), *page);
    return kDone;
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
  if (command.explain) return Explain(context, *command.explain, command.format);
  std::vector<Input> inputs;
  for (const std::string& path : command.paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
      TRY_ASSIGN(const std::vector<std::string> found, FindFiles(path, IsWanted));
      for (const std::string& file : found) inputs.push_back({file, lint::Origin::kFound});
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
