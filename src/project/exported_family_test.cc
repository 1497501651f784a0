// SPDX-License-Identifier: Apache-2.0
// Integrations, credentials, authentication actions and functions in exported templates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "project/exported_files.h"
#include "yaml/load.h"

namespace genesys_cfn::project {
namespace {

using testing::HasSubstr;
using testing::Not;

ExportedAction Action(const std::string& name, const std::string& id, const std::string& integration,
                      const std::string& url = "https://crm.test/") {
  definition::DataAction action;
  action.name = name;
  action.category = "CRM";
  action.integration_id = integration;
  action.config = json::Object{{"request", json::Object{{"requestType", "GET"}, {"requestUrlTemplate", url}}}};
  action.contract = json::Object{{"input", json::Object{}}, {"output", json::Object{}}};
  return {id, action, "Name of " + integration};
}

ExportedFamily Crm() {
  ExportedFamily family;
  family.actions = {Action("CRM", "custom_-_1", "i1")};
  family.integrations = {{"i1", "custom-rest-actions", "CRM", "of \"us\"", "ENABLED", {}, {}, {{"basicAuth", "c1"}}}};
  family.credentials = {{"c1", "CRM login", "userDefinedOAuth", {"clientId", "on"}}};
  family.logins = {
      {"i1", json::Object{{"request", json::Object{{"requestTemplate", "grant=${credentials.clientId}\n"}}}}}};
  return family;
}

json::Value Load(const std::string& text) {
  const auto loaded = yaml::Load(text);
  EXPECT_TRUE(std::holds_alternative<yaml::Document>(loaded)) << text;
  return std::holds_alternative<yaml::Document>(loaded) ? std::get<yaml::Document>(loaded).root : json::Value();
}

TEST(ExportedFamily, EverythingRefersToWhatItHangsOn) {
  const ExportedFiles exported = ToFiles(Crm(), Adoption::kTakeOver);
  EXPECT_EQ(
      exported.files[0].content,
      "AWSTemplateFormatVersion: '2010-09-09'\n"
      "Description: Genesys Cloud data actions, written by genesys-cfn export.\n"
      "\n"
      "Parameters:\n"
      "  CRMLoginSecret:\n"
      "    Type: String\n"
      "    Description: \"To fill in: name or ARN of the Secrets Manager secret with the values of the credential "
      "\\\"CRM login\\\", a JSON object with the keys clientId, on. Genesys Cloud gives no values out\"\n"
      "\n"
      "Resources:\n"
      "  CRMLoginCredential:\n"
      "    Type: Custom::GenesysCredential\n"
      "    Properties:\n"
      "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
      "      ServiceTimeout: 900\n"
      "      AdoptCredentialId: \"c1\"\n"
      "      CredentialType: \"userDefinedOAuth\"\n"
      "      Name: \"CRM login\"\n"
      "      SecretId: !Ref CRMLoginSecret\n"
      "      Fields:\n"
      "        clientId: \"clientId\"\n"
      "        \"on\": \"on\"\n"
      "  CRMIntegration:\n"
      "    Type: Custom::GenesysIntegration\n"
      "    Properties:\n"
      "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
      "      ServiceTimeout: 900\n"
      "      AdoptIntegrationId: \"i1\"\n"
      "      IntegrationType: \"custom-rest-actions\"\n"
      "      Name: \"CRM\"\n"
      "      Notes: \"of \\\"us\\\"\"\n"
      "      State: ENABLED\n"
      "      Credentials:\n"
      "        basicAuth: !Ref CRMLoginCredential\n"
      "  CRMAuthentication:\n"
      "    Type: Custom::GenesysCustomAuthAction\n"
      "    Properties:\n"
      "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
      "      ServiceTimeout: 900\n"
      "      IntegrationId: !Ref CRMIntegration\n"
      "      Definition:\n"
      "        config:\n"
      "          request:\n"
      "            requestTemplate: \"grant=${credentials.clientId}\\n\"\n"
      "  CRM:\n"
      "    Type: Custom::GenesysDataAction\n"
      "    DependsOn: CRMAuthentication\n"
      "    Properties:\n"
      "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
      "      ServiceTimeout: 900\n"
      "      IntegrationId: !Ref CRMIntegration\n"
      "      DefinitionUri: actions/crm.json\n"
      "      AdoptActionId: \"custom_-_1\"\n");
  ASSERT_EQ(exported.to_fill_in.size(), 1U);
  EXPECT_EQ(exported.to_fill_in[0].parameter, "CRMLoginSecret");
  EXPECT_EQ(exported.places.size(), 4U);
}

TEST(ExportedFamily, TheOrderOfTheOrganisationDoesNotCount) {
  ExportedFamily family = Crm();
  family.integrations.push_back({"i2", "custom-rest-actions", "CRM", "", "DISABLED", {}, {}, {}});
  family.credentials.push_back({"c2", "CRM login", "basicAuth", {"password"}});
  family.actions.push_back(Action("b", "custom_-_2", "i2"));
  const ExportedFiles one = ToFiles(family, Adoption::kMakeNew);
  std::swap(family.integrations[0], family.integrations[1]);
  std::swap(family.credentials[0], family.credentials[1]);
  std::swap(family.actions[0], family.actions[1]);
  const ExportedFiles other = ToFiles(family, Adoption::kMakeNew);
  ASSERT_EQ(one.files.size(), other.files.size());
  for (size_t i = 0; i < one.files.size(); ++i) EXPECT_EQ(one.files[i].content, other.files[i].content);
  EXPECT_THAT(one.files[0].content, HasSubstr("  CRMIntegration2:\n"));
  EXPECT_THAT(one.files[0].content, HasSubstr("SecretId: !Ref CRMLoginSecret2\n"));
  EXPECT_THAT(one.files[0].content, Not(HasSubstr("Adopt")));
}

TEST(ExportedFamily, ValuesThatAreNoTextKeepTheirTypes) {
  ExportedFamily family = Crm();
  family.integrations[0].properties = json::Object{{"host", "it's"}, {"retries", 3}};
  family.integrations[0].advanced = json::Object{{"a", json::Object{{"b c", "x"}}}};
  const json::Value root = Load(ToFiles(family, Adoption::kMakeNew).files[0].content);
  const json::Value* properties = json::Resolve(root, "/Resources/CRMIntegration/Properties");
  ASSERT_NE(properties, nullptr);
  EXPECT_EQ(properties->FindString("Properties"), R"({"host":"it's","retries":3})");
  EXPECT_EQ(properties->Find("Advanced")->Find("a")->FindString("b c"), "x");
}

TEST(ExportedFamily, FieldsThatAreNotKnownAreLeftToTheUser) {
  ExportedFamily family = Crm();
  family.credentials[0].fields.clear();
  const std::string text = ToFiles(family, Adoption::kMakeNew).files[0].content;
  EXPECT_THAT(text, HasSubstr("# To fill in: Fields"));
  EXPECT_THAT(text, Not(HasSubstr("Fields:\n")));
}

TEST(ExportedFamily, AFunctionHasItsSettingsAndAPlaceForItsPackage) {
  ExportedFamily family;
  family.actions = {Action("Score it", "custom_-_1", "i1"), Action("Other", "custom_-_2", "i1")};
  family.actions[0].function = ExportedFunction{"src/index.handler", "nodejs22.x", "", 5, std::nullopt};
  family.actions[1].function = ExportedFunction{"a.b", "nodejs22.x", "d", 15, "abc123"};
  const ExportedFiles exported = ToFiles(family, Adoption::kMakeNew);
  EXPECT_THAT(exported.files[0].content, HasSubstr("      IntegrationName: \"Name of i1\"\n"
                                                   "      DefinitionUri: actions/score-it.json\n"
                                                   "      Function:\n"
                                                   "        Zip:\n"
                                                   "          Bucket: !Ref FunctionPackages\n"
                                                   "          Key: \"functions/score-it.zip\"\n"
                                                   "        Handler: \"src/index.handler\"\n"
                                                   "        Runtime: \"nodejs22.x\"\n"
                                                   "        TimeoutSeconds: 5\n"));
  EXPECT_THAT(exported.files[0].content, HasSubstr("          Key: \"functions/abc123.zip\"\n"
                                                   "          Digest: \"abc123\"\n"));
  ASSERT_EQ(exported.to_fill_in.size(), 1U);
  EXPECT_THAT(exported.to_fill_in[0].what, HasSubstr("functions/abc123.zip, functions/score-it.zip"));
  EXPECT_THAT(exported.files[1].content, Not(HasSubstr("requestUrlTemplate")));
}

TEST(ExportedFamily, AnActionThatCallsAnotherRefersToIt) {
  ExportedFamily family = Crm();
  family.actions.push_back(Action("Caller", "custom_-_2", "i1", "/api/v2/integrations/actions/custom_-_1/execute"));
  family.actions.push_back(Action("Static", "custom_-_3", "i1", "/actions/static_-_9/execute/static_-_8"));
  family.others = {{"static_-_9", "Get user", "Static", "i9", "Genesys Cloud"},
                   {"static_-_8", "Twice", "Static", "i9", "Genesys Cloud"},
                   {"static_-_7", "Twice", "Static", "i9", "Genesys Cloud"},
                   {"static_-_6", "Not called", "Static", "i9", "Genesys Cloud"}};
  const ExportedFiles exported = ToFiles(family, Adoption::kMakeNew);
  const json::Value root = Load(exported.files[0].content);
  EXPECT_EQ(*json::Resolve(root, "/Resources/Caller/Properties/Substitutions"),
            json::Value(json::Object{{"CRM", json::Object{{"Ref", "CRM"}}}}));
  EXPECT_EQ(*json::Resolve(root, "/Resources/Static/Properties/Substitutions"),
            json::Value(json::Object{{"GetUserLookup", json::Object{{"Ref", "GetUserLookup"}}}}));
  EXPECT_EQ(json::Resolve(root, "/Resources/GetUserLookup/Properties")->FindString("IntegrationName"), "Genesys Cloud");
  EXPECT_THAT(exported.files[0].content, Not(HasSubstr("NotCalled")));
  const auto file = [&](const std::string& path) {
    for (const File& one : exported.files) {
      if (one.path == path) return one.content;
    }
    return std::string();
  };
  EXPECT_THAT(file("actions/caller.json"), HasSubstr("/actions/@{CRM}/execute"));
  EXPECT_THAT(file("actions/static.json"), HasSubstr("/actions/@{GetUserLookup}/execute/static_-_8"));
}

TEST(ExportedFamily, BeyondAStackIdsAndNamesAreWritten) {
  ExportedFamily family = Crm();
  for (int i = 0; i < 500; ++i) family.actions.push_back(Action(Concat("a", i), Concat("custom_-_a", i), "i1"));
  const ExportedFiles exported = ToFiles(family, Adoption::kMakeNew);
  EXPECT_EQ(exported.files[1].path, "template-2.yaml");
  EXPECT_THAT(exported.files[0].content, HasSubstr("IntegrationId: !Ref CRMIntegration\n"));
  EXPECT_THAT(exported.files[1].content, HasSubstr("IntegrationName: \"Name of i1\"\n"));
  EXPECT_THAT(exported.files[1].content, Not(HasSubstr("!Ref")));
  EXPECT_THAT(exported.files[1].content, Not(HasSubstr("DependsOn")));
  EXPECT_THAT(exported.files[1].content, Not(HasSubstr("Parameters:")));
}

}  // namespace
}  // namespace genesys_cfn::project
