// SPDX-License-Identifier: Apache-2.0
// The simulated Lambda: queues events, runs them in execution environments, ends those that take too long or die, and
// delivers again with the real spacing (a minute, then two more). Some events are late, and some are delivered twice.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "emulator/lambda/function_registry.h"
#include "simulation/environment.h"

namespace genesys_cfn::simulation {

// How a delivery ended.
struct DeliveryEnd {
  bool killed = false;
  bool reported_failed = false;  // the function asked Lambda to deliver the event again
  int requests = 0;
};

// One run of the function for one event.
struct Delivery {
  int number = 0;
  std::string payload;
  int attempt = 0;
  int throttles = 0;
  WallTime queued;
};

// When Lambda tries an event again that found no free concurrency.
enum class ThrottledEvents {
  kSoon,      // after a second
  kInOrder,   // as soon as there is a place, the oldest first
  kDoubling,  // after one second, two, four... up to five minutes, as Lambda documents it; a half of it is random
};

class SimulatedLambda final : public emulator::FunctionRegistry {
 public:
  struct Options {
    Milliseconds timeout{300'000};
    size_t concurrency = 4;
    uint64_t late_per_mille = 0;       // events that wait long in the queue
    uint64_t duplicate_per_mille = 0;  // events that are delivered twice
    Milliseconds close{11'000};        // two deliveries less apart may take themselves for the first, both
    int retries = 2;
    ThrottledEvents throttled_events = ThrottledEvents::kSoon;
    Milliseconds most_age{6 * 3'600'000};  // an event that found no place for so long is dropped
    bool always_reuses = false;            // an idle process rather than a new one
  };
  struct Parts {
    Scheduler& scheduler;
    Random& random;
    std::function<std::unique_ptr<Environment>()> make_environment;
    // A delivery begins, and has ended (killed or not).
    std::function<void(const Delivery&)> begins;
    std::function<void(const Delivery&, const DeliveryEnd&)> ended;
  };
  SimulatedLambda(Parts parts, const Options& options) : parts_(std::move(parts)), options_(options) {}

  Result<std::string> PutFunction(const emulator::FunctionConfiguration& configuration) override;
  Result<void> DeleteFunction(std::string_view name) override;
  Result<void> InvokeAsync(std::string_view function_arn, std::string payload) override;

  // Deliveries that wait or run.
  [[nodiscard]] size_t busy() const { return waiting_ + line_.size() + running_.size(); }
  // Second deliveries while the request is still fresh: nobody can tell them from first ones.
  [[nodiscard]] uint64_t close_duplicates() const { return close_duplicates_; }
  // Events that found no place within their age.
  [[nodiscard]] uint64_t dropped() const { return dropped_; }
  // The most processes that there were at once.
  [[nodiscard]] size_t most_running() const { return most_running_; }
  // From now on events come at once and once.
  void Calm();
  // No process of now gets another event.
  void Retire();

 private:
  struct Running {
    Delivery delivery;
    std::shared_ptr<Process> process;
    std::shared_ptr<Environment> environment;
    int requests_before = 0;
    bool over = false;
    bool last = false;  // its process gets no other event
  };

  void Queue(Delivery delivery, Milliseconds delay);
  void Wait(Delivery delivery);
  void BeginThoseInLine();
  bool IsTooOld(const Delivery& delivery, Milliseconds after);
  void Begin(Delivery delivery);
  void End(const std::shared_ptr<Running>& running, bool killed, bool again);

  Parts parts_;
  Options options_;
  std::vector<std::shared_ptr<Environment>> idle_;
  std::vector<std::shared_ptr<Running>> running_;
  std::deque<Delivery> line_;
  size_t waiting_ = 0;
  int deliveries_ = 0;
  uint64_t close_duplicates_ = 0;
  uint64_t dropped_ = 0;
  size_t most_running_ = 0;
};

}  // namespace genesys_cfn::simulation
