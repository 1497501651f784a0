// SPDX-License-Identifier: Apache-2.0
#include "provider/event_handler.h"

#include <algorithm>
#include <exception>
#include <typeinfo>

#include "base/text.h"
#include "custom_resource/answer.h"
#include "custom_resource/physical_id.h"
#include "json/parse.h"
#include "provider/answers.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Request;
using custom_resource::RequestType;

constexpr Milliseconds kFreshFor{10'000};
constexpr size_t kRememberedAnswers = 256;

int64_t Since(const Clock& clock, SteadyTime start) {
  return std::chrono::duration_cast<Milliseconds>(clock.SteadyNow() - start).count();
}

std::string_view Name(custom_resource::Status status) {
  return status == custom_resource::Status::kSuccess ? "SUCCESS" : "FAILED";
}

bool IsFresh(const Request& request, WallTime now) {
  if (!request.requested_at) return false;
  const Milliseconds age = now - *request.requested_at;
  return age >= Milliseconds{0} && age <= kFreshFor;
}

}  // namespace

Budget BudgetOf(WallTime now, WallTime lambda_deadline, const Request& request) {
  const Milliseconds lambda_left = lambda_deadline - now;
  Milliseconds left = lambda_left;
  if (request.requested_at) {
    const Milliseconds service_left = *request.requested_at + request.service_timeout - now;
    if (service_left <= Milliseconds{0}) return {true, {}, {}};
    left = std::min(left, service_left);
  }
  const Milliseconds reserve = std::clamp(left / 10, std::min(left / 2, Milliseconds{1'000}), Milliseconds{10'000});
  // Half a second before the end of the process there must be silence, or Lambda counts the event as failed.
  const Milliseconds answer = std::max(Milliseconds{0}, std::min(left, lambda_left - Milliseconds{500}));
  return {false, std::max(Milliseconds{0}, left - reserve), answer};
}

aws::InvocationOutcome EventHandler::Handle(const aws::Invocation& invocation) {
  const auto event = json::Parse(invocation.event);
  if (!event) {
    parts_.logger.LogError("event_unreadable",
                           {{"lambda_request_id", invocation.request_id},
                            {"reason", "the event is no JSON document that can be read, so nobody can be answered"}});
    return {};
  }
  const auto address = custom_resource::ParseAddress(*event);
  if (!address) {
    parts_.logger.LogError("event_unanswerable",
                           {{"lambda_request_id", invocation.request_id}, {"reason", address.error().message}});
    return {};
  }
  return HandleAddressed(*event, *address, invocation.deadline);
}

aws::InvocationOutcome EventHandler::HandleAddressed(const json::Value& event,
                                                     const custom_resource::AnswerAddress& address,
                                                     WallTime lambda_deadline) {
  const SteadyTime start = parts_.clock.SteadyNow();
  const auto request = custom_resource::ParseRequest(event);
  Request known;
  known.address = address;
  const Budget budget = BudgetOf(parts_.clock.Now(), lambda_deadline, request ? *request : known);
  if (budget.expired) {
    parts_.logger.Warning("event_expired", {{"request_id", address.request_id}, {"logical_id", address.logical_id}});
    return {};
  }
  if (const std::string* body = AnsweredBefore(address.request_id)) {
    parts_.logger.Info("event_repeated", {{"request_id", address.request_id}, {"logical_id", address.logical_id}});
    return Deliver(address, *body, start + budget.answer);
  }
  const custom_resource::Answer answer =
      request ? Work(*request, {start + budget.work, IsFresh(*request, parts_.clock.Now())})
              : Failed(IdForFailure(known), request.error().message);
  const std::string body = custom_resource::FormatAnswer(address, answer);
  Remember(address.request_id, body);
  auto outcome = Deliver(address, body, start + budget.answer);
  parts_.logger.Info("answered", {{"request_id", address.request_id},
                                  {"stack_id", address.stack_id},
                                  {"logical_id", address.logical_id},
                                  {"operation", request ? custom_resource::ToString(request->type) : "unknown"},
                                  {"status", Name(answer.status)},
                                  {"physical_id", answer.physical_id},
                                  {"environment", parts_.environment},
                                  {"delivered", outcome.error_type.empty()},
                                  {"duration_ms", Since(parts_.clock, start)}});
  return outcome;
}

custom_resource::Answer EventHandler::Work(const Request& request, const EventContext& context) {
  const auto type = parts_.types.find(request.resource_type);
  if (type == parts_.types.end()) {
    const auto& id = request.address.physical_id;
    if (request.type == RequestType::kDelete && id && custom_resource::ParseMarker(*id)) return Succeeded(*id);
    std::vector<std::string> known;
    for (const auto& [name, handler] : parts_.types) known.push_back(name);
    return Failed(IdForFailure(request),
                  Concat("This function does not know the resource type ", request.resource_type, "; it knows ",
                         Join(known, ", "), ". Is ServiceToken the right function?"));
  }
  try {
    return type->second->Handle(request, context);
  } catch (const std::exception& bug) {
    parts_.logger.LogError("exception", {{"request_id", request.address.request_id}, {"type", typeid(bug).name()}});
    const std::string id = request.type == RequestType::kCreate
                               ? UnknownMarker(request.address, NameForMessages(request.properties))
                               : IdForFailure(request);
    return Failed(id,
                  "The provider failed by a mistake of its own; its log names the place. Whether anything was changed "
                  "in Genesys Cloud is not known.");
  }
}

aws::InvocationOutcome EventHandler::Deliver(const custom_resource::AnswerAddress& address, const std::string& body,
                                             SteadyTime deadline) {
  const auto sent = parts_.sender.Send(address.response_url, body, deadline);
  if (sent) return {};
  parts_.logger.LogError("answer_not_delivered",
                         {{"request_id", address.request_id}, {"reason", sent.error().message}});
  switch (sent.error().code) {
    case ErrorCode::kUnavailable:
    case ErrorCode::kOutcomeUnknown:
    case ErrorCode::kDeadlineExceeded:
    case ErrorCode::kRateLimited:
      return {"", "Function.AnswerNotDelivered", sent.error().message};
    default:
      return {};  // refused for good: another delivery would be refused too
  }
}

const std::string* EventHandler::AnsweredBefore(const std::string& request_id) const {
  const auto found =
      std::find_if(answered_.begin(), answered_.end(), [&](const auto& entry) { return entry.first == request_id; });
  return found == answered_.end() ? nullptr : &found->second;
}

void EventHandler::Remember(const std::string& request_id, const std::string& body) {
  answered_.emplace_back(request_id, body);
  if (answered_.size() > kRememberedAnswers) answered_.pop_front();
}

}  // namespace genesys_cfn::provider
