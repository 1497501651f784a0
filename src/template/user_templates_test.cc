// SPDX-License-Identifier: Apache-2.0
// Whole templates of the kinds that users write, evaluated to the last property.
#include <gtest/gtest.h>

#include "base/text.h"
#include "json/write.h"
#include "template/check_active.h"
#include "template/evaluate.h"
#include "template/parameters.h"
#include "template/policies.h"
#include "template/rules.h"
#include "template/stored_parameters.h"

namespace genesys_cfn::cloudformation {
namespace {

Result<std::optional<StoredParameter>> Lookup(std::string_view name) {
  if (name == "/cdk-bootstrap/hnb659fds/version") return std::optional<StoredParameter>({"String", "21"});
  if (name == "/crm/queues") return std::optional<StoredParameter>({"StringList", "sales, support"});
  return std::optional<StoredParameter>();
}

// "id: policy properties" of each deployed resource and "id = value" of each output, one a line.
std::string Deployed(std::string_view text, const std::map<std::string, GivenParameter>& given) {
  LoadResult loaded = LoadTemplate(text);
  if (!loaded.value) return FormatDiagnostic("template", loaded.diagnostics.front());
  EvaluationContext context;
  const auto parameters = ResolveParameters(*loaded.value, given, {});
  if (!parameters) return parameters.error().message;
  const auto stored = FetchStoredParameters(*loaded.value, *parameters, Lookup);
  if (!stored) return stored.error().message;
  context.parameters = *stored;
  context.parameters.insert(parameters->begin(), parameters->end());
  if (loaded.value->has_loops) loaded = LoadTemplate(text, context.parameters);
  if (!loaded.value) return FormatDiagnostic("template", loaded.diagnostics.front());
  Template& source = *loaded.value;
  context.source = &source;
  context.pseudo = {.account_id = "123456789012", .region = "eu-west-1", .stack_id = "arn:stack", .stack_name = "crm"};
  context.ref = [](std::string_view id) { return std::optional<std::string>(Concat(id, "-id")); };
  context.get_att = [](std::string_view id, std::string_view attribute) -> Result<json::Value> {
    return json::Value(Concat(id, '.', attribute));
  };
  context.import = [](std::string_view name) -> Result<std::string> { return Concat("import:", name); };
  const auto rules = EvaluateRules(context);
  if (!rules) return rules.error().message;
  const auto conditions = EvaluateConditions(context);
  if (!conditions) return conditions.error().message;
  context.conditions = *conditions;
  if (const auto resolved = ResolvePolicies(source, context); !resolved) return resolved.error().message;
  if (const auto checked = CheckActiveReferences(context); !checked) return checked.error().message;
  const auto holds = [&](const std::optional<std::string>& condition) {
    return !condition || conditions->at(*condition);
  };
  std::string lines;
  for (const ResourceDeclaration& resource : source.resources) {
    if (!holds(resource.condition)) continue;
    const auto properties = EvaluateProperties(resource.properties, context);
    lines += Concat(resource.logical_id, ": ", static_cast<int>(resource.deletion_policy), ' ',
                    properties ? json::Write(*properties) : properties.error().message, '\n');
  }
  for (const OutputDeclaration& output : source.outputs) {
    if (!holds(output.condition)) continue;
    const auto value = Evaluate(output.value, context);
    lines += Concat(output.key, " = ", value ? json::Write(value->value()) : value.error().message, '\n');
  }
  return lines;
}

TEST(UserTemplates, WhatTheCdkSynthesizes) {
  EXPECT_EQ(Deployed(R"json({
 "Resources": {
  "LookupCase4A5B6C7D": {
   "Type": "Custom::GenesysDataAction",
   "Properties": {
    "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"},
    "Name": "Look up case",
    "Definition": {"Fn::Join": ["", ["{\"host\":\"", {"Fn::GetAtt": ["Api0F1E2D3C", "Host"]}, "\",\"region\":\"", {"Ref": "AWS::Region"}, "\"}"]]}
   },
   "UpdateReplacePolicy": "Delete", "DeletionPolicy": "Delete",
   "Metadata": {"aws:cdk:path": "Crm/LookupCase/Default"}
  },
  "Api0F1E2D3C": {"Type": "Custom::Api", "Properties": {"ServiceToken": "t"}},
  "CDKMetadata": {
   "Type": "AWS::CDK::Metadata",
   "Properties": {"Analytics": "v2:deflate64:H4sIAAAAAAAA"},
   "Condition": "CDKMetadataAvailable"
  }
 },
 "Conditions": {
  "CDKMetadataAvailable": {"Fn::Or": [
    {"Fn::Or": [{"Fn::Equals": [{"Ref": "AWS::Region"}, "af-south-1"]}, {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}]},
    {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-west-2"]}]}
 },
 "Outputs": {"ExportsOutputRefLookupCase": {"Value": {"Ref": "LookupCase4A5B6C7D"}, "Export": {"Name": "Crm:ExportsOutputRefLookupCase"}}},
 "Parameters": {
  "BootstrapVersion": {
   "Type": "AWS::SSM::Parameter::Value<String>",
   "Default": "/cdk-bootstrap/hnb659fds/version",
   "Description": "Version of the CDK Bootstrap resources in this environment, automatically retrieved from SSM Parameter Store. [cdk:skip]"
  }
 },
 "Rules": {"CheckBootstrapVersion": {"Assertions": [{
   "Assert": {"Fn::Not": [{"Fn::Contains": [["1", "2", "3", "4", "5"], {"Ref": "BootstrapVersion"}]}]},
   "AssertDescription": "CDK bootstrap stack version 6 required. Please run 'cdk bootstrap' with a recent version of the CDK CLI."
 }]}}
})json",
                     {}),
            "LookupCase4A5B6C7D: 0 {\"ServiceToken\":\"import:genesys-cfn-ServiceToken\",\"Name\":\"Look up case\","
            "\"Definition\":\"{\\\"host\\\":\\\"Api0F1E2D3C.Host\\\",\\\"region\\\":\\\"eu-west-1\\\"}\"}\n"
            "Api0F1E2D3C: 0 {\"ServiceToken\":\"t\"}\n"
            "ExportsOutputRefLookupCase = \"LookupCase4A5B6C7D-id\"\n");
}

TEST(UserTemplates, StagesByMappingsAndConditions) {
  constexpr std::string_view kText = R"yaml(
Description: One template for each stage
Parameters:
  Stage: {Type: String, AllowedValues: [dev, test, prod], ConstraintDescription: 'dev, test or prod'}
  AlarmTopic: {Type: String, Default: ''}
Rules:
  ProdHasAlarms:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions:
      - Assert: !Not [!Equals [!Ref AlarmTopic, '']]
        AssertDescription: AlarmTopic is needed in prod
Mappings:
  Stages:
    dev: {Host: dev.crm.example.com, Timeout: 10, Queues: [trial]}
    prod: {Host: crm.example.com, Timeout: 30, Queues: [sales, support]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  HasAlarms: !And [!Condition IsProd, !Not [!Equals [!Ref AlarmTopic, '']]]
Resources:
  Lookup:
    Type: Custom::GenesysDataAction
    DeletionPolicy: RetainExceptOnCreate
    Properties:
      Url: !Sub
        - 'https://${Host}/${AWS::StackName}/${!literal}?queue=${Queue}'
        - Host: !FindInMap [Stages, !Ref Stage, Host]
          Queue: !Select [0, !FindInMap [Stages, !Ref Stage, Queues]]
      Timeout: !FindInMap [Stages, !Ref Stage, Timeout]
      Secure: !If [IsProd, yes, !Ref AWS::NoValue]
      Topics: [!If [HasAlarms, !Ref AlarmTopic, !Ref AWS::NoValue], always]
      Alarm: !If [HasAlarms, !Ref Alarm, none]
  Alarm:
    Type: Custom::Alarm
    Condition: HasAlarms
    Properties: {Topic: !Ref AlarmTopic}
Outputs:
  AlarmName: {Condition: HasAlarms, Value: !GetAtt Alarm.Name}
  Id: {Value: !Ref Lookup}
)yaml";
  EXPECT_EQ(Deployed(kText, {{"Stage", {"dev"}}}),
            "Lookup: 2 {\"Url\":\"https://dev.crm.example.com/crm/${literal}?queue=trial\",\"Timeout\":10,"
            "\"Topics\":[\"always\"],\"Alarm\":\"none\"}\nId = \"Lookup-id\"\n");
  EXPECT_EQ(Deployed(kText, {{"Stage", {"prod"}}, {"AlarmTopic", {"arn:topic"}}}),
            "Lookup: 2 {\"Url\":\"https://crm.example.com/crm/${literal}?queue=sales\",\"Timeout\":30,\"Secure\":true,"
            "\"Topics\":[\"arn:topic\",\"always\"],\"Alarm\":\"Alarm-id\"}\n"
            "Alarm: 0 {\"Topic\":\"arn:topic\"}\nAlarmName = \"Alarm.Name\"\nId = \"Lookup-id\"\n");
  EXPECT_EQ(Deployed(kText, {{"Stage", {"prod"}}}),
            "Template error: Rule ProdHasAlarms failed: AlarmTopic is needed in prod");
  EXPECT_EQ(Deployed(kText, {{"Stage", {"live"}}}), "Parameter Stage failed to satisfy constraint: dev, test or prod");
  EXPECT_EQ(Deployed(kText, {{"Stage", {"test"}}}), "Template error: Unable to get mapping for Stages::test::Host");
}

TEST(UserTemplates, OneActionForEachQueue) {
  EXPECT_EQ(
      Deployed(R"yaml(
Transform: AWS::LanguageExtensions
Parameters:
  Queues: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /crm/queues}
  Keep: {Type: String, Default: 'yes'}
Conditions: {Keeps: !Equals [!Ref Keep, 'yes']}
Resources:
  Fn::ForEach::Actions:
    - Queue
    - !Ref Queues
    - Lookup${Queue}:
        Type: Custom::GenesysDataAction
        DeletionPolicy: !If [Keeps, Retain, Delete]
        Properties:
          Name: !Sub 'Look up in ${Queue} of ${AWS::StackName}'
          Definition:
            Fn::ToJsonString:
              config: {timeoutSeconds: 5, queue: '${Queue}', secure: true}
              count: {Fn::Length: !Ref Queues}
Outputs:
  Fn::ForEach::Ids:
    - Queue
    - !Ref Queues
    - Id${Queue}: {Value: !Ref 'Lookup${Queue}'}
)yaml",
               {}),
      "Lookupsales: 1 {\"Name\":\"Look up in sales of crm\",\"Definition\":\"{\\\"config\\\":{\\\"timeoutSeconds\\\":5,"
      "\\\"queue\\\":\\\"sales\\\",\\\"secure\\\":true},\\\"count\\\":2}\"}\n"
      "Lookupsupport: 1 {\"Name\":\"Look up in support of "
      "crm\",\"Definition\":\"{\\\"config\\\":{\\\"timeoutSeconds\\\":5,"
      "\\\"queue\\\":\\\"support\\\",\\\"secure\\\":true},\\\"count\\\":2}\"}\n"
      "Idsales = \"Lookupsales-id\"\nIdsupport = \"Lookupsupport-id\"\n");
}

TEST(UserTemplates, NetworksAndText) {
  EXPECT_EQ(Deployed(R"yaml(
Parameters: {Range: {Type: String, Default: 10.1.0.0/16}}
Resources:
  Network:
    Type: Custom::Network
    Properties:
      Zone: !Select [0, !GetAZs '']
      Second: !Select ['1', !Cidr [!Ref Range, 4, 6]]
      Script:
        Fn::Base64: !Sub |
          #!/bin/sh
          echo "${AWS::Region}" > /etc/region
      Account: '000123456789'
      Mode: 0644
      First: !Select [0, !Split ['.', !Ref Range]]
      Arn: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'
)yaml",
                     {}),
            "Network: 0 {\"Zone\":\"eu-west-1a\",\"Second\":\"10.1.0.64/26\","
            "\"Script\":\"IyEvYmluL3NoCmVjaG8gImV1LXdlc3QtMSIgPiAvZXRjL3JlZ2lvbgo=\",\"Account\":\"000123456789\","
            "\"Mode\":420,\"First\":\"10\",\"Arn\":\"arn:aws:iam::123456789012:root\"}\n");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
