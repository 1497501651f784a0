// SPDX-License-Identifier: Apache-2.0
// Finding actions of ours by their ownership tag: one list by name, then the contract of each exact match. This is what
// stands in for the idempotency key that the platform lacks.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
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

// `look` (a Result of a vector), asked again after each `pause` while it finds nothing, for at most `patience` and
// within the session's deadline. A look that fails for a reason that may pass is one that found nothing, unless it is
// the last; one that the end of time cut off does not undo those before it, which found none.
template <typename Look>
auto LookPatiently(genesys::Session& session, const Look& look, Milliseconds patience, Milliseconds pause)
    -> decltype(look()) {
  using Found = std::remove_cvref_t<decltype(*look())>;
  bool looked = false;
  for (Milliseconds left = patience;; left -= pause) {
    auto found = look();
    if (!found && looked && found.error().code == ErrorCode::kDeadlineExceeded) return Found();
    if (found ? !found->empty() : !MayPass(found.error().code)) return found;
    looked = looked || found.has_value();
    if (left <= Milliseconds{0} || !session.WaitFor(std::min(left, pause))) return found;
  }
}

// FindTagged, patiently: the platform's lists may lag behind its writes.
Result<std::vector<TaggedAction>> WaitForTagged(genesys::Session& session, std::string_view name, const TagMatch& match,
                                                Milliseconds patience, Milliseconds pause = Milliseconds{1'000},
                                                Among among = Among::kPublished);

}  // namespace genesys_cfn::provider
