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
  bool is_draft = false;  // of an action that was perhaps never published
};

// All actions named exactly `name` whose tag matches; none for an empty name, which would list the whole organisation.
Result<std::vector<TaggedAction>> FindTagged(genesys::ActionsClient& actions, std::string_view name,
                                             const TagMatch& match);

// The same among drafts. The draft of a published action is one too.
Result<std::vector<TaggedAction>> FindTaggedDrafts(genesys::Session& session, std::string_view name,
                                                   const TagMatch& match);

// kDraftsToo: drafts as well, but not that of an action that is found itself.
enum class Among { kPublished, kDraftsToo };
Result<std::vector<TaggedAction>> FindTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                             Among among);

// Deletes what a request has made that nobody has on record: the action, or the draft of one that was never published.
// `may_delete` is asked before an action is deleted, but not before a draft is: nothing can use that.
Result<void> DeleteUnpublishedOrAction(genesys::Session& session, const TaggedAction& action,
                                       const std::function<Result<void>()>& may_delete);

// Whether the same question may be answered a little later.
bool MayPass(ErrorCode code);

// The same, asked again after each `pause` while there is none, for at most `patience` and within the session's
// deadline: the platform's lists may lag behind its writes. A look that fails for a reason that may pass is a look that
// found nothing, unless it is the last one.
Result<std::vector<TaggedAction>> WaitForTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                                Milliseconds patience, Milliseconds pause = Milliseconds{1'000},
                                                Among among = Among::kPublished);

}  // namespace genesys_cfn::provider
