// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/oauth.h"

#include "emulator/genesys/organisation_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kActions[] = "/api/v2/integrations/actions";

class OAuthTest : public OrganisationTest {
 protected:
  static void ExpectLoginError(const http::Response& response, int status, const std::string& error) {
    EXPECT_EQ(response.status, status);
    const json::Value body = JsonOf(response);
    EXPECT_EQ(At(body, "/error"), error);
    EXPECT_EQ(At(body, "/description"), At(body, "/error_description"));
    EXPECT_THAT(response.body, Not(HasSubstr("contextId"))) << "the login service has no ErrorBody";
  }
};

TEST_F(OAuthTest, IssuesABearerTokenForADay) {
  const http::Response response = AskForToken("client", "secret");
  EXPECT_EQ(response.status, 200);
  const json::Value body = JsonOf(response);
  EXPECT_EQ(At(body, "/token_type"), "bearer");
  EXPECT_EQ(At(body, "/expires_in"), "86400");
  EXPECT_EQ(At(body, "/access_token").size(), 86U);
  EXPECT_EQ(response.headers.Get("Content-Type"), "application/json");
}

TEST_F(OAuthTest, IssuesAnotherTokenEachTimeAndKeepsTheOlderOnesValid) {
  const std::string first = token_;
  EXPECT_NE(TokenFor("client", "secret"), first);
  EXPECT_EQ(Call("GET", kActions).status, 200);
}

TEST_F(OAuthTest, RefusesWrongCredentialsInTheLoginServicesOwnShape) {
  const http::Response wrong = AskForToken("client", "wrong");
  ExpectLoginError(wrong, 400, "invalid_client");
  EXPECT_EQ(At(JsonOf(wrong), "/description"), "authentication failed");
  ExpectLoginError(AskForToken("nobody", "secret"), 400, "invalid_client");
  const http::Headers form{{"Content-Type", "application/x-www-form-urlencoded"}};
  const std::string grant = "grant_type=client_credentials";
  ExpectLoginError(organisation_->Handle({"POST", "", "/oauth/token", form, grant}), 400, "invalid_client");
  for (const char* const header : {"Basic ???", "Basic Y2xpZW50", "Bearer abc", "Basic"}) {
    http::Headers headers = form;
    headers.Add("Authorization", header);
    ExpectLoginError(organisation_->Handle({"POST", "", "/oauth/token", headers, grant}), 400, "invalid_client");
  }
}

TEST_F(OAuthTest, CanAnswerWrongCredentialsWith401) {
  Restart({.invalid_client_status = 401});
  ExpectLoginError(AskForToken("client", "wrong"), 401, "invalid_client");
}

TEST_F(OAuthTest, RefusesOtherGrantsAndOtherBodies) {
  ExpectLoginError(AskForToken("client", "secret", "grant_type=password"), 400, "unsupported_grant_type");
  ExpectLoginError(AskForToken("client", "secret", "scope=all"), 400, "invalid_request");
  ExpectLoginError(organisation_->Handle({"POST", "", "/oauth/token", {{"Content-Type", "application/json"}}, "{}"}),
                   400, "invalid_request");
  ExpectLoginError(organisation_->Handle({"GET", "", "/oauth/token", {}, ""}), 405, "invalid_request");
}

TEST_F(OAuthTest, LetsATokenExpireWhenItsClientSaysSo) {
  ASSERT_TRUE(organisation_
                  ->AddClient({.id = "short",
                               .secret = Secret<std::string>("s"),
                               .permissions = AllPermissions(),
                               .token_seconds = 300})
                  .has_value());
  EXPECT_EQ(At(JsonOf(AskForToken("short", "s")), "/expires_in"), "300");
  token_ = TokenFor("short", "s");
  clock_.Advance(Milliseconds(299'999));
  EXPECT_EQ(Call("GET", kActions).status, 200);
  clock_.Advance(Milliseconds(1));
  ExpectError(Call("GET", kActions), 401, "bad.credentials", "Invalid login credentials");
}

TEST_F(OAuthTest, AcceptsATokenThatAnEarlierProcessIssued) {
  Restart();
  EXPECT_EQ(Call("GET", kActions).status, 200);
}

TEST_F(OAuthTest, RefusesCallsWithoutAValidToken) {
  ExpectError(organisation_->Handle({"GET", "", kActions, {}, ""}), 401, "authentication.required", "bearer token");
  ExpectError(organisation_->Handle({"GET", "", kActions, {{"Authorization", "Basic abc"}}, ""}), 401,
              "authentication.required", "bearer token");
  ExpectError(organisation_->Handle({"GET", "", kActions, {{"Authorization", "Bearer "}}, ""}), 401,
              "authentication.required", "bearer token");
  token_ = "guessed";
  ExpectError(Call("GET", kActions), 401, "bad.credentials", "Invalid login credentials");
}

TEST_F(OAuthTest, StoresNeitherSecretsNorTokens) {
  const auto stored = database_->Run([](Transaction& transaction) {
    std::string text;
    for (Statement row = transaction.Query("SELECT salt || secret_digest FROM genesys_oauth_client"); row.Step();) {
      text += row.Text(0);
    }
    for (Statement row = transaction.Query("SELECT digest FROM genesys_token"); row.Step();) text += row.Text(0);
    return text;
  });
  ASSERT_TRUE(stored.has_value());
  EXPECT_FALSE(stored->empty());
  EXPECT_THAT(*stored, Not(HasSubstr("secret")));
  EXPECT_THAT(*stored, Not(HasSubstr(token_)));
}

TEST_F(OAuthTest, RefusesClientsThatThePlatformWouldRefuse) {
  const Secret<std::string> secret("s");
  const auto message = [&](const OAuthClient& client) {
    const auto result = organisation_->AddClient(client);
    return result.has_value() ? std::string("accepted") : result.error().message;
  };
  EXPECT_THAT(message({.id = "", .secret = secret}), HasSubstr("must not be empty"));
  EXPECT_THAT(message({.id = "a", .secret = Secret<std::string>("")}), HasSubstr("secret must not be empty"));
  EXPECT_THAT(message({.id = "a", .secret = secret, .token_seconds = 299}), HasSubstr("300 to 172800"));
  EXPECT_THAT(message({.id = "a", .secret = secret, .token_seconds = 172'801}), HasSubstr("300 to 172800"));
  EXPECT_THAT(message({.id = "a", .secret = secret, .permissions = {"data:actions:make"}}),
              HasSubstr("no permission 'data:actions:make'"));
  EXPECT_THAT(message({.id = "client", .secret = secret}), HasSubstr("UNIQUE"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
