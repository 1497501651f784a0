// SPDX-License-Identifier: Apache-2.0
// Functions in the machine's node. Time is a FakeClock; tests wait for FIFOs and for what they expect, never for time.
#include "emulator/lambda/node_functions.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <sstream>
#include <thread>

#include "base/files.h"
#include "base/find_program.h"
#include "base/text.h"
#include "emulator/lambda/zip_fixture.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class NodeFunctionsTest : public testing::Test {
 protected:
  NodeFunctionsTest() {
    std::string path = testing::TempDir() + "node_functions_XXXXXX";
    directory_ = mkdtemp(path.data());
  }
  ~NodeFunctionsTest() override {
    functions_.reset();
    std::filesystem::remove_all(directory_);
  }
  void SetUp() override {
    ASSERT_NE(node_, "") << "Node.js is not installed: ./dev test does it";
    auto started =
        NodeFunctions::Start({.account = "000000000000", .region = "us-east-1", .origin = ""},
                             {node_, directory_ / "packages", directory_ / "logs"}, {clock_, random_, logger_});
    ASSERT_TRUE(started.has_value()) << started.error().message;
    functions_ = *std::move(started);
  }

  static NodeFunction Function(const std::string& handler = "index.handler") {
    return {.name = "f", .handler = handler, .runtime = "nodejs22.x", .timeout_seconds = 5};
  }
  void Put(const std::vector<ZipEntry>& files, const std::string& handler = "index.handler") {
    const auto put = functions_->PutZip(Function(handler), MakeZip(files));
    ASSERT_TRUE(put.has_value()) << put.error().message;
  }
  // What it returns, or "failed: " and why.
  std::string Invoke(const std::string& event = "{}", const std::string& client_context = "") {
    const auto answer = functions_->Invoke("f", event, client_context);
    if (!answer.has_value()) return "error: " + answer.error().message;
    return (answer->failed ? "failed: " : "") + answer->text;
  }
  std::string Run(const std::string& code, const std::string& event = "{}") {
    Put({{"index.js", code}});
    return Invoke(event);
  }
  std::string Log() const { return ReadFile(directory_ / "logs" / "f.log").value(); }

  // Of functions that are put, or have a process.
  size_t Packages() {
    const auto entries = std::filesystem::directory_iterator(directory_ / "packages");
    return static_cast<size_t>(std::distance(begin(entries), end(entries)));
  }
  // False when it takes too long: processes end, and what was theirs is removed, on another thread.
  bool PackagesBecome(size_t count, Milliseconds passing = {}) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (Packages() != count && std::chrono::steady_clock::now() < limit) {
      clock_.Advance(passing);
      functions_->WakeUp();
      std::this_thread::yield();
    }
    return Packages() == count;
  }

  const std::string node_ = FindProgram("node", ProcessEnvironment());
  std::filesystem::path directory_;
  FakeClock clock_{FromEpochMilliseconds(1'700'000'000'000)};
  SeededRandom random_{1};
  std::ostringstream log_;
  JsonLinesLogger logger_{log_, clock_};
  std::unique_ptr<NodeFunctions> functions_;
};

TEST_F(NodeFunctionsTest, AHandlerAnswersInEachOfItsForms) {
  EXPECT_EQ(Run("exports.handler = async (event) => ({sum: event.a + event.b})", R"({"a":1,"b":2})"), R"({"sum":3})");
  EXPECT_EQ(Run("exports.handler = (event, context, callback) => setTimeout(() => callback(null, 'é'), 1)"), "\"é\"");
  EXPECT_EQ(Run("exports.handler = (event) => ({then: (resolve) => resolve(event)})", "7"), "7");
  EXPECT_EQ(Run("exports.handler = () => 1"), "null") << "neither a promise nor a callback";
  EXPECT_EQ(Run("exports.handler = async () => undefined"), "null");
}

TEST_F(NodeFunctionsTest, ACallbackWaitsForTheEventLoopUnlessToldOtherwise) {
  const std::string code =
      "let late = 0; exports.handler = (event, context, callback) => {"
      "  if (event.hurry) context.callbackWaitsForEmptyEventLoop = false;"
      "  const result = {get late() { return late; }};"
      "  setTimeout(() => late = 1, 20); callback(null, result); }";
  EXPECT_EQ(Run(code, R"({"hurry":false})"), R"({"late":1})");
  EXPECT_EQ(Run("//\n" + code, R"({"hurry":true})"), R"({"late":0})");
}

