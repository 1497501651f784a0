// SPDX-License-Identifier: Apache-2.0
// .../actions/{id}/execute and .../test, .../draft/test (genesys-cloud-api.md 5.7): the action runs for real. What it
// needs is read in the call's transaction; the requests are sent after it (ApiCall::afterwards), since an action may
// call the same local cloud.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// The result itself, or the failed step's error.
Outcome ExecuteAction(const ApiCall& call);
// 200 with a TestExecutionResult, also when a step failed.
Outcome TestAction(const ApiCall& call);
// The same of the draft.
Outcome TestDraft(const ApiCall& call);

}  // namespace genesys_cfn::emulator
