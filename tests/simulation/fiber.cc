// SPDX-License-Identifier: Apache-2.0
#include "simulation/fiber.h"

#include <sys/mman.h>

#include <cassert>
#include <cstdint>
#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace genesys_cfn::simulation {
namespace {

#if defined(__SANITIZE_ADDRESS__)
void StartSwitch(void** save, const void* bottom, size_t size) {
  __sanitizer_start_switch_fiber(save, bottom, size);
}
void FinishSwitch(void* saved, const void** old_bottom, size_t* old_size) {
  __sanitizer_finish_switch_fiber(saved, old_bottom, old_size);
}
#else
void StartSwitch(void** /*save*/, const void* /*bottom*/, size_t /*size*/) {}
void FinishSwitch(void* /*saved*/, const void** /*old_bottom*/, size_t* /*old_size*/) {}
#endif

}  // namespace

StackPool::~StackPool() {
  for (void* stack : free_) munmap(stack, kStackBytes);
}

void* StackPool::Take() {
  if (!free_.empty()) {
    void* stack = free_.back();
    free_.pop_back();
    return stack;
  }
  void* stack = mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stack == MAP_FAILED) throw std::bad_alloc();
  return stack;
}

Fiber::Fiber(StackPool& pool, std::function<void()> body) : pool_(pool), body_(std::move(body)), stack_(pool.Take()) {
  getcontext(&own_);
  own_.uc_stack.ss_sp = stack_;
  own_.uc_stack.ss_size = StackPool::kStackBytes;
  own_.uc_link = nullptr;
  const auto self = reinterpret_cast<uintptr_t>(this);
  // makecontext passes ints only.
  makecontext(&own_, reinterpret_cast<void (*)()>(&Fiber::Enter), 2, static_cast<unsigned>(self >> 32),
              static_cast<unsigned>(self & 0xffffffffU));
}

Fiber::~Fiber() {
  assert(ended_ || !begun_);
  pool_.Give(stack_);
}

void Fiber::Enter(unsigned high, unsigned low) {
  reinterpret_cast<Fiber*>((uintptr_t{high} << 32) | low)->Run();
}

void Fiber::Run() {
  FinishSwitch(nullptr, &resumer_stack_, &resumer_stack_bytes_);
  body_();
  ended_ = true;
  StartSwitch(nullptr, resumer_stack_, resumer_stack_bytes_);  // this stack is done with
  swapcontext(&own_, &resumer_);
}

void Fiber::Resume() {
  assert(!ended_);
  begun_ = true;
  void* fake_stack = nullptr;
  StartSwitch(&fake_stack, stack_, StackPool::kStackBytes);
  swapcontext(&resumer_, &own_);
  FinishSwitch(fake_stack, nullptr, nullptr);
}

void Fiber::Suspend() {
  StartSwitch(&fake_stack_, resumer_stack_, resumer_stack_bytes_);
  swapcontext(&own_, &resumer_);
  FinishSwitch(fake_stack_, &resumer_stack_, &resumer_stack_bytes_);
}

}  // namespace genesys_cfn::simulation
