// SPDX-License-Identifier: Apache-2.0
// Which event goes to which execution environment, when environments start and stop, what has failed and when it is
// tried again. Decides only: no lock, no thread, no process. LambdaHost calls it under its mutex, with the time, and
// carries out the actions afterwards.
//
// Every outcome of an event is decided here and once: whatever comes first of an answer, the time-out and the end of
// the process takes the event out of its environment; what comes later finds none.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/lambda/runtime_api.h"

namespace genesys_cfn::emulator {

using EnvironmentId = int64_t;

struct DispatchLimits {
  int max_environments = 8;  // of one function, at the same time
  std::vector<Milliseconds> retry_delays = {Milliseconds{60'000}, Milliseconds{120'000}};  // the last one repeats
  Milliseconds idle_timeout{60'000};
  // Before the first `next`, besides the function's own time-out: Lambda gives an initialisation that took longer than
  // this a second chance within the invocation.
  Milliseconds init_timeout{10'000};
};

struct LambdaEvent {
  std::string request_id;
  std::string trace_id;
  std::string payload;
  std::string client_context = {};  // JSON; "" for none
  int attempt = 1;
  bool synchronous = false;  // somebody waits for the outcome, and there is no retry
  SteadyTime received = {};  // set by Dispatch
};

// What a synchronous invocation came to.
struct InvocationOutcome {
  bool failed = false;
  std::string payload;            // what the function answered, or what went wrong as JSON
  std::string log;                // the end of what it wrote, as far as that was known with the outcome
  EnvironmentId environment = 0;  // 0: none had the event
};

class Dispatch {
 public:
  // What the caller must do, in this order, outside its lock.
  struct StartEnvironment {
    EnvironmentId id;
    FunctionConfiguration configuration;
  };
  struct KillEnvironment {
    EnvironmentId id;
  };
  // The environment has ended: its threads and its endpoint can go.
  struct ReleaseEnvironment {
    EnvironmentId id;
  };
  struct Note {
    LogLevel level;
    std::string event;
    std::vector<LogField> fields;
    std::string function;
    std::string log_line;  // for the function's own log file, "" for none
  };
  using Action = std::variant<StartEnvironment, KillEnvironment, ReleaseEnvironment, Note>;

  struct Delivery {
    LambdaEvent event;
    std::string function;
    SteadyTime deadline;
  };
  // Names one call of `next`: a newer one of the same environment ends the older.
  struct Waiting {
    RuntimeReply reply;
    int64_t ticket = 0;
  };

  explicit Dispatch(DispatchLimits limits) : limits_(std::move(limits)) {}

  // Environments of an earlier configuration end as soon as they have no event.
  void Put(const FunctionConfiguration& configuration);
  // Its waiting events are dropped; those in flight finish and are not tried again.
  void Delete(std::string_view function);
  [[nodiscard]] const FunctionConfiguration* Find(std::string_view function) const;
  [[nodiscard]] std::vector<FunctionConfiguration> List() const;
  // Of each environment that has not gone, as it was started.
  [[nodiscard]] std::vector<FunctionConfiguration> Running() const;
  // Changes how events are treated, and leaves environments alone. The function must exist.
  void Reconfigure(const FunctionConfiguration& configuration, SteadyTime now);
  // The function must exist.
  void Enqueue(std::string_view function, LambdaEvent event, SteadyTime now);
  // A synchronous event. False: refused, for the reserved concurrency is in use. The function must exist.
  [[nodiscard]] bool Invoke(std::string_view function, LambdaEvent event, SteadyTime now);
  // Of a synchronous event, once. nullopt while there is none.
  std::optional<InvocationOutcome> TakeOutcome(std::string_view request_id);
  // Nobody waits for that synchronous event any more. The function goes on with it.
  void Abandon(std::string_view request_id);

  Waiting Next(EnvironmentId id, SteadyTime now);
  // The event for that call of Next, once. nullopt while there is none.
  std::optional<Delivery> Take(EnvironmentId id, int64_t ticket);
  // False when that call of Next will never get an event.
  [[nodiscard]] bool IsWaiting(EnvironmentId id, int64_t ticket) const;
  RuntimeReply Answer(EnvironmentId id, std::string_view request_id, RuntimeAnswer answer, std::string_view error_type,
                      SteadyTime now, RuntimeOutput output = {});
  RuntimeReply InitError(EnvironmentId id, std::string_view error_type, SteadyTime now);
  // The process has ended, or could not be started, for `reason`.
  void Exited(EnvironmentId id, std::string_view reason, SteadyTime now, std::string log = {});

  // Time-outs, idle environments, retries that are due, and events that are too old.
  void Tick(SteadyTime now);
  [[nodiscard]] std::optional<SteadyTime> NextDue() const;
  // Drops all events and ends all environments.
  void Shutdown();
  [[nodiscard]] std::vector<Action> TakeActions() { return std::exchange(actions_, {}); }

 private:
  struct Function {
    FunctionConfiguration configuration;
    int64_t created;     // a function of the same name that is made after a deletion is another one
    int64_t generation;  // grows with every Put
    std::deque<LambdaEvent> queue;
  };
  struct Environment {
    std::string function;
    int64_t created;
    int64_t generation;
    FunctionConfiguration configuration;
    RuntimeState state;
    std::optional<LambdaEvent> event;  // without an answer yet
    std::optional<SteadyTime> deadline;
    SteadyTime idle_since;
    int64_t ticket = 0;
    bool waiting = false;  // a call of Next is blocked
    std::string init_error;
  };
  struct Delayed {
    std::string function;
    LambdaEvent event;
  };
  using Environments = std::map<EnvironmentId, Environment>;

  [[nodiscard]] Function* CurrentFunction(const Environment& environment);
  [[nodiscard]] bool IsCurrent(const Environment& environment) const;
  void End(EnvironmentId id, Environment& environment);
  void RetireOld(std::string_view function);
  void DropWaiting(std::string_view function, size_t queued);
  void Expire(EnvironmentId id, Environment& environment, SteadyTime now);
  // The event of the environment has failed; without one, the oldest waiting event has, for it found no environment.
  void FailEvent(EnvironmentId id, Environment& environment, std::string_view reason, SteadyTime now,
                 RuntimeOutput output = {});
  void FailInit(EnvironmentId id, Environment& environment, std::string_view reason, SteadyTime now, std::string log);
  // `output` has the body that the function posted, "" when it posted none.
  void Fail(const Environment& environment, EnvironmentId id, LambdaEvent event, std::string_view reason,
            SteadyTime now, RuntimeOutput output);
  void Conclude(std::string_view request_id, InvocationOutcome outcome);
  void Requeue(Function& function, LambdaEvent event);
  void DropOld(std::string_view name, Function& function, SteadyTime now);
  [[nodiscard]] int LimitOf(const Function& function) const;
  struct Load {
    int total = 0;     // environments, ended ones that are not gone yet included
    int running = 0;   // have an event
    int starting = 0;  // of the current configuration
  };
  [[nodiscard]] Load LoadOf(std::string_view name) const;
  void Match(std::string_view function, SteadyTime now);
  void MatchIdle(std::string_view name, Function& function, SteadyTime now);
  void Log(LogLevel level, std::string_view event, std::string_view function, std::vector<LogField> fields,
           std::string log_line = "");

  const DispatchLimits limits_;
  std::map<std::string, Function, std::less<>> functions_;
  Environments environments_;
  std::multimap<SteadyTime, Delayed> delayed_;
  // By request id: the synchronous events that somebody waits for; without a value there is no outcome yet.
  std::map<std::string, std::optional<InvocationOutcome>, std::less<>> outcomes_;
  std::vector<Action> actions_;
  int64_t counter_ = 0;
};

}  // namespace genesys_cfn::emulator
