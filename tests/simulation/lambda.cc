// SPDX-License-Identifier: Apache-2.0
#include "simulation/lambda.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::simulation {

Result<std::string> SimulatedLambda::PutFunction(const emulator::FunctionConfiguration& configuration) {
  return Concat("arn:aws:lambda:us-east-1:000000000000:function:", configuration.name);
}

Result<void> SimulatedLambda::DeleteFunction(std::string_view /*name*/) {
  return {};
}

Result<void> SimulatedLambda::InvokeAsync(std::string_view /*function_arn*/, std::string payload) {
  Milliseconds delay{static_cast<int64_t>(RandomBelow(parts_.random, 50))};
  if (RandomBelow(parts_.random, 1'000) < options_.late_per_mille) {
    delay = Milliseconds{static_cast<int64_t>(RandomBelow(parts_.random, 120'000))};
  }
  if (RandomBelow(parts_.random, 1'000) < options_.duplicate_per_mille) {
    const bool is_close = RandomBelow(parts_.random, 4) == 0;
    if (is_close) ++close_duplicates_;
    const auto close = static_cast<uint64_t>(options_.close.count());
    const Milliseconds apart{static_cast<int64_t>(is_close ? RandomBelow(parts_.random, close)
                                                           : close + RandomBelow(parts_.random, 400'000))};
    Queue({.payload = payload, .attempt = options_.retries, .queued = parts_.scheduler.Now()}, delay + apart);
  }
  Queue({.payload = std::move(payload), .queued = parts_.scheduler.Now()}, delay);
  return {};
}

void SimulatedLambda::Calm() {
  options_.late_per_mille = 0;
  options_.duplicate_per_mille = 0;
}

void SimulatedLambda::Retire() {
  idle_.clear();
  for (const auto& running : running_) running->last = true;
}

void SimulatedLambda::Queue(Delivery delivery, Milliseconds delay) {
  ++waiting_;
  parts_.scheduler.After(delay, [this, delivery = std::move(delivery)] {
    --waiting_;
    if (running_.size() >= options_.concurrency) return Wait(delivery);
    Begin(delivery);
  });
}

void SimulatedLambda::Wait(Delivery delivery) {
  constexpr Milliseconds kFirst{1'000};
  constexpr Milliseconds kLongest{300'000};
  if (options_.throttled_events == ThrottledEvents::kInOrder) {
    line_.push_back(std::move(delivery));
    return;
  }
  Milliseconds delay = kFirst;
  if (options_.throttled_events == ThrottledEvents::kDoubling) {
    for (int i = 0; i < delivery.throttles && delay < kLongest; ++i) delay = std::min(2 * delay, kLongest);
    // Without chance all events would come back at the same moments. How Lambda spreads them is not known.
    const auto half = static_cast<uint64_t>(delay.count() / 2);
    delay += Milliseconds{static_cast<int64_t>(RandomBelow(parts_.random, 2 * half))} - delay / 2;
  }
  ++delivery.throttles;
  if (IsTooOld(delivery, delay)) return;
  Queue(std::move(delivery), delay);
}

bool SimulatedLambda::IsTooOld(const Delivery& delivery, Milliseconds after) {
  const bool is_too_old = parts_.scheduler.Now() + after - delivery.queued > options_.most_age;
  if (is_too_old) ++dropped_;
  return is_too_old;
}

void SimulatedLambda::BeginThoseInLine() {
  while (!line_.empty() && running_.size() < options_.concurrency) {
    Delivery next = std::move(line_.front());
    line_.pop_front();
    if (!IsTooOld(next, Milliseconds{0})) Begin(std::move(next));
  }
}

void SimulatedLambda::Begin(Delivery delivery) {
  delivery.number = ++deliveries_;
  const auto running = std::make_shared<Running>();
  running->delivery = std::move(delivery);
  const std::weak_ptr<Running> weak = running;
  if (!idle_.empty() && (options_.always_reuses || RandomBelow(parts_.random, 4) != 0)) {
    running->environment = idle_.back();
    idle_.pop_back();
  } else {
    running->environment = parts_.make_environment();
  }
  running->requests_before = running->environment->requests();
  running_.push_back(running);
  most_running_ = std::max(most_running_, running_.size());
  parts_.begins(running->delivery);
  running->process = parts_.scheduler.Start([this, running = running.get(), weak] {
    const std::shared_ptr<Running> kept = weak.lock();
    const aws::Invocation invocation{Concat("lambda-", running->delivery.number),
                                     parts_.scheduler.Now() + options_.timeout, running->delivery.payload};
    try {
      const aws::InvocationOutcome outcome = running->environment->Handle(
          invocation, running->delivery.number, [this, weak] { End(weak.lock(), true, false); });
      End(kept, false, !outcome.error_type.empty());
    } catch (const ProcessKilled&) {
      End(kept, true, true);
      throw;
    }
  });
  parts_.scheduler.After(options_.timeout, [this, weak] {
    const auto late = weak.lock();
    if (late && !late->over) End(late, true, true);
  });
}

void SimulatedLambda::End(const std::shared_ptr<Running>& running, bool killed, bool again) {
  if (running->over) return;
  running->over = true;
  const auto place = std::find(running_.begin(), running_.end(), running);
  running_.erase(place);
  parts_.ended(running->delivery, {killed, again, running->environment->requests() - running->requests_before});
  if (killed) {
    running->process->Kill();
    parts_.scheduler.After(Milliseconds{0}, [running] {});  // the alarm may still be in its environment
  } else {
    if (!running->last) idle_.push_back(running->environment);
  }
  BeginThoseInLine();
  if (!again || running->delivery.attempt >= options_.retries) return;
  Delivery next = running->delivery;
  ++next.attempt;
  next.throttles = 0;
  next.queued = parts_.scheduler.Now();
  Queue(std::move(next), Milliseconds{next.attempt == 1 ? 60'000 : 120'000});
}

}  // namespace genesys_cfn::simulation
