// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/dispatch.h"

#include <algorithm>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

using Phase = RuntimeState::Phase;

// After it has reported an initialisation error, a runtime ends itself; this is how long it may take.
constexpr Milliseconds kInitErrorGrace{2'000};

// "Runtime.ExitError: Runtime exited ..." as a caller sees it.
std::string ErrorDocument(std::string_view request_id, std::string_view reason) {
  const size_t colon = reason.find(": ");
  std::string_view type = reason.substr(0, colon);
  const std::string_view text = colon == std::string_view::npos ? reason : reason.substr(colon + 2);
  if (type == "Sandbox.Timeout") type = "Sandbox.Timedout";
  return json::Write(
      json::Object{{"errorType", type}, {"errorMessage", Concat("RequestId: ", request_id, " Error: ", text)}});
}

std::string TimeoutText(int seconds) {
  return Concat("Sandbox.Timeout: Task timed out after ", seconds, ".00 seconds");
}

}  // namespace

void Dispatch::Put(const FunctionConfiguration& configuration) {
  auto [position, is_new] = functions_.try_emplace(configuration.name);
  Function& function = position->second;
  function.configuration = configuration;
  function.generation = ++counter_;
  if (is_new) function.created = function.generation;
  RetireOld(configuration.name);
}

void Dispatch::Delete(std::string_view function) {
  const auto position = functions_.find(function);
  if (position == functions_.end()) return;
  const size_t queued = position->second.queue.size();
  for (const LambdaEvent& event : position->second.queue) {
    if (!event.synchronous) continue;
    Conclude(event.request_id,
             {true, ErrorDocument(event.request_id, "Sandbox.Failure: The function was deleted"), "", 0});
  }
  functions_.erase(position);
  RetireOld(function);
  DropWaiting(function, queued);
}

const FunctionConfiguration* Dispatch::Find(std::string_view function) const {
  const auto position = functions_.find(function);
  return position == functions_.end() ? nullptr : &position->second.configuration;
}

std::vector<FunctionConfiguration> Dispatch::List() const {
  std::vector<FunctionConfiguration> list;
  for (const auto& [name, function] : functions_) list.push_back(function.configuration);
  return list;
}

std::vector<FunctionConfiguration> Dispatch::Running() const {
  std::vector<FunctionConfiguration> running;
  for (const auto& [id, environment] : environments_) running.push_back(environment.configuration);
  return running;
}

void Dispatch::Reconfigure(const FunctionConfiguration& configuration, SteadyTime now) {
  functions_.find(configuration.name)->second.configuration = configuration;
  Match(configuration.name, now);
}

bool Dispatch::Invoke(std::string_view name, LambdaEvent event, SteadyTime now) {
  Function& function = functions_.find(name)->second;
  if (const auto reserved = function.configuration.reserved_concurrency) {
    const Load load = LoadOf(name);
    const int promised = std::min(load.starting, static_cast<int>(function.queue.size()));
    if (load.running + promised >= *reserved) return false;
  }
  event.synchronous = true;
  event.received = now;
  outcomes_.emplace(event.request_id, std::nullopt);
  function.queue.push_front(std::move(event));
  Match(name, now);
  return true;
}

std::optional<InvocationOutcome> Dispatch::TakeOutcome(std::string_view request_id) {
  const auto position = outcomes_.find(request_id);
  if (position == outcomes_.end() || !position->second.has_value()) return std::nullopt;
  return std::move(outcomes_.extract(position).mapped());
}

void Dispatch::Abandon(std::string_view request_id) {
  const auto position = outcomes_.find(request_id);
  if (position != outcomes_.end()) outcomes_.erase(position);
}

void Dispatch::Conclude(std::string_view request_id, InvocationOutcome outcome) {
  const auto position = outcomes_.find(request_id);
  if (position != outcomes_.end()) position->second = std::move(outcome);
}

void Dispatch::Enqueue(std::string_view function, LambdaEvent event, SteadyTime now) {
  event.received = now;
  functions_.find(function)->second.queue.push_back(std::move(event));
  Match(function, now);
}

