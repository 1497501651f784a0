// SPDX-License-Identifier: Apache-2.0
// The clients that write integrations and credentials: what each answer is taken for.
#include "genesys/entity_calls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "genesys/client_fixture.h"
#include "genesys/credentials_client.h"
#include "genesys/integration_editor.h"
#include "genesys/integration_types_client.h"

namespace genesys_cfn::genesys {
namespace {

using testing::HasSubstr;

class EntityCallsTest : public ClientTest {
 protected:
  IntegrationEditor editor{session};
  CredentialsClient credentials{session};
};

TEST_F(EntityCallsTest, APostIsNotRepeatedAndItsOutcomeMayBeUnknown) {
  client.ThenRespond(200, R"({"id":"1"})").ThenRespond(503).ThenRespond(200, "{}").ThenRespond(200, "<html>");
  EXPECT_TRUE(editor.Create({}, {}).has_value());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(editor.Create({}, {}).error().code, ErrorCode::kOutcomeUnknown);
  client.ThenRespond(403);
  const auto refused = editor.Create({}, {});
  EXPECT_EQ(refused.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(refused.error().message, HasSubstr("integrations:integration:add"));
  EXPECT_EQ(client.calls().size(), 6U);
}

TEST_F(EntityCallsTest, AConfigurationIsRepeatedAndAStateIsReadAgain) {
  client.ThenRespond(503).ThenRespond(200, "{}");
  EXPECT_EQ(*editor.PutConfig("1", {}, {}), EntityWrite::kDone);
  client.ThenRespond(503);
  EXPECT_EQ(*editor.SetState("1", "ENABLED", {}), EntityWrite::kReadAgain);
  client.ThenRespond(409, R"({"status":409,"code":"general.conflict"})");
  EXPECT_EQ(*editor.PutConfig("1", {}, {}), EntityWrite::kReadAgain);
  client.ThenRespond(404);
  EXPECT_EQ(*editor.PutConfig("1", {}, {}), EntityWrite::kGone);
  client.ThenRespond(400, R"({"status":400,"code":"bad.request","message":"no"})");
  EXPECT_EQ(editor.PutConfig("1", {}, {}).error().code, ErrorCode::kInvalidInput);
}

TEST_F(EntityCallsTest, OneThatIsShownAsDeletedIsGone) {
  client.ThenRespond(200, R"({"id":"1","intendedState":"DELETED"})").ThenRespond(410);
  EXPECT_FALSE(editor.Read("1")->has_value());
  EXPECT_FALSE(editor.Read("1")->has_value());
  client.ThenRespond(200, R"({"id":"2"})");
  EXPECT_EQ(editor.Read("1").error().code, ErrorCode::kUnavailable);
}

TEST_F(EntityCallsTest, SomethingElseIsNoConfiguration) {
  client.ThenRespond(200, R"({"id":"1"})").ThenRespond(200, R"({"id":"1"})");
  EXPECT_EQ(editor.Read("1").error().code, ErrorCode::kUnavailable);
  client.ThenRespond(200, R"({"id":"1"})").ThenRespond(200, R"({"name":"n","version":3})");
  EXPECT_TRUE(editor.Read("1")->has_value());
}

TEST_F(EntityCallsTest, CredentialsAreListedOverTheirCursors) {
  client.ThenRespond(200, R"({"entities":[{"id":"1"}],"nextUri":"/api/v2/integrations/credentials/listing?after=x"})")
      .ThenRespond(200, R"({"entities":[{"id":"2"}]})");
  EXPECT_EQ(credentials.List()->size(), 2U);
  EXPECT_THAT(client.calls().back(), HasSubstr("/listing?after=x"));
  // The token must not go elsewhere.
  client.ThenRespond(200, R"({"entities":[{"id":"1"}],"nextUri":"https://elsewhere/api"})");
  EXPECT_EQ(credentials.List().error().code, ErrorCode::kUnavailable);
  client.ThenRespond(200, "[]");
  EXPECT_EQ(credentials.List().error().code, ErrorCode::kUnavailable);
}

TEST_F(EntityCallsTest, WhatACredentialHoldsIsNotKept) {
  client.ThenRespond(200, R"({"id":"1","credentialFields":{"password":"***"}})");
  EXPECT_FALSE((*credentials.Get("1"))->Contains("credentialFields"));
}

TEST_F(EntityCallsTest, CredentialTypesComeInTwoForms) {
  client.ThenRespond(200, R"([{"name":"a"}])").ThenRespond(200, R"({"entities":[{"name":"a"}]})").ThenRespond(200, "7");
  EXPECT_EQ(credentials.Types()->size(), 1U);
  EXPECT_EQ(credentials.Types()->size(), 1U);
  EXPECT_EQ(credentials.Types().error().code, ErrorCode::kUnavailable);
}

TEST_F(EntityCallsTest, WhoUsesACredentialIsSeenInTheConfigurations) {
  client
      .ThenRespond(200, R"({"total":3,"entities":[)"
                        R"({"id":"1","config":{"current":{"credentials":{"slot":{"id":"c"}}}}},)"
                        R"({"id":"2","config":{"current":{"credentials":{"slot":{"id":"other"}}}}},{"id":"3"}]})")
      .ThenRespond(200, R"({"credentials":{"slot":{"id":"c"}}})");
  const auto users = editor.ListUsing("c");
  ASSERT_TRUE(users) << users.error().message;
  ASSERT_EQ(users->size(), 2U);
  EXPECT_EQ(users->at(1).FindString("id"), "3");
}

TEST_F(EntityCallsTest, ATypeWithoutASchemaIsNoError) {
  IntegrationTypesClient types(session);
  client.ThenRespond(404).ThenRespond(404).ThenRespond(200, R"({"total":1,"entities":[{"id":"rest"}]})");
  EXPECT_FALSE(types.Get("x")->has_value());
  EXPECT_FALSE(types.ConfigSchema("x", "advanced")->has_value());
  EXPECT_EQ(types.Ids()->front(), "rest");
}

}  // namespace
}  // namespace genesys_cfn::genesys
