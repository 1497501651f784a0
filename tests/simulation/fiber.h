// SPDX-License-Identifier: Apache-2.0
// A stackful coroutine: code that is written as if it blocked - the provider is - runs in it, and gives control back
// where it waits. On ucontext, with the annotations that AddressSanitizer needs. One thread.
#pragma once

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace genesys_cfn::simulation {

// Stacks of fibers that ended, for the next ones.
class StackPool {
 public:
  static constexpr size_t kStackBytes = size_t{1} << 20;

  StackPool() = default;
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;
  ~StackPool();
  void* Take();
  void Give(void* stack) { free_.push_back(stack); }

 private:
  std::vector<void*> free_;
};

class Fiber {
 public:
  // Nothing runs before Resume. The pool must outlive the fiber. `body` must not throw.
  Fiber(StackPool& pool, std::function<void()> body);
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  // The fiber must have ended, or never have begun.
  ~Fiber();

  // Runs the body until it suspends or ends. From outside of this fiber.
  void Resume();
  // Goes back to who resumed. From inside of this fiber.
  void Suspend();
  [[nodiscard]] bool begun() const { return begun_; }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  static void Enter(unsigned high, unsigned low);
  void Run();

  StackPool& pool_;
  std::function<void()> body_;
  void* stack_;
  ucontext_t own_{};
  ucontext_t resumer_{};
  const void* resumer_stack_ = nullptr;
  size_t resumer_stack_bytes_ = 0;
  void* fake_stack_ = nullptr;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace genesys_cfn::simulation