Dispatch::Waiting Dispatch::Next(EnvironmentId id, SteadyTime now) {
  const auto position = environments_.find(id);
  if (position == environments_.end()) return {{RuntimeVerdict::kStopping, "Ended"}};
  Environment& environment = position->second;
  const RuntimeReply reply{environment.state.Next(), environment.state.name()};
  if (reply.verdict != RuntimeVerdict::kAccepted) return {reply};
  environment.waiting = true;
  environment.ticket = ++counter_;
  const int64_t ticket = environment.ticket;
  if (environment.state.phase() == Phase::kReady) {
    environment.deadline.reset();
    environment.idle_since = now;
    if (IsCurrent(environment)) {
      Match(std::string(environment.function), now);
    } else {
      End(id, environment);
    }
  }
  if (environment.state.phase() == Phase::kReady) {
    Log(LogLevel::kDebug, "lambda.environment_idle", environment.function, {{"environment", id}});
  }
  return {reply, ticket};
}

std::optional<Dispatch::Delivery> Dispatch::Take(EnvironmentId id, int64_t ticket) {
  if (!IsWaiting(id, ticket)) return std::nullopt;
  Environment& environment = environments_.find(id)->second;
  if (environment.state.phase() != Phase::kRunning) return std::nullopt;
  environment.waiting = false;
  const LambdaEvent& event = *environment.event;
  Log(LogLevel::kDebug, "lambda.invocation_started", environment.function,
      {{"request_id", event.request_id}, {"attempt", event.attempt}, {"environment", id}});
  return Delivery{event, environment.function, *environment.deadline};
}

bool Dispatch::IsWaiting(EnvironmentId id, int64_t ticket) const {
  const auto position = environments_.find(id);
  if (position == environments_.end()) return false;
  const Environment& environment = position->second;
  return environment.waiting && environment.ticket == ticket && environment.state.phase() != Phase::kEnded;
}

RuntimeReply Dispatch::Answer(EnvironmentId id, std::string_view request_id, RuntimeAnswer answer,
                              std::string_view error_type, SteadyTime now, RuntimeOutput output) {
  const auto position = environments_.find(id);
  if (position == environments_.end()) return {RuntimeVerdict::kStopping, "Ended"};
  Environment& environment = position->second;
  const std::string_view before = environment.state.name();
  const RuntimeVerdict verdict = environment.state.Answer(request_id);
  if (verdict != RuntimeVerdict::kAccepted) return {verdict, before};
  if (answer == RuntimeAnswer::kResponse) {
    Log(LogLevel::kDebug, "lambda.invocation_finished", environment.function,
        {{"request_id", environment.event->request_id}, {"attempt", environment.event->attempt}});
    if (environment.event->synchronous) {
      Conclude(environment.event->request_id, {false, std::move(output.body), std::move(output.log), id});
    }
    environment.event.reset();
    return {verdict, before};
  }
  FailEvent(id, environment, error_type, now, std::move(output));
  return {answer == RuntimeAnswer::kError ? verdict : RuntimeVerdict::kTooLarge, before};
}

RuntimeReply Dispatch::InitError(EnvironmentId id, std::string_view error_type, SteadyTime now) {
  const auto position = environments_.find(id);
  if (position == environments_.end()) return {RuntimeVerdict::kStopping, "Ended"};
  Environment& environment = position->second;
  const std::string_view before = environment.state.name();
  const RuntimeVerdict verdict = environment.state.InitError();
  if (verdict == RuntimeVerdict::kAccepted) {
    environment.init_error = error_type;
    environment.deadline = now + kInitErrorGrace;
  }
  return {verdict, before};
}

void Dispatch::Exited(EnvironmentId id, std::string_view reason, SteadyTime now, std::string log) {
  const auto position = environments_.find(id);
  if (position == environments_.end()) return;
  Environment& environment = position->second;
  if (environment.event.has_value()) {
    FailEvent(id, environment, reason, now, {"", std::move(log)});
  } else if (environment.state.phase() == Phase::kStarted || environment.state.phase() == Phase::kInitError) {
    FailInit(id, environment, reason, now, std::move(log));
  }
  const std::string function = environment.function;
  Log(LogLevel::kDebug, "lambda.environment_ended", function, {{"environment", id}});
  environments_.erase(position);
  actions_.emplace_back(ReleaseEnvironment{id});
  Match(function, now);
}

void Dispatch::Tick(SteadyTime now) {
  for (auto& [id, environment] : environments_) {
    if (environment.state.phase() == Phase::kEnded) continue;
    if (environment.deadline.has_value() && *environment.deadline <= now) {
      Expire(id, environment, now);
    } else if (environment.state.phase() == Phase::kReady && environment.idle_since + limits_.idle_timeout <= now) {
      End(id, environment);
    }
  }
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    Delayed delayed = std::move(delayed_.extract(delayed_.begin()).mapped());
    Requeue(functions_.find(delayed.function)->second, std::move(delayed.event));
    Match(delayed.function, now);
  }
  for (auto& [name, function] : functions_) DropOld(name, function, now);
}

