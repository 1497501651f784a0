// SPDX-License-Identifier: Apache-2.0
#include "provider/update_action.h"

#include <algorithm>
#include <array>
#include <variant>

#include "base/text.h"
#include "provider/adopt_action.h"
#include "provider/answers.h"
#include "provider/deletion_wishes.h"
#include "provider/live_action.h"
#include "provider/use_check.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;

constexpr size_t kFieldsBytes = 1'500;
constexpr int kMostConflicts = 5;

}  // namespace

Result<Answer> ActionUpdater::Update() {
  const ActionAdoption adoption{properties_.adopt_action_id, FormerAdoption()};
  if (adoption.BeginsWith(Id())) {
    if (IsRollingBack()) return ReturnToAdopted(*adoption.id);
    const Way way = ChooseWayNow();
    PublishGate gate = Gate(way);
    context_.progress.Doing(Concat("taking over the data action ", *adoption.id));
    TRY_ASSIGN(const json::Value action,
               AdoptAction(parts_.session, parts_.wanted, properties_, way == Way::kDirectly ? nullptr : &gate));
    return ActionAnswer(action);
  }
  TRY_ASSIGN(auto live, ReadPatiently());
  if (!live) return CreateAgain();
  TRY_ASSIGN(const auto integration, ChooseIntegration(parts_.session, properties_));
  ActionState desired{properties_.action, integration.id};
  if (parts_.function != nullptr) {
    TRY_ASSIGN(desired.function, parts_.function->Desired());
  }
  // What the last deployment stated and this one does not is to be taken away; if the former is not known, that is
  // everything that this one leaves to its default.
  if (!old_is_judged_) desired.action.config = WholeConfig(desired.action);
  if (adoption.EndsWith(Id()) && !(IsOwn(*live) && IsRollingBack())) {
    return Replace(desired, {"AdoptActionId was removed"});
  }
  for (int conflicts = 0; conflicts < kMostConflicts; ++conflicts) {
    TRY_ASSIGN(auto answer, Step(*live, desired));
    if (answer) return std::move(*answer);
    // Somebody else wrote in between: read again and decide again.
    parts_.wanted.Doubt();
    TRY_ASSIGN(live, actions_.Read(Id()));
    if (!live) return CreateAgain();
  }
  return Error{ErrorCode::kConflict,
               Concat("updating the action ", Id(), " failed: its version changed ", kMostConflicts,
                      " times while it was being written; somebody else is editing it")};
}

// Also of properties that cannot be read otherwise: without rollback those of a refused Update are on record.
std::optional<std::string> ActionUpdater::FormerAdoption() const {
  const json::Value* id = request_.old_properties.Find("AdoptActionId");
  return id != nullptr && id->is_string() ? std::optional(*id->AsString()) : std::nullopt;
}

// The undone Update had let go of it as it was, so what differs is somebody's. What is gone by now is made anew, as
// every rollback must come to an end.
Result<Answer> ActionUpdater::ReturnToAdopted(const std::string& id) {
  TRY_ASSIGN(auto live, actions_.Read(id));
  if (live) return ActionAnswer(live->action);
  parts_.logger.Warning("action_gone", {{"id", id}, {"then", "created again"}});
  TRY_ASSIGN(const auto created, Make(ActionCreator::LookFirst::kYes));
  return ActionAnswer(created);
}

// One that this resource has made was only named by AdoptActionId: a rollback keeps it.
bool ActionUpdater::IsOwn(const genesys::LiveAction& live) const {
  const json::Value* contract = live.action.Find("contract");
  const auto tag =
      contract != nullptr && contract->is_object() ? definition::TagOf(*contract->AsObject()) : std::nullopt;
  return tag && tag->owner == OwnerDigest(request_.address);
}

