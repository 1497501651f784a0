// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/runtime_state.h"

#include <cassert>

namespace genesys_cfn::emulator {

RuntimeVerdict RuntimeState::Next() {
  switch (phase_) {
    case Phase::kStarted:
    case Phase::kReady:
    case Phase::kAnswered:
      phase_ = Phase::kReady;
      return RuntimeVerdict::kAccepted;
    case Phase::kRunning:
      return RuntimeVerdict::kAccepted;
    case Phase::kInitError:
      return RuntimeVerdict::kInvalidStateTransition;
    case Phase::kEnded:
      break;
  }
  return RuntimeVerdict::kStopping;
}

void RuntimeState::Deliver(std::string_view request_id) {
  assert(phase_ == Phase::kReady);
  request_id_ = request_id;
  phase_ = Phase::kRunning;
}

RuntimeVerdict RuntimeState::Answer(std::string_view request_id) {
  if (phase_ == Phase::kEnded) return RuntimeVerdict::kStopping;
  if (request_id_.empty() || request_id != request_id_) return RuntimeVerdict::kInvalidRequestId;
  if (phase_ != Phase::kRunning) return RuntimeVerdict::kInvalidStateTransition;
  phase_ = Phase::kAnswered;
  return RuntimeVerdict::kAccepted;
}

RuntimeVerdict RuntimeState::InitError() {
  if (phase_ == Phase::kEnded) return RuntimeVerdict::kStopping;
  if (phase_ != Phase::kStarted) return RuntimeVerdict::kInvalidStateTransition;
  phase_ = Phase::kInitError;
  return RuntimeVerdict::kAccepted;
}

std::string_view RuntimeState::name() const {
  switch (phase_) {
    case Phase::kStarted:
      return "Started";
    case Phase::kInitError:
      return "InitError";
    case Phase::kReady:
      return "Ready";
    case Phase::kRunning:
      return "Running";
    case Phase::kAnswered:
      return "ResponseSent";
    case Phase::kEnded:
      break;
  }
  return "Ended";
}

}  // namespace genesys_cfn::emulator
