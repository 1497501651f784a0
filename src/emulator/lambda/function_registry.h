// SPDX-License-Identifier: Apache-2.0
// The functions of the local Lambda, as the CloudFormation engine sees them: made and removed by stacks, invoked
// asynchronously. Implemented by LambdaHost (lambda_host.h); a test of the engine brings its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
  int max_retry_attempts = 2;                    // of asynchronous invocations, 0 to 2
  int max_event_age_seconds = 21'600;            // after this an asynchronous event is dropped, 60 to 21,600
  std::optional<int> reserved_concurrency = {};  // no more than so many run at once

  // What is only shown to those who ask.
  std::string runtime = "provided.al2023";
  std::string handler = {};
  std::string role = {};
  std::string description = {};
  std::string architecture = "x86_64";
  std::string code_sha256 = {};  // Base64
  int64_t code_bytes = 0;
  std::string last_modified = {};
  std::string revision_id = {};
  std::string owner = {};  // the stack and logical id of the resource that made it; "" for a function of the Lambda API
};

// How asynchronous events are treated; what is absent stays as it is.
struct EventInvokeSettings {
  std::optional<int> max_retry_attempts;
  std::optional<int> max_event_age_seconds;
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

  [[nodiscard]] virtual std::optional<FunctionConfiguration> FindFunction(std::string_view /*name*/) const {
    return std::nullopt;
  }
  // kNotFound with Lambda's text. Environments stay.
  virtual Result<void> SetEventInvoke(std::string_view /*name*/, const EventInvokeSettings& /*settings*/) { return {}; }
};

}  // namespace genesys_cfn::emulator
