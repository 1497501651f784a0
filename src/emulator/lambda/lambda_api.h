// SPDX-License-Identifier: Apache-2.0
// The Lambda API as the AWS CLI and the SDKs call it (REST JSON): CreateFunction, GetFunction,
// GetFunctionConfiguration, ListFunctions, UpdateFunctionCode, UpdateFunctionConfiguration, DeleteFunction, Invoke
// (RequestResponse, Event, DryRun), the reserved concurrency of a function and its EventInvokeConfig. Functions are
// $LATEST only: versions and aliases are not there. Any access key or none is accepted, and the signature is not
// verified.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/random.h"
#include "emulator/lambda/function_code.h"
#include "emulator/lambda/lambda_host.h"
#include "http/handler.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

class LambdaApi final : public http::Handler {
 public:
  // All must outlive the handler.
  struct Parts {
    LambdaHost& host;
    const FunctionCode& code;
    Random& random;
  };
  explicit LambdaApi(const Parts& parts) : parts_(parts) {}

  [[nodiscard]] static bool Serves(std::string_view path);
  http::Response Handle(const http::Request& request) override;

 private:
  struct Call {
    const http::Request& request;
    std::vector<http::QueryParameter> query;
    std::string name;  // of the function
    json::Value body;  // an object, but for Invoke
  };
  http::Response Respond(const http::Request& request);
  http::Response OfFunction(const Call& call, std::string_view rest);
  http::Response Create(const Call& call);
  http::Response List(const Call& call);
  http::Response Get(const Call& call);
  http::Response UpdateCode(const Call& call);
  http::Response UpdateConfiguration(const Call& call);
  http::Response Delete(const Call& call);
  http::Response Invoke(const Call& call);
  http::Response Concurrency(const Call& call);
  http::Response EventInvoke(const Call& call);

  Result<void> SetCode(const json::Value& code, FunctionConfiguration& function);
  http::Response Put(int status, const FunctionConfiguration& function);

  const Parts parts_;
};

}  // namespace genesys_cfn::emulator
