// SPDX-License-Identifier: Apache-2.0
#include "provider/event_handler.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <typeinfo>

#include "base/text.h"
#include "custom_resource/answer.h"
#include "custom_resource/physical_id.h"
#include "json/parse.h"
#include "provider/answers.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::AnswerAddress;
using custom_resource::RecoveredEvent;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kRememberedAnswers = 256;

std::string_view Name(custom_resource::Status status) {
  return status == custom_resource::Status::kSuccess ? "SUCCESS" : "FAILED";
}

bool IsFresh(const Request& request, WallTime now) {
  if (!request.requested_at) return false;
  const Milliseconds age = now - *request.requested_at;
  return age >= Milliseconds{0} && age <= kFreshFor;
}

Result<Request> ReadRequest(const std::string& event) {
  TRY_ASSIGN(json::Value value, json::Parse(event));
  return custom_resource::ParseRequest(std::move(value));
}

Answer FailedAs(std::string_view failure_class, std::string physical_id, std::string reason) {
  Answer answer = Failed(std::move(physical_id), std::move(reason));
  answer.failure_class = failure_class;
  return answer;
}

// What a reason says about the work that was interrupted.
std::string HowFar(const Progress::Record& record) {
  const std::string known = Describe(record);
  const auto marker = custom_resource::ParseMarker(record.physical_id);
  const bool looks = marker && marker->kind == custom_resource::MarkerKind::kUnknown;
  return Concat(known.empty() ? "Whether anything was changed in Genesys Cloud is not known." : known,
                looks ? " If an action was made, the deletion of this resource finds and deletes it." : "");
}

// A Delete with a marker needs no property, so it is worked on although the event cannot be read: otherwise the
// rollback of what was refused as unreadable would fail as well. An action's own id is another matter: properties say
// whether the action may be deleted.
std::optional<Request> ReadableDelete(const RecoveredEvent& recovered) {
  const auto& id = recovered.address.physical_id;
  const bool usable =
      recovered.whole && recovered.type == RequestType::kDelete && id && custom_resource::ParseMarker(*id).has_value();
  if (!usable) return std::nullopt;
  Request request;
  request.address = recovered.address;
  request.type = RequestType::kDelete;
  request.resource_type = recovered.resource_type;
  request.requested_at = recovered.requested_at;
  return request;
}

}  // namespace

