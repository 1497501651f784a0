// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/oauth_clients_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kClients[] = "/genesys-cfn/admin/oauth/clients";
constexpr char kRoles[] = "/genesys-cfn/admin/roles";

class OAuthClientsTest : public ActionsTest {
 protected:
  json::Value Made(const std::string& target, const std::string& body) {
    const http::Response response = Call("POST", target, body);
    EXPECT_EQ(response.status, 200) << response.body;
    return JsonOf(response);
  }
  // A client with a role of these permissions, as the caller of what follows; its id.
  std::string BecomeClientWith(const std::string& permissions, const std::string& more = "") {
    Made(kRoles, Concat(R"({"name":"role","permissions":)", permissions, "}"));
    const json::Value client = Made(kClients, Concat(R"({"name":"c","roles":["role"])", more, "}"));
    id_ = At(client, "/id");
    secret_ = At(client, "/secret");
    token_ = TokenFor(id_, secret_);
    return id_;
  }
  std::string UriOfClient() { return Concat(kClients, "/", id_); }

  std::string id_;
  std::string secret_;
};

TEST_F(OAuthClientsTest, MayDoWhatItsRolesAllow) {
  BecomeClientWith(R"(["integrations:action:view"])");
  EXPECT_EQ(Call("GET", kActions).status, 200);
  ExpectError(Call("POST", kActions, Body()), 403, "missing.permissions", "integrations:action:add");
  const std::string role = At(JsonOf(Call("GET", kRoles)), "/roles/0/id");
  EXPECT_EQ(Call("PATCH", Concat(kRoles, "/", role), R"({"permissions":["integrations:action:*"]})").status, 200);
  EXPECT_EQ(Call("POST", kActions, Body()).status, 200) << "at once, with the same token";
  EXPECT_EQ(Call("GET", "/api/v2/integrations").status, 403);
  EXPECT_EQ(Call("PATCH", Concat(kRoles, "/", role), R"({"permissions":["integrations:*:*"]})").status, 200);
  EXPECT_EQ(Call("GET", "/api/v2/integrations").status, 200);
  EXPECT_EQ(Call("DELETE", Concat(kRoles, "/", role)).status, 204);
  EXPECT_EQ(Call("GET", kActions).status, 403);
}

TEST_F(OAuthClientsTest, ShowsItsSecretOnce) {
  BecomeClientWith(R"(["*:*:*"])");
  EXPECT_THAT(Call("GET", kClients).body, Not(HasSubstr("secret")));
  EXPECT_EQ(At(JsonOf(Call("GET", UriOfClient())), "/roles/0"), "role");
  const json::Value renewed = JsonOf(Call("POST", UriOfClient() + "/secret", "{}"));
  EXPECT_EQ(AskForToken(id_, secret_).status, 400);
  EXPECT_EQ(AskForToken(id_, At(renewed, "/secret")).status, 200);
  EXPECT_EQ(Call("GET", kActions).status, 200) << "the old token stays";
}

TEST_F(OAuthClientsTest, ItsTokensLastAsLongAsItSays) {
  BecomeClientWith(R"(["*:*:*"])", R"(,"accessTokenValiditySeconds":300)");
  clock_.Advance(Milliseconds{299'999});
  EXPECT_EQ(Call("GET", kActions).status, 200);
  clock_.Advance(Milliseconds{1});
  ExpectError(Call("GET", kActions), 401, "bad.credentials", "");
}

TEST_F(OAuthClientsTest, DisabledItsTokensAreInvalidForGood) {
  BecomeClientWith(R"(["*:*:*"])");
  EXPECT_EQ(Call("PATCH", UriOfClient(), R"({"state":"disabled"})").status, 200);
  EXPECT_EQ(At(JsonOf(Call("GET", UriOfClient())), "/state"), "disabled");
  EXPECT_EQ(Call("GET", kActions).status, 401);
  EXPECT_EQ(At(JsonOf(AskForToken(id_, secret_)), "/error"), "invalid_client");
  EXPECT_EQ(Call("PATCH", UriOfClient(), R"({"state":"active"})").status, 200);
  EXPECT_EQ(Call("GET", kActions).status, 401);
  EXPECT_EQ(AskForToken(id_, secret_).status, 200);
  EXPECT_EQ(Call("DELETE", UriOfClient()).status, 204);
  EXPECT_EQ(Call("GET", UriOfClient()).status, 404);
  EXPECT_EQ(AskForToken(id_, secret_).status, 400);
}

TEST_F(OAuthClientsTest, NamesWhatIsWrong) {
  ExpectError(Call("POST", kClients, "{}"), 400, "bad.request", "is required", "name");
  ExpectError(Call("POST", kClients, R"({"name":"c","roles":["none"]})"), 400, "bad.request", "no role 'none'",
              "roles");
  ExpectError(Call("POST", kClients, R"({"name":"c","accessTokenValiditySeconds":299})"), 400, "bad.request", "300",
              "accessTokenValiditySeconds");
  BecomeClientWith(R"([])");
  ExpectError(Call("PATCH", UriOfClient(), R"({"state":"off"})"), 400, "bad.request", "active or disabled", "state");
  ExpectError(Call("POST", kRoles, R"({"name":"role"})"), 400, "bad.request", "another role", "name");
  ExpectError(Call("POST", kRoles, R"({"name":"r","permissions":["integrations:none:*"]})"), 400, "bad.request",
              "no permission 'integrations:none:*'", "permissions");
  ExpectError(Call("POST", kRoles, R"({"name":"r","permissions":"all"})"), 400, "bad.request", "array", "permissions");
}

}  // namespace
}  // namespace genesys_cfn::emulator
