// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysCustomAuthAction (docs/custom-auth.md).
#include "provider/custom_auth_action.h"

#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

using testing::AllOf;
using testing::Contains;

class CustomAuthActionTest : public IntegrationTest {
 protected:
  std::unique_ptr<provider::ResourceType> MakeType() override {
    return std::make_unique<provider::CustomAuthActionResource>(Parts());
  }
  // The integration gets the credential that makes the platform make the action.
  std::string Attach() {
    const json::Value credential =
        Ask("POST", Concat(kIntegrations, "/credentials"),
            R"({"name":"oauth","type":{"name":"userDefinedOAuth"},"credentialFields":{"clientId":"a"}})");
    EditConfig(IntegrationId(), "credentials",
               json::Object{{"basicAuth", json::Object{{"id", *credential.FindString("id")}}}});
    return Concat("customAuth_-_", IntegrationId());
  }
  json::Object Wanted(const std::string& url = "https://login/one") {
    json::Object definition{
        {"config", json::Object{{"request", json::Object{{"requestUrlTemplate", url}, {"requestType", "POST"}}},
                                {"response", json::Object()}}}};
    return {{"IntegrationId", IntegrationId()}, {"Definition", std::move(definition)}};
  }
  json::Object OnAnotherIntegration() {
    json::Object other = Wanted("https://login/two");
    other.Set("IntegrationId", IntegrationId("Genesys Cloud Data Actions"));
    return other;
  }
  void Edit(const std::string& id, const std::string& url) {
    const json::Value live = Ask("GET", Concat(kActions, "/", id));
    Ask("PATCH", Concat(kActions, "/", id),
        Concat(R"({"config":{"request":{"requestUrlTemplate":")", url, R"(","requestType":"POST"}},"version":)",
               live.Find("version")->AsNumber()->text, "}"));
  }
};

TEST_F(CustomAuthActionTest, ACreateWritesTheConfigurationOfWhatIsThere) {
  const std::string id = Attach();
  const Answer answer = Create(Wanted());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id);
  EXPECT_EQ(UrlOf(id), "https://login/one");
  EXPECT_EQ(Writes(), 1);
  EXPECT_EQ(Attribute(answer, "Version"), "2");
  EXPECT_EQ(Create(Wanted()).status, Status::kSuccess);
  EXPECT_EQ(Writes(), 0) << "what stands is not written again";
}

TEST_F(CustomAuthActionTest, ItIsWaitedForAndThenExplained) {
  Switch("read-lag", 6'000);
  Attach();
  EXPECT_EQ(Create(Wanted()).status, Status::kSuccess);
  json::Object other = Wanted();
  other.Set("IntegrationId", IntegrationId("Genesys Cloud Data Actions"));
  const Answer answer = Create(other);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("userDefinedOAuth"), HasSubstr("custom-rest-actions")));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
}

