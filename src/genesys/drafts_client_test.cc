// SPDX-License-Identifier: Apache-2.0
// Drafts and functions: what is sent, and what strange answers mean.
#include "genesys/drafts_client.h"

#include "base/text.h"
#include "genesys/client_fixture.h"
#include "genesys/functions_client.h"

namespace genesys_cfn::genesys {
namespace {

class DraftsClientTest : public ClientTest {
 protected:
  std::string LastCall() const { return client.calls().back(); }

  DraftsClient drafts{session};
  FunctionsClient functions{session};
};

TEST_F(DraftsClientTest, ADraftThatIsThereIsNoFailure) {
  client.ThenRespond(409, R"({"code":"general.conflict"})").ThenRespond(404).ThenRespond(200, "{}");
  EXPECT_EQ(*drafts.CreateOf("a"), DraftCreation::kExists);
  EXPECT_EQ(*drafts.CreateOf("a"), DraftCreation::kNoAction);
  EXPECT_EQ(*drafts.CreateOf("a"), DraftCreation::kDone);
  EXPECT_EQ(LastCall(), "POST https://api.a/api/v2/integrations/actions/a/draft");
}

TEST_F(DraftsClientTest, APublicationSaysWhatBecameOfTheDraft) {
  client.ThenRespond(400, R"({"message":"Supplied version 2 does not match latest draft version 1"})");
  client.ThenRespond(404).ThenRespond(200, "<html>").ThenRespond(200, R"({"id":"a","version":3})");
  EXPECT_EQ(drafts.Publish("a", 2)->outcome, PublishOutcome::kVersionConflict);
  EXPECT_EQ(drafts.Publish("a", 2)->outcome, PublishOutcome::kGone);
  EXPECT_EQ(drafts.Publish("a", 2)->outcome, PublishOutcome::kReadAgain);
  EXPECT_EQ(drafts.Publish("a", 2)->outcome, PublishOutcome::kDone);
  EXPECT_EQ(client.requests().back().body, R"({"version":2})");
}

TEST_F(DraftsClientTest, ADraftIsValidOnlyWhenThePlatformSaysSo) {
  client.ThenRespond(200, R"({"valid":true,"errors":[{"message":"a remark"}]})");
  client.ThenRespond(200, R"({"valid":false,"errors":[{"message":"bad"},{"messageWithParams":"worse"}]})");
  client.ThenRespond(200, "{}");
  EXPECT_TRUE(drafts.Validate("a")->empty());
  EXPECT_EQ(*drafts.Validate("a"), (std::vector<std::string>{"bad", "worse"}));
  EXPECT_EQ(drafts.Validate("a")->size(), 1U);
}

TEST_F(DraftsClientTest, ATestThatFailsIsAnOutcome) {
  client.ThenRespond(200, R"({"success":true,"finalResult":{"id":1}})");
  client.ThenRespond(200, R"({"success":false,"error":{"status":500,"message":"all"},"operations":[{"name":"Resolve",)"
                          R"("success":true},{"name":"Execute","error":{"status":404,"message":"none"}}]})");
  client.ThenRespond(200, R"({"success":"true"})");
  const auto run = [this] { return *drafts.Test("a", {}, Repeatable::kYes, Milliseconds{1'000}); };
  EXPECT_TRUE(run().success);
  const TestOutcome failed = run();
  EXPECT_EQ(failed.status, 404);
  EXPECT_EQ(failed.message, "\"Execute\" failed: none");
  EXPECT_FALSE(run().success) << "true is not \"true\"";
}

TEST_F(DraftsClientTest, ATestThatMayWriteIsNotRepeated) {
  client.ThenRespond(503, "<html>");
  const auto tested = drafts.Test("a", {}, Repeatable::kNo, Milliseconds{1'000});
  ASSERT_FALSE(tested.has_value());
  EXPECT_EQ(client.requests().size(), 2U) << "the token and one test";
}

TEST_F(DraftsClientTest, APermissionIsNamed) {
  client.ThenRespond(403, R"({"code":"missing.permissions"})").ThenRespond(403, R"({"code":"missing.permissions"})");
  const auto tested = drafts.Test("a", {}, Repeatable::kYes, Milliseconds{1'000});
  EXPECT_NE(tested.error().message.find("integrations:action:execute"), std::string::npos);
  const auto asked = functions.RequestUpload("a", "x.zip");
  EXPECT_NE(asked.error().message.find("integrations:actionFunction:edit"), std::string::npos);
}

TEST_F(DraftsClientTest, AFunctionIsReadAsFarAsItIsThere) {
  client.ThenRespond(200, R"({"zip":{"status":"InvalidFormat","errorMessage":"no zip","name":"f.zip"}})");
  client.ThenRespond(200, R"({"function":{"handler":"i.h","runtime":"nodejs22.x","zipId":"z"}})").ThenRespond(404);
  const auto half = *functions.ReadDraft("a");
  EXPECT_FALSE(half->settings);
  EXPECT_EQ(half->zip_status, "InvalidFormat");
  EXPECT_EQ(half->zip_error, "no zip");
  const auto whole = *functions.Read("a");
  EXPECT_EQ(whole->zip_id, "z");
  EXPECT_EQ(*whole->settings, (FunctionSettings{"i.h", "nodejs22.x", "", 15}));
  EXPECT_FALSE(*functions.Read("a"));
}

TEST_F(DraftsClientTest, AnUploadNeedsAUrl) {
  client.ThenRespond(200, R"({"headers":{"x":"y"}})").ThenRespond(200, R"({"url":"https://s3/x","headers":{"a":"b"}})");
  EXPECT_EQ(functions.RequestUpload("a", "x.zip").error().code, ErrorCode::kUnavailable);
  const auto target = functions.RequestUpload("a", "x.zip");
  EXPECT_EQ(target->url.Reveal(), "https://s3/x");
  EXPECT_EQ(target->headers.size(), 1U);
}

}  // namespace
}  // namespace genesys_cfn::genesys
