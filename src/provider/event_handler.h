// SPDX-License-Identifier: Apache-2.0
// From a Lambda event to exactly one answer, whatever happens: parse, decide how much time there is, let the resource
// type work, deliver, remember. The only place in the function that catches exceptions.
//
// Two can answer an event: the worker, and the alarm when the worker is not back in time (a call that hangs whatever
// its time-out says, a computation without end). Whoever takes the event's slot first answers; the other's answer is
// dropped. After the alarm's answer the worker must not go on to act, so the alarm ends the process.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "aws/lambda_runtime.h"
#include "base/alarm.h"
#include "base/clock.h"
#include "base/log.h"
#include "custom_resource/delivery.h"
#include "custom_resource/recover.h"
#include "custom_resource/request.h"
#include "http/counting_client.h"
#include "provider/event_metrics.h"
#include "provider/resource_type.h"

namespace genesys_cfn::provider {

// How long an event may be worked on, from now.
struct Budget {
  bool expired = false;     // CloudFormation has stopped listening
  Milliseconds work{0};     // until the work must stop
  Milliseconds cut_off{0};  // until the alarm answers in the worker's place
  Milliseconds answer{0};   // until the answer must be delivered
};
// Of the Lambda deadline and `ServiceTimeout` counted from the request, whichever ends first; a tenth of the time left,
// but at most ten seconds and at least one (or half of what is left), stays for the answer. The alarm strikes after a
// quarter of that.
Budget BudgetOf(WallTime now, WallTime lambda_deadline, std::optional<WallTime> requested_at,
                Milliseconds service_timeout);

// What answers in the place of a worker that is not back: used on the alarm's thread, so both have clients of their
// own.
struct CutOff {
  custom_resource::AnswerSender& sender;
  aws::LambdaRuntime& runtime;
  // Ends the worker, with the process. Called last; a test's returns or throws.
  std::function<void()> end;
  // Does the work, or lets it be when it hangs: `end` follows within a second or so.
  std::function<void(std::function<void()>)> aside = [](const std::function<void()>& work) { work(); };
};

// Not thread-safe.
class EventHandler {
 public:
  struct Parts {
    Clock& clock;
    Logger& logger;
    custom_resource::AnswerSender& sender;
    std::string environment;  // labels the log lines; may be empty
    // By CloudFormation type name.
    std::map<std::string, ResourceType*, std::less<>> types;
    Alarm& alarm;
    CutOff& cut_off;
    http::CountingClient& calls;  // through which the types and the sender send
    MetricsSink& metrics;
  };
  explicit EventHandler(Parts parts) : parts_(std::move(parts)) {}

  // An exception of a resource type is answered FAILED. The outcome is an error only when no answer could be delivered
  // and another delivery of the same event by Lambda could help.
  aws::InvocationOutcome Handle(const aws::Invocation& invocation);

 private:
  struct Flight;
  struct Answered {
    std::string request_id;
    std::string body;  // holds no secret
    std::string failure_class;
  };

  aws::InvocationOutcome HandleUnanswerable(const Error& problem, const Error& reason,
                                            const aws::Invocation& invocation);
  aws::InvocationOutcome HandleRequest(const custom_resource::Request& request, const aws::Invocation& invocation);
  aws::InvocationOutcome HandleUnreadable(const custom_resource::RecoveredEvent& recovered, const Error& problem,
                                          const aws::Invocation& invocation);
  // Nothing when the event is to be worked on.
  std::optional<aws::InvocationOutcome> WithoutWork(Flight& flight);
  custom_resource::Answer Work(const custom_resource::Request& request, const EventContext& context);
  void AnswerInPlaceOfWorker(Flight& flight);
  aws::InvocationOutcome Deliver(custom_resource::AnswerSender& sender, Flight& flight);
  // Log and metrics of an event that is over.
  void Conclude(const Flight& flight, std::string_view as);
  [[nodiscard]] const Answered* AnsweredBefore(const std::string& request_id) const;
  void Remember(const Flight& flight);

  Parts parts_;
  std::deque<Answered> answered_;  // the last ones: a duplicate gets the same answer
};

}  // namespace genesys_cfn::provider
