// SPDX-License-Identifier: Apache-2.0
// The ownership tag of what an event makes (docs/ownership.md), whatever its resource type.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "custom_resource/request.h"
#include "definition/ownership_tag.h"

namespace genesys_cfn::provider {

using TagMatch = std::function<bool(const definition::OwnershipTag&)>;

// A Delete may be one that is tried again, long after its Create.
inline constexpr Milliseconds kLongestServiceTimeout{3'600'000};
// How far the clocks of two functions may be apart.
inline constexpr Milliseconds kClockTolerance{300'000};

definition::OwnershipTag TagFor(const custom_resource::Request& request, WallTime now);
// When what carries the tag was made; nullopt for a time that is none.
std::optional<WallTime> MadeAt(const definition::OwnershipTag& tag);

// What the creation of this very request made, however often it was delivered or tried.
TagMatch MadeByRequest(const custom_resource::Request& request);
// What a Create of this resource may have made that a Delete now overtakes.
TagMatch MadeLately(const custom_resource::Request& request, WallTime now);

}  // namespace genesys_cfn::provider
