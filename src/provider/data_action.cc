// SPDX-License-Identifier: Apache-2.0
#include "provider/data_action.h"

#include <variant>

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "definition/mask_values.h"
#include "genesys/actions_client.h"
#include "provider/answers.h"
#include "provider/create_action.h"
#include "provider/lookup.h"
#include "provider/plan.h"
#include "provider/properties.h"
#include "provider/read_properties.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kReasonBytes = 3'000;
constexpr int kPatchAttempts = 5;
constexpr Milliseconds kMarkerPatience{30'000};

// One event's work.
class Operation {
 public:
  Operation(DataActionResource::Parts parts, const Request& request, const EventContext& context)
      : parts_(std::move(parts)),
        request_(request),
        context_(context),
        reader_({parts_.definitions, parts_.clock, parts_.own_credentials}, context.deadline) {}

  Answer Run() {
    if (request_.type == RequestType::kDelete) return Delete();
    const NewProperties parsed = reader_.ReadNew(request_.properties);
    if (!parsed.properties) return Refuse(parsed);
    const DataActionProperties& properties = *parsed.properties;
    const bool creates = request_.type == RequestType::kCreate || !HasAction();
    if (properties.confidential) confidential_ = &properties.action;
    return WithSession(properties, creates ? &Operation::Create : &Operation::Update);
  }

 private:
  using Step = Answer (Operation::*)(genesys::Session&, const DataActionProperties&);

  Answer Fail(std::string reason) { return Failed(IdForFailure(request_), std::move(reason)); }
  // The platform's messages may quote what they are about.
  Answer Fail(const Error& error) {
    return Fail(confidential_ == nullptr ? error.message : definition::MaskValues(error.message, *confidential_));
  }
  Answer Refuse(const NewProperties& parsed) {
    const std::string problems = definition::Describe(parsed.problems, kReasonBytes);
    if (!parsed.not_fetched) {
      return Fail(Concat("The properties of ", request_.address.logical_id,
                         " are invalid, nothing was called in Genesys Cloud. ", problems));
    }
    Answer failed = Fail(Concat("The definition of ", request_.address.logical_id,
                                " could not be read, nothing was called in Genesys Cloud. ", problems));
    // An earlier delivery of this Create may have read it, and made the action.
    if (request_.type == RequestType::kCreate && !context_.fresh) {
      failed.physical_id = UnknownMarker(request_.address, NameForMessages(request_.properties));
    }
    return failed;
  }
  [[nodiscard]] bool HasAction() const {
    const auto& id = request_.address.physical_id;
    return id && !id->empty() && !custom_resource::ParseMarker(*id);
  }
  [[nodiscard]] const std::string& Id() const { return *request_.address.physical_id; }

  Answer WithSession(const DataActionProperties& properties, Step step) {
    auto session = parts_.organisation.Connect(context_.deadline);
    if (!session) return FailToCreate(session.error(), properties);
    return (this->*step)(*session, properties);
  }

  Answer Create(genesys::Session& session, const DataActionProperties& properties) {
    ActionCreator creator(session, parts_.clock, request_);
    const auto created =
        creator.Create(properties, context_.fresh ? ActionCreator::LookFirst::kNo : ActionCreator::LookFirst::kYes);
    return created ? ActionAnswer(*created) : FailToCreate(created.error(), properties);
  }

  // An id that stands for an action stays. Without one, the marker says whether a later Delete must look: an action can
  // exist when the outcome of the POST is not known, and also when an earlier delivery of this Create may have got
  // further.
  Answer FailToCreate(const Error& error, const DataActionProperties& properties) {
    Answer failed = Fail(error);
    const bool delivered_before = request_.type == RequestType::kCreate && !context_.fresh;
    if (!HasAction() && (delivered_before || error.code == ErrorCode::kOutcomeUnknown)) {
      failed.physical_id = UnknownMarker(request_.address, properties.action.name);
    }
    return failed;
  }

  Answer Update(genesys::Session& session, const DataActionProperties& properties) {
    genesys::ActionsClient actions(session);
    auto live = actions.Read(Id());
    if (!live) return Fail(live.error());
    if (!live->has_value()) return CreateAgain(session, properties);
    auto desired = Desired(session, properties);
    if (!desired) return Fail(desired.error());
    OldProperties old = reader_.ReadOld(request_.old_properties);
    if (properties.confidential || (old.properties && old.properties->confidential)) {
      show_values_ = definition::ShowValues::kNo;
    }
    const bool judged = old.state != OldProperties::State::kNotJudged;
    // What the last deployment stated and this one does not is to be taken away; if the former is not known, that is
    // everything that this one leaves to its default.
    if (!judged) desired->action.config = *WholeConfig(desired->action).AsObject();
    const std::optional<ActionState> recorded = Recorded(std::move(old), properties, *desired);
    for (int attempt = 0; attempt < kPatchAttempts; ++attempt) {
      const auto state = LiveState(**live);
      if (!state) return Fail(state.error().WithContext("reading the action back"));
      const UpdateStep step = PlanUpdate(*desired, recorded, *state, properties.on_drift);
      if (std::holds_alternative<NoChange>(step)) return ActionAnswer((*live)->action);
      if (judged) {
        if (const auto kept = KeepInRollback(recorded, *state, (*live)->action)) return *kept;
      }
      if (const auto* drifted = std::get_if<Drifted>(&step)) return StopAtDrift(*drifted);
      if (const auto* replace = std::get_if<Replace>(&step)) {
        return ReplaceAction(session, properties, *desired, *replace);
      }
      auto patched = actions.Patch(Id(), PatchBody(properties, (*live)->action));
      if (!patched) return Fail(patched.error());
      if (patched->outcome == genesys::PatchOutcome::kDone) return ActionAnswer(patched->action);
      if (patched->outcome == genesys::PatchOutcome::kGone) return CreateAgain(session, properties);
      // Somebody else wrote in between: read again and decide again.
      live = actions.Read(Id());
      if (!live) return Fail(live.error());
      if (!live->has_value()) return CreateAgain(session, properties);
    }
    return Fail(Concat("updating the action ", Id(), " failed: its version changed ", kPatchAttempts,
                       " times while it was being written; somebody else is editing it"));
  }

  Answer CreateAgain(genesys::Session& session, const DataActionProperties& properties) {
    parts_.logger.Warning("action_gone", {{"id", Id()}, {"then", "created again"}});
    return Create(session, properties);
  }

  static Result<ActionState> Desired(genesys::Session& session, const DataActionProperties& properties) {
    TRY_ASSIGN(const auto integration, ChooseIntegration(session, properties));
    return ActionState{properties.action, integration.id};
  }

  // What the old properties stated; nullopt when they cannot be read any more. An integration name that did not change
  // is the one that was just looked up; another one is not looked up again, so it is not compared.
  static std::optional<ActionState> Recorded(OldProperties old, const DataActionProperties& properties,
                                             const ActionState& desired) {
    if (!old.properties) return std::nullopt;
    std::string integration = old.properties->integration_id.value_or("");
    if (old.properties->integration_name && old.properties->integration_name == properties.integration_name) {
      integration = desired.integration_id;
    }
    return ActionState{std::move(old.properties->action), std::move(integration)};
  }

  static Result<ActionState> LiveState(const genesys::LiveAction& live) {
    TRY_ASSIGN(auto action, definition::FromLive(live.action, live.request_template, live.success_template));
    definition::RemoveTag(action);
    return ActionState{std::move(action), live.action.FindString("integrationId").value_or("")};
  }

  // The whole configuration, defaults stated: whether the platform merges or replaces does not matter then.
  static json::Value WholeConfig(const definition::DataAction& action) {
    json::Value whole = *definition::Normalise(action).Find("config");
    for (const auto& [section, members] : action.config) {
      json::Value* target = whole.AsObject()->Find(section);
      if (target == nullptr || !target->is_object() || !members.is_object()) continue;
      for (const auto& [name, value] : *members.AsObject()) target->AsObject()->Set(name, value);
    }
    return whole;
  }

  static json::Object PatchBody(const DataActionProperties& properties, const json::Value& live) {
    const json::Value* version = live.Find("version");
    return {{"name", properties.action.name},
            {"category",
             properties.action.category ? *properties.action.category : live.FindString("category").value_or("")},
            {"config", WholeConfig(properties.action)},
            {"version", version != nullptr ? *version : json::Value(1)}};
  }

  // In a stack that rolls back, what somebody changed in the meantime stays: the rollback must converge, and must not
  // destroy the edit. Without a record (the properties that are rolled back were invalid, or of another version) the
  // failed Update wrote nothing, so whatever differs is not ours either. CloudFormation is asked in these cases only.
  std::optional<Answer> KeepInRollback(const std::optional<ActionState>& recorded, const ActionState& state,
                                       const json::Value& live) {
    const auto drift = recorded ? DriftBetween(*recorded, state) : std::vector<definition::FieldDifference>();
    if (recorded && drift.empty()) return std::nullopt;
    if (!Phase() || *Phase() != StackPhase::kRollingBack) return std::nullopt;
    parts_.logger.Warning("kept_in_rollback",
                          {{"id", Id()}, {"fields", definition::Describe(drift, kReasonBytes / 2, show_values_)}});
    return ActionAnswer(live);
  }

  // What CloudFormation says of the stack; asked once an event.
  const Result<StackPhase>& Phase() {
    if (!phase_) phase_ = parts_.stacks.PhaseOf(request_.address.stack_id);
    return *phase_;
  }
  bool IsGoingForward() { return Phase() && *Phase() == StackPhase::kGoingForward; }

  Answer StopAtDrift(const Drifted& drifted) {
    std::string reason = Concat(
        "The action ", Id(), " was changed outside of CloudFormation since its last deployment: ",
        definition::Describe(drifted.differences, kReasonBytes / 2, show_values_),
        ". Nothing was written. Take the changes over into the definition, or set OnDrift to Overwrite or Recreate.");
    if (phase_ && !*phase_) {
      reason += Concat(" Whether the stack is rolling back is not known (", phase_->error().message,
                       "): the function's role needs cloudformation:DescribeStacks.");
    }
    return Fail(std::move(reason));
  }

  Answer ReplaceAction(genesys::Session& session, const DataActionProperties& properties, const ActionState& desired,
                       const Replace& replace) {
    parts_.logger.Info("replacement", {{"id", Id()}, {"because", Join(replace.reasons, ", ")}});
    const auto left = LeftFromBefore(session, properties, desired);
    if (!left) return Fail(left.error());
    // Going forward, an action of before that is still there was retained on purpose: it is not taken again.
    if (*left && !IsGoingForward()) return ActionAnswer(**left);
    return Create(session, properties);
  }

  // A replacement that is being rolled back: the action of before may still be there.
  Result<std::optional<json::Value>> LeftFromBefore(genesys::Session& session, const DataActionProperties& properties,
                                                    const ActionState& desired) {
    if (properties.tagging == OwnershipTagging::kDisabled) return std::optional<json::Value>();
    genesys::ActionsClient actions(session);
    const std::string owner = OwnerDigest(request_.address);
    TRY_ASSIGN(const auto ids, FindTagged(actions, properties.action.name,
                                          [&](const definition::OwnershipTag& tag) { return tag.owner == owner; }));
    for (const std::string& id : ids) {
      if (id == Id()) continue;
      TRY_ASSIGN(auto live, actions.Read(id));
      if (!live) continue;
      TRY_ASSIGN(const auto state, LiveState(*live));
      if (std::holds_alternative<NoChange>(PlanUpdate(desired, std::nullopt, state, OnDrift::kFail))) {
        return std::optional<json::Value>(std::move(live->action));
      }
    }
    return std::optional<json::Value>();
  }

  Answer Delete() {
    if (!request_.address.physical_id || Id().empty()) return Succeeded(IdForFailure(request_));
    const auto marker = custom_resource::ParseMarker(Id());
    if (marker && marker->kind == custom_resource::MarkerKind::kNothing) return Succeeded(Id());
    auto session = parts_.organisation.Connect(context_.deadline);
    if (!session) return Fail(session.error());
    const Result<void> deleted = marker ? DeleteUnknown(*session, *marker) : DeleteKnown(*session);
    if (!deleted) return Fail(deleted.error());
    return Succeeded(Id());
  }

  Result<void> DeleteKnown(genesys::Session& session) {
    const auto deleted = genesys::ActionsClient(session).Delete(Id());
    // An id that is none of the platform's was invented for a Create that never answered: there is nothing to delete.
    if (!deleted && deleted.error().code == ErrorCode::kInvalidInput && !Id().starts_with("custom_-_")) return {};
    if (!deleted) return deleted.error();
    if (!*deleted) parts_.logger.Info("already_gone", {{"id", Id()}});
    return {};
  }

  Result<void> DeleteUnknown(genesys::Session& session, const custom_resource::Marker& marker) {
    const json::Value* tagging = request_.properties.Find("OwnershipTag");
    if (tagging != nullptr && *tagging == json::Value("Disabled")) {
      parts_.logger.Warning("action_may_remain", {{"name", marker.name}, {"because", "OwnershipTag is Disabled"}});
      return {};
    }
    const auto match = [&](const definition::OwnershipTag& tag) {
      return tag.owner == marker.owner && tag.request == marker.request;
    };
    TRY_ASSIGN(const auto ids, WaitForTagged(session, marker.name, match, kMarkerPatience));
    for (const std::string& id : ids) TRY(genesys::ActionsClient(session).Delete(id));
    return {};
  }

  DataActionResource::Parts parts_;
  const Request& request_;
  const EventContext& context_;
  PropertiesReader reader_;
  const definition::DataAction* confidential_ = nullptr;  // the desired action, when its values must not be shown
  definition::ShowValues show_values_ = definition::ShowValues::kYes;
  std::optional<Result<StackPhase>> phase_;  // what CloudFormation said, once it was asked
};

}  // namespace

Answer DataActionResource::Handle(const Request& request, const EventContext& context) {
  return Operation(parts_, request, context).Run();
}

}  // namespace genesys_cfn::provider
