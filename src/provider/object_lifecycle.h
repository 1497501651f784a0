// SPDX-License-Identifier: Apache-2.0
// Create, Update and Delete of a managed object (managed_object.h), with the guarantees of docs/guarantees.md: nothing
// doubled, nothing orphaned, nothing of others touched, every rollback converges. The tables of docs/integrations.md
// and docs/credentials.md say what happens when.
//
// It differs from an action's in one thing: not every write of these kinds has a version that keeps a late one from
// landing. So an Update asks CloudFormation first, and one that rolls another back waits until that one can no longer
// write, unless it can be seen that it has written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "custom_resource/answer.h"
#include "custom_resource/physical_id.h"
#include "custom_resource/request.h"
#include "genesys/session.h"
#include "provider/ended_updates.h"
#include "provider/managed_object.h"
#include "provider/object_adoption.h"
#include "provider/object_state.h"
#include "provider/resource_type.h"
#include "provider/stack_inquiry.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

// What the properties of an event say.
struct ObjectWishes {
  std::string name;  // for markers and messages
  json::Object desired;
  std::optional<json::Object> recorded;  // of the old properties
  std::vector<std::string_view> replacing;
  OnDrift on_drift = OnDrift::kFail;
  bool hidden_change = false;
  bool delete_when_used = false;
  ObjectAdoption adoption;
};

class ObjectLifecycle {
 public:
  struct Parts {
    ManagedObject& object;
    genesys::Session& session;
    StackInquiry& stacks;
    Clock& clock;
    Logger& logger;
    StillWanted& wanted;
  };
  // All must outlive this.
  ObjectLifecycle(Parts parts, const custom_resource::Request& request, const EventContext& context,
                  const ObjectWishes& wishes)
      : parts_(parts), request_(request), context_(context), wishes_(wishes) {}

  // The answer with what now exists. An error says whether something may: kOutcomeUnknown, or left_over().
  Result<custom_resource::Answer> Create();
  Result<custom_resource::Answer> Update(const Overtaken& overtaken);
  // Success: nothing that this resource made is left, or what is left was not to be deleted.
  Result<void> Delete();

  // What a failed creation has made and could not take away again; empty: nothing.
  [[nodiscard]] const std::string& left_over() const { return left_over_; }

 private:
  using Answer = custom_resource::Answer;
  enum class LookFirst { kNo, kYes };

  // object_creation.cc
  // kFound: another delivery made it, and somebody may have edited it since.
  enum class Origin { kMade, kFound };
  struct Thing {
    std::string id;
    Origin origin = Origin::kMade;
  };
  Result<Answer> CreateDesired(const json::Object& desired, LookFirst look_first);
  Result<Thing> MakeOnce(const json::Object& desired, LookFirst look_first);
  Result<Answer> Complete(const Thing& thing, const json::Object& desired);
  Error TakeAway(const std::string& id, Error cause);
  Result<std::optional<LiveObject>> ReadPatiently(const std::string& id);
  Result<std::vector<TaggedObject>> WaitForTagged(const TagMatch& match, Milliseconds patience);

  // object_adoption.cc
  Result<Answer> Adopt(const json::Object& desired);
  Error NotAdoptable(const LiveObject& live, const json::Object& desired) const;

  // object_update.cc
  Result<void> WaitForOvertaken(const Overtaken& overtaken);
  Result<Answer> Replace(const json::Object& desired);
  Result<std::optional<std::string>> FindForReplacement(const json::Object& desired);
  // `kept`: what this Update answers with.
  Result<void> RemoveOvertaken(const Overtaken& overtaken, const std::string& kept);
  Result<void> RemoveReplacement(const std::string& id);
  Error DriftError(const ObjectPlan& plan) const;

  // object_deletion.cc
  Result<void> DeleteTagged(const custom_resource::Marker& marker);
  Result<void> DeleteOfCancelledCreate();
  Result<void> DeleteUnrecorded(const std::string& id);
  Result<void> RefuseIfOvertaken();
  Result<void> CheckUse(const std::string& id);

  [[nodiscard]] const std::string& Id() const { return *request_.address.physical_id; }
  [[nodiscard]] std::string Called(const std::string& id) const;  // "the integration 1b2c"

  Parts parts_;
  const custom_resource::Request& request_;
  const EventContext& context_;
  const ObjectWishes& wishes_;
  StackDirection direction_ = StackDirection::kForward;
  std::string direction_unknown_;  // why
  std::string left_over_;
};

}  // namespace genesys_cfn::provider
