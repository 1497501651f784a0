// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/lambda_host.h"

#include <algorithm>
#include <cstring>
#include <system_error>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/lambda/execution_environment.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kLatest = ":$LATEST";
constexpr std::string_view kHexDigits = "0123456789abcdef";
// The dispatcher looks at the clock at least this often.
constexpr Milliseconds kLongestWait{60'000};

std::string TraceId(Random& random, WallTime now) {
  const auto seconds = static_cast<uint64_t>(ToEpochMilliseconds(now) / 1000);
  std::string root;
  for (int shift = 28; shift >= 0; shift -= 4) root += kHexDigits[(seconds >> shift) & 0xf];
  return Concat("Root=1-", root, "-", RandomText(random, kHexDigits, 24),
                ";Parent=", RandomText(random, kHexDigits, 16), ";Sampled=0");
}

std::string Describe(const ChildExit& exit) {
  constexpr std::string_view kType = "Runtime.ExitError: ";
  if (exit.signaled) {
    const char* name = sigdescr_np(exit.number);
    const std::string text = name != nullptr ? ToLower(name) : std::to_string(exit.number);
    return Concat(kType, "Runtime exited with error: signal: ", text);
  }
  if (exit.number == 0) return Concat(kType, "Runtime exited without providing a reason");
  return Concat(kType, "Runtime exited with error: exit status ", exit.number);
}

std::string DescribeStart(const Error& error, std::string_view program) {
  if (error.code != ErrorCode::kInvalidInput) return Concat("Sandbox.Failure: ", error.message);
  const bool is_foreign = error.message.find("Exec format error") != std::string::npos;
  return Concat("Runtime.InvalidEntrypoint: Couldn't find valid bootstrap(s): [", program, "] (", error.message,
                is_foreign ? ": the package is for another architecture" : "", ")");
}

}  // namespace

class LambdaHost::Session final : public RuntimeSession {
 public:
  Session(LambdaHost& host, EnvironmentId id, std::shared_ptr<OutputReader> output)
      : host_(host), id_(id), output_(std::move(output)) {}
  std::variant<RuntimeInvocation, RuntimeReply> Next() override {
    auto next = host_.Next(id_);
    if (std::holds_alternative<RuntimeInvocation>(next)) output_->Begin();
    return next;
  }
  // The function wrote before it answered, so that all of it is there.
  RuntimeReply Answer(std::string_view request_id, RuntimeAnswer answer, std::string_view error_type,
                      std::string_view body) override {
    return host_.Answer(id_, request_id, answer, error_type, {std::string(body), output_->Tail()});
  }
  RuntimeReply InitError(std::string_view error_type) override { return host_.InitError(id_, error_type); }

 private:
  LambdaHost& host_;
  const EnvironmentId id_;
  const std::shared_ptr<OutputReader> output_;
};

LambdaHost::LambdaHost(const CloudIdentity& identity, LambdaHostOptions options, const LambdaHostParts& parts)
    : identity_(identity),
      options_(std::move(options)),
      parts_(parts),
      store_(parts.database),
      logs_(options_.log_directory, parts.clock),
      dispatch_(options_.limits) {}

Result<std::unique_ptr<LambdaHost>> LambdaHost::Start(const CloudIdentity& identity, LambdaHostOptions options,
                                                      const LambdaHostParts& parts) {
  std::error_code error;
  std::filesystem::create_directories(options.log_directory, error);
  if (error) {
    return Error{ErrorCode::kIo,
                 Concat("making the log directory ", options.log_directory.native(), ": ", error.message())};
  }
  options.log_directory = std::filesystem::absolute(options.log_directory);
  std::unique_ptr<LambdaHost> host(new LambdaHost(identity, std::move(options), parts));
  TRY_ASSIGN(const auto functions, host->store_.Load());
  for (const FunctionConfiguration& function : functions) host->dispatch_.Put(function);
  host->dispatcher_ = std::thread([&started = *host] { started.RunDispatcher(); });
  return host;
}

LambdaHost::~LambdaHost() {
  Stop();
}

