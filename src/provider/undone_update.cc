// SPDX-License-Identifier: Apache-2.0
#include "provider/undone_update.h"

#include <algorithm>

#include "base/text.h"
#include "provider/answers.h"
#include "provider/deletion_wishes.h"
#include "provider/live_action.h"
#include "provider/use_check.h"

namespace genesys_cfn::provider {
namespace {

// How often it is looked whether it still writes.
constexpr Milliseconds kWatchPause{5'000};

}  // namespace

bool UndoneUpdate::MayHaveReplaced(const ActionState& recorded, const ActionState& desired) const {
  return NeedsReplacement(recorded, desired) || old_->on_drift == OnDrift::kRecreate ||
         old_->integration_name != properties_.integration_name || old_->integration_id != properties_.integration_id ||
         old_->adopt_action_id != properties_.adopt_action_id;
}

bool UndoneUpdate::MayHaveOtherPackage() const {
  return old_->function && properties_.function && !(old_->function->zip == properties_.function->zip);
}

Result<bool> UndoneUpdate::ChangesBeforeLong(const genesys::LiveAction& live) {
  if (!overtaken_.may_still_run) return false;
  while (true) {
    const Milliseconds left = UntilItIsOver();
    if (left > Milliseconds{0} && !parts_.session.WaitFor(std::min(left, kWatchPause))) return false;
    // The last look begins after the end, however long those before it took.
    const bool is_last = UntilItIsOver() == Milliseconds{0};
    TRY_ASSIGN(const auto now, actions_.Peek(Id()));
    if (!now || VersionOf(*now) != VersionOf(live.action)) return true;
    if (is_last) return false;
  }
}

// The undone Update was cancelled, or its outcome was never known. An earlier try of this very rollback may not have
// known that it is one. Their tags are known exactly, also where the undone definition is not: then the action is
// looked for under the name of this one.
Result<void> UndoneUpdate::RemoveReplacements(OwnReplacement own_replacement) {
  const bool removes_own = own_replacement == OwnReplacement::kRemove;
  const DeletionWishes undone = DeletionWishesOf(request_.old_properties);
  if (!overtaken_.may_still_run) {
    const bool was_adopted = overtaken_.made == undone.adopt_action_id;
    if (!overtaken_.made.empty() && !was_adopted) TRY(RemoveReplacement({overtaken_.made, {}}));
    if (context_.fresh || !removes_own) return {};
  }
  const std::string owner = OwnerDigest(request_.address);
  const std::string undone_creation = UndoneCreationDigest(request_);
  const std::string own = CreationDigest(request_);
  const auto match = [&](const definition::OwnershipTag& tag) {
    return tag.owner == owner && (tag.request == undone_creation || (removes_own && tag.request == own));
  };
  const auto remove = [&](const std::vector<TaggedAction>& found) -> Result<void> {
    for (const TaggedAction& action : found) {
      if (action.id != Id()) TRY(RemoveReplacement(action));
    }
    return {};
  };
  const bool drafts_of_own = removes_own && MayLeaveDraft(properties_);
  const std::string undone_name = Name();
  // Of the two each has a tag or none.
  const bool has_look_up = parts_.session.actions_api() != genesys::ActionsApi::kData;
  const bool finds_undone = undone.tagged && has_look_up;
  const bool finds_own = removes_own && properties_.tagging == OwnershipTagging::kEnabled;
  if (finds_undone) {
    const Among among = undone.may_leave_draft || drafts_of_own ? Among::kDraftsToo : Among::kPublished;
    TRY_ASSIGN(const auto found,
               WaitForTagged(parts_.session, undone_name, match, UntilItIsOver(), kWatchPause, among));
    TRY(remove(found));
  }
  if (!finds_own || (finds_undone && properties_.action.name == undone_name)) return {};
  TRY_ASSIGN(const auto recreated, FindTagged(parts_.session, properties_.action.name, match,
                                              drafts_of_own ? Among::kDraftsToo : Among::kPublished));
  return remove(recreated);
}

std::string UndoneUpdate::Name() const {
  const std::string name = old_ ? old_->action.name : NameForMessages(request_.old_properties);
  return name.empty() ? properties_.action.name : name;
}

Result<void> UndoneUpdate::RemoveReplacement(const TaggedAction& action) {
  const std::string& id = action.id;
  const auto still_there = [&](const Error& why) {
    return Error{why.code,
                 Concat("the replacement ", id,
                        ", which the Update that is being rolled back had made, is still there: ", why.message)};
  };
  // An overtaken Update must not take itself for the one that rolls back, and delete what that one makes.
  parts_.wanted.Doubt();
  if (const auto wanted = parts_.wanted.Demand(); !wanted) return still_there(wanted.error());
  const Result<void> unused = RefuseIfUsed(parts_.session, parts_.logger, id);
  if (!unused && unused.error().code != ErrorCode::kConflict) return still_there(unused.error());
  if (!unused) {  // somebody publishes flows quickly: it stays, and this Update goes on
    parts_.logger.Warning("overtaken_replacement_kept", {{"id", id}, {"reason", unused.error().message}});
    return {};
  }
  parts_.logger.Warning("overtaken_replacement_deleted", {{"id", id}});
  context_.progress.Doing(Concat("deleting the replacement ", id, " of the Update that is being rolled back"));
  const auto deleted = DeleteUnpublishedOrAction(parts_.session, action, []() -> Result<void> { return {}; });
  if (!deleted) return still_there(deleted.error());
  return {};
}

// The gate may not have come to its end: its draft holds what that Update wanted, or nothing of anybody's. One that was
// opened before somebody edited the action still says what was deployed before.
Result<void> UndoneUpdate::RemoveDraft(const ActionState& live) {
  genesys::DraftsClient drafts(parts_.session);
  TRY_ASSIGN(const auto draft, drafts.Read(Id()));
  if (!draft) return {};
  TRY_ASSIGN(const ActionState state, StateOf(*draft));
  const auto is_somebodys = [&](const definition::DataAction& said) {
    return OriginOf(state, live, {said, ""}) == DraftOrigin::kSomebodys;
  };
  bool keeps = is_somebodys(old_->action) && is_somebodys(properties_.action);
  if (!keeps && parts_.function != nullptr) {
    const auto former = old_->function ? std::optional(old_->function->settings) : std::nullopt;
    TRY_ASSIGN(keeps, parts_.function->IsSomebodys(Id(), former));
  }
  if (keeps) {
    parts_.logger.Warning("draft_of_somebody_kept", {{"id", Id()}});
    return {};
  }
  parts_.wanted.Doubt();
  TRY(parts_.wanted.Demand());
  context_.progress.Doing(Concat("deleting the draft of the data action ", Id()));
  TRY(drafts.Delete(Id()));
  parts_.logger.Info("draft_deleted", {{"id", Id()}});
  return {};
}

Milliseconds UndoneUpdate::UntilItIsOver() const {
  return overtaken_.may_still_run ? TimeUntil(over_at_, parts_.clock) : Milliseconds{0};
}

}  // namespace genesys_cfn::provider
