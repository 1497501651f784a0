// SPDX-License-Identifier: Apache-2.0
#include "provider/action_lookup.h"

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "provider/answers.h"
#include "provider/sought_action.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using custom_resource::Request;
using custom_resource::RequestType;

constexpr size_t kReasonBytes = 3'000;
// An action or an integration that the same stack made may not be listed yet.
constexpr Milliseconds kPatience{6'000};

bool StandsForAction(const std::optional<std::string>& id) {
  return id && !id->empty() && !custom_resource::ParseMarker(*id);
}

}  // namespace

Answer ActionLookupResource::Handle(const Request& request, const EventContext& context) {
  if (request.type == RequestType::kDelete) return Succeeded(IdForFailure(request));
  // Nothing can have been made, however this ends.
  context.progress.AnswerWith(IdForFailure(request));
  const auto [wanted, problems] = ParseSoughtAction(request.properties);
  if (!wanted) {
    return Failed(IdForFailure(request),
                  Concat("The properties of ", request.address.logical_id, " are invalid, nothing was called. ",
                         definition::Describe(problems, kReasonBytes)),
                  "invalid properties");
  }
  context.progress.Doing(Concat("looking for the action ", wanted->name, "; nothing is ever written for it"));
  auto session = parts_.organisation.Connect(context.deadline);
  if (!session) return Failed(IdForFailure(request), session.error().message, ToString(session.error().code));
  const auto found = FindAction(*session, *wanted, kPatience);
  if (found) return ActionAnswer(*found);
  // The action of before may be gone. A rollback that fails for that could never be brought to an end.
  if (StandsForAction(request.address.physical_id)) {
    const auto phase = parts_.stacks.PhaseOf(request.address.stack_id, context.deadline);
    if (phase && *phase == StackPhase::kRollingBack) {
      parts_.logger.Warning("lookup_kept_in_rollback",
                            {{"id", *request.address.physical_id}, {"reason", found.error().message}});
      return ActionAnswer(json::Object{{"id", *request.address.physical_id}, {"name", wanted->name}});
    }
  }
  return Failed(IdForFailure(request), found.error().message, ToString(found.error().code));
}

}  // namespace genesys_cfn::provider