void Dispatch::DropOld(std::string_view name, Function& function, SteadyTime now) {
  const auto age = std::chrono::seconds(function.configuration.max_event_age_seconds);
  while (!function.queue.empty() && !function.queue.front().synchronous &&
         function.queue.front().received + age <= now) {
    Log(LogLevel::kWarning, "lambda.event_too_old", name, {{"request_id", function.queue.front().request_id}});
    function.queue.pop_front();
  }
}

std::optional<SteadyTime> Dispatch::NextDue() const {
  std::optional<SteadyTime> due;
  const auto consider = [&due](SteadyTime time) { due = due.has_value() ? std::min(*due, time) : time; };
  if (!delayed_.empty()) consider(delayed_.begin()->first);
  for (const auto& [name, function] : functions_) {
    if (function.queue.empty() || function.queue.front().synchronous) continue;
    consider(function.queue.front().received + std::chrono::seconds(function.configuration.max_event_age_seconds));
  }
  for (const auto& [id, environment] : environments_) {
    if (environment.state.phase() == Phase::kEnded) continue;
    if (environment.deadline.has_value()) consider(*environment.deadline);
    if (environment.state.phase() == Phase::kReady) consider(environment.idle_since + limits_.idle_timeout);
  }
  return due;
}

void Dispatch::Shutdown() {
  for (auto& [name, function] : functions_) {
    const size_t queued = function.queue.size();
    function.queue.clear();
    DropWaiting(name, queued);
  }
  outcomes_.clear();
  for (auto& [id, environment] : environments_) {
    if (environment.event.has_value()) {
      Log(LogLevel::kWarning, "lambda.invocation_abandoned", environment.function,
          {{"request_id", environment.event->request_id}});
    }
    environment.event.reset();
    End(id, environment);
  }
}

Dispatch::Function* Dispatch::CurrentFunction(const Environment& environment) {
  const auto position = functions_.find(environment.function);
  const bool same = position != functions_.end() && position->second.created == environment.created;
  return same ? &position->second : nullptr;
}

bool Dispatch::IsCurrent(const Environment& environment) const {
  const auto position = functions_.find(environment.function);
  return position != functions_.end() && position->second.generation == environment.generation;
}

void Dispatch::End(EnvironmentId id, Environment& environment) {
  if (environment.state.phase() == Phase::kEnded) return;
  environment.state.End();
  environment.deadline.reset();
  actions_.emplace_back(KillEnvironment{id});
}

void Dispatch::RetireOld(std::string_view function) {
  for (auto& [id, environment] : environments_) {
    if (environment.function == function && !IsCurrent(environment) && !environment.event.has_value()) {
      End(id, environment);
    }
  }
}

void Dispatch::DropWaiting(std::string_view function, size_t queued) {
  const size_t delayed = std::erase_if(delayed_, [&](const auto& entry) { return entry.second.function == function; });
  if (queued + delayed == 0) return;
  Log(LogLevel::kWarning, "lambda.events_dropped", function, {{"count", static_cast<int64_t>(queued + delayed)}});
}

void Dispatch::Expire(EnvironmentId id, Environment& environment, SteadyTime now) {
  const std::string timeout = TimeoutText(environment.configuration.timeout_seconds);
  if (environment.event.has_value()) {
    FailEvent(id, environment, timeout, now);
  } else if (environment.state.phase() != Phase::kAnswered) {
    FailInit(id, environment, timeout, now, "");
  }
  End(id, environment);
}

void Dispatch::FailEvent(EnvironmentId id, Environment& environment, std::string_view reason, SteadyTime now,
                         RuntimeOutput output) {
  LambdaEvent event = std::move(*environment.event);
  environment.event.reset();
  Fail(environment, id, std::move(event), reason, now, std::move(output));
}

void Dispatch::FailInit(EnvironmentId id, Environment& environment, std::string_view reason, SteadyTime now,
                        std::string log) {
  Function* function = CurrentFunction(environment);
  if (function == nullptr || function->queue.empty()) return;
  LambdaEvent event = std::move(function->queue.front());
  function->queue.pop_front();
  const std::string& posted = environment.init_error;
  Fail(environment, id, std::move(event), posted.empty() ? reason : posted, now, {"", std::move(log)});
}

