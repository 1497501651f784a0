// SPDX-License-Identifier: Apache-2.0
#include "cli/export_reading.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "genesys/credentials_client.h"
#include "genesys/functions_client.h"
#include "genesys/integration_editor.h"
#include "genesys/integrations_client.h"
#include "provider/function_properties.h"
#include "template/pattern.h"

namespace genesys_cfn::cli {
namespace {

using genesys::ActionSummary;

constexpr size_t kProgressEvery = 100;
constexpr size_t kNamedIntegrations = 10;
// genesys-cloud-api.md 3.5, 3.6.
constexpr std::string_view kFunctions = "function-data-actions";
constexpr std::string_view kWebServices = "custom-rest-actions";
constexpr std::string_view kLogsIn = "userDefinedOAuth";
constexpr std::string_view kLoginPrefix = "customAuth_-_";
constexpr std::string_view kDeletedMeanwhile = "it was deleted meanwhile";

bool IsStatic(const ActionSummary& action) {
  return action.id.starts_with("static");
}

bool IsLogin(const ActionSummary& action) {
  return action.id.starts_with("customAuth");
}

std::string TextOf(const json::Object& object, std::string_view name) {
  const json::Value* value = object.Find(name);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

json::Object ObjectOf(const json::Object& object, std::string_view name) {
  const json::Value* value = object.Find(name);
  return value != nullptr && value->is_object() ? *value->AsObject() : json::Object();
}

// What the next reads would meet too.
bool EndsTheExport(const Error& error) {
  return error.code == ErrorCode::kUnauthenticated || error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kRateLimited;
}

Result<std::function<bool(const ActionSummary&)>> ChoiceOf(const ExportCommand& command) {
  std::optional<cloudformation::Pattern> pattern;
  if (command.name_pattern) {
    auto compiled = cloudformation::Pattern::Compile(*command.name_pattern);
    if (!compiled) return compiled.error().WithContext("--name");
    pattern.emplace(*std::move(compiled));
  }
  const auto shared = std::make_shared<std::optional<cloudformation::Pattern>>(std::move(pattern));
  return std::function<bool(const ActionSummary&)>([shared, integration = command.integration_id](const auto& action) {
    return (!*shared || (*shared)->MatchesWhole(action.name)) &&
           (!integration || action.integration_id == *integration);
  });
}

Error NoSuchIntegration(const std::string& id, std::vector<genesys::Integration> all) {
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  const size_t more = all.size() > kNamedIntegrations ? all.size() - kNamedIntegrations : 0;
  all.resize(all.size() - more);
  std::vector<std::string> names;
  for (const genesys::Integration& one : all) names.push_back(Concat(one.id, " (\"", one.name, "\")"));
  const std::string others = names.empty() ? std::string("there is none at all") : "there are: " + Join(names, ", ");
  return {ErrorCode::kNotFound,
          Concat("there is no integration with the id \"", id, "\"; ", others,
                 more == 0 ? std::string() : Concat(" and ", more, " more"), "; nothing was written")};
}

Error NoSuchActions(const ExportCommand& command) {
  const std::string place =
      command.integration_id ? Concat(" of the integration ", *command.integration_id) : std::string();
  const std::string what = command.name_pattern
                               ? Concat("no data action", place, " matches --name ", *command.name_pattern)
                               : Concat("there is no data action", place);
  return {ErrorCode::kNotFound, Concat(what, "; nothing was written")};
}

// An integration that is asked for is exported without actions, too.
bool MissesActions(const ExportCommand& command) {
  return command.name_pattern || (command.integration_id && !command.with_integrations);
}

class Reader {
 public:
  Reader(genesys::Session& session, const ExportCommand& command, const std::function<void(const std::string&)>& say)
      : session_(session), command_(command), say_(say), actions_(session) {}

  Result<ExportReading> Run() {
    TRY_ASSIGN(const auto is_chosen, ChoiceOf(command_));
    TRY(ListIntegrations());
    TRY_ASSIGN(auto all, actions_.List(""));
    std::vector<ActionSummary> chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), is_chosen);
    if (chosen.empty() && MissesActions(command_)) return NoSuchActions(command_);
    TRY(ReadActions(chosen));
    if (!command_.with_integrations) return std::move(reading_);
    TRY(ReadIntegrations(chosen));
    NameOthers(all);
    return std::move(reading_);
  }

