// SPDX-License-Identifier: Apache-2.0
// From a Lambda event to exactly one answer, whatever happens: parse, decide how much time there is, let the resource
// type work, deliver, remember. The only place in the function that catches
// exceptions.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "aws/lambda_runtime.h"
#include "base/clock.h"
#include "base/log.h"
#include "custom_resource/delivery.h"
#include "custom_resource/request.h"
#include "provider/resource_type.h"

namespace genesys_cfn::provider {

// How long an event may be worked on.
struct Budget {
  bool expired = false;    // CloudFormation has stopped listening
  Milliseconds work{0};    // until the work must stop
  Milliseconds answer{0};  // until the answer must be delivered
};
// Of the Lambda deadline and `ServiceTimeout` counted from the request, whichever ends first; a tenth of the time left,
// but at most ten seconds and at least one (or half of what is left), stays for the answer.
Budget BudgetOf(WallTime now, WallTime lambda_deadline, const custom_resource::Request& request);

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
  };
  explicit EventHandler(Parts parts) : parts_(std::move(parts)) {}

  // An exception of a resource type is answered FAILED. The outcome is an error only when no answer could be delivered
  // and another delivery of the same event by Lambda could help.
  aws::InvocationOutcome Handle(const aws::Invocation& invocation);

 private:
  aws::InvocationOutcome HandleAddressed(const json::Value& event, const custom_resource::AnswerAddress& address,
                                         WallTime lambda_deadline);
  custom_resource::Answer Work(const custom_resource::Request& request, const EventContext& context);
  aws::InvocationOutcome Deliver(const custom_resource::AnswerAddress& address, const std::string& body,
                                 SteadyTime deadline);
  [[nodiscard]] const std::string* AnsweredBefore(const std::string& request_id) const;
  void Remember(const std::string& request_id, const std::string& body);

  Parts parts_;
  // The last answers by request id: a duplicate gets the same one. Bodies hold no secret.
  std::deque<std::pair<std::string, std::string>> answered_;
};

}  // namespace genesys_cfn::provider
