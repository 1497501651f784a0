// SPDX-License-Identifier: Apache-2.0
// What goes wrong on the way to a service, drawn from the run's seed. Each run has its own mixture: some are calm, some
// know one kind of trouble, some know all.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace genesys_cfn::simulation {

enum class Party { kOrganisation, kLogin, kSecrets, kCloudFormation, kAnswers, kPackages, kUploads };

enum class Fault {
  kNone,
  kRefused,          // not connected
  kLostRequest,      // sent, never received
  kLostAnswer,       // carried out, the answer never arrives
  kSlow,             // seconds, but in time
  kHung,             // nobody answers before the time-out; not carried out
  kHungAfter,        // carried out, then nobody answers before the time-out
  kUnauthorised,     // 401
  kForbidden,        // 403
  kConflict,         // 409
  kRateLimited,      // 429 with Retry-After
  kRateLimitedBare,  // 429 without
  kServerError,      // 5xx, not carried out
  kServerErrorDone,  // 5xx, carried out
  kTornBody,         // carried out, the body breaks off
  kOversizeBody,     // carried out, the body does not end
  kWrongJson,        // carried out, 200 with something else
  kKilledBefore,     // the process dies before the request is sent
  kKilledAfter,      // carried out, the process dies before the answer
  kCount,
};
std::string_view Name(Fault fault);

using FaultCounts = std::array<uint64_t, static_cast<size_t>(Fault::kCount)>;

// Not thread-safe.
class FaultPlan {
 public:
  FaultPlan(Random& random, FaultCounts& counts);

  // For the next request to this party.
  Fault Next(Party party, std::string_view method);
  // How long a request and an answer are on their way.
  Milliseconds Latency();
  // From now on nothing goes wrong.
  void Calm() { per_mille_ = 0; }
  [[nodiscard]] bool is_calm() const { return per_mille_ == 0; }
  [[nodiscard]] uint64_t Below(uint64_t bound) { return RandomBelow(random_, bound); }

 private:
  Random& random_;
  FaultCounts& counts_;
  uint64_t per_mille_ = 0;
  std::array<bool, static_cast<size_t>(Fault::kCount)> enabled_{};
};

}  // namespace genesys_cfn::simulation
