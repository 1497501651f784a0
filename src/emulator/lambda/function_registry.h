// SPDX-License-Identifier: Apache-2.0
// The functions of the local Lambda, as the CloudFormation engine sees them: made and removed by stacks, invoked
// asynchronously. Implemented by LambdaHost (lambda_host.h); a test of the engine brings its own.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::emulator {

struct FunctionConfiguration {
  std::string name;
  std::string executable;  // path of the program that speaks the Runtime API
  std::map<std::string, std::string> environment;
  int timeout_seconds = 900;
  int memory_megabytes = 256;
  int max_retry_attempts = 2;  // of asynchronous invocations, 0 to 2
};

// Safe to use from several threads.
class FunctionRegistry {
 public:
  virtual ~FunctionRegistry() = default;
  // Makes the function or replaces its configuration; events in flight finish on the old one. The ARN. kInvalidInput
  // when the executable does not exist or cannot be run.
  virtual Result<std::string> PutFunction(const FunctionConfiguration& configuration) = 0;
  // No error when there is none.
  virtual Result<void> DeleteFunction(std::string_view name) = 0;
  // InvocationType=Event: queues the payload and returns. kNotFound with Lambda's text when there is no such function.
  virtual Result<void> InvokeAsync(std::string_view function_arn, std::string payload) = 0;
};

}  // namespace genesys_cfn::emulator
