// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/credentials_api.h"

#include "emulator/genesys/credential_record.h"
#include "emulator/genesys/organisation_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kCredentials[] = "/api/v2/integrations/credentials";
constexpr char kBasic[] =
    R"({"name":"CRM","type":{"name":"basicAuth"},"credentialFields":{"userName":"ada","password":"hunter2"}})";

class CredentialsTest : public OrganisationTest {
 protected:
  std::string Create(const std::string& body = kBasic) {
    const http::Response response = Call("POST", kCredentials, body);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_THAT(response.body, Not(HasSubstr("hunter2")));
    return At(JsonOf(response), "/id");
  }
  static std::string UriOf(const std::string& id) { return Concat(kCredentials, "/", id); }
  // Attaches the credential to the Web Services integration.
  std::string Attach(const std::string& id) {
    const std::string integration = IntegrationOf("custom-rest-actions");
    const std::string uri = Concat("/api/v2/integrations/", integration, "/config/current");
    json::Object config = *Get(uri).AsObject();
    config.Set("credentials", json::Object{{"basicAuth", json::Object{{"id", id}}}});
    const http::Response response = Call("PUT", uri, json::Write(config));
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(At(JsonOf(response), "/credentials/basicAuth/id"), id);
    return integration;
  }
};

TEST_F(CredentialsTest, ShowsNoSecret) {
  const std::string id = Create();
  const json::Value credential = Get(UriOf(id));
  EXPECT_EQ(At(credential, "/name"), "CRM");
  EXPECT_EQ(At(credential, "/type/name"), "basicAuth");
  EXPECT_EQ(At(credential, "/credentialFields"), R"({"password":"********","userName":"ada"})");
  const std::string free = Create(R"({"type":{"name":"userDefined"},"credentialFields":{"apiKey":"hunter2"}})");
  EXPECT_EQ(At(Get(UriOf(free)), "/credentialFields/apiKey"), "********");
  EXPECT_EQ(At(Get(UriOf(free)), "/name"), free);
}

