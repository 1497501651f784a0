// SPDX-License-Identifier: Apache-2.0
// The local Lambda: runs functions as real processes that speak the Runtime API, with Lambda's time-outs, concurrency
// and retries. Functions are kept in the database; waiting events are in memory only.
//
// The logger hears what happens: lambda.invocation_failed (with the reason and whether it is tried again),
// lambda.events_dropped, lambda.invocation_abandoned, and at the level debug the normal life of events and
// environments.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "emulator/lambda/dispatch.h"
#include "emulator/lambda/function_log.h"
#include "emulator/lambda/function_registry.h"
#include "emulator/lambda/function_store.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

class ExecutionEnvironment;
class OutputReader;

// Largest event of an asynchronous invocation.
inline constexpr size_t kMaxEventBytes = size_t{1} << 20;

// What runs functions that are scripts.
struct Interpreter {
  std::filesystem::path program;
  std::vector<std::string> options;
};

struct LambdaHostOptions {
  std::filesystem::path log_directory;  // of FunctionLogs: what functions write, and why invocations failed
  DispatchLimits limits;
  std::map<std::string, std::string> extra_environment;  // for every function; the function's own variables win
  std::string access_key_id;                             // credentials in every environment; none if this is empty
  Secret<std::string> secret_access_key;
  Secret<std::string> session_token;
  // With one, each executable is started by it, in the environment of a managed runtime: with the handler and the
  // runtime of the configuration, and with no more memory than that has.
  std::optional<Interpreter> interpreter = {};
  // Called when environments have gone, on the host's own thread; the host may be asked and told anything but to stop.
  std::function<void()> on_release = {};
};

// All must outlive the host.
struct LambdaHostParts {
  Database& database;
  const Clock& clock;
  Random& random;
  Logger& logger;
};

// Of a client context, in base64.
inline constexpr size_t kMaxClientContextBytes = 3'583;

struct SynchronousCall {
  std::string payload = {};
  std::string client_context = {};            // JSON; "" for none
  std::optional<Milliseconds> patience = {};  // how long the caller waits; without it, as long as the function takes
};

struct SynchronousResult {
  bool failed = false;  // the function's own failure, or that of its process
  std::string payload;
  std::string log;  // the end of what was written, between START and REPORT
};

class LambdaHost final : public FunctionRegistry {
 public:
  // The tables that the database must have.
  static std::string_view Schema() { return FunctionStore::Schema(); }

  // Reads the functions back. kIo when the database cannot be read or the log directory cannot be made.
  static Result<std::unique_ptr<LambdaHost>> Start(const CloudIdentity& identity, LambdaHostOptions options,
                                                   const LambdaHostParts& parts);

  LambdaHost(const LambdaHost&) = delete;
  LambdaHost& operator=(const LambdaHost&) = delete;
  ~LambdaHost() override;

  Result<std::string> PutFunction(const FunctionConfiguration& configuration) override;
  Result<void> DeleteFunction(std::string_view name) override;
  // Does what a stack asks, and what the Lambda API asks.
  Result<void> SetEventInvoke(std::string_view name, const EventInvokeSettings& settings) override;
  Result<void> SetReservedConcurrency(std::string_view name, std::optional<int> reserved);
  [[nodiscard]] std::optional<FunctionConfiguration> FindFunction(std::string_view name) const override;
  // Waits for the function. kNotFound with Lambda's text, kRateLimited when its reserved concurrency is in use,
  // kInvalidInput for too long a client context, kUnavailable when the host is stopped meanwhile, kDeadlineExceeded
  // when the caller's patience is at its end; the function goes on then.
  Result<SynchronousResult> Invoke(std::string_view name, SynchronousCall call);

  // Accepts the ARN with and without ":$LATEST". kInvalidInput for more than kMaxEventBytes, kUnavailable after Stop.
  Result<void> InvokeAsync(std::string_view function_arn, std::string payload) override;

  // kNotFound with Lambda's text.
  Result<FunctionConfiguration> GetFunction(std::string_view name) const;
  [[nodiscard]] std::vector<FunctionConfiguration> ListFunctions() const;  // by name
  // Of each environment that has not gone, as it was started.
  [[nodiscard]] std::vector<FunctionConfiguration> Running() const;
  [[nodiscard]] std::string ArnOf(std::string_view name) const;
  [[nodiscard]] std::filesystem::path LogFileOf(std::string_view name) const;

  // Looks at the clock again: for tests, whose clock moves without waiting.
  void WakeUp();
  // Drops waiting events, kills and reaps every process, joins every thread. Idempotent; the destructor calls it.
  void Stop();

 private:
  class Session;
  using Environments = std::map<EnvironmentId, std::unique_ptr<ExecutionEnvironment>>;

  LambdaHost(const CloudIdentity& identity, LambdaHostOptions options, const LambdaHostParts& parts);

  // Called by the sessions, on the threads of the environments' servers.
  std::variant<RuntimeInvocation, RuntimeReply> Next(EnvironmentId id);
  RuntimeReply Answer(EnvironmentId id, std::string_view request_id, RuntimeAnswer answer, std::string_view error_type,
                      RuntimeOutput output);
  RuntimeReply InitError(EnvironmentId id, std::string_view error_type);
  void Exited(EnvironmentId id, std::string_view reason, std::string log = {});
  Result<void> Change(std::string_view name, const std::function<void(FunctionConfiguration&)>& change);
  void Keep(std::string_view function, std::string_view lines);
  // What a process that was given up has written.
  [[nodiscard]] std::string LogOf(EnvironmentId id) const;

  // The dispatcher thread: the only one that starts processes (they die with it), and the only user of `environments`.
  void RunDispatcher();
  void Wait(std::unique_lock<std::mutex>& lock);
  void Perform(const std::vector<Dispatch::Action>& actions, Environments& environments);
  void StartEnvironment(const Dispatch::StartEnvironment& start, Environments& environments);
  void WriteNote(const Dispatch::Note& note);
  void EndAll(Environments& environments);
  [[nodiscard]] std::map<std::string, std::string> VariablesOf(const FunctionConfiguration& configuration) const;
  // To be called under the lock after every change of dispatch_.
  void Notify();

  const CloudIdentity identity_;
  const LambdaHostOptions options_;
  const LambdaHostParts parts_;
  FunctionStore store_;
  FunctionLogs logs_;
  std::mutex registry_mutex_;  // keeps the database and dispatch_ in step; taken before mutex_, never inside it

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable dispatcher_wakes_;
  std::condition_variable deliveries_;
  Dispatch dispatch_;
  std::map<EnvironmentId, std::weak_ptr<OutputReader>> outputs_;
  bool stopping_ = false;

  std::once_flag stopped_;
  std::thread dispatcher_;
};

}  // namespace genesys_cfn::emulator
