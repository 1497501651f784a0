// SPDX-License-Identifier: Apache-2.0
// `adopt`: the template that takes an existing data action, integration or credential over. Nothing is written in
// Genesys Cloud; a deployment of what this prints writes nothing there either, but for the values of a credential, and
// unless another definition is given.
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "cli/adopt_object.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/orphan_search.h"
#include "cli/written_credentials.h"
#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "genesys/integrations_client.h"
#include "json/parse.h"
#include "project/adoption.h"
#include "project/names.h"
#include "provider/managed_resource.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{600'000};
constexpr std::string_view kNoun = "data action";
constexpr std::string_view kActionPrefix = "custom_-_";
constexpr size_t kLongestReason = 2'000;

Error NotAdoptable(std::string_view noun, std::string_view id, std::string_view why) {
  return {ErrorCode::kInvalidInput, Concat("the ", noun, " ", id, " cannot be taken over: ", why)};
}

// Empty when none has this name.
Result<std::string> FindActionId(genesys::Session& session, const std::string& name_or_id) {
  if (name_or_id.starts_with(kActionPrefix)) return name_or_id;
  TRY_ASSIGN(const auto found, genesys::ActionsClient(session).List(name_or_id));
  if (found.empty()) return std::string();
  if (found.size() == 1) return found.front().id;
  std::vector<std::string> choices;
  for (const genesys::ActionSummary& action : found) choices.push_back(Concat(action.id, " (", action.category, ")"));
  return Error{ErrorCode::kInvalidInput, Concat(found.size(), " data actions are named \"", name_or_id,
                                                "\": give the id of one: ", Join(choices, ", "))};
}

// An error in any case.
Error NothingFound(genesys::Session& session, const std::string& name_or_id) {
  const auto actions = genesys::ActionsClient(session).List("");
  if (!actions) return actions.error();
  const auto integrations = genesys::IntegrationsClient(session).List();
  if (!integrations) return integrations.error();
  std::vector<std::string> names;
  for (const genesys::ActionSummary& action : *actions) names.push_back(action.name);
  for (const genesys::Integration& integration : *integrations) names.push_back(integration.name);
  const auto suggestion = Suggest(name_or_id, names);
  return Error{ErrorCode::kNotFound, Concat("no data action, integration or credential is named \"", name_or_id, "\"",
                                            suggestion ? Concat("; did you mean \"", *suggestion, "\"?") : "")};
}

// Who has it already, and who may.
Result<void> CheckOwner(aws::CloudFormationClient& stacks, std::string_view noun, const std::string& id,
                        const std::optional<definition::OwnershipTag>& tag) {
  TRY_ASSIGN(const StackBook book, ReadStackBookIfAny(stacks));
  const std::string why = WhyNotAdoptable(book, id, tag);
  return why.empty() ? Result<void>() : NotAdoptable(noun, id, why);
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

Result<int> AdoptObject(CommandContext& context, const AdoptCommand& command, CloudConnection& cloud,
                        const AdoptableObject& object) {
  if (command.definition || command.to) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("--definition and --to are for data actions; this is the ", object.noun, " ", object.id)};
  }
  TRY(CheckOwner(cloud.stacks(), object.noun, object.id, object.tag));
  json::Array to_fill_in;
  for (const project::ToFillIn& one : object.to_fill_in) {
    to_fill_in.emplace_back(json::Object{{"parameter", one.parameter}, {"what", one.what}});
  }
  context.renderer.Line(object.snippet.substr(0, object.snippet.size() - 1));
  context.renderer.Document(json::Object{{"id", object.id},
                                         {"name", object.name},
                                         {"logicalId", object.logical_id},
                                         {"template", object.snippet},
                                         {"toFillIn", std::move(to_fill_in)}});
  return kDone;
}

}  // namespace

Result<int> RunAdopt(CommandContext& context, const AdoptCommand& command) {
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "adopt"));
  TRY_ASSIGN(auto session, cloud->Organisation(kPatience));
  std::string id;
  if (!provider::IsUuid(command.name_or_id)) {
    TRY_ASSIGN(id, FindActionId(session, command.name_or_id));
  }
  if (id.empty()) {
    TRY_ASSIGN(const auto object, FindAdoptableObject(context, session, command.name_or_id));
    if (object) return AdoptObject(context, command, *cloud, *object);
    return NothingFound(session, command.name_or_id);
  }
  if (!id.starts_with(kActionPrefix)) return NotAdoptable(kNoun, id, "it belongs to its integration");
  TRY_ASSIGN(const auto live, genesys::ActionsClient(session).Read(id));
  if (!live) return Error{ErrorCode::kNotFound, Concat("there is no data action ", id)};
  TRY_ASSIGN(auto action, definition::FromLive(live->action, live->request_template, live->success_template));
  const json::Value* contract = live->action.Find("contract");
  const auto tag =
      contract != nullptr && contract->is_object() ? definition::TagOf(*contract->AsObject()) : std::nullopt;
  TRY(CheckOwner(cloud->stacks(), kNoun, id, tag));
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
    return NotAdoptable(kNoun, id,
                        Concat("contract and secure setting of an action cannot be changed, and ", *command.definition,
                               " has others (live -> definition): ", Join(comments, "; ")));
  }
  if (command.to) TRY(WriteDefinition(*command.to, action));
  const project::ExportedAction exported{id, action, integration};
  std::string snippet = project::AdoptionTemplate(exported, command.to ? command.to : command.definition);
  document.Append("logicalId", project::LogicalId(action.name));
  document.Append("template", snippet);
  std::vector<lint::CheckedFile> written{CredentialsIn("<template>", snippet)};
  if (command.to) written.push_back(CredentialsIn(*command.to, project::DefinitionText(action)));
  document.Append("warnings", WarningsDocument(written));
  if (!comments.empty()) context.renderer.Line("# A deployment changes the action (live -> definition):");
  for (const std::string& comment : comments) context.renderer.Line(Concat("#   ", comment));
  snippet.pop_back();
  context.renderer.Line(snippet);
  context.renderer.Document(document);
  Warn(context.renderer, written);
  return kDone;
}

}  // namespace genesys_cfn::cli
