// SPDX-License-Identifier: Apache-2.0
#include "provider/data_action.h"

#include <algorithm>

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "definition/mask_values.h"
#include "provider/adopt_action.h"
#include "provider/answers.h"
#include "provider/create_action.h"
#include "provider/delete_action.h"
#include "provider/progress.h"
#include "provider/properties.h"
#include "provider/read_properties.h"
#include "provider/still_wanted.h"
#include "provider/update_action.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kReasonBytes = 3'000;

// One event's work.
class Operation {
 public:
  Operation(DataActionResource::Parts parts, const Request& request, const EventContext& context, Overtaken overtaken)
      : parts_(std::move(parts)),
        request_(request),
        context_(context),
        overtaken_(std::move(overtaken)),
        reader_({parts_.definitions, parts_.clock, parts_.own_credentials}, context.deadline),
        wanted_(parts_.stacks, parts_.clock, request, context) {}

  Answer Run() {
    if (request_.type == RequestType::kDelete) return Delete();
    NewProperties parsed = reader_.ReadNew(request_.properties);
    if (!parsed.properties) return Refuse(parsed);
    if (has_no_look_up()) parsed.properties->tagging = OwnershipTagging::kDisabled;
    if (has_no_look_up() && MayLeaveDraft(*parsed.properties)) return RefuseGate();
    wanted_properties_ = &*parsed.properties;
    auto session = parts_.organisation.Connect(context_.deadline);
    if (HasAction()) return Update(session, *parsed.properties);
    return Create(session, *parsed.properties);
  }

 private:
  // Without a look-up a tag would serve nobody.
  [[nodiscard]] bool has_no_look_up() const { return parts_.organisation.actions_api() == genesys::ActionsApi::kData; }

  [[nodiscard]] bool HasAction() const {
    const auto& id = request_.address.physical_id;
    return request_.type == RequestType::kUpdate && id && !id->empty() && !custom_resource::ParseMarker(*id);
  }

  Answer Refuse(const NewProperties& parsed) {
    const std::string problems = definition::Describe(parsed.problems, kReasonBytes);
    if (!parsed.not_fetched) {
      return Failed(IdForFailure(request_),
                    Concat("The properties of ", request_.address.logical_id,
                           " are invalid, nothing was called in Genesys Cloud. ", problems),
                    "invalid properties");
    }
    // An earlier delivery of this Create may have read it, and made the action.
    const bool can_exist = request_.type == RequestType::kCreate && !context_.fresh;
    return Failed(can_exist ? UnknownMarker(request_, NameForMessages(request_.properties)) : IdForFailure(request_),
                  Concat("The definition of ", request_.address.logical_id,
                         " could not be read, nothing was called in Genesys Cloud. ", problems),
                  "definition not read");
  }

  Answer RefuseGate() {
    return Failed(IdForFailure(request_),
                  "Publish: Validated and Function are not possible: GENESYS_ACTIONS_API is data, which has no drafts. "
                  "Nothing was called in Genesys Cloud.",
                  "invalid properties");
  }

  // The platform's messages may quote what they are about.
  [[nodiscard]] std::string Shown(const Error& error) const {
    if (wanted_properties_ == nullptr) return error.message;
    const definition::DataAction& action = wanted_properties_->action;
    return wanted_properties_->confidential ? definition::MaskValues(error.message, action)
                                            : definition::MaskCredentialsOf(error.message, action);
  }

  Answer Create(Result<genesys::Session>& session, const DataActionProperties& properties) {
    if (!session) return FailToCreate(session.error(), properties);
    // Nothing was made yet; before this delivery, perhaps.
    context_.progress.AnswerWith(IdForFailedCreation(properties, context_.fresh ? Made::kNothing : Made::kPerhaps));
    // An Update that is tried again has another request id and the same tag.
    const bool makes_the_first = context_.fresh && request_.type == RequestType::kCreate;
    const Way way = WayOfCreation(properties);
    auto function = FunctionOf(*session, properties);
    PublishGate gate({*session, parts_.clock, parts_.logger, wanted_, Pointer(function)}, properties, context_, way);
    const auto created =
        properties.adopt_action_id
            ? AdoptAction(*session, wanted_, properties, way == Way::kDirectly ? nullptr : &gate)
            : ActionCreator({*session, parts_.clock, parts_.logger, wanted_, Pointer(function)}, request_, context_)
                  .Create(properties, makes_the_first ? ActionCreator::LookFirst::kNo : ActionCreator::LookFirst::kYes,
                          way);
    return created ? ActionAnswer(*created) : FailToCreate(created.error(), properties);
  }

