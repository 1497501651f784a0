// SPDX-License-Identifier: Apache-2.0
// What an organisation needs beyond its database to execute actions: ways to the world outside it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "emulator/genesys/action_record.h"
#include "http/client.h"
#include "http/handler.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

struct FunctionCall {
  std::string function;  // of the local Lambda: an ARN or a name
  std::string payload;
  std::string client_context;  // JSON; "" for none
  Milliseconds timeout;
};

struct FunctionAnswer {
  bool failed = false;  // the function threw
  std::string payload;
};

// A function data action calls its function.
struct FunctionRun {
  std::string action;  // its id
  ActionStage stage;
  std::string event;           // JSON
  std::string client_context;  // a JSON object
  Milliseconds timeout;
};

// Called from many threads at once; an empty function: there is no such way, and actions that need it fail.
struct OutsideWorld {
  // kDeadlineExceeded when the time of `options` was up.
  std::function<Result<http::Response>(const http::Request& request, const http::CallOptions& options)> send;
  // kDeadlineExceeded when the call's time was up.
  std::function<Result<FunctionAnswer>(const FunctionCall& call)> invoke;
  // The function as its row has it (function_record.h). Of one that failed the payload says why, "TypeError: ...".
  // kDeadlineExceeded when it was stopped for its time.
  std::function<Result<FunctionAnswer>(const FunctionRun& run)> run;
};

// The results of authentication actions, kept until a remote answers 401 with one. In memory: they are tokens. Safe to
// use from several threads.
class AuthResponses {
 public:
  std::optional<json::Object> Find(const std::string& key) const;
  void Keep(const std::string& key, json::Object response);
  void Forget(const std::string& key);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, json::Object> responses_;
};

// For one call of the API.
struct ExecutionServices {
  http::Handler& organisation;  // answers the requests of Genesys Cloud actions; no transaction may be open
  const OutsideWorld& outside;
  AuthResponses& auth_responses;
  std::string authorization;   // the caller's header
  std::string correlation_id;  // of the caller's request
  int depth = 0;               // of actions that execute actions
};

// Says the depth of a request that an action sends to its own organisation.
inline constexpr std::string_view kDepthHeader = "X-Genesys-Cfn-Execution-Depth";

}  // namespace genesys_cfn::emulator
