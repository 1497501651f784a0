// SPDX-License-Identifier: Apache-2.0
#include "provider/ownership.h"

#include <array>
#include <charconv>

#include "base/text.h"
#include "provider/answers.h"

namespace genesys_cfn::provider {
namespace {

std::string HexSeconds(WallTime time) {
  std::array<char, 16> digits{};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), seconds, 16);
  return {digits.data(), end};
}

}  // namespace

definition::OwnershipTag TagFor(const custom_resource::Request& request, WallTime now) {
  const auto stack = custom_resource::ParseStackId(request.address.stack_id);
  return {definition::TagDigest(Concat(stack.account, "\n", stack.region)), OwnerDigest(request.address),
          CreationDigest(request), HexSeconds(now)};
}

std::optional<WallTime> MadeAt(const definition::OwnershipTag& tag) {
  int64_t seconds = 0;
  const char* end = tag.time.data() + tag.time.size();
  const auto [read, error] = std::from_chars(tag.time.data(), end, seconds, 16);
  if (error != std::errc{} || read != end || seconds < 0 || seconds > 253'402'300'799) return std::nullopt;
  return FromEpochMilliseconds(seconds * 1'000);
}

TagMatch MadeByRequest(const custom_resource::Request& request) {
  return [owner = OwnerDigest(request.address), creation = CreationDigest(request)](
             const definition::OwnershipTag& tag) { return tag.owner == owner && tag.request == creation; };
}

TagMatch MadeLately(const custom_resource::Request& request, WallTime now) {
  const WallTime since = request.requested_at.value_or(now) - kLongestServiceTimeout - kClockTolerance;
  return [owner = OwnerDigest(request.address), since](const definition::OwnershipTag& tag) {
    const auto made = MadeAt(tag);
    return tag.owner == owner && made && *made >= since;
  };
}

}  // namespace genesys_cfn::provider
