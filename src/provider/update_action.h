// SPDX-License-Identifier: Apache-2.0
// An Update of an action that exists, as docs/lifecycle.md has it: read, plan (plan.h), and then leave it, PATCH it,
// replace it, or stop at somebody else's change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "custom_resource/answer.h"
#include "genesys/actions_client.h"
#include "provider/create_action.h"
#include "provider/ended_updates.h"
#include "provider/lookup.h"
#include "provider/plan.h"
#include "provider/read_properties.h"
#include "provider/stack_inquiry.h"
#include "provider/still_wanted.h"
#include "provider/undone_update.h"

namespace genesys_cfn::provider {

class ActionUpdater {
 public:
  struct Parts {
    genesys::Session& session;
    StackInquiry& stacks;
    Clock& clock;
    Logger& logger;
    StillWanted& wanted;
    FunctionWork* function;  // nullptr: it is no function action
  };
  // All must outlive the updater. `old` is what the last deployment stated.
  ActionUpdater(Parts parts, const custom_resource::Request& request, const EventContext& context,
                const DataActionProperties& properties, OldProperties old, Overtaken overtaken)
      : parts_(parts),
        request_(request),
        context_(context),
        properties_(properties),
        old_is_judged_(old.state != OldProperties::State::kNotJudged),
        old_(std::move(old.properties)),
        actions_(parts.session),
        undone_({parts.session, parts.clock, parts.logger, parts.wanted, parts.function}, request, context, properties,
                old_, std::move(overtaken)) {}
  ActionUpdater(const ActionUpdater&) = delete;
  ActionUpdater& operator=(const ActionUpdater&) = delete;

  // SUCCESS with the action that now stands for the resource. An error leaves the action under the incoming id as it
  // was, or as a reason says.
  Result<custom_resource::Answer> Update();

 private:
  using Answer = custom_resource::Answer;

  [[nodiscard]] std::optional<std::string> FormerAdoption() const;
  Result<Answer> ReturnToAdopted(const std::string& id);
  Result<std::optional<genesys::LiveAction>> ReadPatiently();
  // One look at the live action and what follows from it; nullopt: it changed meanwhile, look again.
  Result<std::optional<Answer>> Step(const genesys::LiveAction& live, const ActionState& desired);
  Result<std::optional<Answer>> LeaveAsIs(const genesys::LiveAction& live, const ActionState& state,
                                          const ActionState& desired);
  Result<std::optional<Answer>> Patch(const genesys::LiveAction& live, const ActionState& desired);
  Result<Answer> Replace(const ActionState& desired, const std::vector<std::string>& reasons);
  Result<std::optional<json::Value>> FindForReplacement(const ActionState& desired);
  Result<Answer> CreateAgain();
  Result<Answer> Create();
  Result<json::Value> Make(ActionCreator::LookFirst look_first);
  Result<Answer> AfterRemovingDraft(const ActionState& live, Answer answer);

  // With its function, if it is to have one.
  Result<ActionState> LiveState(const genesys::LiveAction& live);
  [[nodiscard]] std::optional<ActionState> Recorded(const ActionState& desired) const;
  // Neither of the two when CloudFormation could not be asked.
  bool IsGoingForward();
  bool IsRollingBack();
  Way ChooseWayNow();
  PublishGate Gate(Way way);
  const Result<StackPhase>& Phase();
  Error NotJudged();
  // A sentence for a reason; empty when the phase is known, or was not asked for.
  [[nodiscard]] std::string PhaseUnknown() const;
  Error DriftError(const Drifted& drifted);
  [[nodiscard]] std::string Shown(const std::vector<definition::FieldDifference>& differences) const;
  [[nodiscard]] bool IsOwn(const genesys::LiveAction& live) const;
  [[nodiscard]] const std::string& Id() const { return *request_.address.physical_id; }

  Parts parts_;
  const custom_resource::Request& request_;
  const EventContext& context_;
  const DataActionProperties& properties_;
  bool old_is_judged_;
  std::optional<DataActionProperties> old_;
  genesys::ActionsClient actions_;
  UndoneUpdate undone_;
  std::optional<Result<StackPhase>> phase_;  // what CloudFormation said, once it was asked
};

}  // namespace genesys_cfn::provider