Result<std::string> LambdaHost::PutFunction(const FunctionConfiguration& configuration) {
  TRY_ASSIGN(FunctionConfiguration checked, CheckFunction(configuration));
  checked.last_modified = FormatIso8601(parts_.clock.Now());
  checked.revision_id = RandomUuid(parts_.random);
  const std::lock_guard registry_lock(registry_mutex_);
  TRY(store_.Save(checked));
  const std::lock_guard lock(mutex_);
  dispatch_.Put(checked);
  Notify();
  return ArnOf(checked.name);
}

Result<void> LambdaHost::DeleteFunction(std::string_view name) {
  const std::lock_guard registry_lock(registry_mutex_);
  TRY(store_.Remove(name));
  const std::lock_guard lock(mutex_);
  dispatch_.Delete(name);
  Notify();
  return {};
}

// For what leaves environments as they are.
Result<void> LambdaHost::Change(std::string_view name, const std::function<void(FunctionConfiguration&)>& change) {
  const std::lock_guard registry_lock(registry_mutex_);
  TRY_ASSIGN(FunctionConfiguration changed, GetFunction(name));
  change(changed);
  changed.revision_id = RandomUuid(parts_.random);
  TRY_ASSIGN(changed, CheckFunction(changed));
  TRY(store_.Save(changed));
  const std::lock_guard lock(mutex_);
  dispatch_.Reconfigure(changed, parts_.clock.SteadyNow());
  Notify();
  return {};
}

Result<void> LambdaHost::SetEventInvoke(std::string_view name, const EventInvokeSettings& settings) {
  return Change(name, [&settings](FunctionConfiguration& configuration) {
    configuration.max_retry_attempts = settings.max_retry_attempts.value_or(configuration.max_retry_attempts);
    configuration.max_event_age_seconds = settings.max_event_age_seconds.value_or(configuration.max_event_age_seconds);
  });
}

Result<void> LambdaHost::SetReservedConcurrency(std::string_view name, std::optional<int> reserved) {
  return Change(name,
                [reserved](FunctionConfiguration& configuration) { configuration.reserved_concurrency = reserved; });
}

std::optional<FunctionConfiguration> LambdaHost::FindFunction(std::string_view name) const {
  const auto found = GetFunction(name);
  return found.has_value() ? std::optional(*found) : std::nullopt;
}

Result<SynchronousResult> LambdaHost::Invoke(std::string_view name, SynchronousCall call) {
  if (Base64Encode(call.client_context).size() > kMaxClientContextBytes) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("the client context must have at most ", kMaxClientContextBytes, " bytes of base64")};
  }
  LambdaEvent event{.request_id = RandomUuid(parts_.random),
                    .trace_id = TraceId(parts_.random, parts_.clock.Now()),
                    .payload = std::move(call.payload),
                    .client_context = std::move(call.client_context)};
  const std::string request_id = event.request_id;
  std::unique_lock lock(mutex_);
  const Error stopped{ErrorCode::kUnavailable, "the local Lambda has been stopped"};
  if (stopping_) return stopped;
  const FunctionConfiguration* found = dispatch_.Find(name);
  if (found == nullptr) return Error{ErrorCode::kNotFound, Concat("Function not found: ", ArnOf(name))};
  const int memory = found->memory_megabytes;
  const SteadyTime begin = parts_.clock.SteadyNow();
  if (!dispatch_.Invoke(name, std::move(event), begin)) return Error{ErrorCode::kRateLimited, "Rate Exceeded."};
  Notify();
  std::optional<InvocationOutcome> outcome;
  while (!(outcome = dispatch_.TakeOutcome(request_id)).has_value()) {
    if (stopping_) return stopped;
    if (!call.patience.has_value()) {
      deliveries_.wait(lock);
      continue;
    }
    const auto left = std::chrono::ceil<Milliseconds>(begin + *call.patience - parts_.clock.SteadyNow());
    if (left <= Milliseconds{0}) {
      dispatch_.Abandon(request_id);
      return Error{ErrorCode::kDeadlineExceeded,
                   Concat("the function did not answer within ", call.patience->count(), " ms")};
    }
    deliveries_.wait_for(lock, left);
  }
  const auto took = std::chrono::duration_cast<Milliseconds>(parts_.clock.SteadyNow() - begin).count();
  lock.unlock();
  SynchronousResult result{outcome->failed, std::move(outcome->payload), ""};
  std::string written = outcome->log.empty() ? LogOf(outcome->environment) : std::move(outcome->log);
  if (!written.empty() && !written.ends_with('\n')) written += '\n';
  result.log = Concat("START RequestId: ", request_id, " Version: $LATEST\n", written, "END RequestId: ", request_id,
                      "\nREPORT RequestId: ", request_id, "\tDuration: ", took, ".00 ms\tBilled Duration: ", took,
                      " ms\tMemory Size: ", memory, " MB\t\n");
  return result;
}

