// SPDX-License-Identifier: Apache-2.0
#include "cli/accept_drift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "aws/sigv4.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/recorded_stack.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AcceptDrift : public ::testing::Test {
 protected:
  AcceptDrift() { std::filesystem::create_directories(folder_); }
  ~AcceptDrift() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  // Of a template with one resource A.
  Acceptance Accept(const std::string& properties, const std::vector<ResourceDrift>& drifted,
                    std::string_view type = kDataActionType) {
    const std::string text = Concat("Resources:\n  A:\n    Type: ", type, "\n    Properties:\n", properties);
    const auto path = Write("t.yaml", text);
    auto loaded = cloudformation::LoadTemplate(text);
    EXPECT_TRUE(loaded.value);
    std::vector<const ResourceDrift*> pointers;
    for (const ResourceDrift& drift : drifted) pointers.push_back(&drift);
    return PlanAcceptance(path, {text, *std::move(loaded.value)}, pointers);
  }

  static ResourceDrift Timeout(const std::string& logical_id = "A") {
    ResourceDrift drift;
    drift.type = kDataActionType;
    drift.logical_id = logical_id;
    drift.values = {{"/config/timeoutSeconds", json::Value(5), json::Value(9)}};
    return drift;
  }
  static ResourceDrift Name(const std::string& recorded) {
    ResourceDrift drift;
    drift.type = kDataActionType;
    drift.logical_id = "A";
    drift.values = {{"/name", json::Value(recorded), json::Value("new")}};
    return drift;
  }

  std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(AcceptDrift, PropertiesTakeTheirFieldsPlace) {
  const Acceptance acceptance =
      Accept("      Name: old\n      Definition: {name: other, config: {timeoutSeconds: 5}}\n", {Name("old")});
  ASSERT_EQ(acceptance.files.size(), 1U);
  EXPECT_THAT(acceptance.files[0].after, HasSubstr("Name: new\n      Definition: {name: other,"));
  EXPECT_THAT(acceptance.accepted, ElementsAre("A"));
}

TEST_F(AcceptDrift, ADefinitionsOwnFileIsChanged) {
  const auto file =
      Write("d.json", R"({"name": "old - Exported 2024-10-11 @ 11:24", "config": {"timeoutSeconds": 5}})");
  ResourceDrift drift = Timeout();
  drift.values.push_back({"/name", json::Value("old"), json::Value("new")});
  const Acceptance acceptance = Accept("      DefinitionUri: d.json\n", {drift});
  EXPECT_THAT(acceptance.refused, IsEmpty());
  ASSERT_EQ(acceptance.files.size(), 1U);
  EXPECT_EQ(acceptance.files[0].path, file);
  EXPECT_EQ(acceptance.files[0].after, R"({"name": "new", "config": {"timeoutSeconds": 9}})");
}

TEST_F(AcceptDrift, TheDigestFollowsTheText) {
  const std::string text = R"({"config": {"timeoutSeconds": 5}})";
  Write("d.json", text);
  const Acceptance acceptance =
      Accept(Concat("      DefinitionUri: d.json\n      DefinitionDigest: ", aws::Sha256Hex(text), "\n"), {Timeout()});
  ASSERT_EQ(acceptance.files.size(), 2U);
  EXPECT_THAT(acceptance.files[1].after, HasSubstr(aws::Sha256Hex(acceptance.files[0].after)));
}

TEST_F(AcceptDrift, WhatStandsElsewhereIsRefused) {
  for (const auto& [properties, where] : std::initializer_list<std::pair<const char*, const char*>>{
           {"      DefinitionUri: s3://b/k\n", "s3://b/k"},
           {"      DefinitionSecretId: x\n", "a secret"},
           {"      DefinitionParameter: x\n", "a parameter"},
           {"      DefinitionS3: {Bucket: b, Key: k}\n", "S3"}}) {
    const Acceptance acceptance = Accept(properties, {Timeout()});
    ASSERT_EQ(acceptance.refused.size(), 1U);
    EXPECT_THAT(acceptance.refused[0].message, HasSubstr(Concat("stands in ", where)));
    EXPECT_THAT(acceptance.files, IsEmpty());
  }
}

