// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/faults_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

constexpr char kFaults[] = "/genesys-cfn/admin/faults";

class FaultsTest : public ActionsTest {
 protected:
  void Script(const std::string& fault) {
    const http::Response response = Call("POST", kFaults, fault);
    ASSERT_EQ(response.status, 200) << response.body;
  }
  http::Response CallWith(const std::string& fault, const std::string& method, const std::string& target,
                          const std::string& body = "") {
    http::Request request{method, "", target, {{"Authorization", Concat("Bearer ", token_)}}, body};
    if (!body.empty()) request.headers.Add("Content-Type", "application/json");
    request.headers.Add("X-Genesys-Cfn-Fault", fault);
    return organisation_->Handle(request);
  }
  size_t CountActions() { return NamesOf("").size(); }
};

TEST_F(FaultsTest, ListsAndRemoves) {
  Script(R"({"path":"/api/v2/**","do":"status","status":503})");
  Call("GET", kActions);
  Call("GET", kActions);
  const json::Value listed = JsonOf(Call("GET", kFaults));
  EXPECT_EQ(At(listed, "/faults/0/matched"), "2");
  EXPECT_EQ(At(listed, "/faults/0/struck"), "1");
  EXPECT_EQ(At(listed, "/faults/0/path"), "/api/v2/**");
  EXPECT_EQ(Call("DELETE", Concat(kFaults, "/", At(listed, "/faults/0/id"))).status, 204);
  EXPECT_EQ(Call("DELETE", Concat(kFaults, "/", At(listed, "/faults/0/id"))).status, 404);
  Script(R"({"do":"reset"})");
  EXPECT_EQ(Call("DELETE", kFaults).status, 204);
  EXPECT_EQ(Call("GET", kActions).status, 200);
  ExpectError(Call("POST", kFaults, R"({"do":"rest"})"), 400, "bad.request", "is unknown", "do");
}

TEST_F(FaultsTest, AnswersAStatusInThePlatformsShape) {
  Script(R"({"method":"POST","path":"/api/v2/integrations/actions","do":"status","status":429,"retryAfterSeconds":7})");
  const http::Response struck = Call("POST", kActions, Body());
  ExpectError(struck, 429, "too.many.requests", "scripted");
  EXPECT_EQ(struck.headers.Get("Retry-After"), "7");
  EXPECT_EQ(CountActions(), 0U);
  Create();
  EXPECT_EQ(CountActions(), 1U);
}

TEST_F(FaultsTest, AStatusCanFollowTheEffectAndHaveAnyBody) {
  const http::Response struck = CallWith("do=status; status=504; effect=done; body=<html>", "POST", kActions, Body());
  EXPECT_EQ(struck.status, 504);
  EXPECT_EQ(struck.body, "<html>");
  EXPECT_EQ(CountActions(), 1U);
}

TEST_F(FaultsTest, TheLoginServiceFailsInItsOwnShape) {
  Script(
      R"({"path":"/oauth/token","do":"status","status":400,"code":"invalid_request","message":"rate limit exceeded;"})");
  const json::Value body = JsonOf(AskForToken("client", "secret"));
  EXPECT_EQ(At(body, "/error"), "invalid_request");
  EXPECT_EQ(At(body, "/error_description"), "rate limit exceeded;");
}

TEST_F(FaultsTest, ResetsBeforeAndAfterTheEffect) {
  EXPECT_EQ(CallWith("do=reset", "POST", kActions, Body()).ending, http::Ending::kReset);
  EXPECT_EQ(CountActions(), 0U);
  EXPECT_EQ(CallWith("do=reset; effect=done", "POST", kActions, Body()).ending, http::Ending::kReset);
  EXPECT_EQ(CountActions(), 1U);
  EXPECT_EQ(CallWith("do=hang", "POST", kActions, Body()).ending, http::Ending::kHung);
  EXPECT_EQ(CountActions(), 1U);
  const http::Response torn = CallWith("do=torn; delayMilliseconds=20", "POST", kActions, Body());
  EXPECT_EQ(torn.ending, http::Ending::kTorn);
  EXPECT_EQ(torn.delay, Milliseconds{20});
  EXPECT_EQ(torn.status, 200);
  EXPECT_EQ(CountActions(), 2U);
}

TEST_F(FaultsTest, ExpiresTheTokenForGood) {
  ExpectError(CallWith("do=expired-token", "GET", kActions), 401, "bad.credentials", "Invalid login");
  EXPECT_EQ(Call("GET", kActions).status, 401);
}

TEST_F(FaultsTest, ReadsThePast) {
  const std::string id = Create();
  Script(R"({"path":"/none","do":"stale-read","ageMilliseconds":5000})");  // from now on the past is kept
  clock_.Advance(Milliseconds{10'000});
  ASSERT_EQ(Call("PATCH", UriOf(id), R"({"version":1,"name":"Changed"})").status, 200);
  clock_.Advance(Milliseconds{1'000});
  const std::string stale = "do=stale-read; ageMilliseconds=5000";
  EXPECT_EQ(At(JsonOf(CallWith(stale, "GET", UriOf(id))), "/version"), "1");
  EXPECT_EQ(At(JsonOf(CallWith(stale, "GET", kActions)), "/entities/0/name"), "Look up customer");
  EXPECT_EQ(At(Get(UriOf(id)), "/version"), "2");
  const std::string second = Create();
  EXPECT_EQ(CallWith(stale, "GET", UriOf(second)).status, 404);
  ASSERT_EQ(Call("DELETE", UriOf(id)).status, 204);
  EXPECT_EQ(CallWith(stale, "GET", UriOf(id)).status, 200);
  EXPECT_EQ(Call("GET", UriOf(id)).status, 404);
  clock_.Advance(Milliseconds{5'000});
  EXPECT_EQ(CallWith(stale, "GET", UriOf(id)).status, 404);
}

TEST_F(FaultsTest, AWrongHeaderIsNamed) {
  ExpectError(CallWith("do=nothing", "GET", kActions), 400, "bad.request",
              "X-Genesys-Cfn-Fault is wrong: do is unknown");
}

}  // namespace
}  // namespace genesys_cfn::emulator
