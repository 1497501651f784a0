// SPDX-License-Identifier: Apache-2.0
// The host with real processes. Time is a FakeClock; tests wait for what the host logs, and for FIFOs, never for time.
#include "emulator/lambda/lambda_host.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kArn = "arn:aws:lambda:eu-west-1:123456789012:function:f";

// Keeps "event field=value ..." and lets a test wait until something has been logged so many times.
class RecordingLogger final : public Logger {
 public:
  void Log(LogLevel /*level*/, std::string_view event, std::vector<LogField> fields) override {
    std::string line(event);
    for (const LogField& field : fields) {
      line += " " + field.name + "=";
      if (const auto* text = std::get_if<std::string>(&field.value)) line += *text;
      if (const auto* number = std::get_if<int64_t>(&field.value)) line += std::to_string(*number);
      if (const auto* flag = std::get_if<bool>(&field.value)) line += *flag ? "true" : "false";
    }
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    logged_.notify_all();
  }

  // The first `count` lines that begin with `event`; fails the test when they do not come.
  std::vector<std::string> WaitFor(std::string_view event, size_t count = 1) {
    std::unique_lock lock(mutex_);
    const auto arrived = logged_.wait_for(lock, seconds(60), [&] { return Matching(event).size() >= count; });
    EXPECT_TRUE(arrived) << "waiting for " << count << " of " << event << "; logged:\n" << Join(lines_, "\n");
    std::vector<std::string> matching = Matching(event);
    matching.resize(count);
    return matching;
  }
  size_t CountOf(std::string_view event) {
    const std::lock_guard lock(mutex_);
    return Matching(event).size();
  }

 private:
  std::vector<std::string> Matching(std::string_view event) const {
    std::vector<std::string> matching;
    for (const std::string& line : lines_) {
      if (line.starts_with(event)) matching.push_back(line);
    }
    return matching;
  }

  std::mutex mutex_;
  std::condition_variable logged_;
  std::vector<std::string> lines_;
};

constexpr std::string_view kStarted = "lambda.invocation_started";
constexpr std::string_view kFinished = "lambda.invocation_finished";
constexpr std::string_view kFailed = "lambda.invocation_failed";
constexpr std::string_view kIdle = "lambda.environment_idle";
constexpr std::string_view kEnded = "lambda.environment_ended";

std::string Value(const std::string& line, const std::string& field) {
  const size_t start = line.find(" " + field + "=");
  if (start == std::string::npos) return "";
  const size_t from = start + field.size() + 2;
  return line.substr(from, line.find(' ', from) - from);
}

class LambdaHostTest : public testing::Test {
 protected:
  LambdaHostTest() {
    std::string path = testing::TempDir() + "lambda_host_XXXXXX";
    directory_ = mkdtemp(path.data());
    database_ = std::move(Database::OpenInMemory(LambdaHost::Schema(), 1)).value();
    options_.log_directory = directory_ / "logs";
  }
  ~LambdaHostTest() override {
    host_.reset();
    errno = 0;
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a process of the host was not reaped";
    EXPECT_EQ(errno, ECHILD);
    std::filesystem::remove_all(directory_);
  }

  void StartHost() {
    const CloudIdentity identity{.account = "123456789012", .region = "eu-west-1", .origin = ""};
    auto host = LambdaHost::Start(identity, options_, {*database_, clock_, random_, logger_});
    ASSERT_TRUE(host.has_value()) << host.error().message;
    host_ = std::move(host).value();
  }
  static FunctionConfiguration Function() {
    return {.name = "f", .executable = LAMBDA_TESTING_FUNCTION, .environment = {}, .timeout_seconds = 30};
  }
  void StartWith(const FunctionConfiguration& function) {
    StartHost();
    const auto arn = host_->PutFunction(function);
    ASSERT_TRUE(arn.has_value()) << arn.error().message;
    ASSERT_EQ(*arn, kArn);
  }
  void Invoke(const std::string& event) {
    const auto invoked = host_->InvokeAsync(kArn, event);
    ASSERT_TRUE(invoked.has_value()) << invoked.error().message;
  }
  void Advance(Milliseconds duration) {
    clock_.Advance(duration);
    host_->WakeUp();
  }
  std::string Path(const std::string& name) const { return (directory_ / name).native(); }
  std::string Fifo(const std::string& name) const {
    EXPECT_EQ(mkfifo(Path(name).c_str(), 0600), 0);
    return Path(name);
  }
  // Blocks until a function waits for the FIFO, and lets it go on.
  static void Release(const std::string& fifo) {
    const int descriptor = open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_GE(descriptor, 0);
    close(descriptor);
  }
  std::string Content(const std::string& name) const {
    const auto content = ReadFile(Path(name));
    return content.has_value() ? *content : "unreadable: " + content.error().message;
  }

