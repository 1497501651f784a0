// SPDX-License-Identifier: Apache-2.0
// What a Create does: one POST, and after an unknown outcome a look instead of another POST.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, AFreshCreateIsOnePost) {
  json::Object properties = Properties();
  const std::string integration =
      *Ask("GET", "/api/v2/integrations").Find("entities")->AsArray()->front().FindString("id");
  properties.Remove("IntegrationName");
  properties.Set("IntegrationId", integration);
  const Answer answer = Create(properties);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.lines, std::vector<std::string>{Concat("POST ", kActions)});
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("DataActionId", answer.physical_id)));
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("Version", "1")));
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("Category", "CRM")));
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("IntegrationId", integration)));
}

TEST_F(LifecycleTest, WithoutACategoryItIsTheIntegrationsName) {
  json::Object properties = Properties();
  properties.Remove("Category");
  const Answer answer = Create(properties);
  EXPECT_THAT(answer.attributes, testing::Contains(testing::Pair("Category", "Web Services Data Actions")));
}

TEST_F(LifecycleTest, RefusedConnectionsAreTriedAgain) {
  int left = 2;
  network_.faults = [&](const http::Request& r) {
    return IsCreate(r) && left-- > 0 ? Fault::kUnavailable : Fault::kNone;
  };
  EXPECT_EQ(Create().status, Status::kSuccess);
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LifecycleTest, WhatThePlatformRefusesFailsAtOnceWithItsWords) {
  json::Object properties = Properties();
  properties.Remove("IntegrationName");
  properties.Set("IntegrationId", "00000000-0000-4000-8000-000000000000");
  const WallTime start = clock_.Now();
  const Answer answer = Create(properties);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("does not exist in this Genesys Cloud organisation"));
  EXPECT_LE(clock_.Now() - start, Milliseconds{11'000}) << "a new integration is waited for, but not for ever";
  const auto marker = custom_resource::ParseMarker(answer.physical_id);
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->kind, custom_resource::MarkerKind::kNothing);
  const size_t before = network_.lines.size();
  EXPECT_EQ(Delete(answer.physical_id).status, Status::kSuccess);
  EXPECT_EQ(network_.lines.size(), 0U) << "nothing can exist: no request, was " << before;
}

TEST_F(LifecycleTest, ALostAnswerIsFoundByItsTagNotPostedAgain) {
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
  const Answer answer = Create();
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count(Concat("POST ", kActions)), 1);
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

TEST_F(LifecycleTest, ALostRequestFailsWithAMarkerThatDeletesCleanly) {
  for (const Fault fault : {Fault::kLostRequest, Fault::kServerError}) {
    network_.faults = [fault](const http::Request& r) { return IsCreate(r) ? fault : Fault::kNone; };
    const Answer answer = Create();
    EXPECT_EQ(answer.status, Status::kFailed);
    EXPECT_THAT(answer.reason, HasSubstr("not known"));
    const auto marker = custom_resource::ParseMarker(answer.physical_id);
    ASSERT_TRUE(marker);
    EXPECT_EQ(marker->kind, custom_resource::MarkerKind::kUnknown);
    network_.faults = nullptr;
    EXPECT_EQ(Delete(answer.physical_id).status, Status::kSuccess);
    EXPECT_TRUE(Ids().empty());
  }
}

TEST_F(LifecycleTest, AMarkerFindsTheActionThatAppearedLate) {
  // The answer is lost, and lists lag behind: the look-up of the Create finds nothing.
  bool lists_lag = true;
  network_.faults = [&](const http::Request& r) {
    if (IsCreate(r)) return Fault::kLostAnswer;
    return lists_lag && r.method == "GET" && r.target.starts_with(kActions) ? Fault::kServerError : Fault::kNone;
  };
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(Ids().size(), 1U);
  lists_lag = false;
  EXPECT_EQ(Delete(answer.physical_id).status, Status::kSuccess);
  EXPECT_TRUE(Ids().empty());
}

