// SPDX-License-Identifier: Apache-2.0
#include "project/exported_files.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::project {
namespace {

ExportedAction Action(const std::string& name, const std::string& id, const std::string& integration_name = "Web") {
  definition::DataAction action;
  action.name = name;
  action.category = "Web";
  action.integration_id = "b7b2";
  action.secure = false;
  action.config = json::Object{{"request", json::Object{{"requestType", "GET"}}}};
  action.contract = json::Object{{"input", json::Object{}}, {"output", json::Object{}}};
  return {id, action, integration_name};
}

TEST(ExportedFiles, ATemplateRefersToOneDefinitionPerAction) {
  const ExportedFiles exported = ToFiles({{Action("Look up \"case\"", "custom_-_1")}}, Adoption::kMakeNew);
  ASSERT_EQ(exported.files.size(), 2U);
  EXPECT_EQ(exported.files[0].path, "template.yaml");
  EXPECT_EQ(exported.files[0].content,
            "AWSTemplateFormatVersion: '2010-09-09'\n"
            "Description: Genesys Cloud data actions, written by genesys-cfn export.\n"
            "\n"
            "Resources:\n"
            "  LookUpCase:\n"
            "    Type: Custom::GenesysDataAction\n"
            "    Properties:\n"
            "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
            "      ServiceTimeout: 900\n"
            "      IntegrationName: \"Web\"\n"
            "      DefinitionUri: actions/look-up-case.json\n");
  EXPECT_EQ(exported.files[1].path, "actions/look-up-case.json");
  const auto definition = json::Parse(exported.files[1].content);
  ASSERT_TRUE(definition);
  EXPECT_EQ(definition->FindString("name"), "Look up \"case\"");
  EXPECT_EQ(definition->FindString("category"), "Web");
  EXPECT_EQ(definition->Find("integrationId"), nullptr);
  EXPECT_EQ(exported.places[0].logical_id, "LookUpCase");
}

TEST(ExportedFiles, TheOrderOfTheOrganisationDoesNotCount) {
  const ExportedFiles one = ToFiles({{Action("b", "1"), Action("a", "3"), Action("a", "2")}}, Adoption::kMakeNew);
  const ExportedFiles other = ToFiles({{Action("a", "2"), Action("b", "1"), Action("a", "3")}}, Adoption::kMakeNew);
  ASSERT_EQ(one.files.size(), other.files.size());
  for (size_t i = 0; i < one.files.size(); ++i) EXPECT_EQ(one.files[i].content, other.files[i].content);
  EXPECT_EQ(one.places[0].id, "2");
  EXPECT_EQ(one.places[1].file, "actions/a-2.json");
  EXPECT_EQ(one.places[1].logical_id, "A2");
}

TEST(ExportedFiles, AnAmbiguousIntegrationIsNamedByItsId) {
  const ExportedFiles exported = ToFiles({{Action("a", "custom_-_1", "")}}, Adoption::kTakeOver);
  EXPECT_NE(exported.files[0].content.find("IntegrationId: \"b7b2\"\n"), std::string::npos);
  EXPECT_NE(exported.files[0].content.find("AdoptActionId: \"custom_-_1\"\n"), std::string::npos);
}

TEST(ExportedFiles, AStackHoldsAtMost500) {
  std::vector<ExportedAction> actions;
  for (int i = 0; i < 501; ++i) actions.push_back(Action(Concat("a", i), std::to_string(i)));
  const ExportedFiles exported = ToFiles({actions}, Adoption::kMakeNew);
  EXPECT_EQ(exported.files[0].path, "template-1.yaml");
  EXPECT_EQ(exported.files[1].path, "template-2.yaml");
  EXPECT_EQ(exported.places[500].template_file, "template-2.yaml");
}

}  // namespace
}  // namespace genesys_cfn::project
