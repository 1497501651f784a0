// SPDX-License-Identifier: Apache-2.0
// `package`: the definitions beside a template go to S3, each under the digest of its text, and a copy of the template
// names them there. An object that is there already is not sent again: the same key is the same text.
#include <filesystem>

#include "aws/sigv4.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/packaged_template.h"
#include "cli/template_file.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

// For one object, with repeated attempts.
constexpr Milliseconds kPatience{30'000};

struct Packaged {
  PackagedDefinition definition;
  std::string text;
  bool is_new = false;
};

std::string KeyOf(std::string prefix, const std::string& digest) {
  while (prefix.ends_with('/')) prefix.pop_back();
  return prefix.empty() ? Concat(digest, ".json") : Concat(prefix, "/", digest, ".json");
}

Result<std::vector<Packaged>> ReadDefinitions(const PackageCommand& command, const TargetOptions& target,
                                              const TemplateFile& file) {
  std::vector<Packaged> read;
  for (LocalDefinition& local : FindLocalDefinitions(file.loaded)) {
    const std::string place = Concat(command.template_path, ":", local.mark.line, ":", local.mark.column,
                                     ": the definition of ", local.logical_id, " (", local.path, ")");
    auto text = ReadFile(fs::path(command.template_path).parent_path() / local.path);
    if (!text) return text.error().WithContext(place);
    const auto valid = CheckDefinitionText(file.loaded.FindResource(local.logical_id)->properties, *text);
    if (!valid) return valid.error().WithContext(place);
    const std::string digest = aws::Sha256Hex(*text);
    const std::string uri = Concat("s3://", target.bucket, "/", KeyOf(target.prefix, digest));
    read.push_back({{std::move(local), uri, digest}, *std::move(text)});
  }
  return read;
}

// The bucket is one in AWS, most likely, and nothing on the command line said so.
Error SayWhichCloud(Error error, const CloudConnection& cloud) {
  if (error.code != ErrorCode::kNotFound || cloud.place() == CloudConnection::Place::kAws) return error;
  error.message += "; this was the local cloud: give --target aws for a bucket in an AWS account";
  return error;
}

Result<void> Upload(CommandContext& context, std::vector<Packaged>& all) {
  const TargetOptions& target = context.line.target;
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "package"));
  const aws::S3Access access = cloud->ObjectStore();
  for (Packaged& one : all) {
    const SteadyTime deadline = context.surroundings.clock.SteadyNow() + kPatience;
    const aws::S3Location location{target.bucket, KeyOf(target.prefix, one.definition.digest), std::nullopt};
    TRY_ASSIGN(const bool exists, aws::ObjectExists(access, location, deadline));
    one.is_new = !exists;
    if (exists) continue;
    const auto put = aws::PutObject(access, location, one.text, deadline);
    if (!put) return SayWhichCloud(put.error(), *cloud);
  }
  return {};
}

void Show(CommandContext& context, const PackageCommand& command, const std::vector<Packaged>& all) {
  json::Array documents;
  for (const Packaged& one : all) {
    const PackagedDefinition& definition = one.definition;
    context.renderer.Line(Concat(one.is_new ? "Sent     " : "Present  ", definition.local.path, "  ", definition.uri));
    documents.emplace_back(json::Object{{"logicalId", definition.local.logical_id},
                                        {"path", definition.local.path},
                                        {"uri", definition.uri},
                                        {"digest", definition.digest},
                                        {"sent", one.is_new}});
  }
  if (all.empty()) context.renderer.Line("The template refers to no definition beside it: nothing was sent.");
  context.renderer.Line(Concat("Wrote ", command.output_path, "."));
  context.renderer.Document(json::Object{{"template", command.output_path}, {"definitions", std::move(documents)}});
}

}  // namespace

Result<int> RunPackage(CommandContext& context, const PackageCommand& command) {
  TRY_ASSIGN(const auto file, ReadTemplate(context, command.template_path));
  if (!file) return kFailed;
  std::error_code ignored;
  if (fs::equivalent(command.template_path, command.output_path, ignored)) {
    return Error{ErrorCode::kInvalidInput,
                 Concat(command.output_path, " is the template itself: give another --output-template-file")};
  }
  TRY_ASSIGN(auto all, ReadDefinitions(command, context.line.target, *file));
  std::vector<PackagedDefinition> definitions;
  for (const Packaged& one : all) definitions.push_back(one.definition);
  const auto text = PackagedText(file->text, file->loaded, definitions);
  if (!text) return Error{text.error().code, Concat(command.template_path, ":", text.error().message)};
  if (!all.empty()) TRY(Upload(context, all));
  TRY(WriteFileAtomically(command.output_path, *text));
  Show(context, command, all);
  return kDone;
}

}  // namespace genesys_cfn::cli
