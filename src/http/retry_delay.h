// SPDX-License-Identifier: Apache-2.0
// How long to wait before the next attempt: pure functions of named numbers and of what the other side asked for.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/random.h"
#include "http/message.h"

namespace genesys_cfn::http {

struct RetryPolicy {
  Milliseconds base{200};
  Milliseconds ceiling{10'000};
};

// Full jitter: uniform in [0, min(ceiling, base * 2^attempt)], attempt from 0. A `retry_after` is a floor that the
// ceiling does not cap; up to 25 % of it, two seconds at the most, is added as jitter.
Milliseconds RetryDelay(const RetryPolicy& policy, int attempt, std::optional<int> retry_after_seconds, Random& random);

// What a Retry-After header asks for, a million seconds at the most. nullopt without one, and for what is no number of
// seconds: none of the services that are called here sends a date.
std::optional<int> RetryAfterSeconds(const Response& response);

}  // namespace genesys_cfn::http
