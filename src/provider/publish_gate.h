// SPDX-License-Identifier: Apache-2.0
// The publish gate (docs/gate.md): what is to go live stands in a draft first, is read back, validated by the platform
// and tested there, and only then published. What fails leaves the published action as it was.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "genesys/drafts_client.h"
#include "genesys/session.h"
#include "json/value.h"
#include "provider/function_work.h"
#include "provider/plan.h"
#include "provider/properties.h"
#include "provider/resource_type.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

// How what is to be written gets live.
enum class Way {
  kDirectly,  // POST or PATCH of the action itself
  kDraft,     // by a draft, without checks: there is no other way for a function
  kGate,      // by a draft, with every check
};

// A pure function. In a stack that rolls back nothing is validated or tested: what stood there before has been live,
// and a rollback must get through.
enum class RollingBack { kNo, kYes };
Way ChooseWay(const DataActionProperties& properties, RollingBack rolling_back);

// Whether a deployment with these properties may leave a draft behind.
bool MayLeaveDraft(const DataActionProperties& properties);

// Whose work a draft of a published action is that was there before us; a pure function. kPristine: nobody's, it is as
// the published action. kOurs: it holds what is wanted, so an earlier delivery of the same request made it.
enum class DraftOrigin { kPristine, kOurs, kSomebodys };
DraftOrigin OriginOf(const ActionState& draft, const ActionState& live, const ActionState& desired);

// Where the draft is not what the definition says, as far as it says something.
std::vector<definition::FieldDifference> DraftDifferences(const ActionState& desired, const ActionState& draft);

// For one event. Errors name the step and say what became of the draft; of a new action kOutcomeUnknown when the draft
// may still be there.
class PublishGate {
 public:
  struct Parts {
    genesys::Session& session;
    Clock& clock;
    Logger& logger;
    StillWanted& wanted;
    FunctionWork* function;  // nullptr: it is no function action
  };
  // All must outlive the gate.
  PublishGate(Parts parts, const DataActionProperties& properties, const EventContext& context, Way way)
      : parts_(parts), properties_(properties), context_(context), way_(way), drafts_(parts.session) {}

  [[nodiscard]] FunctionWork* function() const { return parts_.function; }

  // `id` is an action of this request that has a draft only. The Action model once it is published.
  Result<json::Value> PublishNew(const std::string& id, const ActionState& desired);
  // `live` is published, and is to become what is desired. nullopt: it was changed meanwhile; nothing was published,
  // and the caller has to decide again. kConflict also when somebody else is editing a draft of it.
  Result<std::optional<json::Value>> PublishChange(const genesys::LiveAction& live, const ActionState& desired);

 private:
  // kWritten: a change that was written already; what differs now is somebody's.
  enum class Is { kNew, kChange, kWritten };
  Result<void> OpenDraft(const genesys::LiveAction& live, const ActionState& desired);
  // The whole way from a draft to its publication; nullopt as of PublishChange.
  Result<std::optional<json::Value>> Run(const std::string& id, const ActionState& desired,
                                         const genesys::LiveAction* live);
  // The draft's version, once it says what is desired.
  Result<json::Value> Fill(const std::string& id, const ActionState& desired, Is what);
  Result<genesys::LiveAction> ReadDraft(const std::string& id, const std::optional<int64_t>& at_least);
  Result<void> Validate(const std::string& id);
  Result<void> RunTests(const std::string& id);
  Result<void> RunTest(const std::string& id, const GateTest& test);
  Result<std::optional<json::Value>> Publish(const std::string& id, const json::Value& version,
                                             const ActionState& desired, const genesys::LiveAction* live);
  Result<std::optional<json::Value>> ReadPublished(const std::string& id, const ActionState& desired);
  [[nodiscard]] Error AtStep(std::string_view step, const Error& error) const;
  // Of a published action. kLeft: it holds somebody's work by now.
  enum class Deletion { kDone, kGone, kLeft };
  Result<Deletion> DeleteDraftOf(const genesys::LiveAction& live, const ActionState& desired);
  Error CleanUp(const std::string& id, const ActionState& desired, const genesys::LiveAction* live, Error error);
  [[nodiscard]] genesys::Permit WhileWanted() {
    return [this] { return parts_.wanted.Demand(); };
  }

  Parts parts_;
  const DataActionProperties& properties_;
  const EventContext& context_;
  Way way_;
  genesys::DraftsClient drafts_;
  std::optional<int64_t> left_at_;  // the draft's version when it was last written, or seen to be as desired
};

}  // namespace genesys_cfn::provider
