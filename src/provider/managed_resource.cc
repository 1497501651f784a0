// SPDX-License-Identifier: Apache-2.0
#include "provider/managed_resource.h"

#include <algorithm>

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "provider/answers.h"
#include "provider/progress.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::MarkerKind;
using custom_resource::ParseMarker;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kReasonBytes = 3'000;

// One event's work.
class Operation {
 public:
  Operation(const ManagedResource::Parts& parts, const Request& request, const EventContext& context,
            const UnderstoodEvent& event, Overtaken overtaken)
      : parts_(parts),
        request_(request),
        context_(context),
        event_(event),
        overtaken_(std::move(overtaken)),
        wanted_(parts.stacks, parts.clock, request, context) {}

  Answer Run() {
    if (request_.type == RequestType::kDelete) return Delete();
    if (!event_.problems.empty()) return Refuse();
    auto session = parts_.organisation.Connect(context_.deadline);
    const bool creates = !HasObject();
    if (!session) return creates ? FailToCreate(session.error(), "") : FailToUpdate(session.error());
    // Nothing was made yet, and nothing before this delivery.
    const bool makes_nothing = event_.wishes.adoption.is_wanted();
    if (creates && (context_.fresh || makes_nothing)) context_.progress.AnswerWith(IdForFailure(request_));
    const auto object = event_.connect(*session);
    ObjectLifecycle lifecycle = Lifecycle(*object, *session);
    auto done = creates ? lifecycle.Create() : lifecycle.Update(overtaken_);
    if (done) return *std::move(done);
    return creates ? FailToCreate(done.error(), lifecycle.left_over()) : FailToUpdate(done.error());
  }

 private:
  [[nodiscard]] bool HasObject() const {
    const auto& id = request_.address.physical_id;
    return request_.type == RequestType::kUpdate && id && !id->empty() && !ParseMarker(*id);
  }

  ObjectLifecycle Lifecycle(ManagedObject& object, genesys::Session& session) {
    return {{object, session, parts_.stacks, parts_.clock, parts_.logger, wanted_}, request_, context_, event_.wishes};
  }

  Answer Refuse() {
    return Failed(
        IdForFailure(request_),
        Concat("The properties of ", request_.address.logical_id, " are invalid, nothing was called in Genesys Cloud. ",
               definition::Describe(event_.problems, kReasonBytes)),
        "invalid properties");
  }

  // The id says whether a later Delete must look, or what it must delete. An Update keeps the marker that came in: it
  // is all that tells of what the Create may have made, and another id would be a replacement.
  Answer FailToCreate(const Error& error, const std::string& left_over) {
    const bool can_exist =
        !event_.wishes.adoption.is_wanted() && (!context_.fresh || error.code == ErrorCode::kOutcomeUnknown);
    const std::string id = can_exist ? IdForUnknownOutcome(request_, event_.wishes.name) : IdForFailure(request_);
    return Failed(left_over.empty() ? id : left_over, error.message, ToString(error.code));
  }

  Answer FailToUpdate(const Error& error) {
    const auto phase = parts_.stacks.PhaseOf(request_.address.stack_id, context_.deadline);
    std::string reason = error.message;
    if (phase && *phase == StackPhase::kRollingBack) {
      const auto stack = custom_resource::ParseStackId(request_.address.stack_id);
      reason += Concat(reason.ends_with('.') ? "" : ".",
                       " The stack is rolling back: once the cause is mended, go on with `aws cloudformation "
                       "continue-update-rollback --stack-name ",
                       stack.stack_name, " --region ", stack.region, "`.");
    }
    return Failed(*request_.address.physical_id, std::move(reason), ToString(error.code));
  }

  Answer Delete() {
    const auto& id = request_.address.physical_id;
    if (!id || id->empty()) return Succeeded(IdForFailure(request_));
    const auto marker = ParseMarker(*id);
    if (marker && marker->kind == MarkerKind::kNothing) return Succeeded(*id);
    if (event_.wishes.adoption.IsAdopted(*id)) {
      const auto released = IsReleased();
      if (!released) return Failed(*id, released.error().message, ToString(released.error().code));
      if (*released) {
        parts_.logger.Info("adopted_object_released", {{"id", *id}});
        return Succeeded(*id);
      }
    }
    context_.progress.Doing(Concat("deleting ", *id));
    auto session = parts_.organisation.Connect(context_.deadline);
    if (!session) return Failed(*id, session.error().message, ToString(session.error().code));
    const auto object = event_.connect(*session);
    const Result<void> deleted = Lifecycle(*object, *session).Delete();
    return deleted ? Succeeded(*id) : Failed(*id, deleted.error().message, ToString(deleted.error().code));
  }

  Result<bool> IsReleased() {
    if (!event_.wishes.adoption.deletes) return true;
    return UndoesAdoption(parts_.stacks, request_.address.stack_id, context_.deadline);
  }

  const ManagedResource::Parts& parts_;
  const Request& request_;
  const EventContext& context_;
  const UnderstoodEvent& event_;
  Overtaken overtaken_;
  StillWanted wanted_;
};

}  // namespace

Answer ManagedResource::Handle(const Request& request, const EventContext& context) {
  const UnderstoodEvent event = Understand(request, context);
  if (request.type != RequestType::kUpdate) return Operation(parts_, request, context, event, {}).Run();
  Answer answer = Operation(parts_, request, context, event, ended_.UndoneBy(request)).Run();
  ended_.Remember(request, context, answer);
  return answer;
}

bool IsUuid(std::string_view id) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (id.size() != kForm.size()) return false;
  for (size_t i = 0; i < id.size(); ++i) {
    const bool is_digit =
        (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f') || (id[i] >= 'A' && id[i] <= 'F');
    if (kForm[i] == '-' ? id[i] != '-' : !is_digit) return false;
  }
  return true;
}

}  // namespace genesys_cfn::provider
