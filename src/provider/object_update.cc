// SPDX-License-Identifier: Apache-2.0
// An Update of an object that exists: object_lifecycle.h.
#include "base/text.h"
#include "provider/answers.h"
#include "provider/object_lifecycle.h"
#include "provider/progress.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;

constexpr size_t kFieldsBytes = 1'500;
constexpr int kMostConflicts = 5;
constexpr Milliseconds kAgainPause{1'000};

StackDirection DirectionOf(const Result<StackPhase>& phase) {
  if (!phase) return StackDirection::kUnknown;
  return *phase == StackPhase::kRollingBack ? StackDirection::kRollingBack : StackDirection::kForward;
}

}  // namespace

Result<Answer> ObjectLifecycle::Update(const Overtaken& overtaken) {
  const auto phase = parts_.stacks.PhaseOf(request_.address.stack_id, context_.deadline);
  direction_ = DirectionOf(phase);
  if (!phase) direction_unknown_ = phase.error().message;
  const bool may_undo = direction_ != StackDirection::kForward;
  if (may_undo) TRY(WaitForOvertaken(overtaken));
  context_.progress.Doing(Concat("reading ", Called(Id()), "; nothing was written"));
  TRY_ASSIGN(const json::Object desired, parts_.object.Prepare(wishes_.desired, direction_));
  if (wishes_.adoption.BeginsWith(Id())) {
    TRY_ASSIGN(Answer adopted, Adopt(desired));
    if (may_undo) TRY(RemoveOvertaken(overtaken, adopted.physical_id));
    return adopted;
  }
  TRY_ASSIGN(auto live, ReadPatiently(Id()));
  // The clean-up releases the one that was adopted. One that this resource has made was only named: a rollback keeps
  // it.
  const bool is_own = live && live->tag && live->tag->owner == OwnerDigest(request_.address);
  const bool only_named = is_own && direction_ == StackDirection::kRollingBack;
  if (live && wishes_.adoption.EndsWith(Id()) && !only_named) return Replace(desired);
  for (int conflicts = 0; live && conflicts < kMostConflicts; ++conflicts) {
    const ObjectPlan plan = PlanObject({desired, wishes_.recorded, live->state},
                                       {wishes_.replacing, wishes_.on_drift, wishes_.hidden_change, direction_});
    if (!plan.drift.empty() && direction_ == StackDirection::kRollingBack) {
      parts_.logger.Warning("kept_in_rollback",
                            {{"id", Id()}, {"fields", definition::Describe(plan.drift, kFieldsBytes)}});
    }
    if (plan.step == ObjectStep::kDrifted) return DriftError(plan);
    const bool not_judged = !wishes_.recorded && direction_ == StackDirection::kUnknown;
    if (plan.step != ObjectStep::kNothing && not_judged && wishes_.on_drift != OnDrift::kOverwrite) {
      return Error{phase.error().code,
                   Concat(direction_unknown_, ", and the former properties cannot be read, so it is not known whether ",
                          Called(Id()), " was changed outside of CloudFormation. Nothing was written.")};
    }
    if (plan.step == ObjectStep::kReplace) return Replace(desired);
    if (plan.step == ObjectStep::kNothing) {
      if (may_undo) TRY(RemoveOvertaken(overtaken, Id()));
      return parts_.object.AnswerOf(*live);
    }
    context_.progress.Doing(Concat("updating ", Called(Id())));
    if (conflicts > 0) parts_.wanted.Doubt();
    TRY_ASSIGN(const auto written,
               parts_.object.Write(*live, plan.target, direction_, [this] { return parts_.wanted.Demand(); }));
    if (written == genesys::EntityWrite::kDone) {
      context_.progress.Done(Concat(Called(Id()), " was updated"));
      // A rollback must not fail because of what the object's other side does.
      if (direction_ != StackDirection::kRollingBack) TRY(parts_.object.Settle(Id(), desired));
      if (may_undo) TRY(RemoveOvertaken(overtaken, Id()));
      TRY_ASSIGN(live, parts_.object.Read(Id()));
      if (live) return parts_.object.AnswerOf(*live);
    } else {
      parts_.session.WaitFor(kAgainPause);
      TRY_ASSIGN(live, parts_.object.Read(Id()));
    }
  }
  if (live) {
    return Error{ErrorCode::kConflict, Concat("updating ", Called(Id()), " failed: it changed ", kMostConflicts,
                                              " times while it was being written; somebody else is editing it")};
  }
  parts_.logger.Warning("object_gone", {{"id", Id()}, {"then", "created again"}});
  TRY_ASSIGN(Answer created, CreateDesired(desired, LookFirst::kYes));
  if (!may_undo) return created;
  // What was made must not stay behind a failure that does not name it.
  if (const auto removed = RemoveOvertaken(overtaken, created.physical_id); !removed) {
    return TakeAway(created.physical_id, removed.error());
  }
  return created;
}

