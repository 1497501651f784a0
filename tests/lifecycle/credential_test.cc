// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysCredential (docs/credentials.md).
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

using testing::AllOf;
using testing::Contains;

constexpr const char* kCredentials = "/api/v2/integrations/credentials";
constexpr const char* kCanary = "canary-of-a-password";

class CredentialTest : public ManagedTest {
 protected:
  void SetUp() override {
    ManagedTest::SetUp();
    definitions_.texts["newest"] = Concat(R"({"user":"desk","pass":")", kCanary, R"(","port":5})");
    definitions_.texts["v2"] = R"({"user":"desk2","pass":"canary-of-another"})";
  }
  std::unique_ptr<provider::ResourceType> MakeType() override {
    return std::make_unique<provider::CredentialResource>(Parts(), definitions_,
                                                          provider::OwnCredentials{"/creds", ""});
  }
  static json::Object Login(const std::string& name = "CRM login") {
    return {{"CredentialType", "basicAuth"},
            {"Name", name},
            {"SecretId", "crm/login"},
            {"Fields", json::Object{{"userName", "user"}, {"password", "pass"}}}};
  }
  static bool IsPost(const http::Request& r) { return r.method == "POST" && r.target == kCredentials; }
  std::vector<std::string> Made() {
    std::vector<std::string> ids;
    const json::Value list = Ask("GET", Concat(kCredentials, "/listing?pageSize=200"));
    for (const json::Value& entity : *list.Find("entities")->AsArray()) {
      if (entity.FindString("name")->find("[genesys-cfn ") != std::string::npos)
        ids.push_back(*entity.FindString("id"));
    }
    return ids;
  }
  json::Value Live(const std::string& id) { return Ask("GET", Concat(kCredentials, "/", id)); }
  std::string UserOf(const std::string& id) { return *Live(id).Find("credentialFields")->FindString("userName"); }
  // Makes an integration use it.
  std::string Use(const std::string& credential) {
    const std::string integration = IntegrationId();
    json::Object config = *Ask("GET", Concat(kIntegrations, "/", integration, "/config/current")).AsObject();
    config.Set("credentials", json::Object{{"basicAuth", json::Object{{"id", credential}}}});
    Ask("PUT", Concat(kIntegrations, "/", integration, "/config/current"), json::Write(config));
    return integration;
  }
};

TEST_F(CredentialTest, ACreateIsOnePostWithWhatTheSecretHolds) {
  const Answer answer = Create(Login());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count("POST"), 1);
  EXPECT_EQ(network_.Count("PUT"), 0);
  EXPECT_EQ(UserOf(answer.physical_id), "desk");
  EXPECT_EQ(Attribute(answer, "Name"), "CRM login");
  EXPECT_EQ(Attribute(answer, "CredentialType"), "basicAuth");
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
}

TEST_F(CredentialTest, PlainValuesAreRefusedWithTheRemedyAndNotRepeated) {
  json::Object properties = Login();
  properties.Remove("SecretId");
  properties.Set("CredentialFields", json::Object{{"password", kCanary}});
  const Answer answer = Create(properties);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("/CredentialFields"), HasSubstr("Secrets Manager"), HasSubstr("SecretId"),
                                   Not(HasSubstr(kCanary))));
  EXPECT_THAT(network_.lines, IsEmpty());
}

TEST_F(CredentialTest, AValueInThePlaceOfAKeyIsNotRepeated) {
  const Answer answer =
      Create(Set(Login(), "Fields", json::Object{{"userName", "user"}, {"password", "hunter2-typed-here"}}));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("/Fields/password: the secret crm/login has no such key"),
                                   HasSubstr("user, pass, port"), Not(HasSubstr("hunter2"))));
  EXPECT_EQ(Writes(), 0);
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
}

