// SPDX-License-Identifier: Apache-2.0
// A Delete of an object, of what a failed Create may have left, or of an id that CloudFormation invented:
// object_lifecycle.h.
#include <array>

#include "base/text.h"
#include "provider/object_lifecycle.h"
#include "provider/progress.h"

namespace genesys_cfn::provider {
namespace {

constexpr Milliseconds kLookPause{2'000};

}  // namespace

Result<void> ObjectLifecycle::Delete() {
  if (const auto marker = custom_resource::ParseMarker(Id())) return DeleteTagged(*marker);
  TRY(RefuseIfOvertaken());
  if (!parts_.object.IsPlatformId(Id())) {
    const auto live = parts_.object.Read(Id());
    // The platform may call the id malformed (genesys-cloud-api.md 12).
    const bool is_malformed = !live && live.error().code == ErrorCode::kInvalidInput;
    if (!live && !is_malformed) return live.error();
    if (is_malformed || !*live) return DeleteOfCancelledCreate();
  }
  TRY(CheckUse(Id()));
  // One that was made a moment ago may not be visible yet: gone is believed when it is said again.
  constexpr std::array<Milliseconds, 2> kPauses = {Milliseconds{1'000}, Milliseconds{4'000}};
  TRY_ASSIGN(bool removed, parts_.object.Remove(Id()));
  for (const Milliseconds pause : kPauses) {
    if (removed || !parts_.session.WaitFor(pause)) break;
    TRY_ASSIGN(removed, parts_.object.Remove(Id()));
  }
  if (!removed) parts_.logger.Info("already_gone", {{"id", Id()}});
  return {};
}

Result<void> ObjectLifecycle::DeleteTagged(const custom_resource::Marker& marker) {
  TRY_ASSIGN(const auto found, WaitForTagged(
                                   [&](const definition::OwnershipTag& tag) {
                                     return tag.owner == marker.owner && tag.request == marker.request;
                                   },
                                   TimeUntil(OvertakenUntil(request_, parts_.clock), parts_.clock)));
  for (const TaggedObject& object : found) {
    TRY(CheckUse(object.id));
    TRY(parts_.object.Remove(object.id));
  }
  return {};
}

// A Delete that comes late may be a repetition, and the object may be on record again meanwhile.
Result<void> ObjectLifecycle::RefuseIfOvertaken() {
  if (context_.fresh) return {};
  const auto recorded =
      parts_.stacks.ResourceOf(request_.address.stack_id, request_.address.logical_id, context_.deadline);
  if (!recorded) {
    return Error{recorded.error().code,
                 Concat(Called(Id()),
                        " was not deleted: this Delete comes late, and whether CloudFormation has it on "
                        "record again is not known, because ",
                        recorded.error().message, ".")};
  }
  if (recorded->physical_id != Id() || recorded->status.starts_with("DELETE_")) return {};
  return Error{ErrorCode::kConflict, Concat("CloudFormation has ", Called(Id()), " on record as ", recorded->status,
                                            " and no longer waits for this Delete; nothing was deleted")};
}

Result<void> ObjectLifecycle::CheckUse(const std::string& id) {
  return wishes_.delete_when_used ? Result<void>() : parts_.object.RefuseIfUsed(id);
}

// CloudFormation cancelled a Create, or got no answer from it, and that Create may still be running: what it makes is
// looked for until it can make nothing any more.
Result<void> ObjectLifecycle::DeleteOfCancelledCreate() {
  if (wishes_.adoption.is_wanted()) return {};  // its Create makes nothing
  const TagMatch match = MadeLately(request_, parts_.clock.Now());
  const SteadyTime until = OvertakenUntil(request_, parts_.clock);
  while (true) {
    // The last look begins after the end, however long those before it took.
    const Milliseconds left = TimeUntil(until, parts_.clock);
    TRY_ASSIGN(const auto found, parts_.object.FindTagged(match));
    for (const TaggedObject& object : found) TRY(DeleteUnrecorded(object.id));
    if (left == Milliseconds{0} || !parts_.session.WaitFor(std::min(left, kLookPause))) return {};
  }
}

// The only place where something is deleted by its owner alone: so CloudFormation must say that it is not the one on
// record, and that no other request is making one that will be.
Result<void> ObjectLifecycle::DeleteUnrecorded(const std::string& id) {
  const auto recorded =
      parts_.stacks.ResourceOf(request_.address.stack_id, request_.address.logical_id, context_.deadline);
  if (!recorded) {
    return Error{recorded.error().code,
                 Concat(Called(id), " was probably made by the cancelled creation of ", request_.address.logical_id,
                        ". It was not deleted, because ", recorded.error().message, ".")};
  }
  const bool is_being_made = recorded->status == "CREATE_IN_PROGRESS" || recorded->status == "UPDATE_IN_PROGRESS";
  if (recorded->physical_id == id || is_being_made) {
    parts_.logger.Info("object_on_record_kept", {{"id", id}, {"status", recorded->status}});
    return {};
  }
  TRY(CheckUse(id));
  parts_.logger.Warning("cancelled_creation_deleted", {{"id", id}});
  TRY(parts_.object.Remove(id));
  return {};
}

}  // namespace genesys_cfn::provider
