// SPDX-License-Identifier: Apache-2.0
#include "simulation/scheduler.h"

#include <cassert>

namespace genesys_cfn::simulation {

void Process::Kill() {
  if (ended() || killed_) return;
  killed_ = true;
  if (!fiber_->begun()) return;
  // A process that kills itself is thrown out of its next wait.
  if (scheduler_.current_ != this) scheduler_.Resume(*this);
}

void Scheduler::Stop() {
  while (!processes_.empty()) {
    const std::shared_ptr<Process> process = processes_.begin()->second;
    process->Kill();
    processes_.erase(process.get());
  }
  tasks_.clear();
}

void Scheduler::After(Milliseconds delay, std::function<void()> task) {
  tasks_.emplace(std::pair(now_ + delay, ++sequence_), std::move(task));
}

void Scheduler::SleepFor(Milliseconds duration) {
  assert(current_ != nullptr);
  Process& process = *current_;
  const uint64_t wait = ++process.wait_;
  const std::weak_ptr<Process> waiting = processes_.at(&process);
  After(duration, [this, waiting, wait] {
    const std::shared_ptr<Process> woken = waiting.lock();
    if (woken && !woken->ended() && woken->wait_ == wait) Resume(*woken);
  });
  process.fiber_->Suspend();
  if (process.killed_) throw ProcessKilled{};
}

std::shared_ptr<Process> Scheduler::Start(std::function<void()> body) {
  const std::shared_ptr<Process> process(new Process(*this));
  process->fiber_ = std::make_unique<Fiber>(stacks_, [body = std::move(body)] {
    try {
      body();
    } catch (const ProcessKilled&) {
      // Its stack is unwound: nothing of it is left.
    }
  });
  processes_.emplace(process.get(), process);
  After(Milliseconds{0}, [this, process] {
    if (!process->killed_) Resume(*process);
  });
  return process;
}

void Scheduler::Resume(Process& process) {
  Process* const before = current_;
  const std::shared_ptr<Process> kept = processes_.at(&process);
  current_ = &process;
  process.fiber_->Resume();
  current_ = before;
  if (process.ended()) processes_.erase(&process);
}

void Scheduler::Run(const std::function<bool()>& step) {
  while (!tasks_.empty()) {
    const auto next = tasks_.begin();
    now_ = std::max(now_, next->first.first);
    const std::function<void()> task = std::move(next->second);
    tasks_.erase(next);
    task();
    if (!step()) return;
  }
}

}  // namespace genesys_cfn::simulation
