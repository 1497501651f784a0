// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <map>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/target_organisation.h"
#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "genesys/integrations_client.h"
#include "project/exported_files.h"
#include "template/pattern.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

// Three requests an action against a limit of 300 a minute: 10,000 actions take less than two hours.
constexpr Milliseconds kPatience{2 * 3'600'000};
constexpr size_t kProgressEvery = 100;

// An action that is not among the files, and why.
struct LeftOut {
  genesys::ActionSummary action;
  std::string reason;
};

struct Reading {
  std::vector<project::ExportedAction> exported;
  std::vector<LeftOut> left_out;  // as it should be
  std::vector<LeftOut> failed;
};

bool IsStatic(const genesys::ActionSummary& action) {
  return action.id.starts_with("static");
}

bool IsCustomAuth(const genesys::ActionSummary& action) {
  return action.id.starts_with("customAuth");
}

// Names of the integrations by id; empty for a name that several have.
Result<std::map<std::string, std::string>> ReadIntegrationNames(genesys::Session& session) {
  TRY_ASSIGN(const auto integrations, genesys::IntegrationsClient(session).List());
  std::map<std::string, size_t> uses;
  for (const genesys::Integration& integration : integrations) ++uses[integration.name];
  std::map<std::string, std::string> names;
  for (const genesys::Integration& integration : integrations) {
    names[integration.id] = uses[integration.name] == 1 ? integration.name : std::string();
  }
  return names;
}

// What the next actions would meet too.
bool EndsTheExport(const Error& error) {
  return error.code == ErrorCode::kUnauthenticated || error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kRateLimited;
}

Result<std::vector<genesys::ActionSummary>> ListChosen(genesys::Session& session, const ExportCommand& command) {
  std::optional<cloudformation::Pattern> pattern;
  if (command.name_pattern) {
    auto compiled = cloudformation::Pattern::Compile(*command.name_pattern);
    if (!compiled) return compiled.error().WithContext("--name");
    pattern.emplace(*std::move(compiled));
  }
  TRY_ASSIGN(auto actions, genesys::ActionsClient(session).List(""));
  std::erase_if(actions, [&](const genesys::ActionSummary& action) {
    return (pattern && !pattern->MatchesWhole(action.name)) ||
           (command.integration_id && action.integration_id != *command.integration_id);
  });
  return actions;
}

Result<Reading> ReadActions(CommandContext& context, genesys::Session& session, const ExportCommand& command) {
  TRY_ASSIGN(const auto actions, ListChosen(session, command));
  TRY_ASSIGN(const auto integrations, ReadIntegrationNames(session));
  genesys::ActionsClient client(session);
  Reading reading;
  size_t seen = 0;
  for (const genesys::ActionSummary& action : actions) {
    if (seen++ > 0 && seen % kProgressEvery == 1) {
      context.renderer.Line(Concat("Read ", seen - 1, " of ", actions.size(), " data actions."));
    }
    if (IsStatic(action) || IsCustomAuth(action)) {
      reading.left_out.push_back({action, IsStatic(action) ? "it ships with its integration"
                                                           : "it belongs to the credential of its integration"});
      continue;
    }
    auto live = client.Read(action.id);
    if (!live && EndsTheExport(live.error())) return live.error();
    if (!live) {
      reading.failed.push_back({action, live.error().message});
      continue;
    }
    if (!live->has_value()) {
      reading.left_out.push_back({action, "it was deleted meanwhile"});
      continue;
    }
    auto definition = definition::FromLive((*live)->action, (*live)->request_template, (*live)->success_template);
    if (!definition) {
      reading.failed.push_back({action, definition.error().message});
      continue;
    }
    const auto named = integrations.find(definition->integration_id.value_or(""));
    reading.exported.push_back(
        {action.id, *std::move(definition), named == integrations.end() ? std::string() : named->second});
  }
  return reading;
}

Result<void> CheckDirectory(const ExportCommand& command) {
  std::error_code problem;
  const fs::path directory(command.directory);
  if (fs::exists(directory, problem) && !fs::is_directory(directory, problem)) {
    return Error{ErrorCode::kInvalidInput, Concat(command.directory, " is a file; --to takes a directory")};
  }
  if (command.overwrite || !fs::exists(directory, problem) || fs::is_empty(directory, problem)) return {};
  return Error{ErrorCode::kConflict, Concat("the directory ", command.directory,
                                            " is not empty: give another one, or --overwrite to replace files of the "
                                            "same names (others are left as they are)")};
}

// Each file appears whole, the templates last: they refer to the others.
Result<void> WriteFiles(const std::string& directory, const std::vector<project::File>& files) {
  std::error_code problem;
  fs::create_directories(fs::path(directory) / "actions", problem);
  if (problem) return Error{ErrorCode::kIo, Concat("cannot make ", directory, ": ", problem.message())};
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    TRY(WriteFileAtomically(fs::path(directory) / file->path, file->content));
  }
  return {};
}

json::Array LeftOutDocument(const std::vector<LeftOut>& all) {
  json::Array documents;
  for (const LeftOut& one : all) {
    documents.emplace_back(json::Object{{"id", one.action.id}, {"name", one.action.name}, {"reason", one.reason}});
  }
  return documents;
}

void Show(CommandContext& context, const ExportCommand& command, const Reading& reading,
          const project::ExportedFiles& files) {
  json::Array documents;
  for (const project::Place& place : files.places) {
    documents.emplace_back(json::Object{{"id", place.action_id},
                                        {"name", place.name},
                                        {"file", place.file},
                                        {"template", place.template_file},
                                        {"logicalId", place.logical_id}});
  }
  context.renderer.Document(json::Object{{"directory", command.directory},
                                         {"actions", std::move(documents)},
                                         {"leftOut", LeftOutDocument(reading.left_out)},
                                         {"failed", LeftOutDocument(reading.failed)}});
  for (const LeftOut& one : reading.left_out) {
    context.renderer.Line(Concat("Left out: \"", one.action.name, "\" (", one.action.id, "): ", one.reason, "."));
  }
  context.renderer.Line(Concat("Wrote ", files.places.size(),
                               files.places.size() == 1 ? " data action" : " data actions", " to ", command.directory,
                               "."));
  std::vector<std::string> failures;
  for (const LeftOut& one : reading.failed) {
    failures.push_back(Concat("error: \"", one.action.name, "\" (", one.action.id, ") is missing: ", one.reason));
  }
  if (!failures.empty()) context.renderer.Failures(failures);
}

}  // namespace

Result<int> RunExport(CommandContext& context, const ExportCommand& command) {
  TRY(CheckDirectory(command));
  TRY_ASSIGN(const auto target, TargetOrganisation::Open(context, command.organisation, "export"));
  TRY_ASSIGN(auto session, target->Connect(kPatience));
  context.renderer.Line(Concat("Reading the data actions of ", target->place(), "."));
  TRY_ASSIGN(const Reading reading, ReadActions(context, session, command));
  const project::ExportedFiles files =
      project::ToFiles(reading.exported, command.adopt ? project::Adoption::kTakeOver : project::Adoption::kMakeNew);
  if (!files.files.empty()) TRY(WriteFiles(command.directory, files.files));
  Show(context, command, reading, files);
  return reading.failed.empty() ? kDone : kFailed;
}

}  // namespace genesys_cfn::cli
