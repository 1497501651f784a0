// SPDX-License-Identifier: Apache-2.0
// One scripted failure of the organisation: which requests it strikes, and what becomes of them. docs/faults.md is the
// description for users. Faults have no chance in them: the same requests meet the same failures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "http/message.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

enum class FaultKind { kStatus, kDelay, kHang, kReset, kTorn, kExpiredToken, kStaleRead };
// Whether the request is carried out, although its answer is another one or is lost.
enum class FaultEffect { kNone, kDone };

struct Fault {
  std::string name;  // for people
  // A request must meet all three; empty ones are met by every request.
  std::string method;
  std::string path;      // '*' is any text without '/', '**' any text
  std::string contains;  // in the body
  int64_t nth = 1;       // the first request that is struck, of those that match
  int64_t times = 1;     // how many are struck; 0: all
  FaultKind kind = FaultKind::kReset;
  FaultEffect effect = FaultEffect::kNone;
  Milliseconds delay{0};  // before anything comes back
  // Of kStatus.
  int status = 0;
  std::string code;
  std::string message;
  std::optional<std::string> body;  // in place of the platform's ErrorBody
  std::optional<int64_t> retry_after_seconds;
  // Of kStaleRead: how old the state is that the read sees.
  Milliseconds age{0};

  [[nodiscard]] bool is_carried_out() const;
};

// What is wrong, and with which member ("" for the whole).
struct FaultMistake {
  std::string member;
  std::string message;
};

// The form of docs/faults.md: {"path": "/api/v2/integrations/actions", "do": "status", "status": 503}.
std::variant<Fault, FaultMistake> ParseFault(const json::Object& form);
json::Object ShowFault(const Fault& fault);

// The value of the header X-Genesys-Cfn-Fault, which strikes the request that carries it: the members that say what
// happens, as "do=status; status=503".
inline constexpr std::string_view kFaultHeader = "X-Genesys-Cfn-Fault";
std::variant<Fault, FaultMistake> ParseFaultHeader(std::string_view value);

bool Matches(const Fault& fault, const http::Request& request);

// What the server is to do with the answer.
http::Ending EndingOf(FaultKind kind);

}  // namespace genesys_cfn::emulator
