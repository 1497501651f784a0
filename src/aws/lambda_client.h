// SPDX-License-Identifier: Apache-2.0
// Lambda's GetFunction and GetAccountSettings (REST JSON): what a function is and where its package is, and how many
// events the account can work on.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct FunctionDetails {
  std::string arn;
  std::string role;                // the ARN of the role that it runs with
  std::string runtime;             // "provided.al2023"
  std::string architecture;        // "x86_64", "arm64"
  std::string state;               // "Active", "Pending", "Failed"
  std::string state_reason;        // of a state that is not Active
  std::string last_update_status;  // "Successful", "InProgress", "Failed"
  std::map<std::string, std::string, std::less<>> environment;
  std::string code_location;  // a presigned URL: it must not be shown
};

// Not thread-safe.
class LambdaClient {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  LambdaClient(Parts parts, Credentials credentials, std::string region, std::string endpoint)
      : parts_(parts),
        credentials_(std::move(credentials)),
        region_(std::move(region)),
        endpoint_(std::move(endpoint)) {}

  // By name or ARN. Repeated as SecretsManager repeats. Errors: kNotFound, kPermissionDenied (names
  // lambda:GetFunction), else as of http::Client.
  Result<FunctionDetails> GetFunction(std::string_view function, SteadyTime deadline);

  // How many concurrent executions of the account and region no function has reserved. A refusal is not repeated.
  Result<int64_t> UnreservedConcurrency(SteadyTime deadline);

 private:
  struct Question;
  Result<http::Response> Ask(Question question, SteadyTime deadline);

  Parts parts_;
  Credentials credentials_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