  std::filesystem::path directory_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'678)};
  SeededRandom random_{1};
  RecordingLogger logger_;
  std::unique_ptr<Database> database_;
  LambdaHostOptions options_;
  std::unique_ptr<LambdaHost> host_;
};

TEST_F(LambdaHostTest, DeliversAnEventToAProcess) {
  StartWith(Function());
  Invoke("append " + Path("out") + " hello");
  logger_.WaitFor(kFinished);
  EXPECT_EQ(Content("out"), "hello\n");
}

TEST_F(LambdaHostTest, OneEnvironmentDeliversInOrderAndIsUsedAgain) {
  options_.limits.max_environments = 1;
  StartWith(Function());
  for (const char* text : {"1", "2", "3", "4"}) Invoke("append " + Path("out") + " " + text);
  logger_.WaitFor(kFinished, 4);
  EXPECT_EQ(Content("out"), "1\n2\n3\n4\n");
  std::set<std::string> environments;
  for (const std::string& line : logger_.WaitFor(kStarted, 4)) environments.insert(Value(line, "environment"));
  EXPECT_EQ(environments.size(), 1U);
}

TEST_F(LambdaHostTest, NeverRunsMoreEnvironmentsThanTheLimit) {
  options_.limits.max_environments = 2;
  StartWith(Function());
  const std::string first = Fifo("first");
  const std::string second = Fifo("second");
  const std::string third = Fifo("third");
  for (const std::string& fifo : {first, second, third}) Invoke("wait " + fifo);
  logger_.WaitFor(kStarted, 2);
  EXPECT_EQ(logger_.CountOf(kStarted), 2U);
  Release(first);
  logger_.WaitFor(kStarted, 3);
  EXPECT_EQ(logger_.CountOf(kFinished), 1U);
  Release(third);
  Release(second);
  logger_.WaitFor(kFinished, 3);
}

TEST_F(LambdaHostTest, ManyEventsAreEachDeliveredOnce) {
  StartWith(Function());
  std::set<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    expected.insert(std::to_string(i));
    Invoke(Concat("append ", Path("out"), " ", i));
  }
  logger_.WaitFor(kFinished, 100);
  const std::string content = Content("out");
  const auto lines = Split(Trim(content), '\n');
  EXPECT_EQ(lines.size(), 100U);
  EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()), expected);
}

TEST_F(LambdaHostTest, ACrashIsTriedAgainTwiceWithTheSameRequestId) {
  StartWith(Function());
  Invoke("crash");
  logger_.WaitFor(kFailed, 1);
  Advance(seconds(60));
  logger_.WaitFor(kFailed, 2);
  Advance(seconds(120));
  const auto failures = logger_.WaitFor(kFailed, 3);
  for (const std::string& failure : failures) {
    EXPECT_EQ(Value(failure, "request_id"), Value(failures[0], "request_id"));
    EXPECT_THAT(failure, HasSubstr("reason=Runtime.ExitError: Runtime exited with error: signal: killed"));
  }
  EXPECT_EQ(Value(failures[0], "will_retry"), "true");
  EXPECT_EQ(Value(failures[1], "will_retry"), "true");
  EXPECT_EQ(Value(failures[2], "will_retry"), "false");
  const std::string log = ReadFile(host_->LogFileOf("f")).value();
  EXPECT_THAT(log, HasSubstr("RequestId: " + Value(failures[0], "request_id") + " Error: Runtime.ExitError: "));
}

TEST_F(LambdaHostTest, AProcessThatExitsWithoutAnAnswerHasFailed) {
  StartWith(Function());
  Invoke("exit");
  EXPECT_THAT(logger_.WaitFor(kFailed)[0], HasSubstr("Runtime exited without providing a reason"));
}

TEST_F(LambdaHostTest, APostedErrorHasFailedAndLeavesTheEnvironmentInUse) {
  StartWith(Function());
  Invoke("error Function.Odd");
  EXPECT_EQ(Value(logger_.WaitFor(kFailed)[0], "reason"), "Function.Odd");
  logger_.WaitFor(kIdle);
  Invoke("append " + Path("out") + " x");
  logger_.WaitFor(kFinished);
  EXPECT_EQ(logger_.CountOf(kEnded), 0U);
}