// A new action may not be visible yet (genesys-cloud-api.md 9): one that seems gone is looked for once more.
Result<std::optional<genesys::LiveAction>> ActionUpdater::ReadPatiently() {
  constexpr std::array<Milliseconds, 3> kPauses = {Milliseconds{1'000}, Milliseconds{2'000}, Milliseconds{4'000}};
  for (const Milliseconds pause : kPauses) {
    TRY_ASSIGN(auto live, actions_.Read(Id()));
    if (live) return live;
    Phase();  // as it is now, before this Update can be overtaken itself
    if (!parts_.session.WaitFor(pause)) return live;
  }
  return actions_.Read(Id());
}

Result<std::optional<Answer>> ActionUpdater::Step(const genesys::LiveAction& live, const ActionState& desired) {
  TRY_ASSIGN(const ActionState state, LiveState(live));
  const std::optional<ActionState> recorded = Recorded(desired);
  const UpdateStep step = PlanUpdate(desired, recorded, state, properties_.on_drift, ContractChangeOf(parts_.session));
  if (std::holds_alternative<NoChange>(step)) return LeaveAsIs(live, state, desired);

  // In a stack that rolls back, what somebody changed in the meantime stays: the rollback must converge, and must not
  // destroy the edit. Without a record the Update that is rolled back wrote nothing, so what differs is not ours
  // either.
  const std::vector<definition::FieldDifference>& drift = DriftIn(step);
  // Function and action are two reads: what was published between them looks like somebody's edit.
  if (parts_.function != nullptr && !drift.empty()) {
    TRY_ASSIGN(const auto now, actions_.Peek(Id()));
    if (!now || VersionOf(*now) != VersionOf(live.action)) return std::optional<Answer>();
  }
  if (old_is_judged_ && (!recorded || !drift.empty()) && IsRollingBack()) {
    parts_.logger.Warning("kept_in_rollback", {{"id", Id()}, {"fields", Shown(drift)}});
    if (recorded) TRY(undone_.RemoveReplacements(UndoneUpdate::OwnReplacement::kRemove));
    TRY_ASSIGN(Answer answer, AfterRemovingDraft(state, ActionAnswer(live.action)));
    return std::optional<Answer>(std::move(answer));
  }
  if (const auto* drifted = std::get_if<Drifted>(&step)) return DriftError(*drifted);
  if (old_is_judged_ && !recorded && properties_.on_drift != OnDrift::kOverwrite && !Phase()) return NotJudged();
  // Over an edit, and CloudFormation does not say whether this undoes another Update: it may.
  if (recorded && !drift.empty() && !Phase()) TRY(undone_.RemoveReplacements(UndoneUpdate::OwnReplacement::kKeep));
  if (const auto* replace = std::get_if<provider::Replace>(&step)) {
    TRY_ASSIGN(Answer answer, Replace(desired, replace->reasons));
    return std::optional<Answer>(std::move(answer));
  }
  // What the undone Update wanted stands here, and yet it made another action: somebody else wrote it, to whom this one
  // belongs as well.
  const bool left_it = old_ && old_->adopt_action_id != properties_.adopt_action_id;
  if (recorded && left_it && !IsGoingForward()) TRY(undone_.RemoveReplacements(UndoneUpdate::OwnReplacement::kRemove));
  return Patch(live, desired);
}

// Nothing is to be written. When that is so although the old properties said otherwise, this Update may be undoing one
// that CloudFormation cancelled and that still runs: then its write is waited for, and undone when it comes.
Result<std::optional<Answer>> ActionUpdater::LeaveAsIs(const genesys::LiveAction& live, const ActionState& state,
                                                       const ActionState& desired) {
  const std::optional<ActionState> recorded = Recorded(desired);
  const bool undoes_another = recorded ? undone_.MayHaveReplaced(*recorded, desired) ||
                                             !DriftBetween(*recorded, state).empty() || undone_.MayHaveOtherPackage()
                                       : !old_is_judged_ && request_.old_properties != request_.properties;
  if (!undoes_another || IsGoingForward()) return std::optional<Answer>(ActionAnswer(live.action));
  // Also where it needed no replacement: it may have found the action gone that is still shown here.
  TRY(undone_.RemoveReplacements(UndoneUpdate::OwnReplacement::kRemove));
  TRY_ASSIGN(const bool changed, undone_.ChangesBeforeLong(live));
  if (changed) return std::optional<Answer>();
  TRY_ASSIGN(Answer answer, AfterRemovingDraft(state, ActionAnswer(live.action)));
  return std::optional<Answer>(std::move(answer));
}

// Once this Update has left or brought things as they are to be.
Result<Answer> ActionUpdater::AfterRemovingDraft(const ActionState& live, Answer answer) {
  if (old_ && MayLeaveDraft(*old_) && !IsGoingForward()) TRY(undone_.RemoveDraft(live));
  return answer;
}

Result<std::optional<Answer>> ActionUpdater::Patch(const genesys::LiveAction& live, const ActionState& desired) {
  if (const Way way = ChooseWayNow(); way != Way::kDirectly) {
    const auto passed = Gate(way).PublishChange(live, desired);
    if (!passed) return Error{passed.error().code, Concat(passed.error().message, PhaseUnknown())};
    const auto& published = *passed;
    return published ? std::optional<Answer>(ActionAnswer(*published)) : std::optional<Answer>();
  }
  context_.progress.Doing(Concat("updating the data action ", Id()));
  TRY_ASSIGN(auto patched, actions_.Patch(Id(), WriteBody(parts_.session, properties_, desired, live.action),
                                          [this] { return parts_.wanted.Demand(); }));
  switch (patched.outcome) {
    case genesys::PatchOutcome::kVersionConflict:
    case genesys::PatchOutcome::kReadAgain:
      return std::optional<Answer>();
    case genesys::PatchOutcome::kGone: {
      TRY_ASSIGN(Answer answer, CreateAgain());
      return std::optional<Answer>(std::move(answer));
    }
    case genesys::PatchOutcome::kDone:
      break;
  }
  TRY_ASSIGN(const ActionState state, StateOf(live));
  TRY_ASSIGN(Answer answer, AfterRemovingDraft(state, ActionAnswer(patched.action)));
  return std::optional<Answer>(std::move(answer));
}

Result<Answer> ActionUpdater::Replace(const ActionState& desired, const std::vector<std::string>& reasons) {
  parts_.logger.Info("replacement", {{"id", Id()}, {"because", Join(reasons, ", ")}});
  TRY_ASSIGN(const auto found, FindForReplacement(desired));
  if (found) return ActionAnswer(*found);
  return Create();
}

// Before a new action is made: the one that an earlier try at this very replacement made, or - when a replacement is
// rolled back - the one of before, which may still be there. Going forward, an action of before that is still there was
// retained on purpose: it is not taken again.
Result<std::optional<json::Value>> ActionUpdater::FindForReplacement(const ActionState& desired) {
  // The one of before may be from a time when the tag was not switched off.
  const bool has_look_up = parts_.session.actions_api() != genesys::ActionsApi::kData;
  const bool looks = properties_.tagging == OwnershipTagging::kEnabled || (has_look_up && !IsGoingForward());
  if (!looks) return std::optional<json::Value>();
  const std::string owner = OwnerDigest(request_.address);
  const std::string creation = CreationDigest(request_);
  TRY_ASSIGN(const auto found, FindTagged(actions_, properties_.action.name,
                                          [&](const definition::OwnershipTag& tag) { return tag.owner == owner; }));
  for (const TaggedAction& candidate : found) {
    if (candidate.id == Id()) continue;
    TRY_ASSIGN(auto live, actions_.Read(candidate.id));
    if (!live) continue;
    TRY_ASSIGN(const auto state, LiveState(*live));
    // Its own is taken as it is: what somebody has edited since is drift, not a reason for a second action.
    const bool own = candidate.tag.request == creation;
    const bool equal = std::holds_alternative<NoChange>(PlanUpdate(desired, std::nullopt, state, OnDrift::kFail));
    const bool of_before = equal && !IsGoingForward();
    if (own || of_before) return std::optional<json::Value>(std::move(live->action));
  }
  return std::optional<json::Value>();
}

Result<Answer> ActionUpdater::CreateAgain() {
  parts_.logger.Warning("action_gone", {{"id", Id()}, {"then", "created again"}});
  TRY_ASSIGN(const auto created, Make(ActionCreator::LookFirst::kYes));
  const bool undoes_another = request_.old_properties != request_.properties;
  const bool wrote_nothing = !old_ && old_is_judged_;  // the undone one had properties that were refused
  if (!undoes_another || wrote_nothing || IsGoingForward()) return ActionAnswer(created);
  // First the action, while this request is young, then what the overtaken one made in the meantime.
  const std::string id = created.FindString("id").value_or("");
  const Result<void> removed = undone_.RemoveReplacements(UndoneUpdate::OwnReplacement::kKeep);
  if (removed) return ActionAnswer(created);
  const auto deleted = actions_.Delete(id);
  if (deleted) return removed.error();
  return Error{removed.error().code,
               Concat(removed.error().message, " The action ", id,
                      ", which this Update had made, could not be deleted either: ", deleted.error().message)};
}

Result<Answer> ActionUpdater::Create() {
  // Published actions were looked through; a draft of this very creation may be there from an earlier try.
  const bool looks = MayLeaveDraft(properties_);
  TRY_ASSIGN(const auto created, Make(looks ? ActionCreator::LookFirst::kYes : ActionCreator::LookFirst::kNo));
  return ActionAnswer(created);
}

Result<json::Value> ActionUpdater::Make(ActionCreator::LookFirst look_first) {
  ActionCreator creator({parts_.session, parts_.clock, parts_.logger, parts_.wanted, parts_.function}, request_,
                        context_);
  return creator.Create(properties_, look_first, ChooseWayNow());
}

// The old properties as one side of the comparison. An integration name that did not change is the one that was just
// looked up; another one is not looked up again, so it is not compared.
std::optional<ActionState> ActionUpdater::Recorded(const ActionState& desired) const {
  if (!old_) return std::nullopt;
  std::string integration = old_->integration_id.value_or("");
  if (old_->integration_name && old_->integration_name == properties_.integration_name) {
    integration = desired.integration_id;
  }
  ActionState recorded{old_->action, std::move(integration)};
  if (old_->function) {
    recorded.function = RecordedFunction(*old_->function, properties_.function, desired.function);
  }
  return recorded;
}

Result<ActionState> ActionUpdater::LiveState(const genesys::LiveAction& live) {
  TRY_ASSIGN(ActionState state, StateOf(live));
  if (parts_.function == nullptr) return state;
  TRY_ASSIGN(state.function, parts_.function->Live(live.action.FindString("id").value_or("")));
  return state;
}

const Result<StackPhase>& ActionUpdater::Phase() {
  if (!phase_) phase_ = parts_.stacks.PhaseOf(request_.address.stack_id, context_.deadline);
  return *phase_;
}

bool ActionUpdater::IsGoingForward() {
  return Phase() && *Phase() == StackPhase::kGoingForward;
}

bool ActionUpdater::IsRollingBack() {
  return Phase() && *Phase() == StackPhase::kRollingBack;
}

// Without CloudFormation's answer as in a stack that goes forward: what is not checked must not go live.
Way ActionUpdater::ChooseWayNow() {
  const bool asks = ChooseWay(properties_, RollingBack::kNo) != ChooseWay(properties_, RollingBack::kYes);
  return ChooseWay(properties_, asks && IsRollingBack() ? RollingBack::kYes : RollingBack::kNo);
}

PublishGate ActionUpdater::Gate(Way way) {
  return {{parts_.session, parts_.clock, parts_.logger, parts_.wanted, parts_.function}, properties_, context_, way};
}

std::string ActionUpdater::Shown(const std::vector<definition::FieldDifference>& differences) const {
  const bool hidden = properties_.confidential || (old_ && old_->confidential);
  return definition::Describe(differences, kFieldsBytes,
                              hidden ? definition::ShowValues::kNo : definition::ShowValues::kYes);
}

// Written by the Update before, or by somebody: without readable old properties only the stack's phase tells.
Error ActionUpdater::NotJudged() {
  const Error& unknown = Phase().error();
  return {unknown.code,
          Concat(unknown.message, ", and the former properties cannot be read, so it is not known whether the action ",
                 Id(), " was changed outside of CloudFormation. Nothing was written.")};
}

Error ActionUpdater::DriftError(const Drifted& drifted) {
  std::string reason = Concat(
      "The action ", Id(), " was changed outside of CloudFormation since its last deployment: ", Shown(drifted.drift),
      ". Nothing was written. Take the changes over into the definition, or set OnDrift to Overwrite or Recreate.");
  return {ErrorCode::kConflict, Concat(reason, PhaseUnknown())};
}

std::string ActionUpdater::PhaseUnknown() const {
  if (!phase_ || *phase_) return {};
  return Concat(" Whether the stack is rolling back is not known: ", phase_->error().message, ".");
}

}  // namespace genesys_cfn::provider
