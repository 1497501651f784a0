// SPDX-License-Identifier: Apache-2.0
// The Lambda Runtime API, version 2018-06-01 (aws-protocols.md 2.1): fetch an event, report its outcome, for ever.
#pragma once

#include <functional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

// The deadline of an event that came without a (sensible) one, which Lambda itself never sends: 2100-01-01. The handler
// is then bounded by the event's own ServiceTimeout alone; a short guess would make it fail work that has the time.
inline constexpr WallTime kUnknownDeadline{Milliseconds{4'102'444'800'000}};

struct Invocation {
  std::string request_id;  // Lambda's, not CloudFormation's
  WallTime deadline;       // when Lambda ends the process
  std::string event;       // the body, as received
};

// What the handler made of an event. An empty `error_type` is success; `body` is then the (ignored) result.
struct InvocationOutcome {
  std::string body = "null";
  std::string error_type;  // "Function.Unhandled"
  std::string error_message;
};

class LambdaRuntime {
 public:
  struct Parts {
    http::Client& client;
    Logger& logger;
  };
  // `api` is AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001".
  LambdaRuntime(Parts parts, const std::string& api) : parts_(parts), origin_("http://" + api) {}

  // next, handle, response or error; until the API says that the environment ends or cannot be reached (three tries):
  // then the reason. The handler must not throw; `stop` is asked between events (tests).
  Error Run(
      const std::function<InvocationOutcome(const Invocation&)>& handler,
      const std::function<bool()>& stop = [] { return false; });
  // Tells the outcome of an event, which Run does by itself. An error only when the API says that the environment ends;
  // refusals are logged.
  Result<void> Report(const std::string& request_id, const InvocationOutcome& outcome);
  // Reports that the process could not start.
  Result<void> ReportInitError(std::string_view type, std::string_view message);

 private:
  Result<Invocation> Next();

  Parts parts_;
  std::string origin_;
};

}  // namespace genesys_cfn::aws
