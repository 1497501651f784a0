// SPDX-License-Identifier: Apache-2.0
// /api/v2/architect/dependencytracking (genesys-cloud-api.md 6, 9): who uses a data action.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/session.h"

namespace genesys_cfn::genesys {

// What stops working when the action goes away.
struct Consumer {
  std::string id;
  std::string name;
  std::string type;  // "INBOUNDCALLFLOW"
};

// Not thread-safe.
class DependenciesClient {
 public:
  explicit DependenciesClient(Session& session) : session_(session) {}

  // The published flows of any kind that call the action, each once whatever its versions, over all pages. Flows are
  // told from other consumers by their type, which ends with FLOW; deleted ones are left out. Empty for an action that
  // the tracking does not know (404, 410) too: nothing that it tracks uses that one. Errors: kPermissionDenied names
  // architect:dependencyTracking:view, which the other calls do not need; the rest as of Session::Send.
  Result<std::vector<Consumer>> PublishedFlowsUsing(std::string_view action_id);

 private:
  Session& session_;
};

}  // namespace genesys_cfn::genesys
