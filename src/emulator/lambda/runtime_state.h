// SPDX-License-Identifier: Apache-2.0
// The states of one runtime behind the Runtime API, and which call is allowed in which. Pure: no lock, no time, no text
// from the network.
#pragma once

#include <string>
#include <string_view>

namespace genesys_cfn::emulator {

enum class RuntimeVerdict {
  kAccepted,
  kInvalidRequestId,        // 400: not the request id of the invocation that this runtime was given last
  kInvalidStateTransition,  // 403: the right invocation, the wrong moment (a second answer, an answer before `next`)
  kTooLarge,                // 413: counts as the answer; the invocation has failed
  kStopping,                // 500: the environment ends
};

class RuntimeState {
 public:
  enum class Phase {
    kStarted,    // the process runs and has not asked for work
    kInitError,  // it reported that it cannot work
    kReady,      // it waits inside `next`
    kRunning,    // it has an invocation
    kAnswered,   // it answered and has not asked for the next one
    kEnded,      // it is being killed, or is gone
  };

  // `next`. While an invocation runs this is accepted without a change: the runtime gets the same invocation again (its
  // connection broke before it read the answer).
  RuntimeVerdict Next();
  // Gives a ready runtime an invocation.
  void Deliver(std::string_view request_id);
  // `response` or `error`.
  RuntimeVerdict Answer(std::string_view request_id);
  RuntimeVerdict InitError();
  void End() { phase_ = Phase::kEnded; }

  [[nodiscard]] Phase phase() const { return phase_; }
  // The name of the state in the messages of the API: "Started", "Ready", ...
  [[nodiscard]] std::string_view name() const;

 private:
  Phase phase_ = Phase::kStarted;
  std::string request_id_;  // of the last invocation delivered
};

}  // namespace genesys_cfn::emulator
