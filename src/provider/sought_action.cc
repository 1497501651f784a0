// SPDX-License-Identifier: Apache-2.0
#include "provider/sought_action.h"

#include <algorithm>

#include "base/text.h"
#include "genesys/integrations_client.h"
#include "provider/action_lookup_table.h"
#include "provider/definition_source.h"
#include "provider/property_check.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

constexpr size_t kNamedCandidates = 10;
constexpr Milliseconds kPause{2'000};

std::string Listed(const std::vector<genesys::ActionSummary>& actions) {
  std::vector<std::string> texts;
  for (const genesys::ActionSummary& action : actions) {
    if (texts.size() == kNamedCandidates) break;
    texts.push_back(Concat(action.name, " (", action.id, ", category ", action.category, ", integration ",
                           action.integration_id, ")"));
  }
  const size_t more = actions.size() - texts.size();
  return Concat(Join(texts, ", "), more == 0 ? "" : Concat(" and ", more, " more"));
}

Error NoneFound(const SoughtAction& wanted, const std::string& integration_id,
                const std::vector<genesys::ActionSummary>& of_that_name, genesys::ActionsClient& actions) {
  std::string message = Concat("there is no action with the name \"", wanted.name, "\"",
                               wanted.category ? Concat(" and the category \"", *wanted.category, "\"") : "",
                               " on the integration ", integration_id, ".");
  if (!of_that_name.empty()) {
    return {ErrorCode::kInvalidInput, Concat(message, " Elsewhere there are: ", Listed(of_that_name), ".")};
  }
  auto all = actions.List("");
  if (!all) return {ErrorCode::kInvalidInput, message};
  std::erase_if(*all, [&](const auto& action) { return action.integration_id != integration_id; });
  if (all->empty()) return {ErrorCode::kInvalidInput, message + " It has no actions."};
  return {ErrorCode::kInvalidInput, Concat(message, " It has: ", Listed(*all), ".")};
}

}  // namespace

SoughtActionResult ParseSoughtAction(const json::Object& properties) {
  SoughtActionResult result;
  const PropertyReader reader(properties, "", result.problems);
  CheckProperties(kActionLookupTable, properties, result.problems);
  RefuseUnresolved(properties, "", result.problems);
  if (!result.problems.empty()) return result;
  result.properties = SoughtAction{reader.Text("Name").value_or(""), reader.Text("IntegrationId"),
                                   reader.Text("IntegrationName"), reader.Text("Category")};
  return result;
}

std::vector<genesys::ActionSummary> MeantBy(const SoughtAction& wanted, const std::string& integration_id,
                                            const std::vector<genesys::ActionSummary>& of_that_name) {
  std::vector<genesys::ActionSummary> meant;
  std::copy_if(of_that_name.begin(), of_that_name.end(), std::back_inserter(meant), [&](const auto& action) {
    return action.integration_id == integration_id && (!wanted.category || action.category == *wanted.category);
  });
  return meant;
}

Result<json::Value> FindAction(genesys::Session& session, const SoughtAction& wanted, Milliseconds patience) {
  std::string integration_id = wanted.integration_id.value_or("");
  if (wanted.integration_name) {
    TRY_ASSIGN(const auto integration, genesys::IntegrationsClient(session).FindByName(*wanted.integration_name));
    integration_id = integration.id;
  }
  genesys::ActionsClient actions(session);
  for (Milliseconds waited{0};; waited += kPause) {
    TRY_ASSIGN(const auto of_that_name, actions.List(wanted.name));
    const std::vector<genesys::ActionSummary> matches = MeantBy(wanted, integration_id, of_that_name);
    if (matches.size() > 1) {
      return Error{ErrorCode::kInvalidInput,
                   Concat(matches.size(), " actions have this name on this integration: ", Listed(matches),
                          ". Give Category too, or refer to the action by its id.")};
    }
    if (matches.size() == 1) {
      TRY_ASSIGN(auto action, actions.Peek(matches.front().id));
      // Somebody may have renamed it since the list was made, or the list is behind.
      const bool is_so = action && action->FindString("name") == wanted.name &&
                         (!wanted.category || action->FindString("category") == wanted.category);
      if (is_so) return *std::move(action);
    }
    if (waited >= patience || !session.WaitFor(kPause)) {
      return NoneFound(wanted, integration_id, of_that_name, actions);
    }
  }
}

}  // namespace genesys_cfn::provider
