// SPDX-License-Identifier: Apache-2.0
#include "provider/delete_action.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "custom_resource/answer.h"
#include "genesys/integrations_client.h"
#include "provider/answers.h"
#include "provider/lookup.h"
#include "provider/ownership.h"
#include "provider/properties.h"
#include "provider/still_wanted.h"
#include "provider/use_check.h"

namespace genesys_cfn::provider {
namespace {

constexpr std::string_view kActionPrefix = "custom_-_";
constexpr Milliseconds kMarkerPause{1'000};
constexpr Milliseconds kLookPause{2'000};

}  // namespace

DeletionWishes ActionDeleter::Wishes() const {
  DeletionWishes wishes = DeletionWishesOf(request_.properties);
  if (parts_.actions_api == genesys::ActionsApi::kData) {
    // Nobody can be asked who uses an action, which actions there are, or whether an integration is there.
    wishes.tagged = false;
    wishes.may_leave_draft = false;
    wishes.delete_when_used = true;
    wishes.integration_id.clear();
    wishes.integration_name.clear();
  }
  return wishes;
}

Among ActionDeleter::Where() const {
  return Wishes().may_leave_draft ? Among::kDraftsToo : Among::kPublished;
}

Result<void> ActionDeleter::Delete() {
  const auto marker = custom_resource::ParseMarker(Id());
  if (marker && marker->kind == custom_resource::MarkerKind::kNothing) return {};
  const DeletionWishes wishes = Wishes();
  if (wishes.adopt_action_id == Id()) {
    bool is_released = true;
    if (wishes.delete_adopted) {
      TRY_ASSIGN(is_released, UndoesAdoption(parts_.stacks, request_.address.stack_id, context_.deadline));
    }
    if (is_released) {
      parts_.logger.Info("adopted_action_released", {{"id", Id()}});
      return {};
    }
  }
  TRY_ASSIGN(genesys::Session session, parts_.connect());
  return marker ? DeleteUnknown(session, *marker) : DeleteKnown(session);
}

// A marker holds less than the longest name, and none where that was not known. Then the properties may tell it.
std::string ActionDeleter::NameBehind(const custom_resource::Marker& marker) const {
  constexpr size_t kLongestCharacter = 12;  // percent-encoded
  const bool may_be_cut = marker.name.empty() || Id().size() + kLongestCharacter > custom_resource::kMaxPhysicalIdBytes;
  if (!may_be_cut) return marker.name;
  std::string named = NameOfAction();
  return named.starts_with(marker.name) ? named : marker.name;
}

std::string ActionDeleter::NameOfAction() const {
  std::string name = NameForMessages(request_.properties);
  return name.empty() ? parts_.name_elsewhere() : name;
}

Result<void> ActionDeleter::DeleteUnknown(genesys::Session& session, const custom_resource::Marker& marker) {
  const std::string name = NameBehind(marker);
  if (!Wishes().tagged || name.empty()) {
    parts_.logger.Warning("action_may_remain",
                          {{"name", marker.name},
                           {"because", marker.name.empty() ? "its name was not known" : "OwnershipTag is Disabled"}});
    return {};
  }
  const auto match = [&](const definition::OwnershipTag& tag) {
    return tag.owner == marker.owner && tag.request == marker.request;
  };
  const Milliseconds patience = TimeUntil(OvertakenUntil(request_, parts_.clock), parts_.clock);
  TRY_ASSIGN(const auto found, WaitForTagged(session, name, match, patience, kMarkerPause, Where()));
  for (const TaggedAction& action : found) {
    TRY(DeleteUnpublishedOrAction(session, action, [&] { return CheckUse(session, action.id); }));
  }
  return {};
}

Result<void> ActionDeleter::DeleteKnown(genesys::Session& session) {
  TRY(RefuseIfOvertaken());
  genesys::ActionsClient actions(session);
  if (MayBeInvented()) {
    const auto live = actions.Peek(Id());
    const bool is_invented = live ? !*live : live.error().code == ErrorCode::kInvalidInput;
    if (is_invented) return DeleteOfCancelledCreate(session);
    if (!live) return live.error();
  }
  TRY(CheckUse(session, Id()));
  TRY_ASSIGN(const bool deleted, DeletePatiently(actions, session));
  if (deleted) return {};
  parts_.logger.Info("already_gone", {{"id", Id()}});
  return CheckOrganisation(session);
}

// None of the platform's ids: made up by CloudFormation for a Create that never gave it one (aws-protocols.md 1.7).
bool ActionDeleter::MayBeInvented() const {
  return !Id().starts_with(kActionPrefix);
}

// A Delete that comes late may be a repetition, and the action may be on record again meanwhile.
Result<void> ActionDeleter::RefuseIfOvertaken() {
  if (context_.fresh) return {};
  const auto recorded =
      parts_.stacks.ResourceOf(request_.address.stack_id, request_.address.logical_id, context_.deadline);
  if (!recorded) {
    return Error{recorded.error().code,
                 Concat("The action ", Id(),
                        " was not deleted: this Delete comes late, and whether CloudFormation has "
                        "the action on record again is not known, because ",
                        recorded.error().message, ".")};
  }
  if (recorded->physical_id != Id() || recorded->status.starts_with("DELETE_")) return {};
  return Error{ErrorCode::kConflict, Concat("CloudFormation has the action ", Id(), " on record as ", recorded->status,
                                            " and no longer waits for this Delete; nothing was deleted")};
}

// In the clean-up after a replacement this is what keeps calls working whose flows still use the former action.
Result<void> ActionDeleter::CheckUse(genesys::Session& session, const std::string& id) {
  if (Wishes().delete_when_used) return {};
  return RefuseIfUsed(session, parts_.logger, id);
}

// An action that was made a moment ago may not be visible yet (genesys-cloud-api.md 9): gone is believed when it is
// said again.
Result<bool> ActionDeleter::DeletePatiently(genesys::ActionsClient& actions, genesys::Session& session) {
  constexpr std::array<Milliseconds, 2> kPauses = {Milliseconds{1'000}, Milliseconds{4'000}};
  auto deleted = actions.Delete(Id());
  for (const Milliseconds pause : kPauses) {
    const bool gone = deleted && !*deleted;
    if (!gone || !session.WaitFor(pause)) break;
    deleted = actions.Delete(Id());
  }
  return deleted;
}

// The action is not there. In the wrong organisation it never was: then its integration is not there either.
Result<void> ActionDeleter::CheckOrganisation(genesys::Session& session) {
  const DeletionWishes wishes = Wishes();
  genesys::IntegrationsClient integrations(session);
  if (!wishes.integration_id.empty()) {
    const auto integration = integrations.Get(wishes.integration_id);
    if (!integration) return SkipIfForbidden(integration.error());
    if (integration->has_value()) return {};
  } else if (!wishes.integration_name.empty()) {
    const auto listed = integrations.List();
    if (!listed) return SkipIfForbidden(listed.error());
    for (const genesys::Integration& integration : *listed) {
      if (integration.name == wishes.integration_name) return {};
    }
  } else {
    return {};
  }
  return Error{
      ErrorCode::kNotFound,
      Concat("The action ", Id(), " is not in this Genesys Cloud organisation, and neither is its integration ",
             wishes.integration_id.empty() ? wishes.integration_name : wishes.integration_id,
             ": are the secret's credentials and region those of another organisation? If the integration was "
             "deleted, and the action with it, delete the stack with --retain-resources ",
             request_.address.logical_id, ".")};
}

Result<void> ActionDeleter::SkipIfForbidden(const Error& error) {
  if (error.code != ErrorCode::kPermissionDenied) return error;
  parts_.logger.Warning("organisation_not_checked", {{"id", Id()}, {"reason", error.message}});
  return {};
}

// CloudFormation cancelled a Create, or got no answer from it, and that Create may still be running: what it makes is
// looked for until it can make nothing any more.
Result<void> ActionDeleter::DeleteOfCancelledCreate(genesys::Session& session) {
  const DeletionWishes wishes = Wishes();
  if (wishes.adopt_action_id) return {};  // its Create makes nothing
  const std::string name = wishes.tagged ? NameOfAction() : "";
  if (!wishes.tagged || name.empty()) {
    parts_.logger.Warning(
        "action_may_remain",
        {{"name", name}, {"because", wishes.tagged ? "its name was not known" : "OwnershipTag is Disabled"}});
    return {};
  }
  const TagMatch match = MadeLately(request_, parts_.clock.Now());
  const SteadyTime until = OvertakenUntil(request_, parts_.clock);
  while (true) {
    // The last look begins after the end, however long those before it took.
    const bool is_last = TimeUntil(until, parts_.clock) == Milliseconds{0};
    TRY_ASSIGN(const auto found, FindTagged(session, name, match, Where()));
    for (const TaggedAction& action : found) TRY(DeleteUnrecorded(session, action));
    // What was found says nothing of what another delivery of the cancelled Create still makes.
    if (is_last) return {};
    if (!session.WaitFor(std::min(TimeUntil(until, parts_.clock), kLookPause))) return {};
  }
}

// The only place where an action is deleted by its owner alone: so CloudFormation must say that it is not the one on
// record, and that no other request is making one that will be.
Result<void> ActionDeleter::DeleteUnrecorded(genesys::Session& session, const TaggedAction& action) {
  const std::string& id = action.id;
  const auto recorded =
      parts_.stacks.ResourceOf(request_.address.stack_id, request_.address.logical_id, context_.deadline);
  if (!recorded) {
    return Error{recorded.error().code,
                 Concat("The action ", id, " was probably made by the cancelled creation of ",
                        request_.address.logical_id, ". It was not deleted, because ", recorded.error().message, ".")};
  }
  const bool is_being_made = recorded->status == "CREATE_IN_PROGRESS" || recorded->status == "UPDATE_IN_PROGRESS";
  if (recorded->physical_id == id || is_being_made) {
    parts_.logger.Info("action_on_record_kept", {{"id", id}, {"status", recorded->status}});
    return {};
  }
  parts_.logger.Warning("cancelled_creation_deleted", {{"id", id}});
  return DeleteUnpublishedOrAction(session, action, [&] { return CheckUse(session, id); });
}

}  // namespace genesys_cfn::provider