TEST_F(LambdaHostTest, AFunctionThatHangsIsKilledAtItsTimeout) {
  StartWith(Function());
  Invoke("hang");
  logger_.WaitFor(kStarted);
  Advance(seconds(30));
  EXPECT_THAT(logger_.WaitFor(kFailed)[0], HasSubstr("Sandbox.Timeout: Task timed out after 30.00 seconds"));
  logger_.WaitFor(kEnded);
}

TEST_F(LambdaHostTest, InitErrorsAndEarlyEndsHaveFailed) {
  FunctionConfiguration function = Function();
  function.environment["TESTING_INIT"] = "error";
  StartWith(function);
  Invoke("hang");
  EXPECT_EQ(Value(logger_.WaitFor(kFailed)[0], "reason"), "Runtime.NoSecret");
  function.environment["TESTING_INIT"] = "exit";
  ASSERT_TRUE(host_->PutFunction(function).has_value());
  Invoke("hang");
  EXPECT_THAT(logger_.WaitFor(kFailed, 2)[1], HasSubstr("Runtime exited with error: exit status 3"));
}

TEST_F(LambdaHostTest, AnInitialisationThatHangsIsKilled) {
  FunctionConfiguration function = Function();
  function.environment["TESTING_INIT"] = "hang";
  StartWith(function);
  Invoke("hang");
  Advance(seconds(40));
  EXPECT_THAT(logger_.WaitFor(kFailed)[0], HasSubstr("Sandbox.Timeout"));
  logger_.WaitFor(kEnded);
}

TEST_F(LambdaHostTest, ASecondAnswerIs403AndAnUnknownInvocation400) {
  StartWith(Function());
  Invoke("twice " + Path("out"));
  logger_.WaitFor(kIdle);
  EXPECT_EQ(Content("out"), "202\n403\n400\n");
}

TEST_F(LambdaHostTest, AskingAgainWithoutAnAnswerGivesTheSameEvent) {
  StartWith(Function());
  Invoke("again " + Path("out"));
  logger_.WaitFor(kFinished);
  EXPECT_EQ(Content("out"), "same\n");
}

TEST_F(LambdaHostTest, AnAnswerThatIsTooLargeIs413AndHasFailed) {
  StartWith(Function());
  Invoke("large 6291556 " + Path("out"));
  logger_.WaitFor(kFinished);
  Invoke("large 6291557 " + Path("out"));
  EXPECT_EQ(Value(logger_.WaitFor(kFailed)[0], "reason"), "Function.ResponseSizeTooLarge");
  logger_.WaitFor(kIdle, 2);
  EXPECT_EQ(Content("out"), "202\n413\n");
}

TEST_F(LambdaHostTest, TheProcessHasTheEnvironmentOfLambdaAndNothingElse) {
  setenv("SECRET_OF_THE_HOST", "hunter2", 1);
  const auto sigpipe_before = signal(SIGPIPE, SIG_IGN);  // as a server does
  options_.access_key_id = "AKID";
  options_.secret_access_key = Secret<std::string>("secret-key");
  options_.extra_environment = {{"AWS_ENDPOINT_URL", "http://127.0.0.1:4566"}, {"OVERRIDDEN", "host"}};
  FunctionConfiguration function = Function();
  function.environment = {{"OVERRIDDEN", "function"}, {"OWN", "a b"}};
  StartWith(function);
  const int inheritable = open("/dev/null", O_RDONLY);  // deliberately without close-on-exec
  Invoke("environment " + Path("out"));
  logger_.WaitFor(kFinished);
  close(inheritable);
  unsetenv("SECRET_OF_THE_HOST");
  signal(SIGPIPE, sigpipe_before);

  std::set<std::string> names;
  std::set<std::string> lines;
  const std::string content = Content("out");
  for (const std::string_view line : Split(Trim(content), '\n')) {
    lines.emplace(line);
    if (const size_t equals = line.find('='); equals != std::string_view::npos) names.emplace(line.substr(0, equals));
  }
  EXPECT_THAT(names,
              ElementsAre("AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL",
                          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
                          "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
                          "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "LAMBDA_RUNTIME_DIR",
                          "LAMBDA_TASK_ROOT", "LANG", "OVERRIDDEN", "OWN", "PATH", "TZ", "_HANDLER"));
  const std::string folder = std::filesystem::path(LAMBDA_TESTING_FUNCTION).parent_path().native();
  for (const std::string& line :
       {std::string("OVERRIDDEN=function"), std::string("OWN=a b"), std::string("AWS_REGION=eu-west-1"),
        std::string("AWS_LAMBDA_FUNCTION_NAME=f"), std::string("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256"),
        "LAMBDA_TASK_ROOT=" + folder, "cwd " + folder, std::string("sigpipe default"), std::string("sigterm free")}) {
    EXPECT_TRUE(lines.contains(line)) << line << " is not in\n" << content;
  }
  // Besides the standard streams only its own: the file, the socket and the listing itself.
  size_t inherited = 0;
  for (const std::string& line : lines) inherited += line.starts_with("fd ") && line.ends_with(" /dev/null") ? 1 : 0;
  EXPECT_EQ(inherited, 0U) << content;
  EXPECT_THAT(content, testing::HasSubstr("fd 0 pipe:"));
}

