// SPDX-License-Identifier: Apache-2.0
#include "provider/action_lookup.h"

#include <algorithm>

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "genesys/actions_client.h"
#include "genesys/integrations_client.h"
#include "provider/action_lookup_table.h"
#include "provider/answers.h"
#include "provider/definition_source.h"
#include "provider/property_check.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kReasonBytes = 3'000;
constexpr size_t kNamedCandidates = 10;
// An action or an integration that the same stack made may not be listed yet.
constexpr Milliseconds kPatience{6'000};
constexpr Milliseconds kPause{2'000};

struct Wanted {
  std::string name;
  std::optional<std::string> integration_id;
  std::optional<std::string> integration_name;
  std::optional<std::string> category;
};

Wanted Parse(const json::Object& properties, std::vector<definition::Problem>& problems) {
  const PropertyReader reader(properties, "", problems);
  CheckProperties(kActionLookupTable, properties, problems);
  RefuseUnresolved(properties, "", problems);
  return {reader.Text("Name").value_or(""), reader.Text("IntegrationId"), reader.Text("IntegrationName"),
          reader.Text("Category")};
}

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

Error NoneFound(const Wanted& wanted, const std::string& integration_id,
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

Result<json::Value> FindAction(genesys::Session& session, const Wanted& wanted) {
  std::string integration_id = wanted.integration_id.value_or("");
  if (wanted.integration_name) {
    TRY_ASSIGN(const auto integration, genesys::IntegrationsClient(session).FindByName(*wanted.integration_name));
    integration_id = integration.id;
  }
  genesys::ActionsClient actions(session);
  for (Milliseconds waited{0};; waited += kPause) {
    TRY_ASSIGN(const auto of_that_name, actions.List(wanted.name));
    std::vector<genesys::ActionSummary> matches;
    std::copy_if(of_that_name.begin(), of_that_name.end(), std::back_inserter(matches), [&](const auto& action) {
      return action.integration_id == integration_id && (!wanted.category || action.category == *wanted.category);
    });
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
    if (waited >= kPatience || !session.WaitFor(kPause)) {
      return NoneFound(wanted, integration_id, of_that_name, actions);
    }
  }
}

bool StandsForAction(const std::optional<std::string>& id) {
  return id && !id->empty() && !custom_resource::ParseMarker(*id);
}

}  // namespace

Answer ActionLookupResource::Handle(const Request& request, const EventContext& context) {
  if (request.type == RequestType::kDelete) return Succeeded(IdForFailure(request));
  // Nothing can have been made, however this ends.
  context.progress.AnswerWith(IdForFailure(request));
  std::vector<definition::Problem> problems;
  const Wanted wanted = Parse(request.properties, problems);
  if (!problems.empty()) {
    return Failed(IdForFailure(request),
                  Concat("The properties of ", request.address.logical_id, " are invalid, nothing was called. ",
                         definition::Describe(problems, kReasonBytes)),
                  "invalid properties");
  }
  context.progress.Doing(Concat("looking for the action ", wanted.name, "; nothing is ever written for it"));
  auto session = parts_.organisation.Connect(context.deadline);
  if (!session) return Failed(IdForFailure(request), session.error().message, ToString(session.error().code));
  const auto found = FindAction(*session, wanted);
  if (found) return ActionAnswer(*found);
  // The action of before may be gone. A rollback that fails for that could never be brought to an end.
  if (StandsForAction(request.address.physical_id)) {
    const auto phase = parts_.stacks.PhaseOf(request.address.stack_id, context.deadline);
    if (phase && *phase == StackPhase::kRollingBack) {
      parts_.logger.Warning("lookup_kept_in_rollback",
                            {{"id", *request.address.physical_id}, {"reason", found.error().message}});
      return ActionAnswer(json::Object{{"id", *request.address.physical_id}, {"name", wanted.name}});
    }
  }
  return Failed(IdForFailure(request), found.error().message, ToString(found.error().code));
}

}  // namespace genesys_cfn::provider