TEST_F(LifecycleTest, WithoutATagNothingIsLookedUp) {
  json::Object properties = Properties();
  properties.Set("OwnershipTag", "Disabled");
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostRequest : Fault::kNone; };
  const Answer failed = Create(properties);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("OwnershipTag is Disabled"));
  EXPECT_EQ(network_.Count(Concat("GET ", kActions)), 0);
  const WallTime start = clock_.Now();
  EXPECT_EQ(Handle(MakeRequest(RequestType::kDelete, properties, failed.physical_id)).status, Status::kSuccess);
  EXPECT_EQ(clock_.Now(), start) << "a tag that cannot exist is not waited for";
}

TEST_F(LifecycleTest, AnIntegrationThatAppearsLateIsWaitedFor) {
  const std::string integration = IntegrationId();
  json::Object properties = Properties();
  properties.Remove("IntegrationName");
  properties.Set("IntegrationId", integration);
  const WallTime visible = clock_.Now() + Milliseconds{5'000};
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    if (clock_.Now() >= visible) return std::nullopt;
    if (IsCreate(r)) return http::Response{400, {}, R"({"status":400,"code":"bad.request","message":"Invalid"})"};
    if (r.target.starts_with("/api/v2/integrations/")) return http::Response{404, {}, R"({"status":404})"};
    return std::nullopt;
  };
  const Answer answer = Create(properties);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count(Concat("POST ", kActions)), 2);
}

TEST_F(LifecycleTest, ARefusalThatIsNotTheIntegrationsFaultIsNotRepeated) {
  network_.answers = [](const http::Request& r) -> std::optional<http::Response> {
    if (!IsCreate(r)) return std::nullopt;
    return http::Response{400, {}, R"({"status":400,"code":"bad.request","message":"The limit is reached"})"};
  };
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("The limit is reached"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(network_.Count(Concat("POST ", kActions)), 1);
}

TEST_F(LifecycleTest, AMissingPermissionIsNamedAtOnce) {
  Allow({"integrations:action:view", "integrations:integration:view"});
  const WallTime start = clock_.Now();
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("integrations:action:add"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(clock_.Now(), start);
}

TEST_F(LifecycleTest, TheLookAfterALostAnswerGoesOnThroughFailuresThatPass) {
  const WallTime start = clock_.Now();
  network_.faults = [&](const http::Request& r) {
    if (IsCreate(r)) return Fault::kLostAnswer;
    const bool action = r.method == "GET" && r.target.starts_with(kActions);
    return action && Since(start) < Milliseconds{10'000} ? Fault::kUnavailable : Fault::kNone;
  };
  const Answer answer = Create();
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

TEST_F(LifecycleTest, WhatTheLookFoundIsNotGivenUpBecauseItCannotBeReadAtOnce) {
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
  int pages = 3;
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    const bool model = r.method == "GET" && r.target.starts_with(Concat(kActions, "/")) &&
                       r.target.find("expand") == std::string::npos;
    if (!model || pages-- <= 0) return std::nullopt;
    return http::Response{200, {{"Content-Type", "text/html"}}, "<html>portal</html>"};
  };
  const Answer answer = Create();
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

// Lambda delivers at least once: the second delivery is quick while the first one waits.
TEST_F(LifecycleTest, WhatAnotherDeliveryMadeDuringALongWaitIsFound) {
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  bool done = false;
  network_.before = [&](const http::Request& r) {
    if (!r.target.starts_with("/api/v2/integrations?") || std::exchange(done, true)) return;
    HandleElsewhere(request);
    clock_.Advance(Milliseconds{15'000});
  };
  const Answer answer = Handle(request);
  EXPECT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_TRUE(done);
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

TEST_F(LifecycleTest, WhatAnotherDeliveryMadeWhileThePostWaitedIsFound) {
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  bool done = false;
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    if (!IsCreate(r) || std::exchange(done, true)) return std::nullopt;
    HandleElsewhere(request);
    return http::Response{429, {{"Retry-After", "5"}}, "{}"};
  };
  const Answer answer = Handle(request);
  EXPECT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_TRUE(done);
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

}  // namespace
}  // namespace genesys_cfn
