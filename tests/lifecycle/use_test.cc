// SPDX-License-Identifier: Apache-2.0
// Published flows use the action that is to be deleted.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class UseTest : public LifecycleTest {
 protected:
  void Use(const std::string& action, const std::string& name = "Main IVR") {
    ASSERT_TRUE(organisation_.AddPublishedFlow(name, "INBOUNDCALLFLOW", {action}));
  }
};

TEST_F(UseTest, AnActionThatFlowsUseIsKeptAndTheyAreNamed) {
  const Answer created = Create();
  Use(created.physical_id);
  Use(created.physical_id, "Night IVR");
  const Answer refused = Delete(created.physical_id);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_EQ(refused.physical_id, created.physical_id);
  EXPECT_THAT(refused.reason, HasSubstr("Main IVR (INBOUNDCALLFLOW), Night IVR (INBOUNDCALLFLOW)"));
  EXPECT_THAT(refused.reason, HasSubstr("DeleteWhenUsed"));
  EXPECT_EQ(network_.Count("DELETE"), 0);
}

// That every id begins as today's do is documented nowhere.
TEST_F(UseTest, AnActionWhoseIdHasAnotherFormIsCheckedToo) {
  network_.answers = [](const http::Request& r) {
    if (r.method == "GET" && r.target == Concat(kActions, "/another-form")) {
      return std::optional(http::Response{200, {}, R"({"id":"another-form","name":"Look up","version":1})"});
    }
    return r.target.starts_with("/api/v2/architect")
               ? std::optional(http::Response{200,
                                              {},
                                              R"({"entities":[{"id":"f","name":"Main IVR","type":)"
                                              R"("INBOUNDCALLFLOW","version":"1"}],"pageCount":1,"total":1})"})
               : std::nullopt;
  };
  const Answer refused = Delete("another-form");
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("Main IVR"));
  EXPECT_EQ(network_.Count("DELETE"), 0);
}

TEST_F(UseTest, DeleteWhenUsedAllowDeletesWithoutAsking) {
  const Answer created = Create();
  Use(created.physical_id);
  EXPECT_EQ(Delete(created.physical_id, With(Properties(), "DeleteWhenUsed", "Allow")).status, Status::kSuccess);
  EXPECT_EQ(network_.lines.size(), 1U);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(UseTest, WithoutThePermissionToAskItIsDeletedAndLogged) {
  Allow({"integrations:action:add", "integrations:action:view", "integrations:action:delete",
         "integrations:integration:view"});
  const Answer created = Create();
  Use(created.physical_id);
  EXPECT_EQ(Delete(created.physical_id).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_THAT(logger_.names, ::testing::Contains("use_not_known"));
}

TEST_F(UseTest, WhenNobodyCanTellItIsKept) {
  const Answer created = Create();
  network_.faults = [](const http::Request& r) {
    return r.target.starts_with("/api/v2/architect") ? Fault::kServerError : Fault::kNone;
  };
  const Answer refused = Delete(created.physical_id);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("not known whether published flows use it"));
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(UseTest, WhatAnUnknownMarkerMeansIsCheckedToo) {
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  const Answer created = Handle(request);
  Use(created.physical_id);
  const Answer refused = Delete(provider::UnknownMarker(request, "Look up"));
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("Main IVR"));
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(UseTest, ThePlatformsOwnRefusalIsReported) {
  const Answer created = Create();
  network_.answers = [](const http::Request& r) {
    return r.method == "DELETE" ? std::optional(http::Response{
                                      409, {}, R"({"status":409,"code":"general.conflict","message":"in use by X"})"})
                                : std::nullopt;
  };
  const Answer refused = Delete(created.physical_id);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("in use by X"));
}

}  // namespace
}  // namespace genesys_cfn
