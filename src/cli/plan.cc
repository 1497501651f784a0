// SPDX-License-Identifier: Apache-2.0
// `plan`: a change set says what CloudFormation would do; for each data action in it the provider's own plan says what
// that does in Genesys Cloud. The change set is deleted again, also when something goes wrong.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "cli/cloud_definitions.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/plan_text.h"
#include "cli/stack_input.h"
#include "cli/stack_state.h"
#include "genesys/dependencies_client.h"
#include "json/parse.h"
#include "json/write.h"
#include "provider/create_action.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{30 * 60'000};
constexpr Milliseconds kPause{1'000};
constexpr std::string_view kDataAction = "Custom::GenesysDataAction";
// How DescribeChangeSet writes what it does not know, or does not say.
constexpr std::string_view kKnownLater = "{{changeSet:KNOWN_AFTER_APPLY}}";
constexpr std::string_view kMasked = "****";

// A change set that exists for as long as this object, and the stack that was made for it.
class TemporaryChangeSet {
 public:
  TemporaryChangeSet(aws::CloudFormationClient& stacks, std::string stack_name, std::string name, bool makes_stack)
      : stacks_(stacks), stack_name_(std::move(stack_name)), name_(std::move(name)), makes_stack_(makes_stack) {}
  TemporaryChangeSet(const TemporaryChangeSet&) = delete;
  TemporaryChangeSet& operator=(const TemporaryChangeSet&) = delete;
  ~TemporaryChangeSet() {
    // Nothing better can be done about a failure here: what is left is a preview that changes nothing.
    (void)stacks_.DeleteChangeSet(stack_name_, name_);
    if (makes_stack_) (void)stacks_.DeleteStack(stack_name_);
  }

  Result<aws::ChangeSet> Describe(Clock& clock) {
    while (true) {
      TRY_ASSIGN(auto described, stacks_.DescribeChangeSet(stack_name_, name_));
      if (described.status != "CREATE_PENDING" && described.status != "CREATE_IN_PROGRESS") return described;
      clock.SleepFor(kPause);
    }
  }

 private:
  aws::CloudFormationClient& stacks_;
  std::string stack_name_;
  std::string name_;
  bool makes_stack_;
};

bool HasNoChanges(const aws::ChangeSet& change_set) {
  return change_set.status == "FAILED" &&
         (change_set.status_reason.find("didn't contain changes") != std::string::npos ||
          change_set.status_reason.find("No updates are to be performed") != std::string::npos);
}

// As the function gets them: what is meant for CloudFormation is not among them.
json::Object PropertiesOf(const std::string& context) {
  const auto parsed = json::Parse(context);
  const json::Value* found = parsed ? parsed->Find("Properties") : nullptr;
  if (found == nullptr || !found->is_object()) return {};
  json::Object properties = *found->AsObject();
  for (const std::string_view name : {"ServiceToken", "ServiceTimeout"}) properties.Remove(name);
  return properties;
}

std::string DescribeProblems(const std::vector<definition::Problem>& problems) {
  constexpr size_t kLongest = 1'000;
  return definition::Describe(problems, kLongest);
}

class Planner {
 public:
  Planner(CommandContext& context, CloudConnection& cloud, genesys::Session& session)
      : session_(session), clock_(context.surroundings.clock), definitions_(context, cloud) {}

  Result<PlannedResource> Decide(const aws::ResourceChange& change) {
    PlannedResource planned;
    planned.logical_id = change.logical_id;
    planned.type = change.type;
    planned.physical_id = change.physical_id;
    if (change.type != kDataAction) {
      planned.effect = OfAnotherType(change);
    } else if (change.action == "Add") {
      TRY(DecideCreation(change, planned));
    } else if (change.action == "Remove") {
      TRY(DecideDeletion(change, planned));
    } else {
      TRY(DecideUpdate(change, planned));
    }
    return planned;
  }

 private:
  static Effect OfAnotherType(const aws::ResourceChange& change) {
    if (change.action == "Add") return Effect::kCreate;
    if (change.action == "Remove") return change.policy_action == "Retain" ? Effect::kRelease : Effect::kDelete;
    return change.replacement == "True" ? Effect::kReplace : Effect::kUpdate;
  }

  provider::PropertiesReader Reader() {
    return provider::PropertiesReader({definitions_.reader(), clock_, {std::string(emulator::kCredentialsSecret), ""}},
                                      session_.deadline());
  }

  // True when there are properties; otherwise the plan says why not.
  static bool Accepts(const provider::NewProperties& read, PlannedResource& planned) {
    if (read.properties) return true;
    planned.effect = Effect::kRefused;
    planned.notes.push_back(DescribeProblems(read.problems));
    return false;
  }

  Result<void> DecideCreation(const aws::ResourceChange& change, PlannedResource& planned) {
    const auto read = Reader().ReadNew(PropertiesOf(change.after_context));
    if (!Accepts(read, planned)) return {};
    planned.name = read.properties->action.name;
    planned.effect = read.properties->adopt_action_id ? Effect::kAdopt : Effect::kCreate;
    if (read.properties->adopt_action_id) planned.physical_id = *read.properties->adopt_action_id;
    const auto integration = ChooseIntegration(*read.properties);
    if (integration) return {};
    if (integration.error().code != ErrorCode::kInvalidInput) return integration.error();
    planned.effect = Effect::kRefused;
    planned.notes.push_back(integration.error().message);
    return {};
  }

  Result<void> DecideDeletion(const aws::ResourceChange& change, PlannedResource& planned) {
    const json::Object properties = PropertiesOf(change.before_context);
    planned.name = provider::NameForMessages(properties);
    const bool is_released = change.policy_action == "Retain" || properties.Contains("AdoptActionId");
    planned.effect = is_released ? Effect::kRelease : Effect::kDelete;
    if (is_released) return {};
    return NameFlows(planned);
  }

  Result<void> DecideUpdate(const aws::ResourceChange& change, PlannedResource& planned) {
    auto reader = Reader();
    auto wanted = reader.ReadNew(PropertiesOf(change.after_context));
    if (!Accepts(wanted, planned)) return {};
    planned.name = wanted.properties->action.name;
    UpdateFacts facts{*std::move(wanted.properties), reader.ReadOld(PropertiesOf(change.before_context)), "", {}, true};
    for (const std::string& context : {change.before_context, change.after_context}) {
      const bool stands_in =
          context.find(kKnownLater) != std::string::npos || context.find(kMasked) != std::string::npos;
      facts.values_are_complete = facts.values_are_complete && !stands_in;
    }
    const auto integration = ChooseIntegration(facts.wanted);
    if (!integration && integration.error().code == ErrorCode::kInvalidInput) {
      planned.effect = Effect::kRefused;
      planned.notes.push_back(integration.error().message);
      return {};
    }
    if (!integration) return integration.error();
    facts.wanted_integration_id = integration->id;
    if (facts.values_are_complete) {
      TRY_ASSIGN(facts.live, genesys::ActionsClient(session_).Read(planned.physical_id));
    }
    TRY(PlanDataActionUpdate(facts, planned));
    if (facts.wanted.confidential) {
      for (definition::FieldDifference& difference : planned.differences) difference.before = difference.after = "***";
    }
    return planned.effect == Effect::kReplace ? NameFlows(planned) : Result<void>();
  }

  // One request for each name, however many actions hang on it.
  Result<provider::IntegrationChoice> ChooseIntegration(const provider::DataActionProperties& properties) {
    if (!properties.integration_name) return provider::ChooseIntegration(session_, properties);
    const auto known = integrations_.find(*properties.integration_name);
    if (known != integrations_.end()) return known->second;
    auto choice = provider::ChooseIntegration(session_, properties);
    if (choice || choice.error().code == ErrorCode::kInvalidInput) {
      integrations_.emplace(*properties.integration_name, choice);
    }
    return choice;
  }

  Result<void> NameFlows(PlannedResource& planned) {
    const auto flows = genesys::DependenciesClient(session_).PublishedFlowsUsing(planned.physical_id);
    if (!flows && flows.error().code == ErrorCode::kPermissionDenied) {
      planned.notes.emplace_back(
          "which flows use it is not known: the OAuth client lacks architect:dependencyTracking:view");
      return {};
    }
    if (!flows) return flows.error();
    for (const genesys::Consumer& flow : *flows) planned.flows.push_back(Concat(flow.name, " (", flow.type, ")"));
    return {};
  }

  genesys::Session& session_;
  Clock& clock_;
  CloudDefinitions definitions_;
  std::map<std::string, Result<provider::IntegrationChoice>> integrations_;  // by name
};

Result<void> WarnOfAnotherStack(aws::CloudFormationClient& stacks, const aws::Stack& stack,
                                const cloudformation::Template& wanted, Plan& plan) {
  TRY_ASSIGN(const auto resources, stacks.ListStackResources(stack.id));
  const bool has_one_of_them = std::any_of(resources.begin(), resources.end(), [&](const aws::StackResource& resource) {
    return wanted.FindResource(resource.logical_id) != nullptr;
  });
  if (resources.empty() || has_one_of_them) return {};
  plan.warnings.push_back(Concat("none of the ", resources.size(), " resources of the stack ", stack.name,
                                 " is in the template: is it the right stack?"));
  return {};
}

Result<Plan> MakePlan(CommandContext& context, CloudConnection& cloud, const DeployCommand& wanted,
                      const TemplateFile& file) {
  aws::CloudFormationClient& stacks = cloud.stacks();
  TRY_ASSIGN(const auto existing, stacks.DescribeStack(wanted.stack_name));
  const bool is_new = !existing || existing->status == "REVIEW_IN_PROGRESS";
  Plan plan{wanted.stack_name, is_new ? "create" : "update", {}, {}};
  if (!is_new) {
    if (auto reason = WhyNoUpdate(*existing, cloud.CallOfProgram())) return *std::move(reason);
    TRY(WarnOfAnotherStack(stacks, *existing, file.loaded, plan));
  }
  TRY_ASSIGN(const auto input, MakeStackInput(cloud, wanted, file, existing));
  const std::string name = Concat("genesys-cfn-plan-", RandomUuid(context.surroundings.random));
  const auto made =
      stacks.CreateChangeSet(input, name, is_new ? aws::ChangeSetType::kCreate : aws::ChangeSetType::kUpdate);
  if (!made) return WithRemedy(made.error());
  TemporaryChangeSet change_set(stacks, wanted.stack_name, name, !existing);
  TRY_ASSIGN(const auto described, change_set.Describe(context.surroundings.clock));
  if (HasNoChanges(described)) return plan;
  if (described.status == "FAILED") return Error{ErrorCode::kInvalidInput, described.status_reason};

  TRY_ASSIGN(auto session, cloud.Organisation(kPatience));
  Planner planner(context, cloud, session);
  for (const aws::ResourceChange& change : described.changes) {
    TRY_ASSIGN(plan.resources.emplace_back(), planner.Decide(change));
  }
  return plan;
}

}  // namespace

Result<int> RunPlan(CommandContext& context, const PlanCommand& command) {
  TRY(CheckMayChange(context, command.wanted.stack_name));
  TRY_ASSIGN(const auto file, ReadTemplate(context, command.wanted.template_path));
  if (!file) return kFailed;
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "plan"));
  TRY_ASSIGN(const Plan plan, MakePlan(context, *cloud, command.wanted, *file));
  if (context.line.output == OutputFormat::kMarkdown) {
    std::string text = PlanMarkdown(plan);
    text.pop_back();
    context.renderer.Line(text);
  } else {
    for (const ToneLine& line : PlanText(plan)) context.renderer.Line(line.text, line.tone);
  }
  context.renderer.Document(PlanDocument(plan));
  if (plan.WouldFail()) return kFailed;
  return plan.HasChanges() ? kDifferences : kDone;
}

}  // namespace genesys_cfn::cli