TEST_F(NodeFunctionsTest, ALateCallbackOfAnEarlierEventDoesNothing) {
  Put({{"index.js",
        "let late; let events = 0; exports.handler = (event, context, callback) => {"
        "  ++events;"
        "  if (event.isFirst) { late = callback; return Promise.resolve(events); }"
        "  if (event.answers) callback(null, events);"
        "  setTimeout(() => late(event.fails ? new Error('late') : null, 'late'), 1); }"}});
  EXPECT_EQ(Invoke(R"({"isFirst":true})"), "1");
  EXPECT_EQ(Invoke(R"({"answers":true})"), "2");
  EXPECT_EQ(Invoke(R"({"answers":true,"fails":true})"), "3");
  EXPECT_EQ(Invoke("{}"), "null");
  EXPECT_EQ(Invoke(R"({"answers":true})"), "5") << "in the same process";
}

TEST_F(NodeFunctionsTest, ModulesOfEachKindAreFound) {
  Put({{"src/index.mjs", "export const handler = async () => import.meta.url.endsWith('task/src/index.mjs')"}},
      "src/index.handler");
  EXPECT_EQ(Invoke(), "true");
  Put({{"package.json", R"({"type":"module"})"},
       {"lib.js", "export default 'lib'"},
       {"index.js", "import lib from './lib.js'; export const handler = async () => lib"}});
  EXPECT_EQ(Invoke(), "\"lib\"");
  Put({{"index.cjs", "const d = require('dep'); exports.a = {b: async () => d + process.cwd().slice(-5)}"},
       {"node_modules/dep/index.js", "module.exports = 'dep'"}},
      "index.a.b");
  EXPECT_EQ(Invoke(), "\"dep/task\"");
}

TEST_F(NodeFunctionsTest, TheContextIsLambdas) {
  Put({{"index.js",
        "exports.handler = async (e, c) => ({...c, left: c.getRemainingTimeInMillis(), done: typeof c.done,"
        " env: process.env.AWS_EXECUTION_ENV + ' ' + process.env._HANDLER})"}});
  const auto context = json::Parse(Invoke("{}", R"({"ININ-Correlation-Id":"c","x-key":"ü"})"));
  ASSERT_TRUE(context.has_value());
  const auto at = [&](std::string_view pointer) { return json::Write(*json::Resolve(*context, pointer)); };
  EXPECT_EQ(at("/functionName"), "\"f\"");
  EXPECT_EQ(at("/functionVersion"), "\"$LATEST\"");
  EXPECT_EQ(at("/memoryLimitInMB"), "\"1536\"");
  EXPECT_EQ(at("/logGroupName"), "\"/aws/lambda/f\"");
  EXPECT_EQ(at("/invokedFunctionArn"), "\"arn:aws:lambda:us-east-1:000000000000:function:f\"");
  EXPECT_EQ(at("/clientContext"), R"({"ININ-Correlation-Id":"c","x-key":"ü"})");
  EXPECT_EQ(at("/callbackWaitsForEmptyEventLoop"), "true");
  EXPECT_EQ(at("/env"), "\"AWS_Lambda_nodejs22.x index.handler\"");
}

TEST_F(NodeFunctionsTest, TheEnvironmentHasNothingOfTheHosts) {
  setenv("GENESYSCLOUD_OAUTHCLIENT_SECRET", "canary", 1);
  const std::string environment = Run("exports.handler = async () => process.env");
  unsetenv("GENESYSCLOUD_OAUTHCLIENT_SECRET");
  EXPECT_THAT(environment, AllOf(HasSubstr("LAMBDA_TASK_ROOT"), Not(HasSubstr("canary")), Not(HasSubstr("ACCESS_KEY")),
                                 Not(HasSubstr("AWS_ENDPOINT_URL")), Not(HasSubstr("GENESYS"))));
}

