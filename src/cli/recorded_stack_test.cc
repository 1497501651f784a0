// SPDX-License-Identifier: Apache-2.0
#include "cli/recorded_stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/unknown_values.h"
#include "json/pointer.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kTemplate = R"(
Parameters:
  Url: {Type: String}
  Key: {Type: String, NoEcho: true}
  Stored: {Type: 'AWS::SSM::Parameter::Value<String>'}
Conditions:
  IsLive: !Equals [!Ref Url, https://live]
Resources:
  Api: {Type: 'AWS::ApiGateway::RestApi'}
  A:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue token
      ServiceTimeout: 900
      Name: !Sub '${AWS::StackName}-${AWS::Region}-${AWS::AccountId}-${Stored}'
      Flag: true
      Url: !Sub '${Url}/${Api}'
      Other: !GetAtt B.Id
      Deep: {Root: !GetAtt Api.RootResourceId, Key: !Sub 'k-${Key}', Imported: !ImportValue name}
      Choice: !If [IsLive, a, b]
  B:
    Type: Custom::GenesysDataAction
    Properties: {ServiceToken: x, Name: b}
  Crm:
    Type: Custom::GenesysIntegration
    Properties: {ServiceToken: x, Credentials: {a: !Ref Login, b: !GetAtt Login.Id}, Notes: !GetAtt Login.Name}
  Login: {Type: Custom::GenesysCredential, Properties: {ServiceToken: x}}
  Half:
    Type: Custom::GenesysDataAction
    Properties: {ServiceToken: x}
)";

StackFacts Facts() {
  StackFacts facts;
  facts.stack.id = "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1";
  facts.stack.name = "demo";
  facts.stack.parameters = {{"Url", "https://live"}, {"Key", "****"}, {"Stored", "/path", false, "value"}};
  const auto resource = [](const char* id, const char* physical, const char* type, const char* status) {
    return aws::StackResource{id, physical, type, status, "", ""};
  };
  const std::string type(kDataActionType);
  facts.resources = {resource("B", "custom_-_b", type.c_str(), "CREATE_COMPLETE"),
                     resource("A", "custom_-_a", type.c_str(), "UPDATE_COMPLETE"),
                     resource("Half", "genesys-cfn:nothing:0123456789abcdef", type.c_str(), "CREATE_FAILED"),
                     resource("Gone", "custom_-_c", type.c_str(), "DELETE_COMPLETE"),
                     resource("Crm", "i1", "Custom::GenesysIntegration", "CREATE_COMPLETE"),
                     resource("Login", "c1", "Custom::GenesysCredential", "CREATE_COMPLETE"),
                     resource("Api", "api1", "AWS::ApiGateway::RestApi", "CREATE_COMPLETE")};
  facts.template_text = kTemplate;
  facts.exports = {{"name", "imported"}};
  return facts;
}

std::string At(const RecordedResource& action, std::string_view pointer) {
  const json::Value* value = json::Resolve(action.properties, pointer);
  return value == nullptr || value->AsString() == nullptr ? "no text" : *value->AsString();
}

TEST(RecordedStack, PropertiesAreThoseThatTheFunctionWasSent) {
  const auto actions = RecordedResources(Facts());
  ASSERT_EQ(actions.size(), 4U);
  const RecordedResource& a = actions[0];
  EXPECT_EQ(a.physical_id, "custom_-_a");
  EXPECT_EQ(a.problem, "");
  EXPECT_FALSE(a.properties.Contains("ServiceToken"));
  EXPECT_FALSE(a.properties.Contains("ServiceTimeout"));
  EXPECT_EQ(At(a, "/Name"), "demo-eu-west-1-111122223333-value");
  EXPECT_EQ(At(a, "/Flag"), "true");
  EXPECT_EQ(At(a, "/Url"), "https://live/api1");
  EXPECT_EQ(At(a, "/Other"), "custom_-_b");
  EXPECT_EQ(At(a, "/Deep/Imported"), "imported");
  EXPECT_EQ(At(a, "/Choice"), "a");
}

TEST(RecordedStack, ResourcesOfEveryTypeAreThere) {
  const auto resources = RecordedResources(Facts());
  const RecordedResource& crm = resources[2];
  EXPECT_EQ(crm.type, "Custom::GenesysIntegration");
  EXPECT_EQ(At(crm, "/Credentials/a"), "c1");
  EXPECT_EQ(At(crm, "/Credentials/b"), "c1");
  EXPECT_TRUE(IsUnknown(At(crm, "/Notes")));
}

TEST(RecordedStack, WhatCannotBeKnownIsSaid) {
  const auto actions = RecordedResources(Facts());
  EXPECT_THAT(UnknownParts(actions[0].properties), ElementsAre("!GetAtt Api.RootResourceId", "!Ref Key"));
  EXPECT_TRUE(IsUnknown(At(actions[0], "/Deep/Key")));
  EXPECT_FALSE(IsUnknown(At(actions[0], "/Url")));
}

TEST(RecordedStack, ABranchThatAMaskedParameterChoseIsNotGuessed) {
  StackFacts facts = Facts();
  const std::string decided = "IsLive: !Equals [!Ref Url, https://live]";
  facts.template_text.replace(facts.template_text.find(decided), decided.size(),
                              "IsSet: !Not [!Equals [!Ref Key, '']]\n  IsLive: !Not [!Condition IsSet]");
  const auto actions = RecordedResources(facts);
  EXPECT_EQ(actions[0].problem, "the condition IsLive depends on a NoEcho parameter, which CloudFormation masks");
  EXPECT_EQ(actions[1].problem, "");
}

TEST(RecordedStack, AResourceThatTheTemplateLacksHasAProblem) {
  StackFacts facts = Facts();
  facts.resources[0].logical_id = "Old";
  EXPECT_EQ(RecordedResources(facts).back().problem, "the stack's template has it no longer");
}

TEST(RecordedStack, ATemplateThatCannotBeReadIsEveryActionsProblem) {
  StackFacts facts = Facts();
  facts.template_text = "Resources: [";
  for (const RecordedResource& action : RecordedResources(facts)) {
    EXPECT_NE(action.problem.find("template cannot be read"), std::string::npos) << action.problem;
  }
  facts.resources.clear();
  EXPECT_TRUE(RecordedResources(facts).empty());
}

}  // namespace
}  // namespace genesys_cfn::cli