TEST_F(CredentialsTest, PutReplacesTheWhole) {
  const std::string id = Create();
  clock_.Advance(Milliseconds(5000));
  const http::Response put =
      Call("PUT", UriOf(id), R"({"name":"New","type":{"name":"userDefined"},"credentialFields":{"key":"hunter2"}})");
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(At(JsonOf(put), "/credentialFields"), "(absent)");
  EXPECT_EQ(At(JsonOf(put), "/createdDate"), "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(At(JsonOf(put), "/modifiedDate"), "2023-11-14T22:13:25.000Z");
  EXPECT_EQ(At(Get(UriOf(id)), "/credentialFields"), R"({"key":"********"})");
}

TEST_F(CredentialsTest, RefusesWrongBodiesWithoutTheirValues) {
  const auto refuse = [&](const std::string& body, const std::string& part, const std::string& field) {
    const http::Response response = Call("POST", kCredentials, body);
    ExpectError(response, 400, "bad.request", part, field);
    EXPECT_THAT(response.body, Not(HasSubstr("hunter2")));
  };
  refuse("{}", "required", "type");
  refuse(R"({"type":{}})", "required", "type.name");
  refuse(R"({"type":{"name":"other"},"credentialFields":{}})", "no type", "type.name");
  refuse(R"({"type":{"name":"basicAuth"}})", "required", "credentialFields");
  refuse(R"({"type":{"name":"basicAuth"},"credentialFields":"hunter2"})", "object", "credentialFields");
  refuse(R"({"type":{"name":"basicAuth"},"credentialFields":{"userName":"a"}})", "required",
         "credentialFields.password");
  refuse(R"({"type":{"name":"basicAuth"},"credentialFields":{"userName":"a","password":["hunter2"]}})", "string",
         "credentialFields.password");
  refuse(R"({"type":{"name":"basicAuth"},"credentialFields":{"userName":"a","passwort":"hunter2"}})", "no field",
         "credentialFields.passwort");
  refuse(R"({"name":5,"type":{"name":"userDefined"},"credentialFields":{}})", "string", "name");
  ExpectError(Call("GET", UriOf("x")), 404, "not.found", "No credential with the id x");
  ExpectError(Call("PUT", UriOf("x"), kBasic), 404, "not.found", "x");
  ExpectError(Call("DELETE", UriOf("x")), 404, "not.found", "x");
}

TEST_F(CredentialsTest, ACredentialInUseStays) {
  const std::string id = Create();
  const std::string integration = Attach(id);
  ExpectError(Call("DELETE", UriOf(id)), 409, "general.conflict", integration);
  EXPECT_EQ(At(Get("/api/v2/integrations?credentialId=" + id), "/entities/0/id"), integration);
  EXPECT_EQ(At(Get("/api/v2/integrations?credentialId=x"), "/total"), "0");
  EXPECT_EQ(Call("DELETE", "/api/v2/integrations/" + integration).status, 200);
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
  EXPECT_EQ(Call("GET", UriOf(id)).status, 404);
}

TEST_F(CredentialsTest, GivesTheFieldsOfAnIntegrationToExecution) {
  const std::string integration = Attach(Create());
  const auto fields =
      database_->Run([&](Transaction& transaction) { return IntegrationCredentials(transaction, integration); });
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(fields->at("password").Reveal(), "hunter2");
  EXPECT_EQ(fields->size(), 2U);
  const auto none = database_->Run([](Transaction& transaction) { return IntegrationCredentials(transaction, "x"); });
  EXPECT_TRUE(none->empty());
}

TEST_F(CredentialsTest, ListsByPagesAndByCursors) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(Create());
  const json::Value page = Get(Concat(kCredentials, "?pageSize=2&pageNumber=3"));
  EXPECT_EQ(At(page, "/total"), "5");
  EXPECT_EQ(At(page, "/entities/0/id"), ids[4]);

  std::vector<std::string> seen;
  json::Value listing = Get(Concat(kCredentials, "/listing?pageSize=2"));
  EXPECT_EQ(At(listing, "/previousUri"), "(absent)");
  while (true) {
    for (const json::Value& entity : *listing.Find("entities")->AsArray()) seen.push_back(At(entity, "/id"));
    if (listing.Find("nextUri") == nullptr) break;
    listing = Get(At(listing, "/nextUri"));
  }
  EXPECT_EQ(seen, ids);
  const json::Value before = Get(At(listing, "/previousUri"));
  EXPECT_EQ(At(before, "/entities/0/id"), ids[2]);
  EXPECT_EQ(At(before, "/entities/1/id"), ids[3]);
  ExpectError(Call("GET", Concat(kCredentials, "/listing?pageSize=201")), 400, "bad.request", "200", "pageSize");
  ExpectError(Call("GET", Concat(kCredentials, "/listing?after=x")), 400, "bad.request", "cursor", "after");
}

TEST_F(CredentialsTest, ListsTypesInEitherForm) {
  const json::Value types = Get(Concat(kCredentials, "/types"));
  ASSERT_TRUE(types.is_array());
  EXPECT_EQ(At(types, "/1/name"), "basicAuth");
  EXPECT_EQ(At(types, "/1/required"), R"(["userName","password"])");
  Restart({.credential_types = CredentialTypeAnswer::kListing});
  EXPECT_EQ(At(Get(Concat(kCredentials, "/types")), "/entities/1/name"), "basicAuth");
}

TEST_F(CredentialsTest, NeedsThePermissionsOfIntegrations) {
  const std::string id = Create();
  Become({"integrations:integration:view"});
  EXPECT_EQ(Call("GET", UriOf(id)).status, 200);
  ExpectError(Call("POST", kCredentials, kBasic), 403, "missing.permissions", "integrations:integration:add");
  ExpectError(Call("PUT", UriOf(id), kBasic), 403, "missing.permissions", "integrations:integration:edit");
  ExpectError(Call("DELETE", UriOf(id)), 403, "missing.permissions", "integrations:integration:delete");
}

}  // namespace
}  // namespace genesys_cfn::emulator
