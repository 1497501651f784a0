// SPDX-License-Identifier: Apache-2.0
// The functions that `genesys-cfn test` calls, in the machine's Node.js.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "action_tests/run_case.h"
#include "base/log.h"
#include "base/result.h"
#include "cli/application.h"
#include "emulator/lambda/node_functions.h"

namespace genesys_cfn::cli {

class FunctionsUnderTest {
 public:
  // Nothing is started before the first call. `surroundings` must outlive this.
  explicit FunctionsUnderTest(Surroundings& surroundings) : surroundings_(surroundings) {}
  FunctionsUnderTest(const FunctionsUnderTest&) = delete;
  FunctionsUnderTest& operator=(const FunctionsUnderTest&) = delete;
  // Ends the processes and removes what was unpacked.
  ~FunctionsUnderTest();

  // As action_tests::CallFunction has it.
  action_tests::CannedResponse Call(const action_tests::FunctionCode& code,
                                    const action_runtime::OutgoingRequest& request);
  // Everything that functions have written so far; "" when there is nothing.
  [[nodiscard]] std::string Written() const;

 private:
  enum class IfKnown { kLeave, kPutAgain };
  // The name under which the function is there.
  Result<std::string> Put(const action_tests::FunctionCode& code, IfKnown if_known);
  Result<emulator::NodeAnswer> Invoke(const action_tests::FunctionCode& code, const std::string& event,
                                      const std::string& context);

  Surroundings& surroundings_;
  NullLogger logger_;
  std::filesystem::path directory_;  // "" before the first call
  std::unique_ptr<emulator::NodeFunctions> functions_;
  std::vector<std::string> known_;  // paths and settings; a function's name is "function-" and its place in here
};

}  // namespace genesys_cfn::cli
