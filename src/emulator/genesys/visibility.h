// SPDX-License-Identifier: Apache-2.0
// Eventual consistency as a point in time: with a lag, a reader sees what had happened by then.
#pragma once

#include <cstdint>
#include <limits>

#include "base/clock.h"

namespace genesys_cfn::emulator {

// In epoch milliseconds. Without a lag everything has happened, whatever the clock says: it may be set back.
inline int64_t SeenUntil(WallTime now, Milliseconds lag) {
  if (lag.count() <= 0) return std::numeric_limits<int64_t>::max();
  return ToEpochMilliseconds(now) - lag.count();
}

}  // namespace genesys_cfn::emulator
