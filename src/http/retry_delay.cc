// SPDX-License-Identifier: Apache-2.0
#include "http/retry_delay.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::http {
namespace {

// Many that wait for the same moment must not come one after the other for long: the last would find nothing left.
constexpr Milliseconds kMostJitter{2'000};

Milliseconds UpTo(Milliseconds limit, Random& random) {
  if (limit <= Milliseconds::zero()) return Milliseconds::zero();
  return Milliseconds(RandomBelow(random, static_cast<uint64_t>(limit.count()) + 1));
}

}  // namespace

Milliseconds RetryDelay(const RetryPolicy& policy, int attempt, std::optional<int> retry_after_seconds,
                        Random& random) {
  Milliseconds limit = std::min(policy.base, policy.ceiling);
  for (int i = 0; i < attempt && limit < policy.ceiling; ++i) {
    limit = limit > policy.ceiling / 2 ? policy.ceiling : limit * 2;
    if (limit <= Milliseconds::zero()) break;
  }
  const Milliseconds backoff = UpTo(limit, random);
  if (!retry_after_seconds || *retry_after_seconds <= 0) return backoff;
  const Milliseconds floor = std::chrono::seconds(*retry_after_seconds);
  return std::max(backoff, floor + UpTo(std::min(floor / 4, kMostJitter), random));
}

std::optional<int> RetryAfterSeconds(const Response& response) {
  constexpr int64_t kMost = 1'000'000;
  const std::optional<std::string> text = response.headers.Get("Retry-After");
  const std::optional<int64_t> seconds = text ? ParseInteger<int64_t>(Trim(*text)) : std::nullopt;
  if (!seconds || *seconds < 0) return std::nullopt;
  return static_cast<int>(std::min(*seconds, kMost));
}

}  // namespace genesys_cfn::http