std::string LambdaHost::LogOf(EnvironmentId id) const {
  std::shared_ptr<OutputReader> output;
  {
    const std::lock_guard lock(mutex_);
    const auto position = outputs_.find(id);
    if (position != outputs_.end()) output = position->second.lock();
  }
  return output == nullptr ? "" : output->Tail();
}

Result<void> LambdaHost::InvokeAsync(std::string_view function_arn, std::string payload) {
  if (payload.size() > kMaxEventBytes) {
    return Error{ErrorCode::kInvalidInput, Concat("the event has ", payload.size(), " bytes: it must be smaller than ",
                                                  kMaxEventBytes, " bytes for the InvokeFunction operation")};
  }
  const std::string prefix = ArnOf("");
  const Error not_found{ErrorCode::kNotFound, Concat("Function not found: ", function_arn)};
  if (!function_arn.starts_with(prefix)) return not_found;
  std::string_view name = function_arn.substr(prefix.size());
  if (name.ends_with(kLatest)) name.remove_suffix(kLatest.size());
  LambdaEvent event{.request_id = RandomUuid(parts_.random),
                    .trace_id = TraceId(parts_.random, parts_.clock.Now()),
                    .payload = std::move(payload)};
  const std::lock_guard lock(mutex_);
  if (stopping_) return Error{ErrorCode::kUnavailable, "the local Lambda has been stopped"};
  if (dispatch_.Find(name) == nullptr) return not_found;
  dispatch_.Enqueue(name, std::move(event), parts_.clock.SteadyNow());
  Notify();
  return {};
}

Result<FunctionConfiguration> LambdaHost::GetFunction(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const FunctionConfiguration* configuration = dispatch_.Find(name);
  if (configuration == nullptr) return Error{ErrorCode::kNotFound, Concat("Function not found: ", ArnOf(name))};
  return *configuration;
}

std::vector<FunctionConfiguration> LambdaHost::ListFunctions() const {
  const std::lock_guard lock(mutex_);
  return dispatch_.List();
}

std::vector<FunctionConfiguration> LambdaHost::Running() const {
  const std::lock_guard lock(mutex_);
  return dispatch_.Running();
}

std::string LambdaHost::ArnOf(std::string_view name) const {
  return Concat("arn:aws:lambda:", identity_.region, ":", identity_.account, ":function:", name);
}

std::filesystem::path LambdaHost::LogFileOf(std::string_view name) const {
  return logs_.FileOf(name);
}

void LambdaHost::WakeUp() {
  const std::lock_guard lock(mutex_);
  Notify();
}

void LambdaHost::Stop() {
  std::call_once(stopped_, [this] {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      Notify();
    }
    if (dispatcher_.joinable()) dispatcher_.join();
  });
}

