// SPDX-License-Identifier: Apache-2.0
#include "cli/action_planner.h"

#include "aws/sigv4.h"
#include "base/text.h"
#include "genesys/dependencies_client.h"
#include "genesys/integrations_client.h"
#include "provider/deletion_wishes.h"

namespace genesys_cfn::cli {
namespace {

Result<void> Refuse(const Error& error, PlannedResource& planned) {
  if (error.code != ErrorCode::kInvalidInput && error.code != ErrorCode::kNotFound) return error;
  planned.effect = Effect::kRefused;
  planned.notes.push_back(error.message);
  return {};
}

bool IsOpen(const std::string& id) {
  return HoldsStandIn(id) || IsNewId(id);
}

// What a Delete with these properties does to the action.
Former FateIn(const json::Object& properties, const std::string& id) {
  const provider::DeletionWishes wishes = provider::DeletionWishesOf(properties);
  if (!wishes.adopt_action_id || wishes.delete_adopted) return Former::kDeleted;
  const bool may_be_it = *wishes.adopt_action_id == id || HoldsStandIn(*wishes.adopt_action_id);
  return may_be_it ? Former::kReleased : Former::kDeleted;
}

void MaskIfConfidential(const UpdateFacts& facts, PlannedResource& planned) {
  if (!facts.wanted.confidential) return;
  for (definition::FieldDifference& difference : planned.differences) difference.before = difference.after = "***";
}

}  // namespace

Result<void> ActionPlanner::Decide(const aws::ResourceChange& change, const PropertyBags& bags,
                                   PlannedResource& planned) {
  if (change.action == "Add") return DecideCreation(bags, planned);
  if (change.action == "Remove") return DecideDeletion(change, bags, planned);
  return DecideUpdate(bags, planned);
}

provider::PropertiesReader ActionPlanner::Reader() {
  return provider::PropertiesReader(
      {parts_.definitions.reader(), parts_.clock, {std::string(emulator::kCredentialsSecret), ""}},
      parts_.session.deadline());
}

Result<void> ActionPlanner::DecideCreation(const PropertyBags& bags, PlannedResource& planned) {
  planned.effect = Effect::kCreate;
  auto read = Reader().ReadNew(bags.after);
  if (RefuseFor(read.problems, bags.after, planned) || !read.properties) {
    if (planned.name.empty()) planned.name = provider::NameForMessages(bags.after);
    return {};
  }
  planned.name = read.properties->action.name;
  if (read.properties->adopt_action_id) {
    UpdateFacts facts{*std::move(read.properties), {}, "", {}, !HoldsStandIn(bags.after)};
    return DecideAdoption(std::move(facts), planned);
  }
  TRY_ASSIGN(const auto integration, ChooseIntegration(*read.properties, planned));
  if (!integration) return {};
  if (read.properties->function) {
    std::optional<provider::FunctionState> desired;
    TRY_ASSIGN(const bool fits, ReadFunction(*read.properties->function, std::nullopt, desired, planned));
    if (!fits) return {};
  }
  ExplainGate(*read.properties, planned);
  return {};
}

Result<void> ActionPlanner::DecideDeletion(const aws::ResourceChange& change, const PropertyBags& bags,
                                           PlannedResource& planned) {
  planned.name = provider::NameForMessages(bags.before);
  const bool is_released =
      change.policy_action == "Retain" || FateIn(bags.before, change.physical_id) == Former::kReleased;
  planned.effect = is_released ? Effect::kRelease : Effect::kDelete;
  if (is_released) return {};
  return NameFlows(planned);
}

Result<void> ActionPlanner::DecideUpdate(const PropertyBags& bags, PlannedResource& planned) {
  planned.effect = Effect::kUpdate;
  auto reader = Reader();
  auto wanted = reader.ReadNew(bags.after);
  if (RefuseFor(wanted.problems, bags.after, planned) || !wanted.properties) {
    if (planned.name.empty()) planned.name = provider::NameForMessages(bags.after);
    return {};
  }
  planned.name = wanted.properties->action.name;
  UpdateFacts facts{*std::move(wanted.properties), reader.ReadOld(bags.before), "", {}, true};
  const provider::ActionAdoption adoption = AdoptionIn(facts);
  if (adoption.BeginsWith(planned.physical_id)) return DecideMove(std::move(facts), bags, planned);
  facts.values_are_complete = !HoldsStandIn(bags.before) && !HoldsStandIn(bags.after);
  TRY_ASSIGN(const auto integration, ChooseIntegration(facts.wanted, planned));
  if (!integration) return {};
  facts.wanted_integration_id = *integration;
  if (facts.values_are_complete) TRY(ReadLive(planned.physical_id, facts, planned));
  if (facts.wanted.function) {
    TRY_ASSIGN(const bool fits,
               ReadFunction(*facts.wanted.function, facts.live_function, facts.wanted_function, planned));
    if (!fits) return {};
  }
  TRY(PlanDataActionUpdate(facts, planned));
  ExplainGate(facts.wanted, planned);
  MaskIfConfidential(facts, planned);
  if (planned.effect != Effect::kReplace) return {};
  planned.former = FateIn(bags.before, planned.physical_id);
  return NameFlows(planned);
}

Result<void> ActionPlanner::DecideMove(UpdateFacts facts, const PropertyBags& bags, PlannedResource& planned) {
  facts.values_are_complete = !HoldsStandIn(bags.after);
  const std::string id = *facts.wanted.adopt_action_id;
  planned.notes.push_back(Concat("takes over ", HoldsStandIn(id) ? "an action that is known at the deployment" : id));
  TRY(DecideAdoption(std::move(facts), planned));
  if (planned.effect != Effect::kAdopt || HoldsStandIn(id)) return {};
  planned.former = FateIn(bags.before, planned.physical_id);
  return planned.former == Former::kDeleted ? NameFlows(planned) : Result<void>();
}

Result<void> ActionPlanner::DecideAdoption(UpdateFacts facts, PlannedResource& planned) {
  const std::string id = *facts.wanted.adopt_action_id;
  planned.effect = Effect::kAdopt;
  planned.future_id = id;
  if (planned.physical_id.empty()) planned.physical_id = id;
  TRY_ASSIGN(const auto integration, ChooseIntegration(facts.wanted, planned));
  if (!integration) return {};
  facts.wanted_integration_id = *integration;
  if (!IsOpen(id)) TRY(ReadLive(id, facts, planned));
  if (facts.wanted.function) {
    TRY_ASSIGN(const bool fits,
               ReadFunction(*facts.wanted.function, facts.live_function, facts.wanted_function, planned));
    if (!fits) return {};
  }
  if (IsOpen(id)) return {};
  TRY(PlanDataActionAdoption(facts, planned));
  ExplainGate(facts.wanted, planned);
  MaskIfConfidential(facts, planned);
  return {};
}

Result<void> ActionPlanner::ReadLive(const std::string& id, UpdateFacts& facts, PlannedResource& planned) {
  TRY_ASSIGN(facts.live, genesys::ActionsClient(parts_.session).Read(id));
  if (!facts.live || !facts.wanted.function) return {};
  const auto live = genesys::FunctionsClient(parts_.session).Read(id);
  if (!live && live.error().code != ErrorCode::kPermissionDenied) return live.error();
  if (live) facts.live_function = provider::StateOf(live->value_or(genesys::Function()));
  if (live) return {};
  const std::string_view compared = planned.effect == Effect::kAdopt ? "the function is not compared: "
                                                                     : "the function is compared with the last "
                                                                       "deployment alone: ";
  planned.notes.push_back(Concat(compared, live.error().message));
  return {};
}

Result<std::optional<std::string>> ActionPlanner::ChooseIntegration(const provider::DataActionProperties& properties,
                                                                    PlannedResource& planned) {
  const bool is_open = HoldsStandIn(properties.integration_id.value_or("")) ||
                       (!properties.integration_id && HoldsStandIn(properties.integration_name.value_or("")));
  if (is_open) return std::optional<std::string>("");
  const auto found = FindIntegration(properties);
  if (found) return std::optional(found->id);
  const auto made = properties.integration_name ? making_.integrations.find(*properties.integration_name)
                                                : making_.integrations.end();
  if (made != making_.integrations.end()) return std::optional(making_.IdOf(made->second));
  TRY(Refuse(found.error(), planned));
  return std::optional<std::string>();
}

// One request for each, however many actions hang on it.
Result<provider::IntegrationChoice> ActionPlanner::FindIntegration(const provider::DataActionProperties& properties) {
  const std::string sought = properties.integration_id ? Concat("id ", *properties.integration_id)
                                                       : Concat("name ", *properties.integration_name);
  const auto known = integrations_.find(sought);
  if (known != integrations_.end()) return known->second;
  auto choice = LookUpIntegration(properties);
  const bool is_answer =
      choice || choice.error().code == ErrorCode::kInvalidInput || choice.error().code == ErrorCode::kNotFound;
  if (is_answer) integrations_.emplace(sought, choice);
  return choice;
}

// An id that may not be looked at is believed, as the provider does.
Result<provider::IntegrationChoice> ActionPlanner::LookUpIntegration(const provider::DataActionProperties& properties) {
  TRY_ASSIGN(auto choice, provider::ChooseIntegration(parts_.session, properties));
  const bool can_be_believed = !properties.integration_id || IsNewId(choice.id);
  if (can_be_believed || parts_.session.actions_api() == genesys::ActionsApi::kData) return choice;
  const auto live = genesys::IntegrationsClient(parts_.session).Get(choice.id);
  if (!live && live.error().code != ErrorCode::kPermissionDenied) return live.error();
  if (live && !live->has_value()) return provider::NoSuchIntegration(choice.id);
  return choice;
}

Result<bool> ActionPlanner::CheckRuntime(const std::string& wanted, PlannedResource& planned) {
  if (!runtimes_) {
    auto listed = genesys::FunctionsClient(parts_.session).Runtimes();
    if (!listed && listed.error().code == ErrorCode::kPermissionDenied) {
      planned.notes.push_back(Concat("the runtime is not checked: ", listed.error().message));
      return true;
    }
    if (!listed) return listed.error();
    runtimes_ = *std::move(listed);
  }
  const auto runtime = provider::ChooseRuntime(*runtimes_, wanted);
  if (!runtime) {
    TRY(Refuse(runtime.error(), planned));
    return false;
  }
  if (runtime->status == "Deprecated") {
    planned.notes.push_back(Concat("the runtime ", runtime->name, " is deprecated in Genesys Cloud"));
  }
  return true;
}

Result<bool> ActionPlanner::ReadFunction(const provider::FunctionProperties& wanted,
                                         const std::optional<provider::FunctionState>& live,
                                         std::optional<provider::FunctionState>& desired, PlannedResource& planned) {
  TRY_ASSIGN(const bool can_run, CheckRuntime(wanted.settings.runtime, planned));
  if (!can_run) return false;
  desired = provider::FunctionState{wanted.settings, wanted.digest};
  if (wanted.digest && live && live->digest == wanted.digest) return true;
  const std::string place = Concat("Function.Zip (", aws::ToString(wanted.zip), ")");
  const auto bytes =
      parts_.definitions.objects().GetObject(wanted.zip, provider::kMaxPackageBytes, parts_.session.deadline());
  if (!bytes && bytes.error().code != ErrorCode::kNotFound && bytes.error().code != ErrorCode::kInvalidInput) {
    planned.notes.push_back(Concat(
        place, " cannot be read from here, so the package is compared by its address alone: ", bytes.error().message));
    return true;
  }
  const Result<void> checked = bytes ? provider::CheckPackage(*bytes, wanted.digest) : Result<void>(bytes.error());
  if (!checked) {
    planned.effect = Effect::kRefused;
    planned.notes.push_back(Concat(place, ": ", checked.error().message));
    return false;
  }
  desired->digest = aws::Sha256Hex(*bytes);
  return true;
}

Result<void> ActionPlanner::NameFlows(PlannedResource& planned) {
  const auto flows = genesys::DependenciesClient(parts_.session).PublishedFlowsUsing(planned.physical_id);
  if (!flows && flows.error().code == ErrorCode::kPermissionDenied) {
    planned.notes.emplace_back(
        "which flows use it is not known: the OAuth client lacks architect:dependencyTracking:view");
    return {};
  }
  if (!flows) return flows.error();
  for (const genesys::Consumer& flow : *flows) planned.flows.push_back(Concat(flow.name, " (", flow.type, ")"));
  return {};
}

}  // namespace genesys_cfn::cli
