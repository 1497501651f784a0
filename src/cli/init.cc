// SPDX-License-Identifier: Apache-2.0
// `init`: a small working project from the catalogue. Nothing is overwritten: when one of its files is there already,
// none is written.
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/stack_name.h"
#include "project/catalogue.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

int ListKinds(Renderer& renderer) {
  std::vector<std::vector<std::string>> rows;
  json::Array documents;
  for (const project::Starter& starter : project::Starters()) {
    rows.push_back({std::string(starter.kind), std::string(starter.about)});
    documents.emplace_back(json::Object{{"kind", starter.kind}, {"description", starter.about}});
  }
  renderer.Table({"KIND", "WHAT IT IS"}, rows);
  renderer.Line("\nRun genesys-cfn init KIND [DIRECTORY] to write one.");
  renderer.Document(json::Object{{"kinds", std::move(documents)}});
  return kDone;
}

Result<std::string> ProjectName(const InitCommand& command, const fs::path& directory) {
  if (command.name) return *command.name;
  fs::path path = fs::absolute(directory).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // "my-actions/"
  const std::string name = path.filename().string();
  if (CheckNewStackName(name).empty()) return name;
  return Error{ErrorCode::kInvalidInput, Concat("the directory's name \"", name,
                                                "\" cannot be the project's, which names its stack: give another with "
                                                "--name (letters, digits and hyphens, a letter first)")};
}

Result<void> CheckNothingIsThere(const fs::path& directory, const std::vector<project::File>& files) {
  std::error_code ignored;
  if (fs::exists(directory, ignored) && !fs::is_directory(directory, ignored)) {
    return Error{ErrorCode::kConflict, Concat(directory.string(), " is a file; a project is a directory")};
  }
  for (const project::File& file : files) {
    const fs::path path = directory / file.path;
    std::error_code problem;
    const fs::file_type type = fs::symlink_status(path, problem).type();
    if (type == fs::file_type::not_found) continue;
    if (type == fs::file_type::none) {
      return Error{ErrorCode::kIo, Concat("cannot make ", path.string(), ": ", problem.message())};
    }
    return Error{ErrorCode::kConflict,
                 Concat(path.string(), " is there already, and nothing was written: choose another directory")};
  }
  return {};
}

Result<void> Write(const fs::path& directory, const std::vector<project::File>& files) {
  for (const project::File& file : files) {
    const fs::path path = directory / file.path;
    std::error_code problem;
    fs::create_directories(path.parent_path(), problem);
    if (problem) {
      return Error{ErrorCode::kIo, Concat("cannot make ", path.parent_path().string(), ": ", problem.message())};
    }
    TRY(WriteFileAtomically(path, file.content));
  }
  return {};
}

}  // namespace

Result<int> RunInit(CommandContext& context, const InitCommand& command) {
  if (!command.kind) return ListKinds(context.renderer);
  const fs::path directory = command.directory.value_or(*command.kind);
  TRY_ASSIGN(const std::string name, ProjectName(command, directory));
  const auto files = project::StarterFiles(*command.kind, name);
  if (!files) return Error{ErrorCode::kNotFound, Concat("the catalogue has no kind ", *command.kind)};
  TRY(CheckNothingIsThere(directory, *files));
  TRY(Write(directory, *files));
  json::Array paths;
  for (const project::File& file : *files) {
    context.renderer.Line(Concat("Wrote ", (directory / file.path).string()));
    paths.emplace_back(file.path);
  }
  context.renderer.Line(Concat("\nNext:\n  cd ", directory.string(),
                               "\n  genesys-cfn validate .\n  genesys-cfn test .\n"
                               "  genesys-cfn deploy template.yaml --stack-name ",
                               name));
  context.renderer.Document(json::Object{
      {"kind", *command.kind}, {"directory", directory.string()}, {"name", name}, {"files", std::move(paths)}});
  return kDone;
}

}  // namespace genesys_cfn::cli
