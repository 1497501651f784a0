// SPDX-License-Identifier: Apache-2.0
// Definitions that stand elsewhere.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, AReferencedDefinitionLivesAndDriftIsJudgedByItsVersion) {
  const json::Object first = Referring("1", "/one");
  const Answer created = Create(first);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  const Answer updated = Update(created.physical_id, Referring("2", "/two"), first);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
  EditInUi(created.physical_id, "/edited");
  const Answer drifted = Update(created.physical_id, Referring("3", "/three"), Referring("2", "/two"));
  EXPECT_EQ(drifted.status, Status::kFailed);
  EXPECT_THAT(drifted.reason, HasSubstr("/edited"));
}

TEST_F(LifecycleTest, ADefinitionThatCannotBeReadFailsWithNothingCalled) {
  json::Object properties = Referring("1", "/one");
  definitions_.texts.clear();
  const Answer failed = Create(properties);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("nothing was called in Genesys Cloud. /DefinitionUri: HTTP status 404"));
  EXPECT_EQ(custom_resource::ParseMarker(failed.physical_id)->kind, custom_resource::MarkerKind::kNothing);
  EXPECT_TRUE(network_.lines.empty());
  // An earlier delivery may have read it.
  const Answer again = Handle(MakeRequest(RequestType::kCreate, properties), Delivered::kAgain);
  EXPECT_EQ(custom_resource::ParseMarker(again.physical_id)->kind, custom_resource::MarkerKind::kUnknown);
  EXPECT_EQ(custom_resource::ParseMarker(again.physical_id)->name, "Look up");
}

TEST_F(LifecycleTest, DriftIsNotJudgedWhenTheOldTextMayHaveChanged) {
  const json::Object old = Referring("", "/one");
  const Answer created = Create(old);
  definitions_.texts["newest"] = "{}";
  const Answer updated = Update(created.physical_id, Referring("2", "/two"), old);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
}

TEST_F(LifecycleTest, WhatAnUnknownOldTextStatedIsTakenAway) {
  const json::Object old = Referring("", "/one");
  const Answer created = Create(old);
  json::Object bare = Referring("2", "/one");
  definitions_.texts["2"] = ReplaceAll(definitions_.texts["2"], R"("headers":{"k":"v"},)", "");
  const Answer updated = Update(created.physical_id, bare, old);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  const json::Value live = Ask("GET", Concat(kActions, "/", created.physical_id, "?includeConfig=true"));
  EXPECT_TRUE(live.Find("config")->Find("request")->Find("headers")->AsObject()->empty());
  // The same again writes nothing.
  ASSERT_EQ(Update(created.physical_id, bare, old).status, Status::kSuccess);
  EXPECT_EQ(network_.Count("PATCH"), 0);
}

TEST_F(LifecycleTest, ARollbackRestoresAlthoughTheFailedTextIsGone) {
  const json::Object first = Referring("1", "/one");
  const Answer created = Create(first);
  const json::Object second = Referring("2", "/two");
  ASSERT_EQ(Update(created.physical_id, second, first).status, Status::kSuccess);
  definitions_.texts.erase("2");
  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer back = Update(created.physical_id, first, second);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

TEST_F(LifecycleTest, ADeleteNeverFetchesADefinition) {
  const json::Object properties = Referring("1", "/one");
  const Answer created = Create(properties);
  definitions_.texts.clear();
  definitions_.reads = 0;
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, properties, created.physical_id)).status, Status::kSuccess);
  EXPECT_TRUE(Ids().empty());
  EXPECT_EQ(definitions_.reads, 0);
}

TEST_F(LifecycleTest, TheDeleteOfACancelledCreateReadsTheNameThatItLooksFor) {
  Record("DELETE_IN_PROGRESS", kInventedId);
  json::Object properties = Referring("1", "/one");
  properties.Remove("Name");
  definitions_.texts["1"].insert(1, R"("name":"Look up",)");
  ASSERT_EQ(HandleElsewhere(MakeRequest(RequestType::kCreate, properties)).status, Status::kSuccess);
  ASSERT_EQ(Ids().size(), 1U);
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, properties, kInventedId)).status, Status::kSuccess);
  EXPECT_TRUE(Ids().empty());
  // What cannot be read fails nothing.
  definitions_.texts.clear();
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, properties, kInventedId)).status, Status::kSuccess);
  EXPECT_THAT(logger_.names, testing::Contains("action_may_remain"));
}

TEST_F(LifecycleTest, NoValueOfAConfidentialDefinitionIsInAnAnswer) {
  const json::Object first = Confidential("1", "/canary-one");
  const Answer created = Create(first);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EditInUi(created.physical_id, "/edited");
  const Answer drifted = Update(created.physical_id, Confidential("2", "/canary-two"), first);
  EXPECT_EQ(drifted.status, Status::kFailed);
  EXPECT_THAT(drifted.reason, HasSubstr("config.request.requestUrlTemplate: *** -> ***"));
  // Nor when the definition has left the secret.
  const Answer plain = Update(created.physical_id, Properties("/plain"), first);
  EXPECT_EQ(plain.status, Status::kFailed);
  EXPECT_THAT(plain.reason, testing::Not(HasSubstr("canary")));
  // The platform quotes what it refuses.
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{
                                     400, {}, R"({"status":400,"code":"bad","message":"wrong url /canary-two here"})"})
                               : std::nullopt;
  };
  json::Object overwriting = Confidential("2", "/canary-two");
  overwriting.Set("OnDrift", "Overwrite");
  const Answer refused = Update(created.physical_id, overwriting, first);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("400"));
  EXPECT_THAT(refused.reason, testing::Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace genesys_cfn
