// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/custom_auth.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

constexpr char kCredentials[] = "/api/v2/integrations/credentials";
constexpr char kOAuth[] = R"({"type":{"name":"userDefinedOAuth"},"credentialFields":{"loginUrl":"https://a"}})";
constexpr char kBasic[] = R"({"type":{"name":"basicAuth"},"credentialFields":{"userName":"a","password":"b"}})";

class CustomAuthTest : public ActionsTest {
 protected:
  CustomAuthTest() {
    web_services_ = IntegrationOf("custom-rest-actions");
    uri_ = UriOf(CustomAuthActionId(web_services_));
  }
  // Attaches a credential, or none when `id` is empty.
  void Attach(const std::string& id) {
    const std::string uri = Concat("/api/v2/integrations/", web_services_, "/config/current");
    json::Object config = *Get(uri).AsObject();
    json::Object credentials;
    if (!id.empty()) credentials.Append("basicAuth", json::Object{{"id", id}});
    config.Set("credentials", std::move(credentials));
    EXPECT_EQ(Call("PUT", uri, json::Write(config)).status, 200);
  }
  std::string NewCredential(const char* body) { return At(JsonOf(Call("POST", kCredentials, body)), "/id"); }
  int Status() { return Call("GET", uri_).status; }

  std::string web_services_;
  std::string uri_;
};

TEST_F(CustomAuthTest, IsThereWhileTheCredentialHasItsType) {
  EXPECT_EQ(Status(), 404);
  const std::string credential = NewCredential(kOAuth);
  Attach(credential);
  EXPECT_EQ(At(Get(uri_), "/integrationId"), web_services_);
  EXPECT_EQ(At(Get(kActions), "/total"), "0");
  EXPECT_EQ(At(Get(Concat(kActions, "?includeAuthActions=true")), "/entities/0/id"), CustomAuthActionId(web_services_));

  EXPECT_EQ(Call("PUT", Concat(kCredentials, "/", credential), kBasic).status, 200);
  EXPECT_EQ(Status(), 404);
  EXPECT_EQ(Call("PUT", Concat(kCredentials, "/", credential), kOAuth).status, 200);
  EXPECT_EQ(Status(), 200);
  Attach(NewCredential(kBasic));
  EXPECT_EQ(Status(), 404);
  Attach(credential);
  EXPECT_EQ(Status(), 200);
  Attach("");
  EXPECT_EQ(Status(), 404);
  Attach(credential);
  EXPECT_EQ(Call("DELETE", "/api/v2/integrations/" + web_services_).status, 200);
  EXPECT_EQ(Status(), 404);
}

TEST_F(CustomAuthTest, IsPatchedWithoutCategoryContractAndTimeout) {
  Attach(NewCredential(kOAuth));
  ExpectError(Call("PATCH", uri_, R"({"version":1,"category":"x"})"), 400, "bad.request", "customAuth", "category");
  ExpectError(Call("PATCH", uri_, R"({"version":1,"contract":{}})"), 400, "bad.request", "customAuth", "contract");
  ExpectError(Call("PATCH", uri_, R"({"version":1,"config":{"timeoutSeconds":3}})"), 400, "bad.request", "customAuth",
              "config.timeoutSeconds");
  const http::Response patched =
      Call("PATCH", uri_, R"({"version":1,"name":"Log in","config":{"request":{"requestUrlTemplate":"https://b"}}})");
  EXPECT_EQ(patched.status, 200) << patched.body;
  EXPECT_EQ(At(Get(uri_ + "?includeConfig=true"), "/config/request/requestUrlTemplate"), "https://b");
  Attach("");
  EXPECT_EQ(Status(), 404);
}

TEST_F(CustomAuthTest, IsNeitherDeletedNorDraftedByClients) {
  Attach(NewCredential(kOAuth));
  ExpectError(Call("DELETE", uri_), 400, "bad.request", "cannot be deleted");
  ExpectError(Call("POST", uri_ + "/draft"), 400, "bad.request", "cannot have a draft");
}

TEST_F(CustomAuthTest, AppearsAfterTheLagOfReads) {
  Restart({.read_lag = Milliseconds(5000)});
  Attach(NewCredential(kOAuth));
  EXPECT_EQ(Status(), 404);
  clock_.Advance(Milliseconds(5000));
  EXPECT_EQ(Status(), 200);
}

}  // namespace
}  // namespace genesys_cfn::emulator