Budget BudgetOf(WallTime now, WallTime lambda_deadline, std::optional<WallTime> requested_at,
                Milliseconds service_timeout) {
  const Milliseconds lambda_left = lambda_deadline - now;
  Milliseconds left = lambda_left;
  if (requested_at) {
    const Milliseconds service_left = *requested_at + service_timeout - now;
    if (service_left <= Milliseconds{0}) return {true, {}, {}, {}};
    left = std::min(left, service_left);
  }
  const Milliseconds reserve = std::clamp(left / 10, std::min(left / 2, Milliseconds{1'000}), Milliseconds{10'000});
  // Half a second before the end of the process there must be silence, or Lambda counts the event as failed.
  const Milliseconds answer = std::max(Milliseconds{0}, std::min(left, lambda_left - Milliseconds{500}));
  const Milliseconds work_end = std::max(answer - Milliseconds{500}, answer * 4 / 5);  // whatever the reserve says
  const Milliseconds work = std::clamp(left - reserve, Milliseconds{0}, work_end);
  return {false, work, work + (answer - work) / 4, answer};
}

// One event, from its address to its answer. The worker and the alarm share it.
struct EventHandler::Flight {
  Flight(const aws::Invocation& of, const AnswerAddress& to, std::string_view what, const Budget& time, SteadyTime now)
      : invocation(of), address(to), operation(what), budget(time), start(now) {}

  const aws::Invocation& invocation;
  const AnswerAddress& address;
  std::string_view operation;
  Budget budget;
  SteadyTime start;
  Progress progress{""};
  std::atomic<bool> taken = false;
  // Of whoever took the slot:
  custom_resource::Status status = custom_resource::Status::kFailed;
  std::string physical_id;
  std::string body;
  std::string undelivered;  // why the body did not arrive; empty: it did
  std::string failure_class;

  // True for exactly one caller, whose answer this is then.
  bool Take(const Answer& answer) {
    if (taken.exchange(true)) return false;
    status = answer.status;
    physical_id = answer.physical_id;
    if (status == custom_resource::Status::kFailed) {
      failure_class = answer.failure_class.empty() ? "failed" : answer.failure_class;
    }
    body = custom_resource::FormatAnswer(address, answer);
    return true;
  }
};

aws::InvocationOutcome EventHandler::Handle(const aws::Invocation& invocation) {
  parts_.calls.Reset();
  const Result<Request> request = ReadRequest(invocation.event);
  if (request) return HandleRequest(*request, invocation);
  const auto recovered = custom_resource::RecoverEvent(invocation.event);
  if (!recovered) return HandleUnanswerable(request.error(), recovered.error(), invocation);
  if (const auto readable = ReadableDelete(*recovered)) return HandleRequest(*readable, invocation);
  return HandleUnreadable(*recovered, request.error(), invocation);
}

aws::InvocationOutcome EventHandler::HandleUnanswerable(const Error& problem, const Error& reason,
                                                        const aws::Invocation& invocation) {
  parts_.logger.LogError(
      "event_unanswerable",
      {{"lambda_request_id", invocation.request_id}, {"problem", problem.message}, {"reason", reason.message}});
  parts_.metrics.Record({"unknown", "unanswerable", invocation.request_id, 0, 0});
  return {};
}

aws::InvocationOutcome EventHandler::HandleRequest(const Request& request, const aws::Invocation& invocation) {
  Flight flight(invocation, request.address, ToString(request.type),
                BudgetOf(parts_.clock.Now(), invocation.deadline, request.requested_at, request.service_timeout),
                parts_.clock.SteadyNow());
  if (auto outcome = WithoutWork(flight)) return *std::move(outcome);
  flight.progress.AnswerWith(IdForUnknownOutcome(request));
  // The place of the answer is known from now on: its connection is opened beside the first call.
  if (const auto origin = parts_.sender.OriginOf(request.address.response_url); origin && !http::IsLoopback(*origin)) {
    parts_.calls.Warm({&*origin, 1});
  }
  bool by_worker = false;
  {
    const ScopedAlarm alarm(parts_.alarm, flight.start + flight.budget.cut_off, [&] { AnswerInPlaceOfWorker(flight); });
    by_worker = flight.Take(
        Work(request, {flight.start + flight.budget.work, IsFresh(request, parts_.clock.Now()), flight.progress}));
  }
  Remember(flight);
  if (!by_worker) return {};
  auto outcome = Deliver(parts_.sender, flight);
  Conclude(flight, "answered");
  return outcome;
}

aws::InvocationOutcome EventHandler::HandleUnreadable(const RecoveredEvent& recovered, const Error& problem,
                                                      const aws::Invocation& invocation) {
  Flight flight(invocation, recovered.address, recovered.type ? ToString(*recovered.type) : "unknown",
                BudgetOf(parts_.clock.Now(), invocation.deadline, recovered.requested_at, Request().service_timeout),
                parts_.clock.SteadyNow());
  if (auto outcome = WithoutWork(flight)) return *std::move(outcome);
  const std::string reason = Concat("The event cannot be read, nothing was called: ", problem.message);
  Request known;
  known.address = recovered.address;
  flight.Take(FailedAs("unreadable event", IdForFailure(known), reason));
  if (!recovered.physical_id_known) {
    flight.physical_id.clear();
    flight.body = custom_resource::FormatAnswerWithoutId(recovered.address, reason);
  }
  Remember(flight);
  auto outcome = Deliver(parts_.sender, flight);
  Conclude(flight, "answered");
  return outcome;
}

std::optional<aws::InvocationOutcome> EventHandler::WithoutWork(Flight& flight) {
  if (flight.budget.expired) {
    flight.failure_class = "expired";
    Conclude(flight, "event_expired");
    return aws::InvocationOutcome{};
  }
  if (!parts_.sender.OriginOf(flight.address.response_url)) {
    auto outcome = Deliver(parts_.sender, flight);  // sends nothing and says why
    Conclude(flight, "event_unanswerable");
    return outcome;
  }
  const Answered* const before = AnsweredBefore(flight.address.request_id);
  if (before == nullptr) return std::nullopt;
  flight.body = before->body;
  flight.failure_class = before->failure_class;
  auto outcome = Deliver(parts_.sender, flight);
  Conclude(flight, "event_repeated");
  return outcome;
}

Answer EventHandler::Work(const Request& request, const EventContext& context) {
  const auto type = parts_.types.find(request.resource_type);
  if (type == parts_.types.end()) {
    const auto& id = request.address.physical_id;
    if (request.type == RequestType::kDelete && id && custom_resource::ParseMarker(*id)) return Succeeded(*id);
    std::vector<std::string> known;
    for (const auto& [name, handler] : parts_.types) known.push_back(name);
    return FailedAs("unknown resource type", IdForFailure(request),
                    Concat("This function does not know the resource type ", request.resource_type, "; it knows ",
                           Join(known, ", "), ". Is ServiceToken the right function?"));
  }
  try {
    return type->second->Handle(request, context);
  } catch (const std::exception& bug) {
    parts_.logger.LogError("exception", {{"request_id", request.address.request_id}, {"type", typeid(bug).name()}});
    const Progress::Record record = context.progress.Get();
    return FailedAs("exception", record.physical_id,
                    Concat("The provider failed by a mistake of its own; its log names the place. ", HowFar(record)));
  }
}

// On the alarm's thread. A log that nobody reads may be what the worker is stuck in: nothing is logged before the
// answer is out and reported, and the end does not wait for the log.
void EventHandler::AnswerInPlaceOfWorker(Flight& flight) {
  const Progress::Record record = flight.progress.Get();
  const auto seconds = std::chrono::round<std::chrono::seconds>(flight.budget.cut_off).count();
  if (!flight.Take(FailedAs("cut off", record.physical_id,
                            Concat("The work was not done when its time ended, ", seconds,
                                   " seconds after it began, and was cut off. ", HowFar(record))))) {
    return;
  }
  parts_.calls.Close();  // a worker that comes back now must not act on
  const aws::InvocationOutcome outcome = Deliver(parts_.cut_off.sender, flight);
  const auto reported = parts_.cut_off.runtime.Report(flight.invocation.request_id, outcome);
  parts_.cut_off.aside([&] {
    parts_.logger.LogError(
        "cut_off",
        {{"request_id", flight.address.request_id}, {"doing", record.doing}, {"reported", reported.has_value()}});
    Conclude(flight, "answered");
  });
  parts_.cut_off.end();
}

aws::InvocationOutcome EventHandler::Deliver(custom_resource::AnswerSender& sender, Flight& flight) {
  const auto sent = sender.Send(flight.address.response_url, flight.body, flight.start + flight.budget.answer);
  if (sent) return {};
  flight.undelivered = sent.error().message;
  flight.failure_class = "answer not delivered";
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

void EventHandler::Conclude(const Flight& flight, std::string_view as) {
  const auto duration = std::chrono::duration_cast<Milliseconds>(parts_.clock.SteadyNow() - flight.start);
  const http::CallCounts calls = parts_.calls.counts();
  if (!flight.undelivered.empty()) {
    parts_.logger.LogError("answer_not_delivered",
                           {{"request_id", flight.address.request_id}, {"reason", flight.undelivered}});
  }
  std::vector<LogField> fields = {{"request_id", flight.address.request_id},
                                  {"lambda_request_id", flight.invocation.request_id},
                                  {"stack_id", flight.address.stack_id},
                                  {"logical_id", flight.address.logical_id},
                                  {"operation", flight.operation}};
  if (as == "answered") {
    fields.emplace_back("status", Name(flight.status));
    fields.emplace_back("physical_id", flight.physical_id);
  }
  fields.emplace_back("outcome", flight.failure_class.empty() ? "success" : flight.failure_class);
  fields.emplace_back("environment", parts_.environment);
  fields.emplace_back("delivered", !flight.body.empty() && flight.undelivered.empty());
  fields.emplace_back("calls", calls.calls);
  fields.emplace_back("repeats", calls.repeats);
  fields.emplace_back("duration_ms", static_cast<int64_t>(duration.count()));
  parts_.logger.Log(flight.budget.expired ? LogLevel::kWarning : LogLevel::kInfo, as, std::move(fields));
  parts_.metrics.Record({std::string(flight.operation), flight.failure_class, flight.address.request_id, calls.repeats,
                         static_cast<int64_t>(duration.count())});
}

const EventHandler::Answered* EventHandler::AnsweredBefore(const std::string& request_id) const {
  const auto found = std::ranges::find(answered_, request_id, &Answered::request_id);
  return found == answered_.end() ? nullptr : &*found;
}

void EventHandler::Remember(const Flight& flight) {
  answered_.push_back({flight.address.request_id, flight.body, flight.failure_class});
  if (answered_.size() > kRememberedAnswers) answered_.pop_front();
}

}  // namespace genesys_cfn::provider