TEST_F(CustomAuthActionTest, CredentialsInTheClearAreInNoReason) {
  const std::string id = Attach();
  const json::Object wanted = Wanted("https://login/one?client_secret=canary-one-1");
  ASSERT_EQ(Create(wanted).status, Status::kSuccess);
  Edit(id, "https://login/one?client_secret=canary-two-2");
  const Answer drifted = Update(id, Wanted("https://login/other"), wanted);
  EXPECT_THAT(drifted.reason, HasSubstr("https://login/one?client_secret=*** (differs)"));
  EXPECT_THAT(drifted.reason, Not(HasSubstr("canary")));
  // Nor where the platform quotes it.
  Ask("POST", "/genesys-cfn/admin/faults",
      R"({"method":"PATCH","path":"/api/v2/integrations/actions/*","do":"status","status":400,"code":"bad.request",)"
      R"("message":"cannot read 'https://login/two?client_secret=canary-three-3'","times":"all"})");
  const Answer refused = Create(Wanted("https://login/two?client_secret=canary-three-3"));
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("cannot read 'https://login/two?client_secret=***'"));
}

TEST_F(CustomAuthActionTest, WhatSuchAnActionDoesNotHaveIsRefused) {
  json::Object definition = *Wanted().Find("Definition")->AsObject();
  definition.Set("category", "x");
  definition.Find("config")->AsObject()->Set("timeoutSeconds", "5");
  const Answer answer = Create(Set(Wanted(), "Definition", definition));
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("/Definition/category"), HasSubstr("/Definition/config/timeoutSeconds")));
  EXPECT_EQ(Create(Set(Wanted(), "OnDrift", "Recreate")).status, Status::kFailed);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(CustomAuthActionTest, ADeleteLeavesItAndCallsNothing) {
  const std::string id = Attach();
  Create(Wanted());
  EXPECT_EQ(Delete(id, Wanted()).status, Status::kSuccess);
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_EQ(UrlOf(id), "https://login/one");
  EXPECT_THAT(logger_.names, Contains("authentication_action_left"));
}

TEST_F(CustomAuthActionTest, DriftStopsUnlessItIsToBeOverwritten) {
  const std::string id = Attach();
  Create(Wanted());
  Edit(id, "https://theirs");
  const Answer answer = Update(id, Wanted("https://login/two"), Wanted());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr(R"("https://login/one" -> "https://theirs")"));
  EXPECT_EQ(UrlOf(id), "https://theirs");
  EXPECT_EQ(Update(id, With(Wanted("https://login/two"), "OnDrift", "Overwrite"), Wanted()).status, Status::kSuccess);
  EXPECT_EQ(UrlOf(id), "https://login/two");
}

TEST_F(CustomAuthActionTest, ARollbackPutsBackButKeepsEdits) {
  const std::string id = Attach();
  Create(Wanted());
  Update(id, Wanted("https://login/two"), Wanted());
  RollBack(id);
  ASSERT_EQ(Update(id, Wanted(), Wanted("https://login/two")).status, Status::kSuccess);
  EXPECT_EQ(UrlOf(id), "https://login/one");
  Edit(id, "https://theirs");
  ASSERT_EQ(Update(id, Wanted("https://login/zero"), Wanted()).status, Status::kSuccess);
  EXPECT_EQ(UrlOf(id), "https://theirs");
  EXPECT_THAT(logger_.names, Contains("kept_in_rollback"));
}

TEST_F(CustomAuthActionTest, ARollbackComesToAnEndAlthoughTheActionIsGone) {
  const std::string id = Attach();
  Create(Wanted());
  EditConfig(IntegrationId(), "credentials", json::Object());
  RollBack(id);
  const Answer back = Update(id, Wanted(), Wanted("https://login/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id);
  EXPECT_THAT(logger_.names, Contains("kept_in_rollback"));
  stacks_.phase = provider::StackPhase::kGoingForward;
  EXPECT_EQ(Update(id, Wanted(), Wanted("https://login/two")).status, Status::kFailed);
}

TEST_F(CustomAuthActionTest, ARollbackToTheFormerIntegrationKeepsWhatSomebodyEditedThere) {
  const std::string id = Attach();
  Create(Wanted());
  const json::Object other = OnAnotherIntegration();
  const std::string other_id = Concat("customAuth_-_", *other.Find("IntegrationId")->AsString());
  Edit(id, "https://theirs");
  RollBack(other_id);
  const Answer back = Update(other_id, Wanted(), other);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id);
  EXPECT_EQ(UrlOf(id), "https://theirs");
}

TEST_F(CustomAuthActionTest, WithoutCloudFormationsWordAnotherIntegrationsIsLeftAsItIs) {
  const std::string id = Attach();
  Create(Wanted());
  const json::Object other = OnAnotherIntegration();
  const std::string other_id = Concat("customAuth_-_", *other.Find("IntegrationId")->AsString());
  Edit(id, "https://theirs");
  stacks_.phase = Error{ErrorCode::kPermissionDenied, "the role may not ask"};
  const Answer refused = Update(other_id, Wanted(), other);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("the role may not ask, so it is not known whether the authentication action"));
  EXPECT_EQ(UrlOf(id), "https://theirs");
}

TEST_F(CustomAuthActionTest, ASecondDeliveryOverwritesNothingThatWasEditedSinceTheFirst) {
  const std::string id = Attach();
  Create(Wanted());
  const json::Object other = OnAnotherIntegration();
  const std::string other_id = Concat("customAuth_-_", *other.Find("IntegrationId")->AsString());
  Edit(id, "https://theirs");
  Record("UPDATE_COMPLETE", id);
  const Answer again = Update(other_id, Wanted(), other);
  EXPECT_EQ(again.status, Status::kFailed);
  EXPECT_THAT(again.reason, HasSubstr("no longer waits for this Update"));
  EXPECT_EQ(UrlOf(id), "https://theirs");
}

TEST_F(CustomAuthActionTest, ARollbackWaitsForTheUpdateThatItOvertook) {
  const std::string id = Attach();
  Create(Wanted());
  RollBack(id);
  const WallTime start = clock_.Now();
  bool written = false;
  network_.before = [&](const http::Request& /*r*/) {
    if (written || Since(start) < Milliseconds{25'000}) return;
    written = true;
    Edit(id, "https://login/two");  // the overtaken one, in another process
  };
  ASSERT_EQ(Update(id, Wanted(), Wanted("https://login/two")).status, Status::kSuccess);
  EXPECT_EQ(UrlOf(id), "https://login/one");
}

TEST_F(CustomAuthActionTest, ACancelledUpdateWritesNothingLate) {
  const std::string id = Attach();
  Create(Wanted());
  Record("UPDATE_COMPLETE", id);
  const Answer late = HandleElsewhere(MakeUpdate(id, Wanted("https://login/two"), Wanted()), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(UrlOf(id), "https://login/one");
}

}  // namespace
}  // namespace genesys_cfn
