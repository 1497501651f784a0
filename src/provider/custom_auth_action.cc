// SPDX-License-Identifier: Apache-2.0
#include "provider/custom_auth_action.h"

#include <variant>

#include "base/text.h"
#include "definition/mask_values.h"
#include "genesys/actions_client.h"
#include "provider/answers.h"
#include "provider/custom_auth_properties.h"
#include "provider/live_action.h"
#include "provider/plan.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kReasonBytes = 3'000;
constexpr size_t kFieldsBytes = 1'500;
constexpr int kMostConflicts = 5;
// It appears some seconds after the credential was attached (genesys-cloud-api.md 3.6).
constexpr Milliseconds kPatience{30'000};
constexpr Milliseconds kPause{2'000};

// One Create or Update.
class Operation {
 public:
  Operation(const ManagedResource::Parts& parts, const Request& request, const EventContext& context,
            const CustomAuthProperties& wanted, std::optional<CustomAuthProperties> old, const Overtaken& overtaken)
      : parts_(parts),
        request_(request),
        context_(context),
        wanted_(wanted),
        old_(std::move(old)),
        overtaken_(overtaken),
        still_wanted_(parts.stacks, parts.clock, request, context) {}

  Result<Answer> Run(genesys::Session& session) {
    genesys::ActionsClient actions(session);
    const bool updates = request_.type == RequestType::kUpdate && request_.address.physical_id == wanted_.id();
    context_.progress.Doing(Concat("reading the authentication action ", wanted_.id(), "; nothing was written"));
    TRY_ASSIGN(auto found, WaitForAction(session, actions));
    if (!found) return WithoutAction();
    if (updates) {
      TRY_ASSIGN(const bool waited, WaitForOvertaken(session, *found));
      if (waited) {
        TRY_ASSIGN(found, WaitForAction(session, actions));
        if (!found) return WithoutAction();
      }
    }
    genesys::LiveAction live = *std::move(found);
    for (int conflicts = 0; conflicts < kMostConflicts; ++conflicts) {
      TRY_ASSIGN(const ActionState state, StateOf(live));
      const ActionState desired = WithConfig(state, wanted_.config);
      std::optional<ActionState> recorded;
      if (updates && old_ && old_->id() == wanted_.id()) recorded = WithConfig(state, old_->config);
      const UpdateStep step = PlanUpdate(desired, recorded, state, wanted_.on_drift);
      if (std::holds_alternative<NoChange>(step)) return ActionAnswer(live.action);
      const std::vector<definition::FieldDifference>& drift = DriftIn(step);
      // Also of an integration that the undone Update went away from: it left this action as it was, so what differs
      // is somebody's.
      const bool may_undo = request_.type == RequestType::kUpdate && (!recorded || !drift.empty());
      if (may_undo && IsRollingBack()) {
        parts_.logger.Warning("kept_in_rollback",
                              {{"id", wanted_.id()}, {"fields", definition::Describe(drift, kFieldsBytes)}});
        return ActionAnswer(live.action);
      }
      if (const auto* drifted = std::get_if<Drifted>(&step)) return DriftError(*drifted);
      if (may_undo && !recorded && !Phase() && wanted_.on_drift != OnDrift::kOverwrite) return NotJudged();
      // A second delivery would take what was edited since the first one for what stood there before.
      if (request_.type == RequestType::kUpdate && !recorded) still_wanted_.Doubt();
      TRY_ASSIGN(const bool written, Write(actions, live, desired));
      TRY_ASSIGN(auto read, actions.Read(wanted_.id()));
      if (!read) return WithoutAction();
      live = *std::move(read);
      if (written) return ActionAnswer(live.action);
    }
    return Error{ErrorCode::kConflict,
                 Concat("updating the authentication action ", wanted_.id(), " failed: its version changed ",
                        kMostConflicts, " times while it was being written; somebody else is editing it")};
  }

 private:
  // False: its version changed meanwhile.
  Result<bool> Write(genesys::ActionsClient& actions, const genesys::LiveAction& live, const ActionState& desired) {
    context_.progress.Doing(Concat("updating the authentication action ", wanted_.id()));
    const json::Object body = CustomAuthPatchBody(desired, live.action);
    TRY_ASSIGN(const auto patched, actions.Patch(wanted_.id(), body, [this] { return still_wanted_.Demand(); }));
    if (patched.outcome == genesys::PatchOutcome::kDone) return true;
    still_wanted_.Doubt();
    return false;
  }

  // An Update that this one rolls back may still write, and a read after that is what counts - unless what it stated
  // stands: then it has written, and a version keeps it from doing so again.
  Result<bool> WaitForOvertaken(genesys::Session& session, const genesys::LiveAction& live) {
    const SteadyTime until = OvertakenUntil(request_, parts_.clock);
    if (!overtaken_.may_still_run || TimeUntil(until, parts_.clock) == Milliseconds{0} || IsGoingForward())
      return false;
    TRY_ASSIGN(const ActionState state, StateOf(live));
    const bool has_written = old_ && std::holds_alternative<NoChange>(PlanUpdate(WithConfig(state, old_->config),
                                                                                 std::nullopt, state, OnDrift::kFail));
    if (has_written) return false;
    context_.progress.Doing("waiting until the Update that this one rolls back can no longer write");
    session.WaitUpTo(TimeUntil(until, parts_.clock), kTimeToWrite);
    return true;
  }

  Result<std::optional<genesys::LiveAction>> WaitForAction(genesys::Session& session, genesys::ActionsClient& actions) {
    for (Milliseconds waited{0};; waited += kPause) {
      TRY_ASSIGN(auto live, actions.Read(wanted_.id()));
      if (live || waited >= kPatience || !session.WaitFor(kPause)) return live;
    }
  }

  // The platform's to make. A rollback that fails because somebody has taken the credential or the integration away
  // could never be brought to an end.
  Result<Answer> WithoutAction() {
    if (request_.type == RequestType::kUpdate && IsRollingBack()) {
      parts_.logger.Warning("kept_in_rollback", {{"id", wanted_.id()}, {"reason", "the action is not there"}});
      return ActionAnswer(json::Object{{"id", wanted_.id()}, {"integrationId", wanted_.integration_id}});
    }
    return NoCustomAuthAction(wanted_.id());
  }

  [[nodiscard]] Error DriftError(const Drifted& drifted) const {
    return {ErrorCode::kConflict,
            Concat("The authentication action ", wanted_.id(),
                   " was changed outside of CloudFormation since its last deployment: ",
                   definition::Describe(drifted.drift, kFieldsBytes),
                   ". Nothing was written. Take the changes over into the template, or set OnDrift to Overwrite.")};
  }

  // What stands may be what a rollback comes back to, with somebody's edit of the meantime.
  [[nodiscard]] Error NotJudged() {
    const Error& unknown = Phase().error();
    return {
        unknown.code,
        Concat(unknown.message, ", so it is not known whether the authentication action ", wanted_.id(),
               ", which was not this resource's before, is one that a rollback goes back to. Nothing was written.")};
  }

  const Result<StackPhase>& Phase() {
    if (!phase_) phase_ = parts_.stacks.PhaseOf(request_.address.stack_id, context_.deadline);
    return *phase_;
  }
  bool IsGoingForward() { return Phase() && *Phase() == StackPhase::kGoingForward; }
  bool IsRollingBack() { return Phase() && *Phase() == StackPhase::kRollingBack; }

  const ManagedResource::Parts& parts_;
  const Request& request_;
  const EventContext& context_;
  const CustomAuthProperties& wanted_;
  std::optional<CustomAuthProperties> old_;
  const Overtaken& overtaken_;
  StillWanted still_wanted_;
  std::optional<Result<StackPhase>> phase_;
};

// In the form that MaskCredentialsOf takes.
definition::DataAction ActionOf(const CustomAuthProperties& properties) {
  definition::DataAction action;
  action.config = properties.config;
  return action;
}

}  // namespace

Answer CustomAuthActionResource::Handle(const Request& request, const EventContext& context) {
  const std::string id_for_failure = IdForFailure(request);
  if (request.type == RequestType::kDelete) {
    parts_.logger.Info("authentication_action_left", {{"id", id_for_failure}});
    return Succeeded(id_for_failure);
  }
  // Nothing can have been made, however this ends.
  context.progress.AnswerWith(id_for_failure);
  const auto [wanted, problems] = ParseCustomAuthProperties(request.properties);
  if (!wanted) {
    return Failed(
        id_for_failure,
        Concat("The properties of ", request.address.logical_id, " are invalid, nothing was called in Genesys Cloud. ",
               definition::Describe(problems, kReasonBytes)),
        "invalid properties");
  }
  auto old = request.type == RequestType::kUpdate
                 ? ParseCustomAuthProperties(request.old_properties, Whose::kOld).properties
                 : std::nullopt;
  auto session = parts_.organisation.Connect(context.deadline);
  if (!session) return Failed(id_for_failure, session.error().message, ToString(session.error().code));
  const Overtaken overtaken = ended_.UndoneBy(request);
  auto done = Operation(parts_, request, context, *wanted, std::move(old), overtaken).Run(*session);
  Answer answer = done ? *std::move(done)
                       : Failed(id_for_failure, definition::MaskCredentialsOf(done.error().message, ActionOf(*wanted)),
                                ToString(done.error().code));
  if (request.type == RequestType::kUpdate) ended_.Remember(request, context, answer);
  return answer;
}

}  // namespace genesys_cfn::provider