TEST_F(LambdaHostTest, OutputGoesToTheLogFileOfTheFunctionAndNoEventDoes) {
  StartWith(Function());
  Invoke("print visible hidden");
  logger_.WaitFor(kFinished);
  EXPECT_EQ(ReadFile(host_->LogFileOf("f")).value(), "2026-01-02T03:04:05.678Z visible\n");
  struct stat status {};
  ASSERT_EQ(stat(host_->LogFileOf("f").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(LambdaHostTest, ASynchronousInvocationGivesTheAnswerAndTheLog) {
  StartWith(Function());
  const auto result = host_->Invoke("f", {.payload = "print visible"});
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_FALSE(result->failed);
  EXPECT_THAT(result->log, testing::MatchesRegex("START RequestId: [^\n]* Version: \\$LATEST\nvisible\nEND RequestId: "
                                                 "[^\n]*\nREPORT RequestId: [^\n]*Memory Size: 256 MB\t\n"));
  const auto failed = host_->Invoke("f", {.payload = "error Function.Bad"});
  ASSERT_TRUE(failed.has_value());
  EXPECT_TRUE(failed->failed);
  EXPECT_EQ(failed->payload, "{}");
  const auto crashed = host_->Invoke("f", {.payload = "exit"});
  EXPECT_THAT(crashed->payload, HasSubstr(R"("errorType":"Runtime.ExitError")"));
  EXPECT_EQ(host_->Invoke("g", {.payload = ""}).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(host_->SetReservedConcurrency("f", 0).has_value());
  EXPECT_EQ(host_->Invoke("f", {.payload = ""}).error().code, ErrorCode::kRateLimited);
}

TEST_F(LambdaHostTest, TheClientContextReachesTheFunction) {
  StartWith(Function());
  const std::string file = directory_ / "context";
  ASSERT_TRUE(host_->Invoke("f", {.payload = "context " + file, .client_context = R"({"a":"b"})"}).has_value());
  ASSERT_TRUE(host_->Invoke("f", {.payload = "context " + file}).has_value());
  EXPECT_EQ(ReadFile(file).value(), "{\"a\":\"b\"}\n\n");
  EXPECT_EQ(host_->Invoke("f", {.payload = "", .client_context = std::string(2'688, 'x')}).error().code,
            ErrorCode::kInvalidInput);
}

TEST_F(LambdaHostTest, AnImpatientCallerLeavesAndTheFunctionGoesOn) {
  StartWith(Function());
  const std::string fifo = Fifo("fifo");
  Result<SynchronousResult> result = SynchronousResult{};
  std::thread caller(
      [&] { result = host_->Invoke("f", {.payload = "wait " + fifo, .patience = Milliseconds(2'000)}); });
  logger_.WaitFor(kStarted);
  clock_.Advance(Milliseconds(2'000));
  host_->WakeUp();
  caller.join();
  EXPECT_EQ(result.error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(result.error().message, HasSubstr("within 2000 ms"));
  close(open(fifo.c_str(), O_WRONLY | O_CLOEXEC));
  logger_.WaitFor(kFinished);
}

TEST_F(LambdaHostTest, AStoppedHostReleasesWhoWaits) {
  StartWith(Function());
  Result<SynchronousResult> result = SynchronousResult{};
  std::thread caller([&] { result = host_->Invoke("f", {.payload = "hang"}); });
  logger_.WaitFor(kStarted);
  host_->Stop();
  caller.join();
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
}

TEST_F(LambdaHostTest, HowEventsAreTreatedIsKept) {
  StartWith(Function());
  ASSERT_TRUE(host_->SetEventInvoke("f", {1, 90}).has_value());
  ASSERT_TRUE(host_->SetReservedConcurrency("f", 3).has_value());
  EXPECT_FALSE(host_->SetEventInvoke("f", {5, std::nullopt}).has_value());
  EXPECT_EQ(host_->SetEventInvoke("g", {}).error().code, ErrorCode::kNotFound);
  host_.reset();
  StartHost();
  const FunctionConfiguration kept = *host_->FindFunction("f");
  EXPECT_EQ(kept.max_retry_attempts, 1);
  EXPECT_EQ(kept.max_event_age_seconds, 90);
  EXPECT_EQ(kept.reserved_concurrency, 3);
}

TEST_F(LambdaHostTest, AProcessThatTheFunctionLeftBehindIsKilledToo) {
  StartWith(Function());
  const std::string fifo = Fifo("fifo");
  Invoke("leave " + fifo);
  const int descriptor = open(fifo.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  pollfd watched{.fd = descriptor, .events = 0, .revents = 0};
  EXPECT_EQ(poll(&watched, 1, 60'000), 1) << "a process still holds the FIFO open";
  close(descriptor);
  logger_.WaitFor(kFailed);
}

TEST_F(LambdaHostTest, AProgramThatCannotRunIsRefusedAndOneThatDisappearsFailsTheInvocation) {
  StartHost();
  FunctionConfiguration function = Function();
  function.executable = Path("copy");
  const auto refused = host_->PutFunction(function);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(refused.error().message, HasSubstr(Path("copy")));
  std::filesystem::copy_file(LAMBDA_TESTING_FUNCTION, Path("copy"));
  ASSERT_TRUE(host_->PutFunction(function).has_value());
  std::filesystem::remove(Path("copy"));
  Invoke("hang");
  const std::string expected = "Runtime.InvalidEntrypoint: Couldn't find valid bootstrap(s): [" + Path("copy") + "]";
  EXPECT_THAT(logger_.WaitFor(kFailed)[0], HasSubstr(expected));
  EXPECT_THAT(ReadFile(host_->LogFileOf("f")).value(), HasSubstr(expected));
}

TEST_F(LambdaHostTest, APackageForAnotherArchitectureIsNamed) {
  StartHost();
  FunctionConfiguration function = Function();
  function.executable = Path("foreign");
  // The beginning of a program for a processor that is none.
  std::string program(
      "\x7f"
      "ELF\x02\x01\x01",
      7);
  program.resize(64);
  program.replace(16, 4, "\x02\x01\xee\xee", 4);
  ASSERT_TRUE(WriteFileAtomically(function.executable, program).has_value());
  std::filesystem::permissions(function.executable, std::filesystem::perms::owner_all);
  ASSERT_TRUE(host_->PutFunction(function).has_value());
  Invoke("hang");
  EXPECT_THAT(logger_.WaitFor(kFailed)[0], HasSubstr("the package is for another architecture"));
}

TEST_F(LambdaHostTest, UnknownFunctionsAreNotFoundInLambdasWords) {
  StartWith(Function());
  for (const std::string arn : {"arn:aws:lambda:eu-west-1:123456789012:function:g",
                                "arn:aws:lambda:us-east-1:123456789012:function:f", "f", ""}) {
    const auto invoked = host_->InvokeAsync(arn, "{}");
    ASSERT_FALSE(invoked.has_value());
    EXPECT_EQ(invoked.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(invoked.error().message, "Function not found: " + arn);
  }
  EXPECT_EQ(host_->GetFunction("g").error().code, ErrorCode::kNotFound);
  const auto too_large = host_->InvokeAsync(kArn, std::string(kMaxEventBytes + 1, 'x'));
  EXPECT_EQ(too_large.error().code, ErrorCode::kInvalidInput);
}

TEST_F(LambdaHostTest, ADeletedFunctionDropsWaitingEventsAndFinishesTheRunningOne) {
  options_.limits.max_environments = 1;
  StartWith(Function());
  const std::string fifo = Fifo("fifo");
  Invoke("wait " + fifo);
  logger_.WaitFor(kStarted);
  for (int i = 0; i < 3; ++i) Invoke("append " + Path("out") + " x");
  ASSERT_TRUE(host_->DeleteFunction("f").has_value());
  EXPECT_EQ(Value(logger_.WaitFor("lambda.events_dropped")[0], "count"), "3");
  EXPECT_EQ(host_->InvokeAsync(kArn, "hang").error().code, ErrorCode::kNotFound);
  Release(fifo);
  logger_.WaitFor(kFinished);
  logger_.WaitFor(kEnded);
  EXPECT_FALSE(std::filesystem::exists(Path("out")));
  EXPECT_TRUE(host_->DeleteFunction("f").has_value());
  EXPECT_TRUE(host_->ListFunctions().empty());
}

TEST_F(LambdaHostTest, AReplacedFunctionRunsWithItsNewConfiguration) {
  StartWith(Function());
  Invoke("append " + Path("out") + " x");
  logger_.WaitFor(kIdle);
  FunctionConfiguration function = Function();
  function.environment = {{"VERSION", "2"}};
  ASSERT_TRUE(host_->PutFunction(function).has_value());
  logger_.WaitFor(kEnded);
  Invoke("environment " + Path("environment"));
  logger_.WaitFor(kFinished, 2);
  EXPECT_THAT(Content("environment"), HasSubstr("VERSION=2\n"));
}

TEST_F(LambdaHostTest, IdleEnvironmentsEnd) {
  StartWith(Function());
  Invoke("append " + Path("out") + " x");
  logger_.WaitFor(kIdle);
  Advance(seconds(60));
  logger_.WaitFor(kEnded);
  Invoke("append " + Path("out") + " y");
  logger_.WaitFor(kFinished, 2);
  EXPECT_EQ(logger_.CountOf(kFailed), 0U);
}

TEST_F(LambdaHostTest, FunctionsAreReadBackFromTheDatabase) {
  FunctionConfiguration function = Function();
  function.environment = {{"NAME", "value"}};
  StartWith(function);
  host_.reset();
  StartHost();
  const auto functions = host_->ListFunctions();
  ASSERT_EQ(functions.size(), 1U);
  EXPECT_EQ(functions[0].name, "f");
  EXPECT_EQ(host_->GetFunction("f")->environment, function.environment);
  Invoke("append " + Path("out") + " again");
  logger_.WaitFor(kFinished);
  EXPECT_EQ(Content("out"), "again\n");
  ASSERT_TRUE(host_->DeleteFunction("f").has_value());
  host_.reset();
  StartHost();
  EXPECT_TRUE(host_->ListFunctions().empty());
}

TEST_F(LambdaHostTest, StopKillsHungIdleAndStartingProcessesAndCanBeRepeated) {
  StartWith(Function());
  FunctionConfiguration starting = Function();
  starting.name = "starting";
  starting.environment = {{"TESTING_INIT", "hang"}};
  ASSERT_TRUE(host_->PutFunction(starting).has_value());
  Invoke("append " + Path("out") + " x");
  logger_.WaitFor(kIdle);
  for (int i = 0; i < 3; ++i) Invoke("hang");
  ASSERT_TRUE(host_->InvokeAsync(host_->ArnOf("starting"), "hang").has_value());
  logger_.WaitFor(kStarted, 4);
  std::thread other([this] { host_->Stop(); });
  host_->Stop();
  other.join();
  host_->Stop();
  EXPECT_EQ(logger_.CountOf("lambda.invocation_abandoned"), 3U);
  EXPECT_EQ(host_->InvokeAsync(kArn, "hang").error().code, ErrorCode::kUnavailable);
}

TEST_F(LambdaHostTest, TheDispatcherWakesByItselfWhenTheRealClockSaysSo) {
  options_.limits.retry_delays = {Milliseconds{1}};
  const CloudIdentity identity{.account = "123456789012", .region = "eu-west-1", .origin = ""};
  const SystemClock clock;
  const auto host = LambdaHost::Start(identity, options_, {*database_, clock, random_, logger_});
  ASSERT_TRUE(host.has_value());
  ASSERT_TRUE((*host)->PutFunction(Function()).has_value());
  ASSERT_TRUE((*host)->InvokeAsync(kArn, "exit").has_value());
  logger_.WaitFor(kFailed, 3);
}

TEST_F(LambdaHostTest, StopDuringAStormOfEventsLosesNoProcess) {
  StartWith(Function());
  for (const char* event : {"crash", "exit", "hang", "error Function.Odd", "crash", "print x", "exit", "crash"}) {
    Invoke(event);
  }
  logger_.WaitFor(kFailed, 2);
  host_->Stop();
}

}  // namespace
}  // namespace genesys_cfn::emulator
