// SPDX-License-Identifier: Apache-2.0
// Which errors are about one object, and which about all of them.
#pragma once

#include "base/result.h"

namespace genesys_cfn::cli {

// What the next requests would meet, too: a search that goes on would say the same of everything.
inline bool EndsTheSearch(const Error& error) {
  return error.code == ErrorCode::kUnauthenticated || error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kRateLimited;
}

}  // namespace genesys_cfn::cli
