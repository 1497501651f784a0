// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_input.h"

#include <filesystem>
#include <set>

#include "aws/sigv4.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/packaged_template.h"

namespace genesys_cfn::cli {
namespace {

// Of a template inside a request; a longer one is read by URL.
constexpr size_t kMaxInlineTemplate = 51'200;

// Of an update: what is not given keeps its value, as far as the stack has one.
std::vector<aws::StackParameter> Parameters(const DeployCommand& command, const std::optional<aws::Stack>& existing,
                                            const cloudformation::Template& loaded) {
  std::vector<aws::StackParameter> parameters;
  std::set<std::string> given;
  for (const auto& [key, value] : command.parameters) {
    parameters.push_back({key, value, false});
    given.insert(key);
  }
  if (!existing) return parameters;
  for (const aws::StackParameter& previous : existing->parameters) {
    const bool declared = loaded.FindParameter(previous.key) != nullptr;
    if (declared && !given.contains(previous.key)) parameters.push_back({previous.key, "", true});
  }
  return parameters;
}

// The template as CloudFormation gets it: the definitions beside it are in S3, and it says what they must be there.
Result<std::string> WithUploadedDefinitions(CloudConnection& cloud, const TemplateFile& file,
                                            const std::filesystem::path& template_path) {
  std::vector<PackagedDefinition> definitions;
  for (LocalDefinition& local : FindLocalDefinitions(file.loaded)) {
    const auto text = ReadFile(template_path.parent_path() / local.path);
    if (!text) {
      return text.error().WithContext(Concat(template_path.string(), ":", local.mark.line, ":", local.mark.column,
                                             ": the DefinitionUri of ", local.logical_id));
    }
    TRY_ASSIGN(const std::string uri, cloud.UploadDefinition(*text));
    definitions.push_back({std::move(local), uri, aws::Sha256Hex(*text)});
  }
  auto packaged = PackagedText(file.text, file.loaded, definitions);
  if (!packaged) return Error{packaged.error().code, Concat(template_path.string(), ":", packaged.error().message)};
  return packaged;
}

}  // namespace

Result<aws::CloudFormationClient::StackInput> MakeStackInput(CloudConnection& cloud, const DeployCommand& command,
                                                             const TemplateFile& file,
                                                             const std::optional<aws::Stack>& existing) {
  TRY_ASSIGN(const std::string text, WithUploadedDefinitions(cloud, file, command.template_path));
  aws::CloudFormationClient::StackInput input{command.stack_name, text, Parameters(command, existing, file.loaded),
                                              command.capabilities};
  input.tags = command.tags;
  input.role_arn = command.role_arn;
  if (command.allow_unsupported) input.capabilities.emplace_back(emulator::kAllowUnsupportedCapability);
  if (text.size() > kMaxInlineTemplate) {
    TRY_ASSIGN(input.template_url, cloud.UploadTemplate(text));
  }
  return input;
}

Error WithRemedy(Error error) {
  if (error.message.ends_with("[CAPABILITY_AUTO_EXPAND]")) {
    error.message += ". The template has a Transform: allow it with --capabilities CAPABILITY_AUTO_EXPAND.";
  } else if (error.message.starts_with("Requires capabilities")) {
    error.message +=
        error.message.find("CAPABILITY_NAMED_IAM") == std::string::npos
            ? ". The template makes roles: allow it with --capabilities CAPABILITY_IAM (or CAPABILITY_NAMED_IAM)."
            : ". The template names what it makes in IAM: allow it with --capabilities CAPABILITY_NAMED_IAM.";
  } else if (error.message.ends_with("must have values")) {
    error.message += ". Give them with --parameter-overrides KEY=VALUE.";
  }
  return error;
}

}  // namespace genesys_cfn::cli
