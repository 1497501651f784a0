// SPDX-License-Identifier: Apache-2.0
// What the organisation holds: `actions` and `integrations`.
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/target_organisation.h"
#include "genesys/actions_client.h"
#include "genesys/integrations_client.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{60'000};

OrganisationChoice ChoiceOf(const CommandContext& context) {
  return context.line.target.target() == Target::kAws ? OrganisationChoice::kReal : OrganisationChoice::kLocal;
}

}  // namespace

Result<int> RunActions(CommandContext& context, const ActionsCommand& /*command*/) {
  TRY_ASSIGN(const auto organisation, TargetOrganisation::Open(context, ChoiceOf(context), "actions"));
  TRY_ASSIGN(auto session, organisation->Connect(kPatience));
  TRY_ASSIGN(const auto actions, genesys::ActionsClient(session).List(""));
  std::vector<std::vector<std::string>> rows;
  json::Array documents;
  for (const genesys::ActionSummary& action : actions) {
    rows.push_back({action.name, action.category, action.id});
    documents.emplace_back(json::Object{{"id", action.id},
                                        {"name", action.name},
                                        {"category", action.category},
                                        {"integrationId", action.integration_id}});
  }
  if (rows.empty()) context.renderer.Line("The organisation holds no data actions.");
  if (!rows.empty()) context.renderer.Table({"NAME", "CATEGORY", "ID"}, rows);
  context.renderer.Document(json::Object{{"actions", documents}});
  return kDone;
}

Result<int> RunIntegrations(CommandContext& context, const IntegrationsCommand& /*command*/) {
  TRY_ASSIGN(const auto organisation, TargetOrganisation::Open(context, ChoiceOf(context), "integrations"));
  TRY_ASSIGN(auto session, organisation->Connect(kPatience));
  TRY_ASSIGN(const auto integrations, genesys::IntegrationsClient(session).List());
  std::vector<std::vector<std::string>> rows;
  json::Array documents;
  for (const genesys::Integration& integration : integrations) {
    rows.push_back({integration.name, integration.type_id, integration.reported_state, integration.id});
    documents.emplace_back(json::Object{{"id", integration.id},
                                        {"name", integration.name},
                                        {"type", integration.type_id},
                                        {"intendedState", integration.intended_state},
                                        {"reportedState", integration.reported_state}});
  }
  context.renderer.Table({"NAME", "TYPE", "STATE", "ID"}, rows);
  context.renderer.Document(json::Object{{"integrations", documents}});
  return kDone;
}

}  // namespace genesys_cfn::cli