TEST_F(NodeFunctionsTest, WhatGoesWrongIsSaid) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"exports.handler = async () => { throw new TypeError('no such customer') }",
       "failed: TypeError: no such customer"},
      {"exports.handler = () => { throw new Error('at once') }", "failed: Error: at once"},
      {"exports.handler = (e, c, callback) => callback('a text')", "failed: string: a text"},
      {"exports.handler = async () => { throw undefined }", "failed: undefined: undefined"},
      {"exports.handler = async () => 1n",
       "failed: Runtime.MarshalError: Unable to stringify response body: Do not know how to serialize a BigInt"},
      {"exports.handler = async () => process.exit(3)",
       "failed: Runtime.ExitError: Runtime exited with error: exit status 3"},
      {"exports.handler = async () => process.exit(0)",
       "failed: Runtime.ExitError: Runtime exited without providing a reason"},
      {"exports.handler = async () => process.kill(process.pid, 'SIGKILL')",
       "failed: Runtime.ExitError: Runtime exited with error: signal: killed"},
      {"process.exit(4)", "failed: Runtime.ExitError: Runtime exited with error: exit status 4"},
      {"exports.handler = () => setTimeout(() => { throw new Error('nobody catches it') }, 1)",
       "failed: Error: nobody catches it"},
      {"exports.handler = () => { Promise.reject(new Error('lost')); }",
       "failed: Runtime.UnhandledPromiseRejection: Error: lost"},
      {"exports.other = 1", "failed: Runtime.HandlerNotFound: index.handler is undefined or not exported"},
      {"exports.handler = 1", "failed: Runtime.HandlerNotFound: index.handler is undefined or not exported"},
      {"\nexports.handler = (",
       "failed: Runtime.UserCodeSyntaxError: SyntaxError: Unexpected end of input (index.js:2)"},
      {"require('not-there')", "failed: Runtime.ImportModuleError: Error: Cannot find module 'not-there'"},
      {"throw new RangeError('while loading')", "failed: RangeError: while loading"},
      {"exports.handler = async () => 'x'.repeat(7 << 20)", "failed: Function.ResponseSizeTooLarge: "},
      {"exports.handler = async () => Buffer.alloc(1700 << 20).length",
       "failed: RangeError: Array buffer allocation failed"},
  };
  for (const auto& [code, expected] : cases) {
    EXPECT_THAT(Run(code), testing::StartsWith(expected)) << code;
  }
  EXPECT_EQ(Run("exports.handler = async () => 'well'"), "\"well\"");
  EXPECT_THAT(Log(), HasSubstr("TypeError: no such customer"));
}

TEST_F(NodeFunctionsTest, HandlersThatCannotBeAreNamed) {
  for (const auto& [handler, expected] : std::vector<std::pair<std::string, std::string>>{
           {"handler", "failed: Runtime.MalformedHandlerName: Bad handler handler: it must be FILE.FUNCTION"},
           {"../index.handler", "failed: Runtime.MalformedHandlerName: Bad handler ../index.handler"},
           {"src/index.handler", "failed: Runtime.ImportModuleError: Error: Cannot find module 'src/index'"}}) {
    Put({{"index.js", "exports.handler = async () => 1"}}, handler);
    EXPECT_THAT(Invoke(), testing::StartsWith(expected));
  }
}

TEST_F(NodeFunctionsTest, AFunctionIsStoppedWhenItsTimeIsUp) {
  const std::string fifo = directory_ / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Put({{"index.js",
        Concat("exports.handler = async () => { require('fs').writeFileSync('", fifo, "', ''); for (;;); }")}});
  auto answer = std::async(std::launch::async, [this] { return functions_->Invoke("f", "{}", ""); });
  close(open(fifo.c_str(), O_RDONLY | O_CLOEXEC));  // until the function is there
  clock_.Advance(std::chrono::seconds(5));
  functions_->WakeUp();
  const auto stopped = answer.get();
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(stopped.error().message, HasSubstr("timed out after 5"));
}

