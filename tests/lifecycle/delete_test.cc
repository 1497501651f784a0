// SPDX-License-Identifier: Apache-2.0
// A Delete of an action, or of what a failed Create may have left.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, DeleteForgivesWhatIsGoneButNotWrongCredentials) {
  const Answer created = Create();
  EXPECT_EQ(Delete(created.physical_id).status, Status::kSuccess);
  EXPECT_EQ(Delete(created.physical_id).status, Status::kSuccess);
  EXPECT_EQ(Delete("demo-Action-1ABCDEFGHIJKL").status, Status::kSuccess) << "an id that CloudFormation invented";
  // Properties do not matter to a Delete.
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, {}, created.physical_id)).status, Status::kSuccess);

  const Answer kept = Create();
  network_.faults = [](const http::Request& r) { return r.method == "DELETE" ? Fault::kServerError : Fault::kNone; };
  EXPECT_EQ(Delete(kept.physical_id).status, Status::kFailed);
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LifecycleTest, AMarkerWithoutANameDoesNotReadTheWholeOrganisation) {
  const Answer other = Create();
  const Request failed = MakeRequest(RequestType::kCreate, {});
  EXPECT_EQ(Delete(provider::UnknownMarker(failed.address, ""), {}).status, Status::kSuccess);
  EXPECT_TRUE(network_.lines.empty());
  EXPECT_EQ(Ids(), std::vector<std::string>{other.physical_id});
}

TEST_F(LifecycleTest, ANothingMarkerNeedsNoRequest) {
  const Request failed = MakeRequest(RequestType::kCreate, Properties());
  network_.faults = [](const http::Request&) { return Fault::kServerError; };
  EXPECT_EQ(Delete(provider::NothingMarker(failed.address)).status, Status::kSuccess);
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, Properties())).status, Status::kSuccess) << "no id at all";
  EXPECT_THAT(network_.lines, IsEmpty());
}

