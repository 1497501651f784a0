// SPDX-License-Identifier: Apache-2.0
// What a function action needs beyond an action: its runtime checked, its package uploaded to the draft, its settings
// set (genesys-cloud-api.md 3.2).
#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "genesys/session.h"
#include "provider/function_packages.h"
#include "provider/function_properties.h"
#include "provider/progress.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

// For one event.
class FunctionWork {
 public:
  struct Parts {
    genesys::Session& session;
    Logger& logger;
    StillWanted& wanted;
    FunctionPackages& packages;
    Progress& progress;
  };
  // All must outlive this.
  FunctionWork(Parts parts, const FunctionProperties& properties)
      : parts_(parts), properties_(properties), functions_(parts.session) {}

  // What is wanted. Fetches the package when its digest is not stated.
  Result<FunctionState> Desired();
  // What is live under this id; the published action is there.
  Result<FunctionState> Live(const std::string& action_id);
  // Whether the function of this draft of a published action is neither as published nor as it is wanted, here or by
  // `other`: then somebody is editing it. A package of ours is known by its name.
  Result<bool> IsSomebodys(const std::string& draft_id, const std::optional<genesys::FunctionSettings>& other);
  // Before anything is written: the runtime is one, and the package is there and is one, unless it is the one that
  // `there` has. A deprecated runtime is logged.
  Result<void> Prepare(const std::optional<FunctionState>& there);
  // Makes the function of the draft what is wanted; does nothing when it is so. `until`: how long the platform may take
  // for the package. kConflict: somebody changed the settings meanwhile.
  Result<void> WriteTo(const std::string& draft_id, SteadyTime until, Clock& clock);

 private:
  Result<void> CheckRuntime();
  Result<void> Fetch();
  Result<std::string> Digest();
  Result<void> Upload(const std::string& draft_id);
  Result<std::string> WaitForPackage(const std::string& draft_id, const genesys::Function& former, SteadyTime until,
                                     Clock& clock);
  [[nodiscard]] genesys::Permit WhileWanted() {
    return [this] { return parts_.wanted.Demand(); };
  }

  Parts parts_;
  const FunctionProperties& properties_;
  genesys::FunctionsClient functions_;
  std::optional<std::string> bytes_;
  std::optional<std::string> digest_;
};

}  // namespace genesys_cfn::provider
