// SPDX-License-Identifier: Apache-2.0
// `adopt`: the template that takes an existing data action over. Nothing is written in Genesys Cloud; a deployment of
// what this prints writes nothing there either, unless another definition is given.
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/orphan_search.h"
#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "genesys/integrations_client.h"
#include "json/parse.h"
#include "project/adoption.h"
#include "project/names.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{600'000};
constexpr std::string_view kActionPrefix = "custom_-_";
constexpr size_t kLongestReason = 2'000;

Error NotAdoptable(std::string_view id, std::string_view why) {
  return {ErrorCode::kInvalidInput, Concat("the data action ", id, " cannot be taken over: ", why)};
}

Result<std::string> FindId(genesys::Session& session, const std::string& name_or_id) {
  if (name_or_id.starts_with(kActionPrefix)) return name_or_id;
  genesys::ActionsClient actions(session);
  TRY_ASSIGN(const auto found, actions.List(name_or_id));
  if (found.size() == 1) return found.front().id;
  if (found.empty()) {
    TRY_ASSIGN(const auto all, actions.List(""));
    std::vector<std::string> names;
    for (const genesys::ActionSummary& action : all) names.push_back(action.name);
    const auto suggestion = Suggest(name_or_id, names);
    return Error{ErrorCode::kNotFound, Concat("no data action is named \"", name_or_id, "\"",
                                              suggestion ? Concat("; did you mean \"", *suggestion, "\"?") : "")};
  }
  std::vector<std::string> choices;
  for (const genesys::ActionSummary& action : found) choices.push_back(Concat(action.id, " (", action.category, ")"));
  return Error{ErrorCode::kInvalidInput, Concat(found.size(), " data actions are named \"", name_or_id,
                                                "\": give the id of one: ", Join(choices, ", "))};
}

// Who has it already, and who may.
Result<void> CheckOwner(aws::CloudFormationClient& stacks, const std::string& id, const genesys::LiveAction& live) {
  const json::Value* contract = live.action.Find("contract");
  const auto tag =
      contract != nullptr && contract->is_object() ? definition::TagOf(*contract->AsObject()) : std::nullopt;
  const auto book = ReadStackBook(stacks);
  const bool no_stacks = !book && book.error().code == ErrorCode::kNotFound;
  if (!book && !no_stacks) return book.error();
  if (book) {
    if (const std::string* recorded = book->RecordedBy(id)) {
      return NotAdoptable(id, Concat("the stack resource ", *recorded, " has it"));
    }
    if (!tag) return {};
    if (book->IsOfThisScope(*tag) && book->Judge(id, "", *tag).kind == OrphanKind::kInProgress) {
      return NotAdoptable(id, "its stack is being changed: wait until it rests");
    }
    if (book->IsOfThisScope(*tag)) return {};
  }
  if (!tag) return {};
  return NotAdoptable(id, "a stack of another AWS account or region made it, by its ownership tag, and may have it");
}

Result<std::string> IntegrationName(genesys::Session& session, const std::string& id) {
  TRY_ASSIGN(const auto integrations, genesys::IntegrationsClient(session).List());
  std::string name;
  for (const genesys::Integration& integration : integrations) {
    if (integration.id == id) name = integration.name;
  }
  size_t uses = 0;
  for (const genesys::Integration& integration : integrations) uses += integration.name == name ? 1 : 0;
  return uses == 1 ? name : std::string();
}

struct Comparison {
  std::vector<definition::FieldDifference> differences;  // live -> definition
  definition::ReplacementCheck check;
};

Result<Comparison> CompareWithFile(const std::string& path, const definition::DataAction& live) {
  TRY_ASSIGN(const std::string text, ReadFile(path));
  const auto document = json::Parse(text);
  if (!document) return document.error().WithContext(path);
  const auto loaded = definition::Load(*document, {});
  if (!loaded.action) {
    return Error{ErrorCode::kInvalidInput, Concat(path, ": ", definition::Describe(loaded.problems, kLongestReason))};
  }
  Comparison comparison{definition::Compare(*loaded.action, live),
                        definition::CompareForReplacement(*loaded.action, live)};
  for (definition::FieldDifference& difference : comparison.differences) std::swap(difference.before, difference.after);
  return comparison;
}

Result<void> WriteDefinition(const std::string& path, const definition::DataAction& action) {
  std::error_code problem;
  if (std::filesystem::exists(path, problem)) {
    return Error{ErrorCode::kConflict,
                 Concat(path, " exists already: --to takes a new file; --definition compares with one")};
  }
  return WriteFileAtomically(path, project::DefinitionText(action));
}

}  // namespace

Result<int> RunAdopt(CommandContext& context, const AdoptCommand& command) {
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "adopt"));
  TRY_ASSIGN(auto session, cloud->Organisation(kPatience));
  TRY_ASSIGN(const std::string id, FindId(session, command.name_or_id));
  if (!id.starts_with(kActionPrefix)) return NotAdoptable(id, "it belongs to its integration");
  TRY_ASSIGN(const auto live, genesys::ActionsClient(session).Read(id));
  if (!live) return Error{ErrorCode::kNotFound, Concat("there is no data action ", id)};
  TRY_ASSIGN(auto action, definition::FromLive(live->action, live->request_template, live->success_template));
  TRY(CheckOwner(cloud->stacks(), id, *live));
  TRY_ASSIGN(const std::string integration, IntegrationName(session, action.integration_id.value_or("")));

  Comparison comparison;
  if (command.definition) {
    TRY_ASSIGN(comparison, CompareWithFile(*command.definition, action));
  }
  const bool can_be_adopted = !comparison.check.contract_differs && !comparison.check.secure_differs;
  json::Array differences;
  for (const definition::FieldDifference& difference : comparison.differences) {
    differences.emplace_back(
        json::Object{{"field", difference.field}, {"live", difference.before}, {"definition", difference.after}});
  }
  json::Object document{{"id", id}, {"name", action.name}, {"differences", std::move(differences)}};
  std::vector<std::string> comments;
  for (const definition::FieldDifference& difference : comparison.differences) {
    comments.push_back(Concat(difference.field, ": ", difference.before, " -> ", difference.after));
  }
  if (!can_be_adopted) {
    context.renderer.Document(document);
    return NotAdoptable(id, Concat("contract and secure setting of an action cannot be changed, and ",
                                   *command.definition, " has others (live -> definition): ", Join(comments, "; ")));
  }
  if (command.to) TRY(WriteDefinition(*command.to, action));
  const project::ExportedAction exported{id, action, integration};
  std::string snippet = project::AdoptionTemplate(exported, command.to ? command.to : command.definition);
  document.Append("logicalId", project::LogicalId(action.name));
  document.Append("template", snippet);
  if (!comments.empty()) context.renderer.Line("# A deployment changes the action (live -> definition):");
  for (const std::string& comment : comments) context.renderer.Line(Concat("#   ", comment));
  snippet.pop_back();
  context.renderer.Line(snippet);
  context.renderer.Document(document);
  return kDone;
}

}  // namespace genesys_cfn::cli
