// SPDX-License-Identifier: Apache-2.0
// The way into the organisation: secret, parameter, rotation, and what no answer may show.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, ARotatedSecretIsReadAgain) {
  ASSERT_EQ(Create().status, Status::kSuccess);
  ASSERT_TRUE(organisation_.AddClient({"client-2", Secret<std::string>("secret-2")}));
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client-2","client_secret":"secret-2"})"));
  // The old token and the old client are refused.
  int refusals = 0;
  network_.faults = [&](const http::Request& r) {
    const bool old = r.target == "/oauth/token" && r.headers.Get("Authorization") == "Basic Y2xpZW50OnNlY3JldA==";
    refusals += old ? 1 : 0;
    return Fault::kNone;
  };
  clock_.Advance(Milliseconds{90'000'000});  // the token is over
  EXPECT_EQ(Create(Properties("/two")).status, Status::kSuccess);
  EXPECT_LE(refusals, 1);
}

TEST_F(LifecycleTest, AMendedSecretHelpsAtOnce) {
  settings_.api_origin.reset();
  settings_.login_origin.reset();
  const Answer failed = Create();
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("GENESYS_REGION"));
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client","client_secret":"secret","region":"eu-west-1"})"));
  EXPECT_EQ(Create().status, Status::kSuccess) << "the process must not keep the secret that was wrong";
}

TEST_F(LifecycleTest, ACorrectedRegionHoldsFromTheNextEventOn) {
  settings_.api_origin.reset();
  settings_.login_origin.reset();
  const auto in_region = [](std::string_view region) {
    return Concat(R"({"client_id":"client","client_secret":"secret","region":")", region, R"("})");
  };
  std::string asked;
  network_.faults = [&](const http::Request& r) {
    if (r.target != "/oauth/token") return Fault::kNone;
    asked = r.origin;
    return r.origin == "https://login.mypurecloud.de" ? Fault::kNone : Fault::kUnavailable;
  };
  // Another organisation's region refuses the client; a misspelt domain has no host.
  for (const std::string_view wrong : {"us-east-1", "mypurecloud.ed"}) {
    ASSERT_TRUE(secrets_.PutSecret("/creds", in_region(wrong)));
    EXPECT_EQ(Create().status, Status::kFailed);
    EXPECT_NE(asked, "https://login.mypurecloud.de");
  }
  ASSERT_TRUE(secrets_.PutSecret("/creds", in_region("eu-central-1")));
  EXPECT_EQ(Create().status, Status::kSuccess);
}

TEST_F(LifecycleTest, NoSecretIsInAnyAnswer) {
  network_.faults = [](const http::Request&) { return Fault::kServerError; };
  const Answer failed = Create();
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, testing::Not(HasSubstr("client_secret")));
  network_.faults = nullptr;
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client","client_secret":"wrong-canary"})"));
  provider::Organisation fresh({network_, clock_, random_, logger_, secrets_client_, parameters_client_}, settings_);
  provider::DataActionResource resource({fresh, stacks_, clock_, logger_, definitions_, {"/creds", ""}, packages_});
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  provider::Progress progress("");
  const Answer refused = resource.Handle(request, {clock_.SteadyNow() + Milliseconds{60'000}, true, progress});
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("invalid_client"));
  EXPECT_THAT(refused.reason, testing::Not(HasSubstr("wrong-canary")));
}

TEST_F(LifecycleTest, CredentialsMayBeInAParameter) {
  settings_.secret_id = "";
  settings_.secret_parameter = "/genesys/oauth";
  std::string value = R"({"clientId":"canary"})";
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    if (r.headers.Get("X-Amz-Target") != "AmazonSSM.GetParameter") return std::nullopt;
    const json::Object parameter{{"Name", "/genesys/oauth"}, {"Value", value}};
    return http::Response{200, {}, json::Write(json::Object{{"Parameter", parameter}})};
  };
  const Answer wrong = Create();
  EXPECT_EQ(wrong.status, Status::kFailed);
  EXPECT_THAT(wrong.reason, HasSubstr("the parameter /genesys/oauth in us-east-1 has no client_id"));
  EXPECT_THAT(wrong.reason, HasSubstr("clientId"));
  EXPECT_THAT(wrong.reason, testing::Not(HasSubstr("canary")));
  // Rotation: what the login service refuses is read again.
  value = R"({"client_id":"client","client_secret":"old"})";
  int refusals = 0;
  network_.before = [&](const http::Request& r) {
    if (!r.target.starts_with("/oauth") || refusals++ > 0) return;
    value = R"({"client_id":"client","client_secret":"secret"})";
  };
  const Answer right = Create();
  EXPECT_EQ(right.status, Status::kSuccess) << right.reason;
  EXPECT_EQ(refusals, 2);
}

}  // namespace
}  // namespace genesys_cfn
