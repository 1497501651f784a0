// SPDX-License-Identifier: Apache-2.0
// Conditions and ranges of a read, as plain decisions over the request's headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace genesys_cfn::emulator {

enum class ReadDecision { kProceed, kNotModified, kPreconditionFailed };

// If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since for an object (RFC 9110; S3 adds that a condition
// on the entity tag wins over the one on the date that goes with it).
ReadDecision DecideRead(const http::Headers& headers, std::string_view etag, int64_t modified_ms);

struct ByteRange {
  uint64_t first = 0;
  uint64_t last = 0;  // inclusive
};
struct RangeDecision {
  enum class Kind { kWhole, kPart, kUnsatisfiable };
  Kind kind = Kind::kWhole;
  ByteRange range;
};
// Of a Range header over `size` bytes. What S3 ignores (other units, several ranges, nonsense) is the whole.
RangeDecision DecideRange(std::string_view header, uint64_t size);

}  // namespace genesys_cfn::emulator
