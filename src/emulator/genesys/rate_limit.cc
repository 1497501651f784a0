// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/rate_limit.h"

#include <string>

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kWindowMilliseconds = 60'000;

std::optional<RateWindow> Count(Transaction& transaction, std::string_view sql, std::string_view id, WallTime now,
                                int64_t allowed) {
  if (allowed <= 0) return std::nullopt;
  const int64_t milliseconds = ToEpochMilliseconds(now);
  RateWindow window{.allowed = allowed};
  window.seconds_left = (kWindowMilliseconds - milliseconds % kWindowMilliseconds + 999) / 1000;
  Statement row = transaction.Query(sql, milliseconds / kWindowMilliseconds, id, allowed);
  window.exceeded = !row.Step();
  window.used = window.exceeded ? allowed : row.Integer(0);
  return window;
}

}  // namespace

std::optional<RateWindow> CountCall(Transaction& transaction, std::string_view token_digest, WallTime now,
                                    int64_t allowed) {
  return Count(transaction,
               "UPDATE genesys_token SET rate_used = iif(rate_window = ?1, rate_used + 1, 1), rate_window = ?1 "
               "WHERE digest = ?2 AND (rate_window <> ?1 OR rate_used < ?3) RETURNING rate_used",
               token_digest, now, allowed);
}

std::optional<RateWindow> CountToken(Transaction& transaction, std::string_view client_id, WallTime now,
                                     int64_t allowed) {
  return Count(transaction,
               "UPDATE genesys_oauth_client SET rate_used = iif(rate_window = ?1, rate_used + 1, 1), rate_window = ?1 "
               "WHERE id = ?2 AND (rate_window <> ?1 OR rate_used < ?3) RETURNING rate_used",
               client_id, now, allowed);
}

ApiFailure TooManyRequests(const RateWindow& window) {
  return {429,
          "too.many.requests",
          "Rate limit exceeded the maximum. Retry the request in [%{seconds}] seconds",
          {{"seconds", std::to_string(window.seconds_left)}},
          {}};
}

void AddRateHeaders(const RateWindow& window, RetryAfter retry_after, http::Headers& headers) {
  headers.Set("inin-ratelimit-count", std::to_string(window.used));
  headers.Set("inin-ratelimit-allowed", std::to_string(window.allowed));
  headers.Set("inin-ratelimit-reset", std::to_string(window.seconds_left));
  if (window.exceeded && retry_after == RetryAfter::kSent) {
    headers.Set("Retry-After", std::to_string(window.seconds_left));
  }
}

}  // namespace genesys_cfn::emulator
