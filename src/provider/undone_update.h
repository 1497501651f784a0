// SPDX-License-Identifier: Apache-2.0
// What the Update that this one undoes may have left, or may still do: CloudFormation sends a rollback also while the
// Update before it runs, and does not tell what that one has made (docs/lifecycle.md).
#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "genesys/actions_client.h"
#include "provider/create_action.h"
#include "provider/ended_updates.h"
#include "provider/lookup.h"
#include "provider/plan.h"
#include "provider/read_properties.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

class UndoneUpdate {
 public:
  struct Parts {
    genesys::Session& session;
    Clock& clock;
    Logger& logger;
    StillWanted& wanted;
    FunctionWork* function;  // nullptr: it is no function action
  };
  // All must outlive this. `old`: what the undone Update stated, nullopt when that cannot be read. `overtaken`: what
  // this process knows of it.
  UndoneUpdate(const Parts& parts, const custom_resource::Request& request, const EventContext& context,
               const DataActionProperties& properties, const std::optional<DataActionProperties>& old,
               Overtaken overtaken)
      : parts_(parts),
        request_(request),
        context_(context),
        properties_(properties),
        old_(old),
        overtaken_(std::move(overtaken)),
        over_at_(OvertakenUntil(request, parts.clock)),
        actions_(parts.session) {}

  // Whether it can have made a new action in the place of this one. Of this, of MayHaveOtherPackage and of RemoveDraft
  // `old` is a precondition.
  [[nodiscard]] bool MayHaveReplaced(const ActionState& recorded, const ActionState& desired) const;
  // The package that it stated is not always known, and then no difference can be seen.
  [[nodiscard]] bool MayHaveOtherPackage() const;

  // Waits as long as it can still write. True: it has, or somebody else; what was read of the action is out of date.
  Result<bool> ChangesBeforeLong(const genesys::LiveAction& live);

  // Deletes the replacement that it made and nobody has on record; one that flows use by now stays. kRemove: also that
  // of an earlier try at this very rollback, for where this try needs none. An error says which is still there.
  enum class OwnReplacement { kKeep, kRemove };
  Result<void> RemoveReplacements(OwnReplacement own_replacement);

  // Deletes the draft that its gate has left open, unless it is somebody's edit. `live`: the published action.
  Result<void> RemoveDraft(const ActionState& live);

 private:
  Result<void> RemoveReplacement(const TaggedAction& action);
  [[nodiscard]] std::string Name() const;
  [[nodiscard]] Milliseconds UntilItIsOver() const;
  [[nodiscard]] const std::string& Id() const { return *request_.address.physical_id; }

  Parts parts_;
  const custom_resource::Request& request_;
  const EventContext& context_;
  const DataActionProperties& properties_;
  const std::optional<DataActionProperties>& old_;
  Overtaken overtaken_;
  SteadyTime over_at_;  // later it can write nothing more
  genesys::ActionsClient actions_;
};

}  // namespace genesys_cfn::provider
