// SPDX-License-Identifier: Apache-2.0
#include "project/adoption.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "yaml/load.h"

namespace genesys_cfn::project {
namespace {

ExportedAction Example() {
  definition::DataAction action;
  action.name = "Look up: case";
  action.integration_id = "b7b2";
  action.config = json::Object{{"request", json::Object{{"requestTemplate", "line 1\n\t\"line 2\"\n"}}}};
  action.contract = json::Object{{"input", json::Object{{"inputSchema", json::Object{{"enum", json::Array{1, "1"}}}}}}};
  return {"custom_-_1", action, "Web # 1"};
}

TEST(AdoptionTemplate, NamesTheFileOfTheDefinition) {
  EXPECT_EQ(AdoptionTemplate(Example(), "actions/it's here.json"),
            "Resources:\n"
            "  LookUpCase:\n"
            "    Type: Custom::GenesysDataAction\n"
            "    Properties:\n"
            "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
            "      ServiceTimeout: 900\n"
            "      IntegrationName: 'Web # 1'\n"
            "      DefinitionUri: actions/it's here.json\n"
            "      AdoptActionId: custom_-_1\n");
}

TEST(AdoptionTemplate, HoldsTheDefinitionWithItsTypes) {
  ExportedAction action = Example();
  action.integration_name.clear();
  const std::string text = AdoptionTemplate(action, std::nullopt);
  const auto loaded = yaml::Load(text);
  ASSERT_TRUE(std::holds_alternative<yaml::Document>(loaded)) << text;
  const json::Value& root = std::get<yaml::Document>(loaded).root;
  EXPECT_EQ(*json::Resolve(root, "/Resources/LookUpCase/Properties/IntegrationId"), json::Value("b7b2"));
  const json::Value* definition = json::Resolve(root, "/Resources/LookUpCase/Properties/Definition");
  ASSERT_NE(definition, nullptr);
  const auto parsed = json::Parse(*definition->AsString());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed->Find("contract"), json::Value(action.action.contract));
  EXPECT_EQ(*parsed->Find("config"), json::Value(action.action.config));
}

}  // namespace
}  // namespace genesys_cfn::project
