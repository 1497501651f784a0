// SPDX-License-Identifier: Apache-2.0
// Finding actions of ours by their ownership tag: one list by name, then the contract of each exact match. This is what
// stands in for the idempotency key that the platform lacks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "definition/ownership_tag.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"
#include "provider/ownership.h"

namespace genesys_cfn::provider {

struct TaggedAction {
  std::string id;
  definition::OwnershipTag tag;
};

// All actions named exactly `name` whose tag matches; none for an empty name, which would list the whole organisation.
Result<std::vector<TaggedAction>> FindTagged(genesys::ActionsClient& actions, std::string_view name,
                                             const TagMatch& match);

// Whether the same question may be answered a little later.
bool MayPass(ErrorCode code);

// The same, asked again after each `pause` while there is none, for at most `patience` and within the session's
// deadline: the platform's lists may lag behind its writes. A look that fails for a reason that may pass is a look that
// found nothing, unless it is the last one.
Result<std::vector<TaggedAction>> WaitForTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                                Milliseconds patience, Milliseconds pause = Milliseconds{1'000});

}  // namespace genesys_cfn::provider
