// SPDX-License-Identifier: Apache-2.0
// `plan`: a change set says what CloudFormation would do; for each resource of this provider in it the provider's own
// plan says what that does in Genesys Cloud (planner.h). The change set is deleted again, also when something goes
// wrong.
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/plan_text.h"
#include "cli/planner.h"
#include "cli/stack_input.h"
#include "cli/stack_state.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kPatience{30 * 60'000};
constexpr Milliseconds kPause{1'000};

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
  Plan plan{wanted.stack_name, is_new ? "create" : "update", {}, {}, false};
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
  plan.changes_stack_alone = described.changes.empty();

  TRY_ASSIGN(auto session, cloud.Organisation(kPatience));
  TRY_ASSIGN(plan.resources, Planner(context, cloud, session, file.loaded).Decide(described.changes));
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
