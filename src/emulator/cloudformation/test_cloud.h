// SPDX-License-Identifier: Apache-2.0
// For the tests of this folder: an engine over a database file, a Lambda that records what it is sent, and a provider
// whose behaviour is written in the resources' properties. Answers travel through the response URL and the AnswerSink.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "emulator/cloudformation/answer_sink.h"
#include "emulator/cloudformation/engine.h"
#include "http/message.h"
#include "json/parse.h"
#include "json/write.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kProviderArn = "arn:aws:lambda:us-east-1:000000000000:function:provider";

class FakeFunctions final : public FunctionRegistry {
 public:
  Result<std::string> PutFunction(const FunctionConfiguration& configuration) override {
    functions[configuration.name] = configuration;
    if (on_put) on_put();
    return Concat("arn:aws:lambda:us-east-1:000000000000:function:", configuration.name);
  }
  Result<void> DeleteFunction(std::string_view name) override {
    functions.erase(std::string(name));
    return {};
  }
  Result<void> InvokeAsync(std::string_view function_arn, std::string payload) override {
    if (is_stopped) return Error{ErrorCode::kUnavailable, "the local Lambda has been stopped"};
    const std::string name(function_arn.substr(function_arn.rfind(':') + 1));
    if (!functions.contains(name)) {
      return Error{ErrorCode::kNotFound, Concat("Function not found: ", function_arn)};
    }
    ++invocations;
    if (!loses_events) events.push_back(json::Parse(payload).value());
    return {};
  }

  std::map<std::string, FunctionConfiguration> functions{{"provider", {}}};
  std::function<void()> on_put;    // within PutFunction
  std::deque<json::Value> events;  // not answered yet
  int invocations = 0;
  bool is_stopped = false;
  bool loses_events = false;  // as if the process died before it delivered
};

// The answer of a well-behaved provider. Properties steer it: Fail ("Create", "Update" or "Delete") fails that request;
// a changed Replace gives a new physical id. (Hold, see TestCloud::AnswerOne.)
inline json::Object ProviderAnswer(const json::Value& event, int number) {
  const json::Value& properties = *event.Find("ResourceProperties");
  const json::Value* before = event.Find("OldResourceProperties");
  const std::string type = *event.FindString("RequestType");
  std::string id = event.FindString("PhysicalResourceId").value_or("");
  const bool replaces =
      before != nullptr && before->FindString("Replace").value_or("") != properties.FindString("Replace").value_or("");
  if (type == "Create" || replaces) id = Concat(*event.FindString("LogicalResourceId"), "-", number);
  const bool fails = properties.FindString("Fail") == type;
  json::Object answer{{"Status", fails ? "FAILED" : "SUCCESS"},
                      {"RequestId", *event.FindString("RequestId")},
                      {"StackId", *event.FindString("StackId")},
                      {"LogicalResourceId", *event.FindString("LogicalResourceId")},
                      {"PhysicalResourceId", id},
                      {"Data", json::Object{{"Id", id}}}};
  if (fails) answer.Set("Reason", "no luck");
  return answer;
}

class TestCloud : public testing::Test {
 public:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        Concat("genesys-cfn-engine-", getpid(), "-", testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Start();
  }
  void TearDown() override {
    Stop();
    std::filesystem::remove_all(folder_);
  }

  void Start() {
    database = Database::Open(folder_ / "local.db", Engine::Schema(), 1).value();
    LocalResourceTypesOptions types_options;
    types_options.identity = options.identity;
    types_options.artifacts = {{"code/bootstrap.zip", "/bin/true"},
                               {"genesys-cfn-local/genesys-cfn-provider.zip", "/bin/true"}};
    types = std::make_unique<LocalResourceTypes>(functions, types_options);
    engine = Engine::Open({*database, clock, random, functions, *types, logger}, options).value();
    sink = std::make_unique<AnswerSink>(*engine, clock, logger);
  }
  // As a kill does: nothing is said to anybody, and what was queued is gone.
  void Stop() {
    sink.reset();
    engine.reset();
    types.reset();
    database.reset();
    functions.events.clear();
    held.clear();
  }
  void Restart() {
    Stop();
    Start();
    ASSERT_TRUE(engine->Resume().has_value());
  }

