// SPDX-License-Identifier: Apache-2.0
#include "provider/stack_inquiry.h"

#include <algorithm>

#include "base/text.h"
#include "http/retry_delay.h"

namespace genesys_cfn::provider {
namespace {

constexpr Milliseconds kLongestCall{5'000};
constexpr Milliseconds kPatience{15'000};
constexpr http::RetryPolicy kPolicy{Milliseconds{500}, Milliseconds{5'000}};

bool MayPass(ErrorCode code) {
  return code == ErrorCode::kRateLimited || code == ErrorCode::kUnavailable || code == ErrorCode::kOutcomeUnknown;
}

Error Unanswered(const Error& error, std::string_view permission) {
  std::string text = Concat("CloudFormation could not be asked (", error.message, ")");
  if (error.code == ErrorCode::kPermissionDenied) text += Concat("; the function's role needs ", permission);
  // A question changes nothing: its unknown outcome must not pass for that of what the caller wants to do.
  return {error.code == ErrorCode::kOutcomeUnknown ? ErrorCode::kUnavailable : error.code, std::move(text)};
}

}  // namespace

Result<bool> UndoesAdoption(StackInquiry& stacks, std::string_view stack_id, SteadyTime deadline) {
  const auto phase = stacks.PhaseOf(stack_id, deadline);
  if (phase) return *phase == StackPhase::kRollingBack;
  return Error{phase.error().code, Concat("It was adopted, and was not deleted: whether the stack only rolls the "
                                          "adoption back is not known, because ",
                                          phase.error().message, ".")};
}

template <typename Ask>
auto CloudFormationInquiry::Repeatedly(std::string_view permission, SteadyTime deadline, Ask ask)
    -> decltype(ask(Milliseconds{})) {
  deadline = std::min(deadline, clock_.SteadyNow() + kPatience);
  for (int attempt = 0;; ++attempt) {
    const auto left = std::chrono::floor<Milliseconds>(deadline - clock_.SteadyNow());
    if (left <= Milliseconds{0}) return Error{ErrorCode::kDeadlineExceeded, "no time is left to ask CloudFormation"};
    auto answer = ask(std::min(kLongestCall, left));
    if (answer) return answer;
    const Milliseconds delay = http::RetryDelay(kPolicy, attempt, std::nullopt, random_);
    if (!MayPass(answer.error().code) || clock_.SteadyNow() + delay >= deadline) {
      return Unanswered(answer.error(), permission);
    }
    clock_.SleepFor(delay);
  }
}

Result<StackPhase> CloudFormationInquiry::PhaseOf(std::string_view stack_id, SteadyTime deadline) {
  TRY_ASSIGN(const auto stack, Repeatedly("cloudformation:DescribeStacks", deadline, [&](Milliseconds timeout) {
               return client_.DescribeStack(stack_id, timeout);
             }));
  if (!stack) return Error{ErrorCode::kNotFound, "CloudFormation does not know the stack of this request"};
  return stack->status.find("ROLLBACK") != std::string::npos ? StackPhase::kRollingBack : StackPhase::kGoingForward;
}

Result<RecordedResource> CloudFormationInquiry::ResourceOf(std::string_view stack_id, std::string_view logical_id,
                                                           SteadyTime deadline) {
  TRY_ASSIGN(auto resource, Repeatedly("cloudformation:DescribeStackResource", deadline, [&](Milliseconds timeout) {
               return client_.DescribeStackResource(stack_id, logical_id, timeout);
             }));
  if (!resource) return RecordedResource();
  return RecordedResource{std::move(resource->status), std::move(resource->physical_id),
                          ParseIso8601(resource->last_updated)};
}

}  // namespace genesys_cfn::provider