TEST_F(LifecycleTest, AnActionThatSeemsGoneForAMomentIsDeleted) {
  const Answer created = Create();
  const WallTime visible = clock_.Now() + Milliseconds{3'000};
  network_.answers = [&](const http::Request& r) {
    return r.method == "DELETE" && clock_.Now() < visible
               ? std::optional(http::Response{404, {}, R"({"status":404,"code":"not.found"})"})
               : std::nullopt;
  };
  EXPECT_EQ(Delete(created.physical_id).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(LifecycleTest, AnUnknownMarkerMeansOneCreationAndNoOtherOfTheResource) {
  const Request lost = MakeRequest(RequestType::kCreate, Properties());
  const Answer made = HandleElsewhere(lost);
  const Answer later = HandleElsewhere(MakeRequest(RequestType::kCreate, Properties()));
  Request other = MakeRequest(RequestType::kCreate, Properties());
  other.address.logical_id = "Other";
  other.address.request_id = lost.address.request_id;
  const Answer others = HandleElsewhere(other);
  EXPECT_EQ(Delete(provider::UnknownMarker(lost, "Look up")).status, Status::kSuccess);
  EXPECT_THAT(Ids(), ::testing::UnorderedElementsAre(later.physical_id, others.physical_id));
}

// The action is gone: whether this is the organisation that had it, its integration says.
class GoneTest : public LifecycleTest {
 protected:
  static constexpr const char* kGone = "custom_-_00000000-0000-4000-8000-000000000000";
  static json::Object On(const std::string& integration_id) {
    json::Object properties = With(Properties(), "IntegrationId", integration_id);
    properties.Remove("IntegrationName");
    return properties;
  }
  void AnswerIntegration(int status, const std::string& body) {
    network_.answers = [status, body](const http::Request& r) {
      return r.target.starts_with("/api/v2/integrations/") && !r.target.starts_with(kActions)
                 ? std::optional(http::Response{status, {}, body})
                 : std::nullopt;
    };
  }
};

TEST_F(GoneTest, ItsIntegrationIsThere) {
  EXPECT_EQ(Delete(kGone, On(IntegrationId())).status, Status::kSuccess);
  EXPECT_EQ(Delete(kGone, Properties()).status, Status::kSuccess);
  EXPECT_THAT(logger_.names, ::testing::Contains("already_gone"));
}

TEST_F(GoneTest, ItsIntegrationIsUnknownTooSoThisIsAnotherOrganisation) {
  for (const json::Object& properties :
       {On("00000000-0000-4000-8000-000000000001"), With(Properties(), "IntegrationName", "Elsewhere")}) {
    const Answer refused = Delete(kGone, properties);
    EXPECT_EQ(refused.status, Status::kFailed);
    EXPECT_THAT(refused.reason, HasSubstr("those of another organisation?"));
    EXPECT_THAT(refused.reason, HasSubstr("--retain-resources Action"));
  }
}

TEST_F(GoneTest, ItsIntegrationIsKnownToBeDeleted) {
  AnswerIntegration(410, R"({"status":410,"code":"gone"})");
  EXPECT_EQ(Delete(kGone, On("0000-1")).status, Status::kSuccess);
  AnswerIntegration(200, R"({"id":"0000-1","name":"Web","intendedState":"DELETED"})");
  EXPECT_EQ(Delete(kGone, On("0000-1")).status, Status::kSuccess);
  network_.answers = [](const http::Request& r) {
    return r.target.starts_with("/api/v2/integrations?")
               ? std::optional(http::Response{200,
                                              {},
                                              R"({"entities":[{"id":"1","name":"Web Services Data Actions",)"
                                              R"("intendedState":"DELETED"}],"pageCount":1,"total":1})"})
               : std::nullopt;
  };
  EXPECT_EQ(Delete(kGone).status, Status::kSuccess);
}

TEST_F(GoneTest, TheIntegrationMayNotBeRead) {
  Allow({"integrations:action:delete", "architect:dependencyTracking:view"});
  EXPECT_EQ(Delete(kGone, On(IntegrationId())).status, Status::kSuccess);
  EXPECT_EQ(Delete(kGone, Properties()).status, Status::kSuccess);
  EXPECT_THAT(logger_.names, ::testing::Contains("organisation_not_checked"));
}

TEST_F(GoneTest, PropertiesThatNameNoIntegrationCannotBeChecked) {
  EXPECT_EQ(Delete(kGone, {{"Name", "Look up"}}).status, Status::kSuccess);
}

// A Delete that Lambda delivers again, long after it was answered.
TEST_F(LifecycleTest, ALateDeleteOfAnActionThatIsOnRecordAgainDeletesNothing) {
  const Answer created = Create();
  Record("UPDATE_COMPLETE", created.physical_id);
  const Answer late = Handle(MakeRequest(RequestType::kDelete, Properties(), created.physical_id), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_THAT(late.reason, HasSubstr("on record as UPDATE_COMPLETE"));
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LifecycleTest, ALateDeleteIsCarriedOutOtherwise) {
  const auto late = [&](const std::string& id) {
    return Handle(MakeRequest(RequestType::kDelete, Properties(), id), Delivered::kAgain).status;
  };
  std::string id = Create().physical_id;
  Record("DELETE_IN_PROGRESS", id);
  EXPECT_EQ(late(id), Status::kSuccess);
  id = Create().physical_id;
  Record("UPDATE_COMPLETE", "custom_-_another");  // the clean-up after a replacement
  EXPECT_EQ(late(id), Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(LifecycleTest, ALateDeleteWithoutCloudFormationsWordDeletesNothing) {
  const std::string id = Create().physical_id;
  stacks_.Deny();
  const Answer answer = Handle(MakeRequest(RequestType::kDelete, Properties(), id), Delivered::kAgain);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr(id), HasSubstr("was not deleted"), HasSubstr("cloudformation:Describe")));
  EXPECT_THAT(Ids(), ::testing::ElementsAre(id));
}

}  // namespace
}  // namespace genesys_cfn
