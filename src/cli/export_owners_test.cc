// SPDX-License-Identifier: Apache-2.0
#include "cli/export_owners.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/recorded_stack.h"

namespace genesys_cfn::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kStack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/desk/1";

definition::OwnershipTag TagOf(const std::string& logical_id, const std::string& scope = "111122223333\neu-west-1") {
  return {definition::TagDigest(scope), definition::TagDigest(std::string(kStack) + "\n" + logical_id), "0",
          "67748580"};
}

StackBook BookWith(const std::vector<aws::StackResource>& resources, const std::string& status = "CREATE_COMPLETE") {
  StackBook book;
  book.AddStack({kStack, "desk", status}, resources);
  return book;
}

aws::StackResource Resource(const std::string& logical_id, const std::string& physical_id, const std::string& type) {
  return {logical_id, physical_id, type, "CREATE_COMPLETE", "", ""};
}

project::ExportedAction Action(const std::string& id) {
  project::ExportedAction exported{id, {}, "CRM"};
  exported.action.name = "Action " + id;
  exported.action.category = "Desk";
  exported.action.integration_id = "crm";
  return exported;
}

ExportReading ReadingOf(const std::vector<std::string>& action_ids) {
  ExportReading reading;
  for (const std::string& id : action_ids) reading.family.actions.push_back(Action(id));
  return reading;
}

// An integration with a credential that logs in, and one that shares it.
ExportReading Integrations() {
  ExportReading reading;
  for (const char* id : {"crm", "erp"}) {
    project::ExportedIntegration integration;
    integration.id = id;
    integration.name = id;
    integration.credentials = {{"basicAuth", "shared"}, {"other", std::string(id) + "-login"}};
    reading.family.integrations.push_back(integration);
    reading.family.credentials.push_back({std::string(id) + "-login", "", "basicAuth", {}});
    reading.family.logins.push_back({id, {}});
  }
  reading.family.credentials.push_back({"shared", "Shared", "userDefinedOAuth", {}});
  return reading;
}

std::vector<std::string> Said(const std::vector<LeftOut>& all) {
  std::vector<std::string> said;
  for (const LeftOut& one : all) said.push_back(one.id + ": " + one.reason);
  return said;
}

TEST(ExportOwners, WhatAStackRecordsIsLeftOutWithoutATag) {
  ExportReading reading = ReadingOf({"a", "b"});
  const auto notes = LeaveOutWhatStacksHave(reading, BookWith({Resource("LookUp", "a", std::string(kDataActionType))}));
  EXPECT_THAT(notes, IsEmpty());
  EXPECT_THAT(Said(reading.left_out), ElementsAre("a: the stack resource desk.LookUp has it"));
  ASSERT_THAT(reading.family.actions, SizeIs(1));
  EXPECT_EQ(reading.family.actions.front().id, "b");
  // So that "b" finds it by its name.
  ASSERT_THAT(reading.family.others, SizeIs(1));
  const project::OtherAction& other = reading.family.others.front();
  EXPECT_EQ(other.name + other.category + other.integration_id + other.integration_name, "Action aDeskcrmCRM");
}

TEST(ExportOwners, WhatNoStackHasAnyLongerIsNoted) {
  ExportReading reading = ReadingOf({"a", "b"});
  reading.tags = {{"a", TagOf("LookUp")}, {"b", TagOf("Unknown")}};
  const auto notes =
      LeaveOutWhatStacksHave(reading, BookWith({Resource("LookUp", "another", std::string(kDataActionType))}));
  EXPECT_THAT(reading.left_out, IsEmpty());
  EXPECT_THAT(reading.family.actions, SizeIs(2));
  EXPECT_THAT(Said(notes),
              ElementsAre("a: the stack resource desk.LookUp made it, by its ownership tag, and no stack has it any "
                          "longer",
                          "b: a stack that is gone made it, by its ownership tag, and no stack has it any longer"));
}

TEST(ExportOwners, WhatAStackMayHaveIsLeftOut) {
  ExportReading reading = ReadingOf({"a", "b", "c"});
  reading.tags = {{"a", TagOf("LookUp")}, {"b", TagOf("LookUp", "other")}};
  const auto book = BookWith({Resource("LookUp", "another", std::string(kDataActionType))}, "UPDATE_IN_PROGRESS");
  EXPECT_THAT(LeaveOutWhatStacksHave(reading, book), IsEmpty());
  EXPECT_THAT(Said(reading.left_out),
              ElementsAre("a: its stack is being changed: wait until it rests",
                          "b: a stack of another AWS account or region made it, by its ownership tag, and may have "
                          "it"));
}

TEST(ExportOwners, WithoutStacksTheTagDecides) {
  ExportReading reading = ReadingOf({"a", "b"});
  reading.tags = {{"a", TagOf("LookUp")}};
  EXPECT_THAT(LeaveOutWhatStacksHave(reading, std::nullopt), IsEmpty());
  ASSERT_THAT(reading.left_out, SizeIs(1));
  EXPECT_THAT(reading.left_out.front().reason, testing::HasSubstr("--target aws"));
  EXPECT_THAT(reading.family.actions, SizeIs(1));
}

TEST(ExportOwners, WhatHangsOnALeftOutIntegrationIsLeftOutToo) {
  ExportReading reading = Integrations();
  LeaveOutWhatStacksHave(reading, BookWith({Resource("Crm", "crm", "Custom::GenesysIntegration")}));
  EXPECT_THAT(Said(reading.left_out), ElementsAre("crm: the stack resource desk.Crm has it",
                                                  "crm-login: no integration that is exported uses it",
                                                  "customAuth_-_crm: its integration is left out"));
  EXPECT_THAT(reading.family.integrations, SizeIs(1));
  EXPECT_THAT(reading.family.credentials, SizeIs(2));
  EXPECT_THAT(reading.family.logins, SizeIs(1));
}

TEST(ExportOwners, AnAuthenticationActionOfAStackIsLeftOutAlone) {
  ExportReading reading = Integrations();
  LeaveOutWhatStacksHave(reading, BookWith({Resource("Auth", "customAuth_-_crm", "Custom::GenesysCustomAuthAction"),
                                            Resource("Login", "shared", "Custom::GenesysCredential")}));
  EXPECT_THAT(Said(reading.left_out), ElementsAre("shared: the stack resource desk.Login has it",
                                                  "customAuth_-_crm: the stack resource desk.Auth has it"));
  EXPECT_THAT(reading.family.integrations, SizeIs(2));
  EXPECT_THAT(reading.family.logins, SizeIs(1));
}

}  // namespace
}  // namespace genesys_cfn::cli