std::variant<RuntimeInvocation, RuntimeReply> LambdaHost::Next(EnvironmentId id) {
  std::unique_lock lock(mutex_);
  const Dispatch::Waiting waiting = dispatch_.Next(id, parts_.clock.SteadyNow());
  Notify();
  if (waiting.reply.verdict != RuntimeVerdict::kAccepted) return waiting.reply;
  while (true) {
    if (auto delivery = dispatch_.Take(id, waiting.ticket)) {
      Notify();
      const auto left = delivery->deadline - parts_.clock.SteadyNow();
      return RuntimeInvocation{.request_id = std::move(delivery->event.request_id),
                               .function_arn = ArnOf(delivery->function),
                               .trace_id = std::move(delivery->event.trace_id),
                               .deadline = parts_.clock.Now() + std::chrono::duration_cast<Milliseconds>(left),
                               .payload = std::move(delivery->event.payload),
                               .client_context = std::move(delivery->event.client_context)};
    }
    if (!dispatch_.IsWaiting(id, waiting.ticket)) return RuntimeReply{RuntimeVerdict::kStopping, "Ended"};
    deliveries_.wait(lock);
  }
}

RuntimeReply LambdaHost::Answer(EnvironmentId id, std::string_view request_id, RuntimeAnswer answer,
                                std::string_view error_type, RuntimeOutput output) {
  const std::lock_guard lock(mutex_);
  const RuntimeReply reply =
      dispatch_.Answer(id, request_id, answer, error_type, parts_.clock.SteadyNow(), std::move(output));
  Notify();
  return reply;
}

RuntimeReply LambdaHost::InitError(EnvironmentId id, std::string_view error_type) {
  const std::lock_guard lock(mutex_);
  const RuntimeReply reply = dispatch_.InitError(id, error_type, parts_.clock.SteadyNow());
  Notify();
  return reply;
}

void LambdaHost::Exited(EnvironmentId id, std::string_view reason, std::string log) {
  const std::lock_guard lock(mutex_);
  dispatch_.Exited(id, reason, parts_.clock.SteadyNow(), std::move(log));
  Notify();
}

void LambdaHost::RunDispatcher() {
  Environments environments;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    dispatch_.Tick(parts_.clock.SteadyNow());
    deliveries_.notify_all();
    auto actions = dispatch_.TakeActions();
    if (actions.empty()) {
      Wait(lock);
      continue;
    }
    lock.unlock();
    Perform(std::move(actions), environments);
    lock.lock();
  }
  lock.unlock();
  EndAll(environments);
}

// Any change wakes the dispatcher, so a due time that is nearer than the one waited for is never missed.
void LambdaHost::Wait(std::unique_lock<std::mutex>& lock) {
  Milliseconds longest = kLongestWait;
  if (const auto due = dispatch_.NextDue()) {
    const auto left = std::chrono::ceil<Milliseconds>(*due - parts_.clock.SteadyNow());
    longest = std::clamp(left, Milliseconds{0}, kLongestWait);
  }
  dispatcher_wakes_.wait_for(lock, longest);
}

void LambdaHost::Perform(const std::vector<Dispatch::Action>& actions, Environments& environments) {
  bool released = false;
  for (const Dispatch::Action& action : actions) {
    if (const auto* start = std::get_if<Dispatch::StartEnvironment>(&action)) {
      StartEnvironment(*start, environments);
    } else if (const auto* kill = std::get_if<Dispatch::KillEnvironment>(&action)) {
      if (const auto position = environments.find(kill->id); position != environments.end()) position->second->Kill();
    } else if (const auto* release = std::get_if<Dispatch::ReleaseEnvironment>(&action)) {
      released = true;
      environments.erase(release->id);
      const std::lock_guard lock(mutex_);
      outputs_.erase(release->id);
    } else {
      WriteNote(std::get<Dispatch::Note>(action));
    }
  }
  if (released && options_.on_release) options_.on_release();
}

