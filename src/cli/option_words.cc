// SPDX-License-Identifier: Apache-2.0
#include "cli/option_words.h"

#include <optional>
#include <set>
#include <string_view>

#include "base/text.h"
#include "cli/stack_name.h"
#include "template/pattern.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kS3 = "s3://";

std::optional<NameAndValue> Split(const std::string& word) {
  const size_t equals = word.find('=');
  if (equals == 0 || equals == std::string::npos) return std::nullopt;
  return NameAndValue(word.substr(0, equals), word.substr(equals + 1));
}

Error Wrong(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Result<void> CheckDrift(const DriftCommand& drift) {
  if (drift.stack_name && !drift.target) return Wrong("drift --stack-name takes the stack's template, too");
  if (drift.accept && !drift.stack_name) {
    return Wrong("drift --accept writes to files: give the template and --stack-name");
  }
  if (drift.stack_name || !drift.target || CheckStackNameOrId(*drift.target).empty()) return {};
  return Wrong(Concat(*drift.target, " is no stack's name; if it is a template, give --stack-name"));
}

Result<void> CheckExport(const ExportCommand& command) {
  if (!command.name_pattern) return {};
  const auto pattern = cloudformation::Pattern::Compile(*command.name_pattern);
  if (pattern) return {};
  return Wrong(Concat("--name is no regular expression: ", pattern.error().message));
}

}  // namespace

Result<std::vector<NameAndValue>> ParameterOverrides(const std::vector<std::string>& words) {
  std::vector<NameAndValue> parameters;
  for (const std::string& word : words) {
    auto parameter = Split(word);
    if (!parameter) return Wrong(Concat("--parameter-overrides takes KEY=VALUE pairs, not \"", word, "\""));
    if (!IsValidUtf8(word)) {
      return Wrong(Concat("the value of the parameter ", parameter->first, " is not valid UTF-8"));
    }
    parameters.push_back(*std::move(parameter));
  }
  return parameters;
}

Result<std::vector<NameAndValue>> StackTags(const std::vector<std::string>& words) {
  std::vector<NameAndValue> tags;
  std::set<std::string> keys;
  for (const std::string& word : words) {
    auto tag = Split(word);
    if (!tag) return Wrong(Concat("--tags takes KEY=VALUE pairs, not \"", word, "\""));
    if (!IsValidUtf8(word)) return Wrong("a tag is not valid UTF-8");
    if (!keys.insert(tag->first).second) return Wrong(Concat("--tags has the key ", tag->first, " twice"));
    tags.push_back(*std::move(tag));
  }
  return tags;
}

Result<std::vector<NameAndValue>> CodePlaces(const std::vector<std::string>& words) {
  std::vector<NameAndValue> places;
  for (const std::string& word : words) {
    const auto place = Split(word);
    if (!place || !place->first.starts_with(kS3) || place->second.empty()) {
      return Wrong(Concat("--code takes s3://BUCKET/KEY=PATH, not \"", word, "\""));
    }
    places.emplace_back(place->first.substr(kS3.size()), place->second);
  }
  return places;
}

Result<std::vector<NameAndValue>> GenesysOptions(const std::vector<std::string>& words) {
  std::vector<NameAndValue> options;
  for (const std::string& word : words) {
    auto option = Split(word);
    if (!option) return Wrong(Concat("--genesys-option takes NAME=VALUE, not \"", word, "\""));
    options.push_back(*std::move(option));
  }
  return options;
}

ValidateFormat ValidateFormatOf(const std::string& format, const std::string& output) {
  if (format == "sarif") return ValidateFormat::kSarif;
  if (format == "junit") return ValidateFormat::kJunit;
  const bool is_json = format == "json" || (format.empty() && output == "json");
  return is_json ? ValidateFormat::kJson : ValidateFormat::kText;
}

TestFormat TestFormatOf(const std::string& format, const std::string& output) {
  if (format == "junit") return TestFormat::kJunit;
  const bool is_json = format == "json" || (format.empty() && output == "json");
  return is_json ? TestFormat::kJson : TestFormat::kText;
}

OutputFormat OutputFormatOf(const std::string& output) {
  if (output == "json") return OutputFormat::kJson;
  return output == "markdown" ? OutputFormat::kMarkdown : OutputFormat::kText;
}

Result<void> CheckTogether(const CommandLine& line) {
  const TargetOptions& target = line.target;
  if (target.chosen == Target::kLocal && !(target.profile.empty() && target.region.empty())) {
    return Wrong("--profile and --region are of AWS; without them, or without --target local");
  }
  if (const auto* validate = std::get_if<ValidateCommand>(&line.command)) {
    const bool one_of_both = validate->paths.empty() == validate->explain.has_value();
    if (!one_of_both) return Wrong("validate takes files and directories, or --explain CODE");
    const bool is_report = validate->format == ValidateFormat::kSarif || validate->format == ValidateFormat::kJunit;
    if (validate->explain && is_report) return Wrong("--explain has --format text and json");
  }
  if (const auto* drift = std::get_if<DriftCommand>(&line.command)) TRY(CheckDrift(*drift));
  if (const auto* chosen = std::get_if<ExportCommand>(&line.command)) TRY(CheckExport(*chosen));
  if (std::holds_alternative<PackageCommand>(line.command) && target.bucket.empty()) {
    return Wrong("package needs a bucket that exists: --s3-bucket BUCKET");
  }
  if (line.output == OutputFormat::kMarkdown && !std::holds_alternative<PlanCommand>(line.command)) {
    return Wrong("only plan has --output markdown; the others have text and json");
  }
  return {};
}

}  // namespace genesys_cfn::cli
