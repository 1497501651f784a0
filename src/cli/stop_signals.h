// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM as something to ask for instead of something that happens: blocked from the construction on, in
// every thread that is started afterwards.
#pragma once

#include <csignal>

namespace genesys_cfn::cli {

class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  // A signal that came too late to stop anything is dropped: what was done is done, and has its own exit code. Inside
  // another StopSignals it is left to that one.
  ~StopSignals() {
    const bool is_outermost = sigismember(&before_, SIGINT) == 0;
    while (is_outermost && Came()) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // Until one of them comes.
  void Wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
  }
  // Whether one has come since; takes it.
  [[nodiscard]] bool Came() const {
    constexpr timespec kNow{};
    return sigtimedwait(&signals_, nullptr, &kNow) > 0;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

}  // namespace genesys_cfn::cli