  Result<std::string> Create(const std::string& body, const std::string& name = "demo") {
    StackRequest request;
    request.stack_name = name;
    request.template_body = body;
    return engine->CreateStack(request);
  }
  Result<std::string> Update(const std::string& body, const std::string& name = "demo") {
    StackRequest request;
    request.stack_name = name;
    request.template_body = body;
    return engine->UpdateStack(request);
  }

  json::Value NextEvent() {
    json::Value event = functions.events.front();
    functions.events.pop_front();
    return event;
  }
  http::Response Put(const std::string& url, const std::string& body) {
    const http::SplitUrl split = http::ParseUrl(url).value();
    http::Request request{"PUT", "", split.target, {{"Content-Length", std::to_string(body.size())}}, body};
    return sink->Handle(request);
  }
  // A request of the kind that its property Hold names is not answered but set aside: the function works on it.
  void AnswerOne() {
    const json::Value event = NextEvent();
    const json::Value& properties = *event.Find("ResourceProperties");
    if (properties.FindString("Hold") == *event.FindString("RequestType")) {
      held.push_back(event);
      return;
    }
    Answer(event);
  }
  void Answer(const json::Value& event) {
    const http::Response response = Put(*event.FindString("ResponseURL"), json::Write(ProviderAnswer(event, ++made_)));
    EXPECT_EQ(response.status, 200) << response.body;
  }
  void AnswerAll() {
    while (!functions.events.empty()) AnswerOne();
  }
  void Deploy(const std::string& body) {
    const auto created = Create(body);
    ASSERT_TRUE(created.has_value()) << created.error().message;
    AnswerAll();
    ASSERT_EQ(Status(), "CREATE_COMPLETE") << Events().back();
    seen_ = AllEvents().back().sequence;
  }

  std::string Status(const std::string& name = "demo") {
    const auto stack = engine->DescribeStack(name);
    return stack.has_value() ? std::string(ToString(stack->status)) : stack.error().message;
  }
  std::vector<StackEvent> AllEvents(const std::string& name = "demo", int64_t after = 0) {
    return engine->EventsSince(name, after).value();
  }
  std::vector<ResourceDescription> Resources(const std::string& name = "demo") {
    return engine->DescribeResources(name).value();
  }
  // "A CREATE_COMPLETE reason" since Deploy, oldest first; the stack's own without id.
  std::vector<std::string> Events(const std::string& name = "demo") {
    std::vector<std::string> lines;
    for (const StackEvent& event : AllEvents(name, seen_)) {
      std::string line = Concat(event.logical_id, " ", event.status);
      if (event.resource_type != "AWS::CloudFormation::Stack") line += Concat(" (", event.physical_id, ")");
      if (!event.reason.empty()) line += " " + event.reason;
      lines.push_back(line);
    }
    return lines;
  }

  // The same with the random part of invented ids as "?", and without request ids.
  std::vector<std::string> PlainEvents(const std::string& name = "demo") {
    std::vector<std::string> lines = Events(name);
    for (std::string& line : lines) {
      const size_t request = line.find(" (RequestId: ");
      if (request != std::string::npos) line.resize(request);
      const size_t id = line.find("(demo-");
      if (id == std::string::npos) continue;
      const size_t end = line.find(')', id);
      line.replace(end - 13, 13, "?");
    }
    return lines;
  }

  // A template of these resources, each `"A": {...}`.
  static std::string Template(const std::vector<std::string>& resources, const std::string& more = "") {
    return Concat("{\"Resources\":{", Join(resources, ","), "}", more, "}");
  }
  static std::string Custom(const std::string& id, const std::string& properties = "", const std::string& more = "") {
    return Concat("\"", id, "\":{\"Type\":\"Custom::Thing\",\"Properties\":{\"ServiceToken\":\"", kProviderArn, "\"",
                  properties.empty() ? "" : ",", properties, "}", more, "}");
  }

  EngineOptions options{{"000000000000", "us-east-1", "http://127.0.0.1:4566"}};
  FakeClock clock{FromEpochMilliseconds(1'767'322'999'000)};
  SeededRandom random{7};
  NullLogger logger;
  FakeFunctions functions;
  std::deque<json::Value> held;
  std::unique_ptr<Database> database;
  std::unique_ptr<LocalResourceTypes> types;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<AnswerSink> sink;

 private:
  std::filesystem::path folder_;
  int made_ = 0;
  int64_t seen_ = 0;
};

}  // namespace genesys_cfn::emulator
