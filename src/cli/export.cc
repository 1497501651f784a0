// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/export_owners.h"
#include "cli/export_reading.h"
#include "cli/target_organisation.h"
#include "cli/written_credentials.h"
#include "project/exported_files.h"

namespace genesys_cfn::cli {
namespace {

namespace fs = std::filesystem;

// Three requests an action against a limit of 300 a minute: 10,000 actions take less than two hours.
constexpr Milliseconds kPatience{2 * 3'600'000};

// The kinds of what is written, as members of the document and in words.
struct Kind {
  std::string_view type;
  std::string_view member;
  std::string_view one;
  std::string_view several;
};
constexpr std::array<Kind, 5> kKinds = {{
    {"Custom::GenesysDataAction", "actions", "data action", "data actions"},
    {"Custom::GenesysIntegration", "integrations", "integration", "integrations"},
    {"Custom::GenesysCredential", "credentials", "credential", "credentials"},
    {"Custom::GenesysCustomAuthAction", "authenticationActions", "authentication action", "authentication actions"},
    {"Custom::GenesysDataActionLookup", "lookUps", "look-up", "look-ups"},
}};

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
    documents.emplace_back(json::Object{{"id", one.id}, {"name", one.name}, {"reason", one.reason}});
  }
  return documents;
}

json::Array PlacesOf(const project::ExportedFiles& files, std::string_view type) {
  json::Array documents;
  for (const project::Place& place : files.places) {
    if (place.type != type) continue;
    json::Object document{{"id", place.id}, {"name", place.name}};
    if (!place.file.empty()) document.Append("file", place.file);
    document.Append("template", place.template_file);
    document.Append("logicalId", place.logical_id);
    documents.emplace_back(std::move(document));
  }
  return documents;
}

// Of each file that was written and has some.
std::vector<lint::CheckedFile> CredentialsOf(const ExportCommand& command, const project::ExportedFiles& files) {
  std::vector<lint::CheckedFile> written;
  for (const project::File& file : files.files) {
    lint::CheckedFile checked = CredentialsIn((fs::path(command.directory) / file.path).string(), file.content);
    if (!checked.findings.empty()) written.push_back(std::move(checked));
  }
  return written;
}

json::Object DocumentOf(const ExportCommand& command, const ExportReading& reading, const project::ExportedFiles& files,
                        const std::vector<lint::CheckedFile>& credentials) {
  json::Object document{{"directory", command.directory}};
  for (const Kind& kind : kKinds) {
    if (command.with_integrations || kind.type == kKinds.front().type) {
      document.Append(std::string(kind.member), PlacesOf(files, kind.type));
    }
  }
  document.Append("leftOut", LeftOutDocument(reading.left_out));
  document.Append("failed", LeftOutDocument(reading.failed));
  if (command.adopt) document.Append("stacksWereAsked", reading.stacks_were_asked);
  if (command.adopt) document.Append("madeByStacks", LeftOutDocument(reading.notes));
  json::Array to_fill_in;
  for (const project::ToFillIn& one : files.to_fill_in) {
    to_fill_in.emplace_back(
        json::Object{{"parameter", one.parameter}, {"template", one.template_file}, {"what", one.what}});
  }
  document.Append("toFillIn", std::move(to_fill_in));
  document.Append("warnings", WarningsDocument(credentials));
  return document;
}

std::string CountsOf(const project::ExportedFiles& files) {
  std::vector<std::string> counts;
  for (const Kind& kind : kKinds) {
    const size_t count = PlacesOf(files, kind.type).size();
    if (count == 0 && kind.type != kKinds.front().type) continue;
    counts.push_back(Concat(count, " ", count == 1 ? kind.one : kind.several));
  }
  return Join(counts, ", ");
}

std::string Called(const LeftOut& one) {
  return one.name.empty() ? one.id : Concat("\"", one.name, "\" (", one.id, ")");
}

std::string WrittenLine(const ExportCommand& command, const project::ExportedFiles& files) {
  if (files.files.empty()) return Concat("Nothing was written to ", command.directory, ".");
  return Concat("Wrote ", CountsOf(files), " to ", command.directory, ".");
}

void Show(CommandContext& context, const ExportCommand& command, const ExportReading& reading,
          const project::ExportedFiles& files) {
  const std::vector<lint::CheckedFile> credentials = CredentialsOf(command, files);
  context.renderer.Document(DocumentOf(command, reading, files, credentials));
  for (const LeftOut& one : reading.left_out) {
    context.renderer.Line(Concat("Left out: ", Called(one), ": ", one.reason, "."));
  }
  for (const LeftOut& one : reading.notes) {
    context.renderer.Line(Concat("Note: ", Called(one), ": ", one.reason, "."));
  }
  context.renderer.Line(WrittenLine(command, files));
  for (const project::ToFillIn& one : files.to_fill_in) {
    context.renderer.Line(Concat("To fill in: ", one.parameter, " of ", one.template_file, ": ", one.what, "."));
  }
  Warn(context.renderer, credentials);
  std::vector<std::string> failures;
  for (const LeftOut& one : reading.failed) {
    failures.push_back(Concat(Called(one), " is missing: ", one.reason));
  }
  context.renderer.Errors(failures);
}

// nullopt: the organisation is a real one, and no AWS account is asked for.
Result<std::optional<StackBook>> ReadStacks(CommandContext& context, const TargetOrganisation& target) {
  const auto read = [](CloudConnection& cloud) -> Result<std::optional<StackBook>> {
    TRY_ASSIGN(StackBook book, ReadStackBookIfAny(cloud.stacks()));
    return std::optional<StackBook>(std::move(book));
  };
  if (target.cloud() != nullptr) return read(*target.cloud());
  if (context.line.target.target() != Target::kAws) {
    context.renderer.Line(
        "Note: no stacks were asked what they have; --target aws asks those of an account and region.");
    return std::optional<StackBook>();
  }
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "export"));
  return read(*cloud);
}

}  // namespace

Result<int> RunExport(CommandContext& context, const ExportCommand& command) {
  TRY(CheckDirectory(command));
  TRY_ASSIGN(const auto target, TargetOrganisation::Open(context, command.organisation, "export"));
  TRY_ASSIGN(auto session, target->Connect(kPatience));
  context.renderer.Line(Concat("Reading the data actions of ", target->place(), "."));
  TRY_ASSIGN(ExportReading reading,
             ReadOrganisation(session, command, [&](const std::string& line) { context.renderer.Line(line); }));
  if (command.adopt) {
    // After the reading: nothing that a stack made meanwhile is missed.
    TRY_ASSIGN(const auto book, ReadStacks(context, *target));
    reading.stacks_were_asked = book.has_value();
    reading.notes = LeaveOutWhatStacksHave(reading, book);
  }
  const project::ExportedFiles files = project::ToFiles(
      std::move(reading.family), command.adopt ? project::Adoption::kTakeOver : project::Adoption::kMakeNew);
  if (!files.files.empty()) TRY(WriteFiles(command.directory, files.files));
  Show(context, command, reading, files);
  return reading.failed.empty() ? kDone : kFailed;
}

}  // namespace genesys_cfn::cli