TEST_F(AcceptDrift, OfAnActionEverythingOrNothing) {
  ResourceDrift drift = Timeout();
  drift.values.push_back({"/config/request/requestType", json::Value("GET"), json::Value("PUT")});
  const Acceptance acceptance =
      Accept("      Definition: {config: {timeoutSeconds: 5, request: {requestType: !Ref 'AWS::Region'}}}\n", {drift});
  EXPECT_THAT(acceptance.files, IsEmpty());
  EXPECT_THAT(acceptance.accepted, IsEmpty());
  ASSERT_EQ(acceptance.refused.size(), 1U);
  EXPECT_EQ(acceptance.refused[0].field, "config.request.requestType");
  EXPECT_EQ(acceptance.refused[0].mark.line, 5);
}

TEST_F(AcceptDrift, NobodyIsShownTheValueOfAHeader) {
  ResourceDrift drift;
  drift.type = kDataActionType;
  drift.logical_id = "A";
  drift.values = {{"/config/request/headers/X-Key", json::Value("old-secret"), json::Value("new-secret")},
                  {"/config/request/headers/Y-Key", std::nullopt, json::Value("y-secret")}};
  const Acceptance acceptance =
      Accept("      Definition: {config: {request: {headers: {X-Key: old-secret}}}}\n", {drift});
  ASSERT_EQ(acceptance.files.size(), 1U);
  EXPECT_THAT(acceptance.files[0].after, HasSubstr("{X-Key: new-secret, Y-Key: y-secret}"));
  EXPECT_THAT(acceptance.files[0].diff, Not(HasSubstr("secret")));
  EXPECT_THAT(acceptance.files[0].diff, HasSubstr("X-Key: '***'"));
}

TEST_F(AcceptDrift, ATemplateOfAnotherStackIsNoticed) {
  const Acceptance acceptance = Accept("      Definition: {config: {timeoutSeconds: 5}}\n", {Timeout("B")});
  ASSERT_EQ(acceptance.refused.size(), 1U);
  EXPECT_THAT(acceptance.refused[0].message, HasSubstr("is it the template of this stack?"));
}

ResourceDrift Drifted(std::string_view type, std::vector<definition::ValueDifference> values) {
  ResourceDrift drift;
  drift.logical_id = "A";
  drift.type = type;
  drift.values = std::move(values);
  return drift;
}

TEST_F(AcceptDrift, MembersOfAnIntegrationAreItsProperties) {
  const std::string_view type = "Custom::GenesysIntegration";
  const Acceptance acceptance = Accept(
      "      Name: CRM  # shown\n      Properties: {retries: 3, on: true}\n      Advanced: '{\"a\": {\"b\": 1}}'\n",
      {Drifted(type, {{"/name", json::Value("CRM"), json::Value("CRM 2")},
                      {"/properties/retries", json::Value("3"), json::Value(4)},
                      {"/properties/on", json::Value("true"), json::Value(false)},
                      {"/advanced/a/b", json::Value(1), json::Value(2)}})},
      type);
  EXPECT_THAT(acceptance.refused, IsEmpty());
  ASSERT_EQ(acceptance.files.size(), 1U);
  EXPECT_THAT(acceptance.files[0].after,
              HasSubstr("      Name: CRM 2  # shown\n      Properties: {retries: 4, on: false}\n"
                        "      Advanced: '{\"a\": {\"b\": 2}}'\n"));
}

TEST_F(AcceptDrift, ASlotThatRefersToACredentialIsRefused) {
  const std::string_view type = "Custom::GenesysIntegration";
  const Acceptance acceptance =
      Accept("      Name: CRM\n      Credentials: {basicAuth: !Ref 'AWS::Region'}\n",
             {Drifted(type, {{"/credentials/basicAuth", json::Value("a"), json::Value("b")}})}, type);
  ASSERT_EQ(acceptance.refused.size(), 1U);
  EXPECT_THAT(acceptance.refused[0].message, HasSubstr("is written with Ref"));
}

