// SPDX-License-Identifier: Apache-2.0
// The project's one error type: what went wrong, in words for the person who must act, and a code for the program that
// must decide. Context is added on the way up ("reading template.yaml: ..."), never parsed back out of the message.
#pragma once

#include <string>
#include <string_view>

namespace genesys_cfn {

// Few codes, each a different decision of a caller. Anything finer is text.
enum class ErrorCode {
  kInvalidInput,      // the input is wrong and will stay wrong: do not retry
  kNotFound,          // the thing does not exist
  kConflict,          // the thing is in another state or version than expected
  kPermissionDenied,  // authenticated, not allowed
  kUnauthenticated,   // credentials missing or refused
  kRateLimited,       // come back later
  kUnavailable,       // the other side, or the way to it, failed; nothing was done
  kOutcomeUnknown,    // sent, no usable answer: the other side may or may not have acted
  kDeadlineExceeded,  // our own time is up; nothing further was started
  kIo,                // local file, socket, process or database
  kInterrupted,       // a signal asked to stop
  kInternal,          // a bug of ours
};

// "invalid input", "not found", ... for logs.
std::string_view ToString(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;

  // The same error with `context` and ": " in front of its message.
  [[nodiscard]] Error WithContext(std::string_view context) const;

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace genesys_cfn