  std::optional<FunctionWork> FunctionOf(genesys::Session& session, const DataActionProperties& properties) {
    if (!properties.function) return std::nullopt;
    return FunctionWork({session, parts_.logger, wanted_, parts_.packages, context_.progress}, *properties.function);
  }
  static FunctionWork* Pointer(std::optional<FunctionWork>& function) { return function ? &*function : nullptr; }

  // No stack that rolls back sends a Create, but an Update whose creation had failed.
  Way WayOfCreation(const DataActionProperties& properties) {
    const bool can_roll_back = request_.type == RequestType::kUpdate && properties.publish == Publishing::kValidated;
    if (!can_roll_back) return ChooseWay(properties, RollingBack::kNo);
    const auto phase = parts_.stacks.PhaseOf(request_.address.stack_id, context_.deadline);
    const bool rolls_back = phase && *phase == StackPhase::kRollingBack;
    return ChooseWay(properties, rolls_back ? RollingBack::kYes : RollingBack::kNo);
  }

  // The marker says whether a later Delete must look: an action can exist when the outcome of the POST is not known,
  // and also when an earlier delivery of this request may have got further. An Update keeps the marker that came in: it
  // is all that tells of what the Create may have made, and another id would be a replacement.
  enum class Made { kNothing, kPerhaps };
  [[nodiscard]] std::string IdForFailedCreation(const DataActionProperties& properties, Made made) const {
    const bool can_exist = made == Made::kPerhaps && !properties.adopt_action_id;
    return can_exist ? IdForUnknownOutcome(request_, properties.action.name) : IdForFailure(request_);
  }

  Answer FailToCreate(const Error& error, const DataActionProperties& properties) {
    const bool can_exist = !context_.fresh || error.code == ErrorCode::kOutcomeUnknown;
    return Failed(IdForFailedCreation(properties, can_exist ? Made::kPerhaps : Made::kNothing), Shown(error),
                  ToString(error.code));
  }

  Answer Update(Result<genesys::Session>& session, const DataActionProperties& properties) {
    if (!session) return FailToUpdate(session.error());
    context_.progress.Doing(Concat("reading the data action ", *request_.address.physical_id, "; nothing was written"));
    OldProperties old = reader_.ReadOld(request_.old_properties);
    if (old.properties && has_no_look_up()) old.properties->tagging = OwnershipTagging::kDisabled;
    auto function = FunctionOf(*session, properties);
    ActionUpdater updater({*session, parts_.stacks, parts_.clock, parts_.logger, wanted_, Pointer(function)}, request_,
                          context_, properties, std::move(old), overtaken_);
    Result<Answer> updated = updater.Update();
    return updated ? std::move(*updated) : FailToUpdate(updated.error());
  }

  Answer FailToUpdate(const Error& error) {
    const auto phase = parts_.stacks.PhaseOf(request_.address.stack_id, context_.deadline);
    if (!phase || *phase != StackPhase::kRollingBack) {
      return Failed(*request_.address.physical_id, Shown(error), ToString(error.code));
    }
    const auto stack = custom_resource::ParseStackId(request_.address.stack_id);
    return Failed(*request_.address.physical_id,
                  Concat(Shown(error), error.message.ends_with('.') ? "" : ".",
                         " The stack is rolling back: once the cause is mended, go on with `aws cloudformation "
                         "continue-update-rollback --stack-name ",
                         stack.stack_name, " --region ", stack.region, "`."),
                  ToString(error.code));
  }

  Answer Delete() {
    const auto& id = request_.address.physical_id;
    if (!id || id->empty()) return Succeeded(IdForFailure(request_));
    context_.progress.Doing(Concat("deleting ", *id));
    ActionDeleter deleter(
        {parts_.stacks, parts_.clock, parts_.logger, [this] { return parts_.organisation.Connect(context_.deadline); },
         [this] {
           const OldProperties read = reader_.ReadOld(request_.properties);
           return read.properties ? read.properties->action.name : "";
         },
         parts_.organisation.actions_api()},
        request_, context_);
    const Result<void> deleted = deleter.Delete();
    return deleted ? Succeeded(*id) : Failed(*id, deleted.error().message, ToString(deleted.error().code));
  }

  DataActionResource::Parts parts_;
  const Request& request_;
  const EventContext& context_;
  Overtaken overtaken_;
  PropertiesReader reader_;
  const DataActionProperties* wanted_properties_ = nullptr;
  StillWanted wanted_;
};

}  // namespace

Answer DataActionResource::Handle(const Request& request, const EventContext& context) {
  if (request.type != RequestType::kUpdate) return Operation(parts_, request, context, {}).Run();
  Answer answer = Operation(parts_, request, context, ended_.UndoneBy(request)).Run();
  ended_.Remember(request, context, answer);
  return answer;
}

}  // namespace genesys_cfn::provider