void Dispatch::Fail(const Environment& environment, EnvironmentId id, LambdaEvent event, std::string_view reason,
                    SteadyTime now, RuntimeOutput output) {
  const std::string& function = environment.function;
  const auto position = functions_.find(function);
  const bool exists = position != functions_.end() && position->second.created == environment.created;
  const size_t delays = limits_.retry_delays.size();
  const size_t index = std::min(static_cast<size_t>(event.attempt - 1), delays == 0 ? 0 : delays - 1);
  const Milliseconds delay = delays == 0 ? Milliseconds{0} : limits_.retry_delays[index];
  bool retry = exists && !event.synchronous && event.attempt <= position->second.configuration.max_retry_attempts;
  // An event that would be too old then is not tried again.
  retry = retry &&
          now + delay < event.received + std::chrono::seconds(position->second.configuration.max_event_age_seconds);
  Log(retry ? LogLevel::kWarning : LogLevel::kError, "lambda.invocation_failed", function,
      {{"request_id", event.request_id}, {"reason", reason}, {"attempt", event.attempt}, {"will_retry", retry}},
      Concat("RequestId: ", event.request_id, " Error: ", reason, "\n"));
  if (event.synchronous) {
    if (output.body.empty()) output.body = ErrorDocument(event.request_id, reason);
    Conclude(event.request_id, {true, std::move(output.body), std::move(output.log), id});
  }
  if (!retry) return;
  ++event.attempt;
  delayed_.emplace(now + delay, Delayed{function, std::move(event)});
}

// Older events first, so that only the first one can be the next to become too old.
void Dispatch::Requeue(Function& function, LambdaEvent event) {
  const auto place = std::ranges::find_if(function.queue, [&event](const LambdaEvent& other) {
    return !other.synchronous && other.received > event.received;
  });
  function.queue.insert(place, std::move(event));
}

int Dispatch::LimitOf(const Function& function) const {
  return std::min(limits_.max_environments,
                  function.configuration.reserved_concurrency.value_or(limits_.max_environments));
}

Dispatch::Load Dispatch::LoadOf(std::string_view name) const {
  Load load;
  for (const auto& [id, environment] : environments_) {
    if (environment.function != name) continue;
    ++load.total;
    if (environment.event.has_value()) ++load.running;
    if (environment.state.phase() == Phase::kStarted && IsCurrent(environment)) ++load.starting;
  }
  return load;
}

void Dispatch::Match(std::string_view name, SteadyTime now) {
  const auto position = functions_.find(name);
  if (position == functions_.end()) return;
  Function& function = position->second;
  MatchIdle(name, function, now);
  auto [total, running, starting] = LoadOf(name);
  for (; starting < static_cast<int>(function.queue.size()) && total < LimitOf(function); ++starting, ++total) {
    const EnvironmentId id = ++counter_;
    const FunctionConfiguration& configuration = function.configuration;
    environments_.emplace(
        id, Environment{.function = std::string(name),
                        .created = function.created,
                        .generation = function.generation,
                        .configuration = configuration,
                        .state = {},
                        .event = {},
                        .deadline = now + limits_.init_timeout + std::chrono::seconds(configuration.timeout_seconds),
                        .idle_since = now,
                        .init_error = ""});
    actions_.emplace_back(StartEnvironment{id, configuration});
  }
}

// The environment that became idle last takes the event, so that those in excess grow old and end.
void Dispatch::MatchIdle(std::string_view name, Function& function, SteadyTime now) {
  int running = LoadOf(name).running;
  for (; !function.queue.empty() && running < LimitOf(function); ++running) {
    Environment* chosen = nullptr;
    for (auto& [id, environment] : environments_) {
      const bool idle = environment.function == name && IsCurrent(environment) && environment.waiting &&
                        environment.state.phase() == Phase::kReady;
      if (idle && (chosen == nullptr || environment.ticket > chosen->ticket)) chosen = &environment;
    }
    if (chosen == nullptr) return;
    chosen->event = std::move(function.queue.front());
    function.queue.pop_front();
    chosen->state.Deliver(chosen->event->request_id);
    chosen->deadline = now + std::chrono::seconds(chosen->configuration.timeout_seconds);
  }
}

void Dispatch::Log(LogLevel level, std::string_view event, std::string_view function, std::vector<LogField> fields,
                   std::string log_line) {
  fields.insert(fields.begin(), LogField("function", function));
  actions_.emplace_back(Note{level, std::string(event), std::move(fields), std::string(function), std::move(log_line)});
}

}  // namespace genesys_cfn::emulator