void LambdaHost::StartEnvironment(const Dispatch::StartEnvironment& start, Environments& environments) {
  const FunctionConfiguration& configuration = start.configuration;
  auto reader = OutputReader::Start([this, name = configuration.name](std::string_view lines) { Keep(name, lines); });
  if (!reader.has_value()) {
    Exited(start.id, DescribeStart(reader.error(), configuration.executable));
    return;
  }
  const std::shared_ptr<OutputReader> output = std::move(*reader);
  {
    const std::lock_guard lock(mutex_);
    outputs_[start.id] = output;
  }
  const std::filesystem::path executable = configuration.executable;
  EnvironmentSpecification specification{.program = executable,
                                         .working_directory = executable.parent_path(),
                                         .variables = VariablesOf(configuration),
                                         .output = output};
  if (options_.interpreter.has_value()) {
    specification.program = options_.interpreter->program;
    specification.arguments = options_.interpreter->options;
    specification.arguments.push_back(executable.native());
    specification.data_bytes = static_cast<uint64_t>(configuration.memory_megabytes) << 20;
  }
  auto environment = ExecutionEnvironment::Start(
      specification, std::make_unique<Session>(*this, start.id, output),
      [this, id = start.id, output](const ChildExit& exit) { Exited(id, Describe(exit), output->Tail()); });
  if (!environment.has_value()) {
    Exited(start.id, DescribeStart(environment.error(), configuration.executable));
    return;
  }
  environments.emplace(start.id, std::move(environment).value());
}

void LambdaHost::Keep(std::string_view function, std::string_view lines) {
  const auto written = logs_.Append(function, lines);
  if (!written.has_value()) parts_.logger.Warning("lambda.log_failed", {{"reason", written.error().message}});
}

void LambdaHost::WriteNote(const Dispatch::Note& note) {
  if (!note.log_line.empty()) Keep(note.function, note.log_line);
  parts_.logger.Log(note.level, note.event, note.fields);
}

void LambdaHost::EndAll(Environments& environments) {
  std::vector<Dispatch::Action> actions;
  {
    const std::lock_guard lock(mutex_);
    dispatch_.Shutdown();
    actions = dispatch_.TakeActions();
    deliveries_.notify_all();
  }
  std::erase_if(actions, [](const auto& action) { return std::holds_alternative<Dispatch::StartEnvironment>(action); });
  Perform(std::move(actions), environments);
  environments.clear();
}

std::map<std::string, std::string> LambdaHost::VariablesOf(const FunctionConfiguration& configuration) const {
  const std::filesystem::path program = configuration.executable;
  const std::string day = ReplaceAll(FormatIso8601(parts_.clock.Now()).substr(0, 10), "-", "/");
  std::map<std::string, std::string> variables = {
      {"PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin"},
      {"LANG", "en_US.UTF-8"},
      {"TZ", ":UTC"},
      {"_HANDLER", program.filename().native()},
      {"LAMBDA_TASK_ROOT", program.parent_path().native()},
      {"LAMBDA_RUNTIME_DIR", "/var/runtime"},
      {"AWS_REGION", identity_.region},
      {"AWS_DEFAULT_REGION", identity_.region},
      {"AWS_LAMBDA_FUNCTION_NAME", configuration.name},
      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(configuration.memory_megabytes)},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_LAMBDA_LOG_GROUP_NAME", Concat("/aws/lambda/", configuration.name)},
      {"AWS_LAMBDA_LOG_STREAM_NAME", Concat(day, "/[$LATEST]", RandomText(parts_.random, kHexDigits, 32))},
  };
  if (options_.interpreter.has_value()) {
    variables["_HANDLER"] = configuration.handler;
    variables["AWS_EXECUTION_ENV"] = Concat("AWS_Lambda_", configuration.runtime);
  }
  if (!options_.access_key_id.empty()) {
    variables["AWS_ACCESS_KEY_ID"] = options_.access_key_id;
    variables["AWS_SECRET_ACCESS_KEY"] = options_.secret_access_key.Reveal();
    variables["AWS_SESSION_TOKEN"] = options_.session_token.Reveal();
    if (options_.session_token.Reveal().empty()) variables.erase("AWS_SESSION_TOKEN");
  }
  for (const auto& [name, value] : options_.extra_environment) variables[name] = value;
  for (const auto& [name, value] : configuration.environment) variables[name] = value;
  return variables;
}

void LambdaHost::Notify() {
  dispatcher_wakes_.notify_all();
  deliveries_.notify_all();
}

}  // namespace genesys_cfn::emulator