// The Update that this one undoes may still write. What it stated stands: then it has written - but not if it was to
// end or begin an adoption, which is done with another object.
Result<void> ObjectLifecycle::WaitForOvertaken(const Overtaken& overtaken) {
  const SteadyTime until = OvertakenUntil(request_, parts_.clock);
  if (!overtaken.may_still_run || parts_.clock.SteadyNow() >= until) return {};
  context_.progress.Doing("waiting until the Update that this one rolls back can no longer write");
  const bool same_object = wishes_.adoption.id == wishes_.adoption.former_id;
  if (same_object && parts_.object.ShowsEveryWrite() && wishes_.recorded) {
    TRY_ASSIGN(const auto live, parts_.object.Read(Id()));
    const bool has_written =
        live && PlanObject({*wishes_.recorded, std::nullopt, live->state}, {}).step == ObjectStep::kNothing;
    if (has_written) return {};
  }
  parts_.session.WaitUpTo(TimeUntil(until, parts_.clock), kTimeToWrite);
  return {};
}

Result<Answer> ObjectLifecycle::Replace(const json::Object& desired) {
  parts_.logger.Info("replacement", {{"id", Id()}});
  TRY_ASSIGN(const auto found, FindForReplacement(desired));
  if (!found) return CreateDesired(desired, LookFirst::kNo);
  Result<Answer> completed = Complete({*found, Origin::kFound}, desired);
  if (completed) return completed;
  // It is there all the same: whoever rolls this back has to look for it.
  return Error{ErrorCode::kOutcomeUnknown, completed.error().message};
}

// As for an action: the one that an earlier try at this very replacement made, or - when a replacement is rolled back -
// the one of before, which may still be there.
Result<std::optional<std::string>> ObjectLifecycle::FindForReplacement(const json::Object& desired) {
  const TagMatch own = MadeByRequest(request_);
  const std::string owner = OwnerDigest(request_.address);
  TRY_ASSIGN(const auto found, parts_.object.FindTagged([&](const auto& tag) { return tag.owner == owner; }));
  for (const TaggedObject& candidate : found) {
    if (candidate.id == Id()) continue;
    if (own(candidate.tag)) return std::optional(candidate.id);
    if (direction_ == StackDirection::kForward) continue;  // retained on purpose
    TRY_ASSIGN(const auto live, parts_.object.Read(candidate.id));
    if (live && PlanObject({desired, std::nullopt, live->state}, {}).step == ObjectStep::kNothing) {
      return std::optional(candidate.id);
    }
  }
  return std::optional<std::string>();
}

// The Update that this one undoes may have made a replacement that nobody has on record. So may an earlier try of this
// very rollback, when it did not know that it is one.
Result<void> ObjectLifecycle::RemoveOvertaken(const Overtaken& overtaken, const std::string& kept) {
  if (!overtaken.may_still_run) {
    const bool was_made = !overtaken.made.empty() && overtaken.made != wishes_.adoption.former_id;
    if (was_made) TRY(RemoveReplacement(overtaken.made));
    if (context_.fresh) return {};
  }
  if (request_.old_properties == request_.properties) return {};
  const std::string owner = OwnerDigest(request_.address);
  const std::string undone = UndoneCreationDigest(request_);
  const std::string own = CreationDigest(request_);
  TRY_ASSIGN(const auto found, parts_.object.FindTagged([&](const auto& tag) {
    return tag.owner == owner && (tag.request == undone || tag.request == own);
  }));
  for (const TaggedObject& replacement : found) {
    if (replacement.id != Id() && replacement.id != kept) TRY(RemoveReplacement(replacement.id));
  }
  return {};
}

Result<void> ObjectLifecycle::RemoveReplacement(const std::string& id) {
  const auto still_there = [&](const Error& why) {
    return Error{
        why.code,
        Concat(Called(id), ", which the Update that is being rolled back had made, is still there: ", why.message)};
  };
  // An overtaken Update must not take itself for the one that rolls back, and delete what that one makes.
  parts_.wanted.Doubt();
  if (const auto wanted = parts_.wanted.Demand(); !wanted) return still_there(wanted.error());
  const Result<void> unused = parts_.object.RefuseIfUsed(id);
  if (!unused && unused.error().code != ErrorCode::kConflict) return still_there(unused.error());
  if (!unused) {
    parts_.logger.Warning("overtaken_replacement_kept", {{"id", id}, {"reason", unused.error().message}});
    return {};
  }
  parts_.logger.Warning("overtaken_replacement_deleted", {{"id", id}});
  const auto removed = parts_.object.Remove(id);
  return removed ? Result<void>() : still_there(removed.error());
}

Error ObjectLifecycle::DriftError(const ObjectPlan& plan) const {
  std::string reason = Concat(Called(Id()), " was changed outside of CloudFormation since its last deployment: ",
                              definition::Describe(plan.drift, kFieldsBytes),
                              ". Nothing was written. Take the changes over into the template, or set OnDrift to "
                              "Overwrite or Recreate.");
  if (!direction_unknown_.empty()) {
    reason += Concat(" Whether the stack is rolling back is not known: ", direction_unknown_, ".");
  }
  return {ErrorCode::kConflict, std::move(reason)};
}

}  // namespace genesys_cfn::provider
