// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysIntegration: Create and Delete (docs/integrations.md).
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

using testing::AllOf;
using testing::Contains;

TEST_F(IntegrationTest, ACreateMakesConfiguresAndEnables) {
  const std::string credential = MakeCredential();
  json::Object properties = Crm();
  properties.Set("State", "ENABLED");
  properties.Set("Credentials", json::Object{{"basicAuth", credential}});
  properties.Set("Properties", R"({"a":1})");
  const Answer answer = Create(properties);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
  const json::Value config = Config(answer.physical_id);
  EXPECT_EQ(config.FindString("name"), "CRM");
  EXPECT_THAT(*config.FindString("notes"), testing::StartsWith("of the desk [genesys-cfn "));
  EXPECT_EQ(config.Find("properties")->Find("a")->AsInteger(), 1);
  EXPECT_EQ(config.Find("credentials")->Find("basicAuth")->FindString("id"), credential);
  EXPECT_EQ(Attribute(answer, "Id"), answer.physical_id);
  EXPECT_EQ(Attribute(answer, "Name"), "CRM");
  EXPECT_EQ(Attribute(answer, "IntegrationType"), "custom-rest-actions");
  EXPECT_EQ(Attribute(answer, "State"), "ENABLED");
  EXPECT_EQ(Attribute(answer, "ConfigVersion"), "2");
  EXPECT_THAT(Attribute(answer, "SelfUri"), HasSubstr(answer.physical_id));
}

