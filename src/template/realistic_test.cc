// SPDX-License-Identifier: Apache-2.0
// One realistic template as YAML and as JSON must be the same template, to the last value.
#include <gtest/gtest.h>

#include "json/write.h"
#include "template/dependencies.h"
#include "template/template.h"
#include "yaml/load.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kYaml = R"yaml(# Data actions of the contact centre
AWSTemplateFormatVersion: '2010-09-09'
Description: >-
  Data actions
  of the contact centre
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: {default: General}
        Parameters: [Environment, Hosts]
Parameters:
  Environment:
    Type: String
    Default: dev
    AllowedValues: [dev, test, live]
  Hosts:
    Type: CommaDelimitedList
    Default: a.example.com, b.example.com
    AllowedPattern: '[a-z0-9.\-]+'
  Timeout:
    Type: Number
    Default: 10
    MinValue: 1
    MaxValue: 60
  ApiKey:
    Type: String
    NoEcho: yes
    MinLength: 8
Mappings:
  Endpoints:
    dev: {Host: crm-dev.example.com, Ports: ["443", "8443"]}
    live: {Host: crm.example.com, Ports: ["443"]}
Conditions:
  IsLive: !Equals [!Ref Environment, live]
  HasKey: !Not [!Equals [!Ref ApiKey, '']]
  Both: !And
    - !Condition IsLive
    - Condition: HasKey
Resources:
  Lookup:
    Type: Custom::GenesysDataAction
    DeletionPolicy: RetainExceptOnCreate
    Properties:
      ServiceToken: !ImportValue genesys-cfn-ServiceToken
      ServiceTimeout: 300
      IntegrationName: Web Services Data Actions
      Name: !Sub 'Lookup case (${Environment})'
      Secure: on
      Substitutions:
        CrmHost: !FindInMap [Endpoints, !Ref Environment, Host]
        Port: !Select [0, !FindInMap [Endpoints, dev, Ports]]
        First: !Select [0, !Ref Hosts]
      Definition:
        name: Lookup case
        config:
          request:
            requestUrlTemplate: https://@{CrmHost}/cases/${input.CaseId}
            requestType: GET
            headers:
              Accept: 'application/json'
              X-Octal: 0128
          response:
            translationMap: {}
            translationMapDefaults: {}
            successTemplate: '${rawResult}'
        contract:
          input:
            inputSchema:
              $schema: http://json-schema.org/draft-04/schema#
              type: object
              required: [CaseId]
              additionalProperties: true
              properties:
                CaseId: {type: string, minLength: 1, default: "true"}
                Weight: {type: number, minimum: 0.10, maximum: 1e3}
  Notify:
    Type: Custom::GenesysDataAction
    Condition: Both
    DependsOn: [Lookup]
    UpdateReplacePolicy: Retain
    Properties:
      ServiceToken: !ImportValue
        Fn::Sub: ${AWS::StackName}-token
      Name: !Join
        - '-'
        - - !Ref Lookup
          - !GetAtt Lookup.Version
          - Fn::GetAtt: [Lookup, SelfUri]
      Text: !If
        - IsLive
        - !Sub
          - |
            ${Prefix} ${Lookup.Name}
            ${!Literal}
          - Prefix: !Base64 hello
        - !Ref AWS::NoValue
Outputs:
  ActionId:
    Description: The action
    Value: !Ref Lookup
    Export:
      Name: !Sub ${AWS::StackName}-ActionId
  Hosts:
    Condition: IsLive
    Value: !Join [',', !Ref Hosts]
)yaml";

