// SPDX-License-Identifier: Apache-2.0
// The Lambda Runtime API (version 2018-06-01) as an HTTP handler: one for each execution environment. It reads and
// writes the protocol; what a call does is decided by the session behind it.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "emulator/lambda/runtime_state.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

// 6 MiB and 100 bytes, as Lambda's own message says.
inline constexpr size_t kMaxRuntimeResponseBytes = 6'291'556;

// What a runtime receives from `next`.
struct RuntimeInvocation {
  std::string request_id;
  std::string function_arn;
  std::string trace_id;
  WallTime deadline;
  std::string payload;
  std::string client_context = {};  // JSON; "" for none
};

enum class RuntimeAnswer { kResponse, kError, kOversizeResponse };

// What came with an answer.
struct RuntimeOutput {
  std::string body;  // as the function posted it
  std::string log;   // the end of what it wrote meanwhile
};

struct RuntimeReply {
  RuntimeVerdict verdict;
  std::string_view state;  // RuntimeState::name() before the call
};

// Called from the threads of the HTTP server.
class RuntimeSession {
 public:
  virtual ~RuntimeSession() = default;
  // Blocks until there is an invocation, or the environment ends, or a newer call of Next takes this one's place.
  virtual std::variant<RuntimeInvocation, RuntimeReply> Next() = 0;
  // `error_type` is "" for a response; otherwise a text that ValidErrorType made.
  virtual RuntimeReply Answer(std::string_view request_id, RuntimeAnswer answer, std::string_view error_type,
                              std::string_view body) = 0;
  virtual RuntimeReply InitError(std::string_view error_type) = 0;
};

class RuntimeApi final : public http::Handler {
 public:
  // The session must outlive the handler.
  explicit RuntimeApi(RuntimeSession& session) : session_(session) {}
  http::Response Handle(const http::Request& request) override;

 private:
  http::Response Next();
  http::Response Answer(const http::Request& request, std::string_view request_id, bool is_error);
  http::Response InitError(const http::Request& request);

  RuntimeSession& session_;
};

// "Runtime.Xxx" and "Function.Xxx" (letters) as they are; anything else is Function.Unknown if it starts with
// "Function.", and Runtime.Unknown otherwise.
std::string ValidErrorType(std::string_view error_type);

}  // namespace genesys_cfn::emulator