 private:
  // Names that several integrations have are no names for a template.
  Result<void> ListIntegrations() {
    TRY_ASSIGN(const auto integrations, genesys::IntegrationsClient(session_).List());
    std::map<std::string, size_t> uses;
    for (const genesys::Integration& one : integrations) ++uses[one.name];
    for (const genesys::Integration& one : integrations) {
      names_[one.id] = uses[one.name] == 1 ? one.name : std::string();
      types_[one.id] = one.type_id;
    }
    const auto& wanted = command_.integration_id;
    if (wanted && !types_.contains(*wanted)) return NoSuchIntegration(*wanted, integrations);
    return {};
  }

  // An error if the export cannot go on; else it is noted, and nothing comes of it.
  Result<void> Note(const Error& error, const std::string& id, const std::string& name) {
    if (EndsTheExport(error)) return error;
    reading_.failed.push_back({id, name, error.message});
    return {};
  }

  void NoteTag(const std::string& id, const std::optional<definition::OwnershipTag>& tag) {
    if (tag) reading_.tags[id] = *tag;
  }

  Result<void> ReadActions(const std::vector<ActionSummary>& chosen) {
    size_t seen = 0;
    for (const ActionSummary& action : chosen) {
      if (seen++ > 0 && seen % kProgressEvery == 1) {
        say_(Concat("Read ", seen - 1, " of ", chosen.size(), " data actions."));
      }
      if (IsStatic(action) || IsLogin(action)) {
        reading_.left_out.push_back(
            {action.id, action.name,
             IsStatic(action) ? "it ships with its integration" : "it belongs to the credential of its integration"});
        continue;
      }
      TRY(ReadAction(action));
    }
    return {};
  }

  Result<void> ReadAction(const ActionSummary& action) {
    const auto live = actions_.Read(action.id);
    if (!live) return Note(live.error(), action.id, action.name);
    if (!live->has_value()) {
      reading_.left_out.push_back({action.id, action.name, std::string(kDeletedMeanwhile)});
      return {};
    }
    auto definition = definition::FromLive((*live)->action, (*live)->request_template, (*live)->success_template);
    if (!definition) return Note(definition.error(), action.id, action.name);
    const json::Value* contract = (*live)->action.Find("contract");
    if (contract != nullptr && contract->is_object()) NoteTag(action.id, definition::TagOf(*contract->AsObject()));
    const std::string integration = definition->integration_id.value_or("");
    project::ExportedAction exported{action.id, *std::move(definition), names_[integration]};
    if (types_[integration] == kFunctions) {
      const auto function = genesys::FunctionsClient(session_).Read(action.id);
      if (!function) return Note(function.error(), action.id, action.name);
      if (*function && (*function)->settings) exported.function = FunctionOf(**function);
    }
    reading_.family.actions.push_back(std::move(exported));
    return {};
  }

  static project::ExportedFunction FunctionOf(const genesys::Function& function) {
    const genesys::FunctionSettings& settings = *function.settings;
    return {settings.handler, settings.runtime, settings.description, settings.timeout_seconds,
            provider::DigestIn(function.zip_name)};
  }

  // Those that have a chosen action, shipped ones included, and the one that was named.
  Result<void> ReadIntegrations(const std::vector<ActionSummary>& chosen) {
    std::set<std::string> ids;
    for (const ActionSummary& action : chosen) ids.insert(action.integration_id);
    if (command_.integration_id) ids.insert(*command_.integration_id);
    ids.erase("");
    for (const std::string& id : ids) TRY(ReadIntegration(id));
    std::set<std::string> credentials;
    for (const project::ExportedIntegration& one : reading_.family.integrations) {
      for (const auto& [slot, credential] : one.credentials) credentials.insert(credential);
    }
    for (const std::string& id : credentials) TRY(ReadCredential(id));
    for (const project::ExportedIntegration& one : reading_.family.integrations) TRY(ReadLogin(one));
    return {};
  }

