// SPDX-License-Identifier: Apache-2.0
// From the remote's answer to the action's result (genesys-cloud-api.md 5.1 steps 4 to 6, 5.4).
#pragma once

#include <string>
#include <variant>

#include "action_runtime/action.h"
#include "action_runtime/execution.h"

namespace genesys_cfn::action_runtime {

struct RemoteAnswer {
  int status = 200;
  std::string body;
};
struct RemoteFailure {
  std::string message;
  bool timed_out = false;
  int status = 400;  // of the action then, unless it is 504 for its time
};

enum class ResultForm { kAsIs, kFlattened };

// Goes on with the steps of PrepareRequest. An empty body is {}: real actions on
// requests that answer nothing have the output schema of an object.
Execution FinishResponse(const Action& action, Execution execution, const IntegrationContext& context,
                         const std::variant<RemoteAnswer, RemoteFailure>& answer, ResultForm form = ResultForm::kAsIs);

}  // namespace genesys_cfn::action_runtime