TEST_F(IntegrationTest, ItWaitsForTheReportedState) {
  Switch("activation-lag", 20000);
  const WallTime start = clock_.Now();
  const Answer answer = Create(Set(Crm(), "State", "ENABLED"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_GE(Since(start), Milliseconds{20'000});
}

TEST_F(IntegrationTest, AStateThatIsNeverReachedFailsInTimeAndTakesItAway) {
  Switch("activation-lag", 3600000);
  const WallTime start = clock_.Now();
  const Answer answer = Create(Set(Crm(), "State", "ENABLED"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("still reports ACTIVATING"), HasSubstr("deleted again")));
  EXPECT_LT(Since(start), Milliseconds{285'000});
  EXPECT_THAT(Made(), IsEmpty());
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
}

TEST_F(IntegrationTest, AnErrorThatThePlatformReportsIsSaidWithItsDetail) {
  network_.answers = [](const http::Request& r) -> std::optional<http::Response> {
    if (r.method != "GET" || r.target.find("/config") != std::string::npos ||
        !r.target.starts_with("/api/v2/integrations/") || r.target.find("types") != std::string::npos) {
      return std::nullopt;
    }
    const std::string id = r.target.substr(std::string_view("/api/v2/integrations/").size());
    return http::Response{
        200,
        {},
        Concat(R"({"id":")", id, R"(","intendedState":"ENABLED","integrationType":)",
               R"({"id":"custom-rest-actions"},"reportedState":{"code":"ERROR",)", R"("detail":"no credentials"}})")};
  };
  const Answer answer = Create(Set(Crm(), "State", "ENABLED"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("ERROR: no credentials"));
}

TEST_F(IntegrationTest, MistakesInThePropertiesAreFoundBeforeAnyCall) {
  json::Object properties = Crm();
  properties.Set("Nam", "x");
  properties.Set("State", "ON");
  properties.Remove("IntegrationType");
  const Answer answer = Create(properties);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason,
              AllOf(HasSubstr("/Nam: unknown property; did you mean Name?"),
                    HasSubstr("/State: must be one of ENABLED, DISABLED"), HasSubstr("/IntegrationType: is missing")));
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
}

TEST_F(IntegrationTest, AnUnknownTypeIsAnsweredWithTheList) {
  const Answer answer = Create(Set(Crm(), "IntegrationType", "custom-rest-action"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("did you mean custom-rest-actions?"), HasSubstr("salesforce-datadip")));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(IntegrationTest, TheConfigurationIsHeldAgainstTheTypesSchema) {
  network_.answers = [](const http::Request& r) -> std::optional<http::Response> {
    if (!r.target.ends_with("/configschemas/properties")) return std::nullopt;
    return http::Response{200,
                          {},
                          R"({"type":"object","additionalProperties":false,"required":["host"],"properties":{)"
                          R"("host":{"type":"string"},"retries":{"type":"integer","maximum":5},)"
                          R"("secure":{"type":"boolean"}}})"};
  };
  const Answer answer =
      Create(Set(Crm(), "Properties", json::Object{{"hots", "x"}, {"retries", "9"}, {"secure", "perhaps"}}));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("/Properties/hots: unknown; did you mean host?"),
                                   HasSubstr("/Properties/retries: must be at most 5"),
                                   HasSubstr("/Properties/secure: must be boolean, not string"),
                                   HasSubstr("/Properties/host: is missing")));
  EXPECT_EQ(Writes(), 0);
  // What CloudFormation made strings is written as what the schema says it is.
  const Answer made =
      Create(Set(Crm(), "Properties", json::Object{{"host", "5"}, {"retries", "3"}, {"secure", "true"}}));
  ASSERT_EQ(made.status, Status::kSuccess) << made.reason;
  EXPECT_EQ(json::Write(*Config(made.physical_id).Find("properties")), R"({"host":"5","retries":3,"secure":true})");
}

TEST_F(IntegrationTest, CredentialsAreHeldAgainstTheTypesSlots) {
  const std::string credential = MakeCredential();
  const Answer slot = Create(Set(Crm(), "Credentials", json::Object{{"basicAut", credential}}));
  EXPECT_THAT(slot.reason, HasSubstr("/Credentials/basicAut: unknown slot; did you mean basicAuth?"));
  EXPECT_EQ(Writes(), 0);
  const Answer absent = Create(Set(Crm(), "Credentials", json::Object{{"basicAuth", "nobody"}}));
  EXPECT_THAT(absent.reason, HasSubstr("there is no credential nobody"));
  EXPECT_EQ(Writes(), 0);
  json::Object lambda = Set(Crm(), "IntegrationType", "aws-lambda-data-actions");
  lambda.Set("Credentials", json::Object{{"AmazonWebServicesARN", credential}});
  const Answer type = Create(lambda);
  EXPECT_THAT(type.reason, HasSubstr("takes credentials of the type amazonWebServicesARN, not basicAuth"));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(IntegrationTest, WhatIsHalfMadeIsTakenAwayAgain) {
  network_.answers = [](const http::Request& r) {
    return IsConfig(r) ? std::optional(http::Response{
                             400, {}, R"({"status":400,"code":"bad.request","message":"refused by the platform"})"})
                       : std::nullopt;
  };
  const Answer answer = Create(Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("refused by the platform"), HasSubstr("deleted again")));
  EXPECT_THAT(Made(), IsEmpty());
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
}

TEST_F(IntegrationTest, WhatCannotBeTakenAwayIsNamedForTheDeleteToCome) {
  network_.answers = [](const http::Request& r) -> std::optional<http::Response> {
    if (IsConfig(r)) return http::Response{400, {}, R"({"status":400,"code":"bad.request","message":"refused"})"};
    if (r.method == "DELETE") return http::Response{403, {}, R"({"status":403,"code":"missing.permissions"})"};
    return std::nullopt;
  };
  const Answer answer = Create(Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
  network_.answers = nullptr;
  EXPECT_EQ(Delete(answer.physical_id, Crm()).status, Status::kSuccess);
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(IntegrationTest, WhatIsHalfMadeAndUsedByOthersIsNotTakenAway) {
  network_.answers = [this](const http::Request& r) -> std::optional<http::Response> {
    if (!IsConfig(r)) return std::nullopt;
    if (Ids().empty()) MakeAction(Made().front());
    return http::Response{400, {}, R"({"status":400,"code":"bad.request","message":"refused"})"};
  };
  const Answer answer = Create(Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("these actions are on it"));
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
}

TEST_F(IntegrationTest, ALostAnswerIsFoundByItsTagNotPostedAgain) {
  network_.faults = [](const http::Request& r) { return IsPost(r) ? Fault::kLostAnswer : Fault::kNone; };
  const Answer answer = Create(Crm());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count("POST"), 1);
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
  EXPECT_EQ(Config(answer.physical_id).FindString("name"), "CRM");
}

TEST_F(IntegrationTest, ALostRequestFailsWithAMarkerThatDeletesWhatAppearsLate) {
  bool lag = true;
  network_.faults = [&](const http::Request& r) {
    if (IsPost(r)) return Fault::kLostAnswer;
    return lag && r.method == "GET" && r.target.starts_with("/api/v2/integrations?") ? Fault::kServerError
                                                                                     : Fault::kNone;
  };
  const Answer answer = Create(Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kUnknown);
  EXPECT_EQ(Made().size(), 1U);
  lag = false;
  EXPECT_EQ(Delete(answer.physical_id, Crm()).status, Status::kSuccess);
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(IntegrationTest, ARepeatedCreateTakesWhatTheFirstMadeEvenAfterItsRenaming) {
  const Request request = MakeRequest(RequestType::kCreate, Crm());
  const Answer first = Handle(request);
  ASSERT_EQ(first.status, Status::kSuccess);
  const Answer second = HandleElsewhere(request, Delivered::kAgain);
  EXPECT_EQ(second.status, Status::kSuccess) << second.reason;
  EXPECT_EQ(second.physical_id, first.physical_id);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(IntegrationTest, ARepeatedCreateFinishesWhatAKilledOneBegan) {
  const Request request = MakeRequest(RequestType::kCreate, Crm());
  network_.faults = [](const http::Request& r) { return IsConfig(r) ? Fault::kUnavailable : Fault::kNone; };
  network_.before = [&](const http::Request& r) {
    if (r.method == "DELETE") throw std::runtime_error("killed");
  };
  EXPECT_THROW(Handle(request), std::runtime_error);
  EXPECT_EQ(Made().size(), 1U);
  network_.faults = nullptr;
  network_.before = nullptr;
  const Answer again = HandleElsewhere(request, Delivered::kAgain);
  ASSERT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_EQ(network_.Count("POST"), 0);
  EXPECT_EQ(Config(again.physical_id).FindString("name"), "CRM");
}

TEST_F(IntegrationTest, ACancelledCreateThatComesLateMakesNothing) {
  Record("DELETE_IN_PROGRESS", "");
  const Answer answer = HandleElsewhere(MakeRequest(RequestType::kCreate, Crm()), Delivered::kAgain);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kUnknown);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(IntegrationTest, ADeleteWithAnInventedIdFindsWhatTheCancelledCreateMade) {
  ASSERT_EQ(HandleElsewhere(MakeRequest(RequestType::kCreate, Crm())).status, Status::kSuccess);
  Record("DELETE_IN_PROGRESS", kManagedInventedId);
  const Answer answer = Delete(kManagedInventedId, Crm());
  EXPECT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(IntegrationTest, WithoutCloudFormationsWordNothingIsDeletedByItsOwnerAlone) {
  ASSERT_EQ(HandleElsewhere(MakeRequest(RequestType::kCreate, Crm())).status, Status::kSuccess);
  stacks_.Deny();
  const Answer answer = Delete(kManagedInventedId, Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_EQ(Made().size(), 1U);
}

TEST_F(IntegrationTest, AnIntegrationWithActionsIsKeptAndTheyAreNamed) {
  const Answer created = Create(Crm());
  const std::string action = MakeAction(created.physical_id);
  const Answer refused = Delete(created.physical_id, Crm());
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, AllOf(HasSubstr(Concat("Look up (", action, ")")), HasSubstr("DeleteWhenUsed")));
  EXPECT_EQ(Made().size(), 1U);
  EXPECT_EQ(Delete(created.physical_id, With(Crm(), "DeleteWhenUsed", "Allow")).status, Status::kSuccess);
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(IntegrationTest, ActionsThatWereJustDeletedAreNoReasonToKeepIt) {
  Switch("list-lag", 5000);
  const Answer created = Create(Crm());
  const std::string action = MakeAction(created.physical_id);
  clock_.Advance(Milliseconds{6'000});
  Ask("DELETE", Concat(kActions, "/", action));
  EXPECT_EQ(Delete(created.physical_id, Crm()).status, Status::kSuccess);
}

TEST_F(IntegrationTest, WhoMayNotSeeTheActionsDeletesNoIntegration) {
  const Answer created = Create(Crm());
  network_.answers = [](const http::Request& r) {
    return IsList(r) ? std::optional(http::Response{403, {}, R"({"status":403,"code":"missing.permissions"})"})
                     : std::nullopt;
  };
  const Answer refused = Delete(created.physical_id, Crm());
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("integrations:action:view"));
  EXPECT_EQ(Made().size(), 1U);
}

TEST_F(IntegrationTest, WhatIsGoneIsDeleted) {
  const Answer created = Create(Crm());
  Ask("DELETE", Concat(kIntegrations, "/", created.physical_id));
  EXPECT_EQ(Delete(created.physical_id, Crm()).status, Status::kSuccess);
}

TEST_F(IntegrationTest, ADeleteThatComesLateDoesNotTakeWhatIsInUseAgain) {
  const Answer created = Create(Crm());
  Record("UPDATE_COMPLETE", created.physical_id);
  const Answer late = HandleElsewhere(MakeRequest(RequestType::kDelete, Crm(), created.physical_id), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(Made().size(), 1U);
}

TEST_F(IntegrationTest, AMissingPermissionIsNamed) {
  Allow({"integrations:integration:view", "integrations:action:view"});
  const Answer answer = Create(Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("integrations:integration:add"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
}

}  // namespace
}  // namespace genesys_cfn
