// SPDX-License-Identifier: Apache-2.0
#include "cli/change_set_deployment.h"

#include <algorithm>

#include "base/text.h"
#include "cli/stack_input.h"

namespace genesys_cfn::cli {
namespace {

constexpr Milliseconds kFirstPause{200};
constexpr Milliseconds kLongestPause{3'000};

bool IsBeingMade(const aws::ChangeSet& change_set) {
  return change_set.status == "CREATE_PENDING" || change_set.status == "CREATE_IN_PROGRESS";
}

bool HasNoChanges(const aws::ChangeSet& change_set) {
  return change_set.status == "FAILED" &&
         (change_set.status_reason.find("didn't contain changes") != std::string::npos ||
          change_set.status_reason.find("No updates are to be performed") != std::string::npos);
}

// Deletes the change set, and the stack that was made for it alone, unless it is kept.
class Leftovers {
 public:
  Leftovers(aws::CloudFormationClient& stacks, std::string stack, std::string change_set, bool with_stack)
      : stacks_(stacks), stack_(std::move(stack)), change_set_(std::move(change_set)), with_stack_(with_stack) {}
  Leftovers(const Leftovers&) = delete;
  Leftovers& operator=(const Leftovers&) = delete;
  ~Leftovers() {
    if (are_kept_) return;
    // The error that led here says more than a failure of this; what is left is a preview that changes nothing.
    (void)stacks_.DeleteChangeSet(stack_, change_set_);
    if (with_stack_) (void)stacks_.DeleteStack(stack_);
  }
  void Keep() { are_kept_ = true; }

 private:
  aws::CloudFormationClient& stacks_;
  std::string stack_;
  std::string change_set_;
  bool with_stack_;
  bool are_kept_ = false;
};

Result<aws::ChangeSet> WaitFor(Clock& clock, aws::CloudFormationClient& stacks, const std::string& stack,
                               const std::string& name, const StopSignals& signals) {
  Milliseconds pause = kFirstPause;
  while (true) {
    TRY_ASSIGN(auto described, stacks.DescribeChangeSet(stack, name));
    if (!IsBeingMade(described)) return described;
    if (signals.Came()) {
      return Error{ErrorCode::kInterrupted, "interrupted before anything was changed; the change set is deleted"};
    }
    clock.SleepFor(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace

Result<ChangeSetDeployment> DeployByChangeSet(CommandContext& context, aws::CloudFormationClient& stacks,
                                              const aws::CloudFormationClient::StackInput& input, bool is_new,
                                              Execution execution, const StopSignals& signals) {
  const std::string name = Concat("genesys-cfn-deploy-", RandomUuid(context.surroundings.random));
  TRY_ASSIGN(const auto before, stacks.DescribeStack(input.name));
  const auto made =
      stacks.CreateChangeSet(input, name, is_new ? aws::ChangeSetType::kCreate : aws::ChangeSetType::kUpdate);
  if (!made) return WithRemedy(made.error());
  Leftovers leftovers(stacks, input.name, name, !before);
  TRY_ASSIGN(const auto change_set, WaitFor(context.surroundings.clock, stacks, input.name, name, signals));
  ChangeSetDeployment deployment;
  deployment.change_set = name;
  TRY_ASSIGN(const auto stack, stacks.DescribeStack(input.name));
  if (stack) deployment.stack_id = stack->id;
  if (HasNoChanges(change_set)) {
    deployment.state = ChangeSetDeployment::State::kNoChanges;
    return deployment;
  }
  if (change_set.status != "CREATE_COMPLETE") {
    return WithRemedy({ErrorCode::kInvalidInput, change_set.status_reason.empty()
                                                     ? Concat("the change set is in ", change_set.status)
                                                     : change_set.status_reason});
  }
  if (execution == Execution::kLater) {
    leftovers.Keep();
    deployment.state = ChangeSetDeployment::State::kNotExecuted;
    return deployment;
  }
  TRY_ASSIGN(const auto events, stacks.DescribeStackEvents(deployment.stack_id));
  if (!events.empty()) deployment.bookmark = events.front().event_id;
  const auto executed = stacks.ExecuteChangeSet(input.name, name);
  // What was sent may have been done: then the change set is needed.
  if (executed || executed.error().code == ErrorCode::kOutcomeUnknown) leftovers.Keep();
  if (!executed) return executed.error();
  return deployment;
}

}  // namespace genesys_cfn::cli