  Result<void> ReadIntegration(const std::string& id) {
    const auto whole = genesys::IntegrationEditor(session_).Read(id);
    if (!whole) return Note(whole.error(), id, names_[id]);
    if (!whole->has_value()) {
      reading_.left_out.push_back({id, names_[id], "there is no such integration"});
      return {};
    }
    const json::Object& config = (*whole)->config;
    project::ExportedIntegration integration;
    integration.id = id;
    integration.type = json::Value(ObjectOf((*whole)->integration, "integrationType")).FindString("id").value_or("");
    integration.name = definition::StripTag(TextOf(config, "name"));
    integration.notes = definition::StripTag(TextOf(config, "notes"));
    NoteTag(id, definition::FindTag(TextOf(config, "name")));
    NoteTag(id, definition::FindTag(TextOf(config, "notes")));
    integration.state = TextOf((*whole)->integration, "intendedState");
    integration.properties = ObjectOf(config, "properties");
    integration.advanced = ObjectOf(config, "advanced");
    for (const auto& [slot, credential] : ObjectOf(config, "credentials")) {
      const auto credential_id = credential.FindString("id");
      if (credential_id) integration.credentials.emplace_back(slot, *credential_id);
    }
    std::sort(integration.credentials.begin(), integration.credentials.end());
    reading_.family.integrations.push_back(std::move(integration));
    return {};
  }

  Result<void> ReadCredential(const std::string& id) {
    auto outline = genesys::CredentialsClient(session_).Outline(id);
    if (!outline) return Note(outline.error(), id, "");
    if (!outline->has_value()) {
      reading_.left_out.push_back({id, "", "there is no such credential, though an integration names it"});
      return {};
    }
    NoteTag(id, definition::FindTag((*outline)->name));
    std::sort((*outline)->fields.begin(), (*outline)->fields.end());
    reading_.family.credentials.push_back(
        {id, definition::StripTag((*outline)->name), (*outline)->type, std::move((*outline)->fields)});
    return {};
  }

  // The platform makes it for such a credential alone.
  Result<void> ReadLogin(const project::ExportedIntegration& integration) {
    const auto logs_in = [&](const auto& slot) {
      return std::any_of(
          reading_.family.credentials.begin(), reading_.family.credentials.end(),
          [&](const auto& credential) { return credential.id == slot.second && credential.type == kLogsIn; });
    };
    const auto& slots = integration.credentials;
    if (integration.type != kWebServices || std::none_of(slots.begin(), slots.end(), logs_in)) return {};
    const std::string id = Concat(kLoginPrefix, integration.id);
    const auto live = actions_.Read(id);
    if (!live) return Note(live.error(), id, integration.name);
    if (!live->has_value()) return {};
    auto definition = definition::FromLive((*live)->action, (*live)->request_template, (*live)->success_template);
    if (!definition) return Note(definition.error(), id, integration.name);
    definition->config.Remove("timeoutSeconds");
    reading_.family.logins.push_back({integration.id, std::move(definition->config)});
    return {};
  }

  void NameOthers(const std::vector<ActionSummary>& all) {
    std::set<std::string> exported;
    for (const project::ExportedAction& one : reading_.family.actions) exported.insert(one.id);
    for (const ActionSummary& action : all) {
      if (IsLogin(action) || exported.contains(action.id)) continue;
      reading_.family.others.push_back(
          {action.id, action.name, action.category, action.integration_id, names_[action.integration_id]});
    }
  }

  genesys::Session& session_;
  const ExportCommand& command_;
  const std::function<void(const std::string&)>& say_;
  genesys::ActionsClient actions_;
  std::map<std::string, std::string> names_;  // of integrations, by id
  std::map<std::string, std::string> types_;
  ExportReading reading_;
};

}  // namespace

Result<ExportReading> ReadOrganisation(genesys::Session& session, const ExportCommand& command,
                                       const std::function<void(const std::string&)>& say) {
  return Reader(session, command, say).Run();
}

}  // namespace genesys_cfn::cli
