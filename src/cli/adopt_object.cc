// SPDX-License-Identifier: Apache-2.0
#include "cli/adopt_object.h"

#include <algorithm>

#include "base/text.h"
#include "genesys/credentials_client.h"
#include "genesys/integrations_client.h"
#include "provider/integration.h"
#include "provider/managed_resource.h"

namespace genesys_cfn::cli {
namespace {

using Found = std::optional<AdoptableObject>;

json::Object ObjectOf(const json::Object& object, std::string_view name) {
  const json::Value* value = object.Find(name);
  return value != nullptr && value->is_object() ? *value->AsObject() : json::Object();
}

AdoptableObject WithSnippet(AdoptableObject object, project::ExportedFamily family) {
  project::ExportedFiles files = project::ToFiles(std::move(family), project::Adoption::kTakeOver);
  // Without the head, which is of `export`.
  const std::string& content = files.files.front().content;
  object.snippet = content.substr(content.find("\n\n") + 2);
  object.logical_id = files.places.front().logical_id;
  object.to_fill_in = std::move(files.to_fill_in);
  return object;
}

Result<Found> ReadIntegration(CommandContext& context, genesys::Session& session, const std::string& id) {
  TRY_ASSIGN(const auto live, provider::ConnectIntegrations(session, context.surroundings.clock)->Read(id));
  if (!live) return Found();
  const json::Value state(live->state);
  const auto text = [&](std::string_view member) { return state.FindString(member).value_or(""); };
  project::ExportedIntegration integration{id,
                                           text("integrationType"),
                                           definition::StripTag(text("name")),
                                           text("notes"),
                                           text("state"),
                                           ObjectOf(live->state, "properties"),
                                           ObjectOf(live->state, "advanced"),
                                           {}};
  for (const auto& [slot, credential] : ObjectOf(live->state, "credentials")) {
    if (credential.is_string()) integration.credentials.emplace_back(slot, *credential.AsString());
  }
  project::ExportedFamily family;
  family.integrations.push_back(integration);
  return Found(WithSnippet({"integration", id, integration.name, live->tag, {}, {}, {}}, std::move(family)));
}

Result<Found> ReadCredential(genesys::Session& session, const std::string& id) {
  TRY_ASSIGN(auto outline, genesys::CredentialsClient(session).Outline(id));
  if (!outline) return Found();
  std::sort(outline->fields.begin(), outline->fields.end());
  const std::string name = definition::StripTag(outline->name);
  project::ExportedFamily family;
  family.credentials.push_back({id, name, outline->type, std::move(outline->fields)});
  return Found(
      WithSnippet({"credential", id, name, definition::FindTag(outline->name), {}, {}, {}}, std::move(family)));
}

// Empty: none.
Result<std::string> TheOne(std::string_view noun, const std::string& name, const std::vector<std::string>& ids) {
  if (ids.size() < 2) return ids.empty() ? std::string() : ids.front();
  return Error{ErrorCode::kInvalidInput,
               Concat(ids.size(), " ", noun, "s are named \"", name, "\": give the id of one: ", Join(ids, ", "))};
}

}  // namespace

Result<Found> FindAdoptableObject(CommandContext& context, genesys::Session& session, const std::string& name_or_id) {
  if (provider::IsUuid(name_or_id)) {
    TRY_ASSIGN(auto integration, ReadIntegration(context, session, name_or_id));
    if (integration) return integration;
    return ReadCredential(session, name_or_id);
  }
  std::vector<std::string> ids;
  TRY_ASSIGN(const auto integrations, genesys::IntegrationsClient(session).List());
  for (const genesys::Integration& one : integrations) {
    if (one.name == name_or_id) ids.push_back(one.id);
  }
  TRY_ASSIGN(const std::string integration, TheOne("integration", name_or_id, ids));
  if (!integration.empty()) return ReadIntegration(context, session, integration);
  TRY_ASSIGN(const auto credentials, genesys::CredentialsClient(session).List());
  for (const json::Value& one : credentials) {
    if (definition::StripTag(one.FindString("name").value_or("")) == name_or_id) {
      ids.push_back(one.FindString("id").value_or(""));
    }
  }
  TRY_ASSIGN(const std::string credential, TheOne("credential", name_or_id, ids));
  return credential.empty() ? Result<Found>(Found()) : ReadCredential(session, credential);
}

}  // namespace genesys_cfn::cli
