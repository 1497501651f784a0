// SPDX-License-Identifier: Apache-2.0
#include "provider/properties.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::provider {
namespace {

constexpr const char* kDefinition =
    R"({"name":"Look up case","config":{"request":{"requestType":"GET","requestUrlTemplate":"/x"},"response":{}},)"
    R"("contract":{"input":{"inputSchema":{"type":"object","properties":{}}},)"
    R"("output":{"successSchema":{"type":"object"}}}})";

json::Object Properties(const std::string& members) {
  const auto parsed = json::Parse("{" + members + "}");
  EXPECT_TRUE(parsed) << members;
  return parsed ? *parsed->AsObject() : json::Object();
}

std::string ProblemsOf(const std::string& members) {
  const PropertiesResult result = ParseProperties(Properties(members));
  EXPECT_EQ(result.properties.has_value(), result.problems.empty());
  std::string text;
  for (const definition::Problem& problem : result.problems) text += problem.pointer + ": " + problem.message + "\n";
  return text;
}

TEST(Properties, ReadsTheWholeSet) {
  const PropertiesResult result = ParseProperties(Properties(
      std::string(R"("IntegrationName":"Web Services","DataActionName":"Other name","Category":"CRM","Secure":"true",)"
                  R"("OnDrift":"Overwrite","OwnershipTag":"Disabled","Version":"3","Definition":)") +
      kDefinition));
  ASSERT_TRUE(result.properties);
  EXPECT_EQ(result.properties->action.name, "Other name");
  EXPECT_EQ(result.properties->action.category, "CRM");
  EXPECT_EQ(result.properties->action.secure, true);
  EXPECT_EQ(result.properties->integration_name, "Web Services");
  EXPECT_EQ(result.properties->on_drift, OnDrift::kOverwrite);
  EXPECT_EQ(result.properties->tagging, OwnershipTagging::kDisabled);
}

TEST(Properties, TheDefinitionsOwnIntegrationIdIsTheLastResort) {
  std::string definition = kDefinition;
  definition.insert(1, R"("integrationId":"from-definition",)");
  const PropertiesResult result = ParseProperties(Properties("\"Definition\":" + definition));
  ASSERT_TRUE(result.properties);
  EXPECT_EQ(result.properties->integration_id, "from-definition");
}

TEST(Properties, NamesEveryMistakeAtOnce) {
  const std::string problems =
      ProblemsOf(std::string(R"("IntegrationId":"i","IntegrationName":"n","Defintion":"x","OnDrift":"Ignore",)"
                             R"("Secure":"perhaps","Name":"","Definition":)") +
                 kDefinition);
  EXPECT_NE(problems.find("/Defintion: unknown property; did you mean Definition?"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/OnDrift: must be one of Fail, Overwrite, Recreate"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/Secure: must be true or false"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/Name: must not be empty"), std::string::npos) << problems;
  EXPECT_NE(problems.find("/IntegrationName: give IntegrationId or IntegrationName, not both"), std::string::npos);
}

TEST(Properties, ExactlyOneSource) {
  EXPECT_NE(ProblemsOf(R"("IntegrationId":"i")").find("no definition"), std::string::npos);
  EXPECT_NE(
      ProblemsOf(std::string(R"("IntegrationId":"i","DataAction":)") + kDefinition + ",\"Definition\":" + kDefinition)
          .find("more than one definition: Definition and DataAction"),
      std::string::npos);
  EXPECT_NE(ProblemsOf(std::string(R"("IntegrationId":"i","DataActionPayload":)") + kDefinition)
                .find("/DataActionPayload: must be a JSON string"),
            std::string::npos);
}

TEST(Properties, AMissingIntegrationIsNamed) {
  EXPECT_NE(ProblemsOf(std::string("\"Definition\":") + kDefinition).find("no integration: give IntegrationId"),
            std::string::npos);
}

TEST(Properties, PointersLeadIntoTheDefinition) {
  const std::string problems = ProblemsOf(
      R"("IntegrationId":"i","Name":"n","Definition":{"config":{"request":{"requestType":"FETCH"}},"contract":{}})");
  EXPECT_NE(problems.find("/Definition/config/request/requestType"), std::string::npos) << problems;
}

TEST(Properties, BrokenJsonInAStringKeepsLineAndColumn) {
  const std::string problems = ProblemsOf(R"("IntegrationId":"i","DataActionPayload":"{\n  \"name\": }")");
  EXPECT_NE(problems.find("/DataActionPayload"), std::string::npos) << problems;
  EXPECT_NE(problems.find("line 2, column 11"), std::string::npos) << problems;
}

}  // namespace
}  // namespace genesys_cfn::provider
