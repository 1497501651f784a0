// SPDX-License-Identifier: Apache-2.0
// Limits in fixed windows of a minute (genesys-cloud-api.md 4.4, 4.5), counted in the columns `rate_window` and
// `rate_used` of the row that stands for the caller. A call that is refused is not counted.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "emulator/genesys/error_body.h"
#include "emulator/genesys/organisation_options.h"
#include "emulator/store/database.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

struct RateWindow {
  int64_t used = 0;  // this call included
  int64_t allowed = 0;
  int64_t seconds_left = 0;  // 1..60
  bool exceeded = false;
};

// Counts one API call of a token, or one token for a client; nullopt when `allowed` is 0.
std::optional<RateWindow> CountCall(Transaction& transaction, std::string_view token_digest, WallTime now,
                                    int64_t allowed);
std::optional<RateWindow> CountToken(Transaction& transaction, std::string_view client_id, WallTime now,
                                     int64_t allowed);

// 429 too.many.requests.
ApiFailure TooManyRequests(const RateWindow& window);
// inin-ratelimit-count, -allowed and -reset; when the limit is exceeded Retry-After too.
void AddRateHeaders(const RateWindow& window, RetryAfter retry_after, http::Headers& headers);

}  // namespace genesys_cfn::emulator
