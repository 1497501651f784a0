// SPDX-License-Identifier: Apache-2.0
// One run of an action, with the requests that it sends.
#pragma once

#include <memory>
#include <string>

#include "action_runtime/action.h"
#include "action_runtime/execution.h"
#include "action_runtime/finish_response.h"
#include "action_runtime/prepare_request.h"
#include "emulator/genesys/execution_services.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// The function that a run calls.
struct FunctionOrder {
  std::string action;
  ActionStage stage;
};

// Everything that a run needs of the database.
struct RunOrder {
  action_runtime::Action action;
  json::Object inputs;
  action_runtime::IntegrationKind kind = action_runtime::IntegrationKind::kWebServices;
  json::Object credentials = {};
  // The integration's authentication action, and what its result is kept under.
  std::shared_ptr<const action_runtime::Action> auth_action = nullptr;
  std::string auth_key = {};
  FunctionOrder function = {};  // of a function integration only
  action_runtime::ResultForm form = action_runtime::ResultForm::kAsIs;
};

action_runtime::Execution RunAction(const RunOrder& order, const ExecutionServices& services);

}  // namespace genesys_cfn::emulator
