// SPDX-License-Identifier: Apache-2.0
// One case: the action prepares its request, gets the canned response, and gives its result or fails. What the case
// states of it is judged, and nothing else.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "action_runtime/prepare_request.h"
#include "action_tests/coverage.h"
#include "action_tests/difference.h"
#include "action_tests/subject.h"
#include "action_tests/test_file.h"

namespace genesys_cfn::action_tests {

enum class Verdict { kPassed, kFailed, kSkipped };

struct CaseResult {
  std::string name;
  yaml::Mark place;
  Verdict verdict = Verdict::kPassed;
  std::string message = {};  // why it was skipped; or what failed, when that is not a difference
  std::vector<Difference> differences = {};
};

// Calls a function with the request's body as the event and its headers as the client context. A function that cannot
// be run is a RemoteFailure, too.
using CallFunction = std::function<CannedResponse(const FunctionCode&, const action_runtime::OutgoingRequest&)>;

// `call` may be empty when the subject has no function.
CaseResult RunCase(const Subject& subject, const TestCase& test, const CallFunction& call, Coverage& coverage);

}  // namespace genesys_cfn::action_tests
