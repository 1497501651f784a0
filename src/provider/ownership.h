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
// What a Create of this resource may have made that a Delete now overtakes. The Delete knows neither that Create's
// request nor when it began, so this is everything that the resource has made in the longest time that a Create can
// take. That can be something which the stack let go of meanwhile (DeletionPolicy: Retain, then the resource was
// removed and added again) and which another stack has adopted: an adoption leaves the tag as it is, for the tag of an
// action cannot be written, and none of the questions that the function may ask CloudFormation tells which stack has an
// id on record. So who deletes by this asks CloudFormation about the resource itself, and the platform who uses the
// thing.
TagMatch MadeLately(const custom_resource::Request& request, WallTime now);

}  // namespace genesys_cfn::provider