constexpr std::string_view kJson = R"json({
  "AWSTemplateFormatVersion": "2010-09-09",
  "Description": "Data actions of the contact centre",
  "Metadata": {"AWS::CloudFormation::Interface": {"ParameterGroups": [
    {"Label": {"default": "General"}, "Parameters": ["Environment", "Hosts"]}]}},
  "Parameters": {
    "Environment": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "test", "live"]},
    "Hosts": {"Type": "CommaDelimitedList", "Default": "a.example.com, b.example.com", "AllowedPattern": "[a-z0-9.\\-]+"},
    "Timeout": {"Type": "Number", "Default": 10, "MinValue": 1, "MaxValue": 60},
    "ApiKey": {"Type": "String", "NoEcho": true, "MinLength": 8}
  },
  "Mappings": {"Endpoints": {
    "dev": {"Host": "crm-dev.example.com", "Ports": ["443", "8443"]},
    "live": {"Host": "crm.example.com", "Ports": ["443"]}}},
  "Conditions": {
    "IsLive": {"Fn::Equals": [{"Ref": "Environment"}, "live"]},
    "HasKey": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ApiKey"}, ""]}]},
    "Both": {"Fn::And": [{"Condition": "IsLive"}, {"Condition": "HasKey"}]}
  },
  "Resources": {
    "Lookup": {
      "Type": "Custom::GenesysDataAction",
      "DeletionPolicy": "RetainExceptOnCreate",
      "Properties": {
        "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"},
        "ServiceTimeout": 300,
        "IntegrationName": "Web Services Data Actions",
        "Name": {"Fn::Sub": "Lookup case (${Environment})"},
        "Secure": true,
        "Substitutions": {
          "CrmHost": {"Fn::FindInMap": ["Endpoints", {"Ref": "Environment"}, "Host"]},
          "Port": {"Fn::Select": [0, {"Fn::FindInMap": ["Endpoints", "dev", "Ports"]}]},
          "First": {"Fn::Select": [0, {"Ref": "Hosts"}]}
        },
        "Definition": {
          "name": "Lookup case",
          "config": {
            "request": {
              "requestUrlTemplate": "https://@{CrmHost}/cases/${input.CaseId}",
              "requestType": "GET",
              "headers": {"Accept": "application/json", "X-Octal": "0128"}
            },
            "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}
          },
          "contract": {"input": {"inputSchema": {
            "$schema": "http://json-schema.org/draft-04/schema#",
            "type": "object",
            "required": ["CaseId"],
            "additionalProperties": true,
            "properties": {
              "CaseId": {"type": "string", "minLength": 1, "default": "true"},
              "Weight": {"type": "number", "minimum": 0.10, "maximum": 1e3}
            }
          }}}
        }
      }
    },
    "Notify": {
      "Type": "Custom::GenesysDataAction",
      "Condition": "Both",
      "DependsOn": ["Lookup"],
      "UpdateReplacePolicy": "Retain",
      "Properties": {
        "ServiceToken": {"Fn::ImportValue": {"Fn::Sub": "${AWS::StackName}-token"}},
        "Name": {"Fn::Join": ["-", [{"Ref": "Lookup"}, {"Fn::GetAtt": ["Lookup", "Version"]},
          {"Fn::GetAtt": ["Lookup", "SelfUri"]}]]},
        "Text": {"Fn::If": ["IsLive",
          {"Fn::Sub": ["${Prefix} ${Lookup.Name}\n${!Literal}\n", {"Prefix": {"Fn::Base64": "hello"}}]},
          {"Ref": "AWS::NoValue"}]}
      }
    }
  },
  "Outputs": {
    "ActionId": {"Description": "The action", "Value": {"Ref": "Lookup"},
      "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-ActionId"}}},
    "Hosts": {"Condition": "IsLive", "Value": {"Fn::Join": [",", {"Ref": "Hosts"}]}}
  }
})json";

TEST(RealisticTemplate, IsTheSameInYamlAndJson) {
  const auto yaml_document = yaml::Load(kYaml);
  const auto json_document = yaml::Load(kJson);
  const auto* error = std::get_if<yaml::SyntaxError>(&yaml_document);
  ASSERT_EQ(error, nullptr) << error->mark.line << ": " << error->message;
  ASSERT_TRUE(std::holds_alternative<yaml::Document>(json_document));
  const json::Value& from_yaml = std::get<yaml::Document>(yaml_document).root;
  const json::Value& from_json = std::get<yaml::Document>(json_document).root;
  EXPECT_EQ(json::WritePretty(from_yaml), json::WritePretty(from_json));
  EXPECT_EQ(from_yaml, from_json);
}

TEST(RealisticTemplate, LoadsWithoutComplaint) {
  for (const std::string_view text : {kYaml, kJson}) {
    const LoadResult loaded = LoadTemplate(text);
    ASSERT_TRUE(loaded.value) << FormatDiagnostic("template", loaded.diagnostics.front());
    EXPECT_EQ(DependenciesOf(*loaded.value), (DependencyGraph{{"Lookup", {}}, {"Notify", {"Lookup"}}}));
    EXPECT_TRUE(loaded.value->FindParameter("ApiKey")->no_echo);
  }
}

// Every cut and every changed byte of a real template is read or refused, without a crash.
TEST(RealisticTemplate, SurvivesDamage) {
  for (const std::string_view text : {kYaml, kJson}) {
    for (size_t size = 0; size < text.size(); size += 37) LoadTemplate(text.substr(0, size));
    for (size_t i = 0; i < text.size(); i += 11) {
      std::string damaged(text);
      damaged[i] = "[]{}:,\"'&*!\n\t "[i % 14];
      LoadTemplate(damaged);
    }
  }
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
