// SPDX-License-Identifier: Apache-2.0
// Many creations at once, in virtual time, against the limits of the platforms: requests a minute and token, tokens a
// minute, Lambda's concurrency and its ways with events that find no place. Nothing breaks here: whatever fails, fails
// because of a limit.
#pragma once

#include <map>
#include <string>

#include "simulation/history.h"
#include "simulation/lambda.h"

namespace genesys_cfn::simulation {

// What the limit of requests counts. Which reading holds is not known (genesys-cloud-api.md 4.5).
enum class LimitOf {
  kClient,       // one token, that all processes of the function share
  kEnvironment,  // each process has a token of its own, with a limit of its own
};

struct ScaleOptions {
  uint64_t seed = 1;
  int stacks = 10;  // all begun at once
  int actions_each = 50;
  size_t concurrency = 10;  // the function's reservation
  LimitOf limit_of = LimitOf::kClient;
  ThrottledEvents throttled_events = ThrottledEvents::kInOrder;
  int64_t requests_per_minute = 300;
  int64_t token_requests_per_minute = 20;
  Milliseconds function_timeout{300'000};
  int service_timeout_seconds = 3'600;
};

struct ScaleResult {
  Milliseconds took{0};   // from the first request to CloudFormation until the last stack is complete
  Milliseconds floor{0};  // the least that the limit of requests allows from there on, with one request an action
  // The same for what was sent: an event that has waited looks first whether it made its action before, which is a
  // request more.
  Milliseconds floor_of_requests{0};
  uint64_t created = 0;
  std::map<std::string, uint64_t> failures;  // actions, by how the reason begins
  uint64_t requests = 0;                     // to the API
  uint64_t refused = 0;                      // of those, by the limit
  uint64_t tokens = 0;                       // asked for
  uint64_t refused_tokens = 0;
  uint64_t dropped = 0;  // events that Lambda gave up
  size_t processes = 0;  // at once
};

ScaleResult RunScale(const ScaleOptions& options, Reused& reused);

}  // namespace genesys_cfn::simulation