TEST_F(CredentialTest, WhatIsNoTextIsRefused) {
  const Answer answer = Create(Set(Login(), "Fields", json::Object{{"userName", "port"}, {"password", "pass"}}));
  EXPECT_THAT(answer.reason, HasSubstr("/Fields/userName: what the secret crm/login has under this key is no string"));
  definitions_.texts["newest"] = kCanary;
  const Answer plain = Create(Login());
  EXPECT_THAT(plain.reason, AllOf(HasSubstr("is no JSON object"), Not(HasSubstr(kCanary))));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(CredentialTest, FieldsAreHeldAgainstTheType) {
  const Answer missing = Create(Set(Login(), "Fields", json::Object{{"userName", "user"}, {"pass", "pass"}}));
  EXPECT_THAT(missing.reason, AllOf(HasSubstr("/Fields/password: is missing"), HasSubstr("/Fields/pass: is no field")));
  EXPECT_EQ(Writes(), 0);
  const Answer type = Create(Set(Login(), "CredentialType", "basicAut"));
  EXPECT_THAT(type.reason, AllOf(HasSubstr("did you mean basicAuth?"), HasSubstr("userDefinedOAuth")));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(CredentialTest, TheTypesAreReadInBothFormsOfTheirListing) {
  Ask("PATCH", "/genesys-cfn/admin/options", R"({"credential-types":"listing"})");
  EXPECT_EQ(Create(Login()).status, Status::kSuccess);
}

TEST_F(CredentialTest, TheProvidersOwnSecretIsRefused) {
  const Answer answer = Create(Set(Login(), "SecretId", "/creds"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("provider's own"));
  EXPECT_THAT(network_.lines, IsEmpty());
}

TEST_F(CredentialTest, AnotherVersionOfTheSecretRotatesInPlace) {
  const Answer created = Create(Login());
  const Answer rotated = Update(created.physical_id, Set(Login(), "SecretVersion", "v2"), Login());
  ASSERT_EQ(rotated.status, Status::kSuccess) << rotated.reason;
  EXPECT_EQ(rotated.physical_id, created.physical_id);
  EXPECT_EQ(UserOf(created.physical_id), "desk2");
  EXPECT_EQ(Made().size(), 1U) << "the tag stays";
  RollBack(created.physical_id);
  ASSERT_EQ(Update(created.physical_id, Login(), Set(Login(), "SecretVersion", "v2")).status, Status::kSuccess);
  EXPECT_EQ(UserOf(created.physical_id), "desk");
}

TEST_F(CredentialTest, ADigestThatDoesNotFitIsToldBeforeAnythingIsWritten) {
  const Answer answer = Create(Set(Login(), "SecretDigest", std::string(64, 'a')));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("SecretDigest"));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(CredentialTest, ARollbackToValuesThatAreNowhereAnyMoreComesToAnEnd) {
  const Answer created = Create(Login());
  RollBack(created.physical_id);
  const json::Object gone = Set(Login(), "SecretVersion", "deleted");
  const Answer back = Update(created.physical_id, gone, Login());
  EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_THAT(logger_.names, Contains("values_kept_in_rollback"));
  stacks_.phase = provider::StackPhase::kGoingForward;
  EXPECT_EQ(Update(created.physical_id, gone, Login()).status, Status::kFailed) << "going forward it is a mistake";
}

TEST_F(CredentialTest, SoDoesOneToAKeyThatTheSecretNoLongerHas) {
  const json::Object former = Set(Login(), "Fields", json::Object{{"userName", "user"}, {"password", "former"}});
  definitions_.texts["newest"] = R"({"user":"desk","pass":"canary-of-a-password","former":"canary-of-another"})";
  const Answer created = Create(former);
  ASSERT_EQ(Update(created.physical_id, Login(), former).status, Status::kSuccess);
  definitions_.texts["newest"] = R"({"user":"desk","pass":"canary-of-a-password"})";
  RollBack(created.physical_id);
  const Answer back = Update(created.physical_id, former, Login());
  EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_THAT(logger_.names, ::testing::Contains("values_kept_in_rollback"));
}

TEST_F(CredentialTest, WithoutAnotherReferenceNothingIsWrittenNorRead) {
  const Answer created = Create(Login());
  const int reads = definitions_.reads;
  EXPECT_EQ(Update(created.physical_id, With(Login(), "OnDrift", "Overwrite"), Login()).status, Status::kSuccess);
  EXPECT_EQ(Writes(), 0);
  EXPECT_EQ(definitions_.reads, reads);
}

TEST_F(CredentialTest, DriftIsJudgedOnTheName) {
  const Answer created = Create(Login());
  const std::string id = created.physical_id;
  Ask("PUT", Concat(kCredentials, "/", id),
      R"({"name":"theirs","type":{"name":"basicAuth"},"credentialFields":{"userName":"u","password":"p"}})");
  const Answer answer = Update(id, Login("renamed"), Login());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr(R"(name: "CRM login" -> "theirs")"));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(CredentialTest, AnotherTypeIsAReplacement) {
  const Answer created = Create(Login());
  json::Object other = Set(Login(), "CredentialType", "userDefined");
  const Answer answer = Update(created.physical_id, other, Login());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_NE(answer.physical_id, created.physical_id);
  EXPECT_EQ(Delete(created.physical_id, Login()).status, Status::kSuccess);
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
}

TEST_F(CredentialTest, ACredentialInUseIsKeptAndItsUsersAreNamed) {
  const Answer created = Create(Login());
  const std::string integration = Use(created.physical_id);
  const Answer refused = Delete(created.physical_id, Login());
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr(Concat("Web Services Data Actions (", integration, ")")));
  EXPECT_EQ(network_.Count("DELETE"), 0);
}

// The filter is young: a platform that does not know it answers with every integration.
TEST_F(CredentialTest, APlatformThatIgnoresTheFilterIsUnderstood) {
  const Answer created = Create(Login());
  const json::Value all = Ask("GET", Concat(kIntegrations, "?pageSize=100"));
  network_.answers = [&](const http::Request& r) {
    return r.target.find("credentialId=") != std::string::npos
               ? std::optional(http::Response{200, {}, json::Write(all)})
               : std::nullopt;
  };
  EXPECT_EQ(Delete(created.physical_id, Login()).status, Status::kSuccess);
}

TEST_F(CredentialTest, ALostAnswerIsFoundByItsTag) {
  network_.faults = [](const http::Request& r) { return IsPost(r) ? Fault::kLostAnswer : Fault::kNone; };
  const Answer answer = Create(Login());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count("POST"), 1);
  EXPECT_EQ(Made(), std::vector<std::string>{answer.physical_id});
}

TEST_F(CredentialTest, AnUnknownOutcomeIsCleanedUpByTheDeleteToCome) {
  bool lag = true;
  network_.faults = [&](const http::Request& r) {
    if (IsPost(r)) return Fault::kLostAnswer;
    return lag && r.target.find("/listing") != std::string::npos ? Fault::kServerError : Fault::kNone;
  };
  const Answer answer = Create(Login());
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kUnknown);
  lag = false;
  EXPECT_EQ(Delete(answer.physical_id, Login()).status, Status::kSuccess);
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(CredentialTest, ADeleteThatHadToWaitForItsTurnLooksOnce) {
  for (const char* id : {"demo-Credential-1ABC", "genesys-cfn:unknown:0123456789abcdef.0123456789abcdef:Login"}) {
    Request request = MakeRequest(RequestType::kDelete, Login(), id);
    request.requested_at = clock_.Now();
    clock_.Advance(Milliseconds{45'000});
    const WallTime start = clock_.Now();
    EXPECT_EQ(Handle(request).status, Status::kSuccess);
    EXPECT_EQ(Since(start), Milliseconds{0}) << id;
  }
}

TEST_F(CredentialTest, ARepeatedCreateTakesWhatTheFirstMade) {
  const Request request = MakeRequest(RequestType::kCreate, Login());
  const Answer first = Handle(request);
  const Answer second = HandleElsewhere(request, Delivered::kAgain);
  EXPECT_EQ(second.physical_id, first.physical_id);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(CredentialTest, ADeleteWithAnInventedIdFindsWhatTheCancelledCreateMade) {
  ASSERT_EQ(HandleElsewhere(MakeRequest(RequestType::kCreate, Login())).status, Status::kSuccess);
  Record("DELETE_IN_PROGRESS", "demo-Credential-1ABC");
  EXPECT_EQ(Delete("demo-Credential-1ABC", Login()).status, Status::kSuccess);
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(CredentialTest, SoItDoesWhereThePlatformCallsTheInventedIdMalformed) {
  ASSERT_EQ(HandleElsewhere(MakeRequest(RequestType::kCreate, Login())).status, Status::kSuccess);
  Record("DELETE_IN_PROGRESS", "demo-Credential-1ABC");
  network_.answers = [](const http::Request& r) -> std::optional<http::Response> {
    if (!r.target.ends_with("/demo-Credential-1ABC")) return std::nullopt;
    return http::Response{400, {}, R"({"status":400,"code":"invalid.value","message":"no valid id"})"};
  };
  const Answer deleted = Delete("demo-Credential-1ABC", Login());
  EXPECT_EQ(deleted.status, Status::kSuccess) << deleted.reason;
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(CredentialTest, WhatIsGoneIsDeletedAndWhatIsGoneIsMadeAgain) {
  const Answer created = Create(Login());
  Ask("DELETE", Concat(kCredentials, "/", created.physical_id));
  Record("UPDATE_IN_PROGRESS", created.physical_id);
  const Answer again = Update(created.physical_id, Set(Login(), "SecretVersion", "v2"), Login());
  ASSERT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_NE(again.physical_id, created.physical_id);
  EXPECT_EQ(Delete(created.physical_id, Login()).status, Status::kSuccess);
}

TEST_F(CredentialTest, ThePlatformsWordsDoNotCarryTheValue) {
  network_.answers = [](const http::Request& r) {
    return IsPost(r) ? std::optional(http::Response{
                           400, {}, Concat(R"({"status":400,"code":"bad.request","message":"bad )", kCanary, R"("})")})
                     : std::nullopt;
  };
  const Answer answer = Create(Login());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("bad ***"), Not(HasSubstr(kCanary))));
}

// A message is one line, and cut: then what it quotes is no longer the value as it is.
TEST_F(CredentialTest, NorAPartOfAValueOfManyLines) {
  const std::string line(300, 'k');
  definitions_.texts["newest"] = Concat(R"({"user":"desk","pass":"begin-of-canary\n)", line, R"(\nend-of-canary"})");
  network_.answers = [&](const http::Request& r) {
    return IsPost(r) ? std::optional(http::Response{400,
                                                    {},
                                                    Concat(R"({"status":400,"message":"bad begin-of-canary\n)", line,
                                                           R"(\nend-of-canary in credentialFields"})")})
                     : std::nullopt;
  };
  const Answer answer = Create(Login());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("bad ***"), Not(HasSubstr("of-canary")), Not(HasSubstr("kkkk"))));
}

}  // namespace
}  // namespace genesys_cfn
