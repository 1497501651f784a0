// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};

TEST(DoctorClock, IsComparedWithAServers) {
  EXPECT_EQ(JudgeClock(std::nullopt, kNow).state, CheckState::kNotTested);
  EXPECT_EQ(JudgeClock(kNow + Milliseconds(59'000), kNow).state, CheckState::kOk);
  const Check behind = JudgeClock(kNow + Milliseconds(61'000), kNow);
  EXPECT_EQ(behind.state, CheckState::kWarning);
  EXPECT_EQ(behind.detail, "this machine is 61 s behind the servers");
  const Check ahead = JudgeClock(kNow - Milliseconds(3'600'000), kNow);
  EXPECT_EQ(ahead.state, CheckState::kFailed);
  EXPECT_EQ(ahead.detail, "this machine is 3600 s ahead of the servers");
  EXPECT_THAT(ahead.remedy, HasSubstr("set the clock"));
}

TEST(DoctorClock, DatesOfHttp) {
  EXPECT_EQ(ParseHttpDate("Fri, 02 Jan 2026 03:04:05 GMT"), kNow);
  for (const char* text : {"", "2026-01-02T03:04:05Z", "Fri, 02 Jan 2026 03:04:05 GMT+1", "Fri, 02 Jan 2026"}) {
    EXPECT_EQ(ParseHttpDate(text), std::nullopt) << text;
  }
}

TEST(DoctorReach, TheRemedyFollowsTheCause) {
  const auto remedy = [](const char* message) {
    return JudgeUnreachable("https://x", Error{ErrorCode::kUnavailable, message}).remedy;
  };
  EXPECT_THAT(remedy("x: the host name could not be resolved"), HasSubstr("the region's name"));
  EXPECT_THAT(remedy("x: the host name of the proxy could not be resolved"), HasSubstr("correct HTTPS_PROXY"));
  EXPECT_THAT(remedy("x: the server's certificate cannot be verified: y"), HasSubstr("SSL_CERT_FILE"));
  EXPECT_THAT(remedy("x: could not connect: refused"), HasSubstr("check the network"));
}

aws::FunctionDetails Function() {
  aws::FunctionDetails function;
  function.arn = "arn:f";
  function.runtime = "provided.al2023";
  function.architecture = "arm64";
  function.state = "Active";
  function.last_update_status = "Successful";
  return function;
}

TEST(DoctorFunction, ItsState) {
  EXPECT_EQ(JudgeFunction(Function()).state, CheckState::kOk);
  auto function = Function();
  function.state = "Failed";
  EXPECT_EQ(JudgeFunction(function).state, CheckState::kFailed);
  function = Function();
  function.last_update_status = "InProgress";
  EXPECT_EQ(JudgeFunction(function).state, CheckState::kWarning);
  function = Function();
  function.runtime = "nodejs20.x";
  EXPECT_THAT(JudgeFunction(function).remedy, HasSubstr("provided.al2023"));
}

std::string Program(char machine) {
  std::string program(
      "\x7f"
      "ELF\x02\x01",
      6);
  program.resize(64, '\0');
  program[18] = machine;
  return program;
}

TEST(DoctorPackage, ItsArchitectureIsTheFunctions) {
  EXPECT_EQ(ArchitectureOf(Program(62)), "x86_64");
  EXPECT_EQ(ArchitectureOf(Program(static_cast<char>(183))), "arm64");
  EXPECT_EQ(ArchitectureOf(Program(3)), std::nullopt);
  EXPECT_EQ(ArchitectureOf("#!/bin/sh\n"), std::nullopt);
  EXPECT_EQ(ArchitectureOf(Program(62).substr(0, 19)), std::nullopt);
  EXPECT_EQ(JudgePackage(Program(62), "x86_64").state, CheckState::kOk);
  EXPECT_EQ(JudgePackage(Program(62), "").state, CheckState::kOk);
  const Check wrong = JudgePackage(Program(62), "arm64");
  EXPECT_EQ(wrong.state, CheckState::kFailed);
  EXPECT_EQ(wrong.detail, "built for x86_64, and the function is arm64");
  EXPECT_EQ(JudgePackage("x", "arm64").state, CheckState::kFailed);
}

TEST(DoctorIntegrations, AreThoseThatTheTemplateNames) {
  const auto loaded = cloudformation::LoadTemplate(R"({
    "Parameters": {"P": {"Type": "String", "Default": "Of a parameter"}, "Q": {"Type": "String"}},
    "Resources": {
      "A": {"Type": "Custom::GenesysDataAction", "Properties": {"IntegrationName": "Plain"}},
      "B": {"Type": "Custom::GenesysDataAction", "Properties": {"IntegrationName": {"Ref": "P"}}},
      "C": {"Type": "Custom::GenesysDataAction", "Properties": {"IntegrationName": {"Ref": "Q"}}},
      "D": {"Type": "Custom::GenesysDataAction", "Properties": {"IntegrationName": "Plain"}},
      "E": {"Type": "Custom::Other", "Properties": {"IntegrationName": "Not ours"}}}})");
  ASSERT_TRUE(loaded.value);
  EXPECT_THAT(WantedIntegrations(*loaded.value), ElementsAre("Plain", "Of a parameter"));
}

TEST(DoctorIntegrations, TheTemplatesMustBeThere) {
  const std::vector<genesys::Integration> all = {{"1", "Web Services", "custom-rest-actions", "ENABLED", "ACTIVE"},
                                                 {"2", "Off", "custom-rest-actions", "DISABLED", "INACTIVE"}};
  EXPECT_EQ(JudgeIntegrations(all, {}).at(0).state, CheckState::kOk);
  EXPECT_EQ(JudgeIntegrations({}, {}).at(0).state, CheckState::kFailed);
  const auto checks = JudgeIntegrations(all, {"Web Services", "Off", "Web Servises"});
  ASSERT_EQ(checks.size(), 3U);
  EXPECT_EQ(checks[0].state, CheckState::kOk);
  EXPECT_EQ(checks[1].state, CheckState::kWarning);
  EXPECT_EQ(checks[2].state, CheckState::kFailed);
  EXPECT_EQ(checks[2].remedy, "did you mean Web Services?");
}

std::vector<WantedFunction> FunctionsOf(std::string_view resources) {
  const auto loaded = cloudformation::LoadTemplate(
      Concat(R"({"Parameters": {"P": {"Type": "String", "Default": "mine"}, "N": {"Type": "String"}}, "Resources": {)",
             resources, R"(, "Other": {"Type": "AWS::SNS::Topic"}}})"));
  EXPECT_TRUE(loaded.value);
  return WantedFunctions(&*loaded.value);
}

std::string Action(std::string_view name, std::string_view token) {
  return Concat("\"", name, R"(": {"Type": "Custom::GenesysDataAction", "Properties": {"ServiceToken": )", token, "}}");
}

TEST(DoctorFunctions, AreThoseThatTheTemplateNames) {
  using Way = WantedFunction::Way;
  const WantedFunction usual{Way::kExport, "genesys-cfn-ServiceToken"};
  EXPECT_THAT(WantedFunctions(nullptr), ElementsAre(usual));
  EXPECT_THAT(FunctionsOf(R"("Q": {"Type": "AWS::SQS::Queue"})"), ElementsAre(usual));
  EXPECT_THAT(FunctionsOf(R"("A": {"Type": "Custom::GenesysDataAction"})"), ElementsAre(usual));
  EXPECT_THAT(FunctionsOf(Action("A", R"({"Fn::ImportValue": "not-there"})")),
              ElementsAre(WantedFunction{Way::kExport, "not-there"}));
  EXPECT_THAT(FunctionsOf(Concat(Action("A", R"({"Fn::ImportValue": {"Ref": "P"}})"), ",",
                                 Action("B", R"({"Fn::ImportValue": "mine"})"), ",", Action("C", R"("arn:f")"))),
              ElementsAre(WantedFunction{Way::kExport, "mine"}, WantedFunction{Way::kArn, "arn:f"}));
  for (const char* token : {R"({"Fn::GetAtt": ["Other", "TopicArn"]})", R"({"Ref": "N"})", R"({"Ref": "Other"})",
                            R"({"Fn::ImportValue": {"Fn::Sub": "${P}-x"}})"}) {
    EXPECT_THAT(FunctionsOf(Action("A", token)), ElementsAre(WantedFunction{Way::kElsewhere, "A"})) << token;
  }
}

TEST(DoctorConcurrency, LambdaKeepsSomeUnreserved) {
  EXPECT_EQ(JudgeConcurrency(110).detail,
            "110 executions are not reserved: the provider's stack can have ReservedConcurrency=10");
  EXPECT_EQ(JudgeConcurrency(109).detail,
            "109 executions are not reserved: leave ReservedConcurrency of the provider's stack at 0");
}

}  // namespace
}  // namespace genesys_cfn::cli
