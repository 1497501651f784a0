// SPDX-License-Identifier: Apache-2.0
// The cases of the property `Test` (docs/gate.md): read, made fit for the action's contract, and judged by what the
// platform answered. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "definition/data_action.h"
#include "genesys/drafts_client.h"
#include "json/value.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {

struct GateTest {
  std::string name;
  json::Object inputs;
  bool expects_success = true;
  std::optional<int64_t> expected_status;      // of the error, when it is to fail
  std::optional<json::Value> expected_output;  // what must be in the output; there may be more
  bool allows_writes = false;
  bool confidential = false;  // none of its values may be in a message
};

// `Test`, with the mistakes that the table of properties cannot tell; what depends on the contract is FitTests' work.
std::vector<GateTest> ReadTests(const PropertyReader& properties, std::vector<definition::Problem>& problems);

// Gives the inputs the types of the input contract (CloudFormation makes every scalar a string), and reports those that
// the contract does not know, that are of no such type, or that a case lacks which is to succeed; and a case that would
// write without AllowWrites.
void FitTests(std::vector<GateTest>& tests, const definition::DataAction& action,
              std::vector<definition::Problem>& problems);

// What is wrong with the outcome; nullopt: it is as the case expects. With kNo no value of the case, of the
// output, or of the platform's message is in the text.
enum class ShowOutputs { kYes, kNo };
std::optional<std::string> JudgeTest(const GateTest& test, const genesys::TestOutcome& outcome, ShowOutputs show);

}  // namespace genesys_cfn::provider