TEST_F(AcceptDrift, EachTypeHasItsOwnPlaces) {
  struct Case {
    std::string_view type;
    const char* pointer;
    const char* properties;
    const char* expected;
  };
  for (const Case& one : {Case{"Custom::GenesysCredential", "/name", "Name: old", "Name: new"},
                          Case{"Custom::GenesysCredential", "/type", "CredentialType: old", "CredentialType: new"},
                          Case{"Custom::GenesysDataActionLookup", "/category", "Category: old", "Category: new"},
                          Case{"Custom::GenesysCustomAuthAction", "/config/request/requestType",
                               "Definition: {config: {request: {requestType: old}}}", "{requestType: new}"},
                          Case{kDataActionType, "/function/handler", "Function: {Handler: old}", "{Handler: new}"}}) {
    const Acceptance acceptance =
        Accept(Concat("      ", one.properties, "\n"),
               {Drifted(one.type, {{one.pointer, json::Value("old"), json::Value("new")}})}, one.type);
    ASSERT_EQ(acceptance.files.size(), 1U) << one.pointer;
    EXPECT_THAT(acceptance.files[0].after, HasSubstr(one.expected));
  }
}

TEST_F(AcceptDrift, CredentialsOfRequestsAreWrittenMaskedAndWarnedOf) {
  ResourceDrift drift = Drifted(kDataActionType, {});
  drift.values = {{"/config/request/requestUrlTemplate", json::Value("https://x.test/?api_key=one12345"),
                   json::Value("https://x.test/?api_key=two12345")}};
  const Acceptance acceptance = Accept(
      "      Definition:\n        config:\n          request:\n"
      "            headers: {X-Api-Key: header-secret}\n"
      "            requestUrlTemplate: https://x.test/?api_key=one12345\n"
      "            requestTemplate: '{\"password\": \"body-secret\"}'\n",
      {drift});
  ASSERT_EQ(acceptance.files.size(), 1U);
  const AcceptedFile& file = acceptance.files[0];
  EXPECT_THAT(file.after, HasSubstr("requestUrlTemplate: https://x.test/?api_key=two12345\n"));
  EXPECT_THAT(file.diff, HasSubstr("\n-            requestUrlTemplate: https://x.test/?api_key=***\n"));
  EXPECT_THAT(file.diff, HasSubstr("\n+            requestUrlTemplate: https://x.test/?api_key=*** (live)\n"));
  // Nor what stands around it.
  EXPECT_THAT(file.diff, HasSubstr("\n             headers: {X-Api-Key: ***}\n"));
  EXPECT_THAT(file.diff, Not(HasSubstr("body-secret")));
  // What it had already is nothing new.
  ASSERT_EQ(file.credentials.findings.size(), 1U);
  EXPECT_THAT(file.credentials.findings[0].message, HasSubstr("the value of api_key"));
}

TEST_F(AcceptDrift, WhatNoFileSaysIsRefused) {
  ResourceDrift lookup = Drifted("Custom::GenesysDataActionLookup", {});
  lookup.differences = {{"id", "a", "b"}};
  ResourceDrift function = Drifted(kDataActionType, {});
  function.differences = {{"function.package", "a", "b"}};
  for (const auto& drift : {lookup, function}) {
    const Acceptance acceptance = Accept("      Name: n\n", {drift}, drift.type);
    EXPECT_EQ(acceptance.refused.size(), 1U);
    EXPECT_THAT(acceptance.accepted, IsEmpty());
  }
}

TEST_F(AcceptDrift, AFileThatWasChangedMeanwhileIsNotWritten) {
  const Acceptance acceptance = Accept("      Definition: {config: {timeoutSeconds: 5}}\n", {Timeout()});
  const auto path = Write("t.yaml", "mine");
  const auto written = WriteAcceptance(acceptance);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::kConflict);
  EXPECT_EQ(ReadFile(path).value(), "mine");
}

TEST_F(AcceptDrift, AFileKeepsItsModeAndALinkStaysOne) {
  const Acceptance acceptance = Accept("      Definition: {config: {timeoutSeconds: 5}}\n", {Timeout()});
  const auto path = folder_ / "t.yaml";
  std::filesystem::rename(path, folder_ / "real.yaml");
  std::filesystem::permissions(folder_ / "real.yaml", std::filesystem::perms(0640));
  std::filesystem::create_symlink("real.yaml", path);
  ASSERT_TRUE(WriteAcceptance(acceptance));
  EXPECT_TRUE(std::filesystem::is_symlink(path));
  EXPECT_EQ(std::filesystem::status(folder_ / "real.yaml").permissions(), std::filesystem::perms(0640));
  EXPECT_EQ(ReadFile(path).value(), acceptance.files[0].after);
}

}  // namespace
}  // namespace genesys_cfn::cli