// A shell in a session of its own, which no signal to the function's group reaches, holds a FIFO open.
TEST_F(NodeFunctionsTest, WhatAFunctionHasStartedEndsWithIt) {
  const std::string held = directory_ / "held";
  const std::string never = directory_ / "never";
  const std::string ready = directory_ / "ready";
  ASSERT_EQ(mkfifo(held.c_str(), 0600) + mkfifo(never.c_str(), 0600), 0);
  const std::string code = Concat(
      "const fs = require('fs'); exports.handler = async (event) => {"
      "  require('child_process').spawn('/bin/sh', ['-c', 'exec 9>",
      held, "; : >", ready, "; read line <", never,
      "'], {detached: true, stdio: 'ignore', env: event.env}).unref();  while (!fs.existsSync('", ready,
      "') || event.env) {} process.exit(3); }");
  struct Case {
    std::string event;
    bool times_out;
  };
  for (const auto& [event, times_out] : std::vector<Case>{
           {R"({"env":{"PATH":"/bin"}})", true},  // known by its parent
           {"{}", false},                         // known by its environment: the parent has ended
       }) {
    std::filesystem::remove(ready);
    Put({{"index.js", code}});  // forgotten when its process has ended
    auto answer = std::async(std::launch::async, [&] { return functions_->Invoke("f", event, ""); });
    const int descriptor = open(held.c_str(), O_RDONLY | O_CLOEXEC);  // until the shell has opened it, too
    if (times_out) {
      clock_.Advance(std::chrono::seconds(5));
      functions_->WakeUp();
    }
    EXPECT_EQ(answer.get().has_value(), !times_out);
    pollfd watched{.fd = descriptor, .events = 0, .revents = 0};
    EXPECT_EQ(poll(&watched, 1, 20'000), 1) << "the shell goes on: " << event;
    close(descriptor);
    close(open(never.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));  // lets it go
  }
}

TEST_F(NodeFunctionsTest, APackageGoesWithTheLastProcessOfItsFunction) {
  EXPECT_EQ(Run("exports.handler = async () => 1"), "1");
  EXPECT_EQ(Run("exports.handler = async () => 2"), "2");
  EXPECT_TRUE(PackagesBecome(1)) << "of the one that was replaced";
  EXPECT_TRUE(PackagesBecome(0, std::chrono::seconds(61))) << "of one that is idle";
  const auto answer = functions_->Invoke("f", "{}", "");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(Run("exports.handler = async () => 2"), "2");
}

TEST_F(NodeFunctionsTest, APackageStaysWhileAProcessUsesIt) {
  const std::string fifo = directory_ / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  Put({{"index.js", Concat("exports.handler = async () => { const fs = require('fs'); fs.writeFileSync('", fifo,
                           "', ''); fs.readFileSync('", fifo, "'); return require('./late.js') }")},
       {"late.js", "module.exports = 'late'"}});
  auto first = std::async(std::launch::async, [this] { return functions_->Invoke("f", "{}", ""); });
  close(open(fifo.c_str(), O_RDONLY | O_CLOEXEC));  // until the function is there
  EXPECT_EQ(Run("exports.handler = async () => 'new'"), "\"new\"");
  EXPECT_EQ(Packages(), 2u);
  close(open(fifo.c_str(), O_WRONLY | O_CLOEXEC));
  EXPECT_EQ(first.get()->text, "\"late\"");
  EXPECT_TRUE(PackagesBecome(1));
}

TEST_F(NodeFunctionsTest, AProcessServesManyEventsUntilItsFunctionIsReplaced) {
  const std::string code = "let n = 0; exports.handler = async () => ++n";
  EXPECT_EQ(Run(code), "1");
  EXPECT_EQ(Invoke(), "2");
  EXPECT_EQ(Run(code), "1") << "put again";
}

TEST_F(NodeFunctionsTest, ADirectoryIsUsedWhereItIs) {
  std::filesystem::create_directories(directory_ / "code");
  ASSERT_TRUE(
      WriteFileAtomically(directory_ / "code/index.js", "exports.handler = async () => 'from here'").has_value());
  ASSERT_TRUE(functions_->PutDirectory(Function(), directory_ / "code").has_value());
  EXPECT_EQ(Invoke(), "\"from here\"");
  EXPECT_THAT(functions_->PutDirectory(Function(), directory_ / "none").error().message, HasSubstr("is no directory"));
}

TEST_F(NodeFunctionsTest, WrongPackagesAndContextsAreRefused) {
  EXPECT_THAT(functions_->PutZip(Function(), "text").error().message, HasSubstr("is none, or is damaged"));
  EXPECT_THAT(functions_->PutZip(Function(), MakeZip({{"../index.js", ""}})).error().message,
              HasSubstr("no path inside of it"));
  EXPECT_TRUE(std::filesystem::is_empty(directory_ / "packages"));
  Put({{"index.js", "exports.handler = async () => 1"}});
  EXPECT_THAT(Invoke("{}", Concat(R"({"a":")", std::string(3000, 'x'), "\"}")), HasSubstr("3583 bytes of base64"));
}

TEST_F(NodeFunctionsTest, WithoutNodeItSaysWhatToInstall) {
  const auto started = NodeFunctions::Start({}, {"", directory_ / "p", directory_ / "l"}, {clock_, random_, logger_});
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(started.error().message, HasSubstr("apt-get install nodejs"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
