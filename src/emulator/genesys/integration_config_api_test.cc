// SPDX-License-Identifier: Apache-2.0
// The writing half of integrations_api.h.
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/organisation_fixture.h"

namespace genesys_cfn::emulator {
namespace {

constexpr char kIntegrations[] = "/api/v2/integrations";

class IntegrationWritesTest : public OrganisationTest {
 protected:
  std::string Create(const std::string& body = R"({"integrationType":{"id":"custom-rest-actions"}})") {
    const http::Response response = Call("POST", kIntegrations, body);
    EXPECT_EQ(response.status, 200) << response.body;
    return At(JsonOf(response), "/id");
  }
  static std::string UriOf(const std::string& id) { return Concat(kIntegrations, "/", id); }
  static std::string ConfigOf(const std::string& id) { return UriOf(id) + "/config/current"; }
  std::string StateOf(const std::string& id) { return At(Get(UriOf(id)), "/reportedState/code"); }
  http::Response Intend(const std::string& id, const std::string& state) {
    return Call("PATCH", UriOf(id), json::Write(json::Object{{"intendedState", state}}));
  }
};

TEST_F(IntegrationWritesTest, ANewOneIsDisabledAndNamedAsItsType) {
  const std::string id = Create();
  const json::Value integration = Get(UriOf(id));
  EXPECT_EQ(At(integration, "/name"), "Web Services Data Actions");
  EXPECT_EQ(At(integration, "/intendedState"), "DISABLED");
  EXPECT_EQ(At(integration, "/reportedState/code"), "INACTIVE");
  EXPECT_EQ(At(integration, "/config"), "(absent)");
  EXPECT_EQ(At(Get(UriOf(id) + "?expand=config.current"), "/config/current/version"), "1");
  EXPECT_EQ(At(Get(UriOf(Create(R"({"name":"CRM","integrationType":{"id":"custom-rest-actions"}})"))), "/name"), "CRM");
}

TEST_F(IntegrationWritesTest, RefusesWrongBodies) {
  ExpectError(Call("POST", kIntegrations, "{}"), 400, "bad.request", "required", "integrationType");
  ExpectError(Call("POST", kIntegrations, R"({"integrationType":{}})"), 400, "bad.request", "required",
              "integrationType.id");
  ExpectError(Call("POST", kIntegrations, R"({"integrationType":{"id":"x"}})"), 400, "bad.request", "no type",
              "integrationType.id");
  const std::string id = Create();
  ExpectError(Intend(id, "ON"), 400, "bad.request", "ENABLED", "intendedState");
  ExpectError(Intend(id, "RESTORED"), 400, "bad.request", "not deleted", "intendedState");
  ExpectError(Call("PATCH", UriOf(id), R"({"name":""})"), 400, "bad.request", "empty", "name");
  ExpectError(Intend("unknown", "ENABLED"), 404, "not.found", "unknown");
  ExpectError(Call("DELETE", UriOf("unknown")), 404, "not.found", "unknown");
  ExpectError(Call("GET", ConfigOf("unknown")), 404, "not.found", "unknown");
  ExpectError(Call("PUT", ConfigOf("unknown"), "{}"), 404, "not.found", "unknown");
}

TEST_F(IntegrationWritesTest, IsActiveAsIntendedAtOnceOrAfterALag) {
  const std::string id = Create();
  EXPECT_EQ(At(JsonOf(Intend(id, "ENABLED")), "/reportedState/code"), "ACTIVE");
  Restart({.activation_lag = Milliseconds(1000)});
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(Intend(id, "DISABLED").status, 200);
  EXPECT_EQ(StateOf(id), "DEACTIVATING");
  EXPECT_EQ(At(Get(Concat(kIntegrations, "?reportedState=deactivating")), "/entities/0/id"), id);
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(StateOf(id), "INACTIVE");
  EXPECT_EQ(Intend(id, "ENABLED").status, 200);
  EXPECT_EQ(StateOf(id), "ACTIVATING");
  EXPECT_EQ(Intend(id, "ENABLED").status, 200);
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(StateOf(id), "ACTIVE");
}

TEST_F(IntegrationWritesTest, DeleteAnswersTheIntegration) {
  const std::string id = Create();
  const http::Response response = Call("DELETE", UriOf(id));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(At(JsonOf(response), "/id"), id);
  EXPECT_EQ(At(JsonOf(response), "/intendedState"), "DELETED");
  EXPECT_EQ(Call("GET", UriOf(id)).status, 404);
  const std::string other = Create();
  EXPECT_EQ(Intend(other, "DELETED").status, 200);
  EXPECT_EQ(Call("GET", UriOf(other)).status, 404);
}

TEST_F(IntegrationWritesTest, PutReplacesTheConfigurationByItsVersion) {
  const std::string id = Create();
  json::Object config = *Get(ConfigOf(id)).AsObject();
  config.Set("name", "CRM");
  config.Set("notes", "ours");
  config.Set("properties", json::Object{{"b", 1}, {"a", json::Array{}}});
  const http::Response put = Call("PUT", ConfigOf(id), json::Write(config));
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(At(JsonOf(put), "/version"), "2");
  EXPECT_EQ(At(Get(ConfigOf(id)), "/properties"), R"({"b":1,"a":[]})");
  EXPECT_EQ(At(Get(UriOf(id)), "/name"), "CRM");
  EXPECT_EQ(At(Get(UriOf(id)), "/notes"), "ours");
  ExpectError(Call("PUT", ConfigOf(id), json::Write(config)), 409, "general.conflict", "current version 2");
  for (const char* const member : {"version", "name", "notes", "properties", "advanced", "credentials"}) {
    json::Object less = config;
    less.Remove(member);
    ExpectError(Call("PUT", ConfigOf(id), json::Write(less)), 400, "bad.request", "is required", member);
  }
}

TEST_F(IntegrationWritesTest, AConfigurationTakesTheCredentialsOfItsType) {
  const std::string id = Create();
  const auto put = [&](const std::string& credentials) {
    json::Object config = *Get(ConfigOf(id)).AsObject();
    config.Set("credentials", json::Parse(credentials).value());
    return Call("PUT", ConfigOf(id), json::Write(config));
  };
  const std::string lambda =
      At(JsonOf(Call("POST", "/api/v2/integrations/credentials",
                     R"({"type":{"name":"amazonWebServicesARN"},"credentialFields":{"ARN":"arn"}})")),
         "/id");
  ExpectError(put(R"({"other":{"id":"x"}})"), 400, "bad.request", "basicAuth only", "credentials.other");
  ExpectError(put(R"({"basicAuth":{}})"), 400, "bad.request", "required", "credentials.basicAuth.id");
  ExpectError(put(R"({"basicAuth":{"id":"x"}})"), 400, "bad.request", "no credential", "credentials.basicAuth.id");
  ExpectError(put(Concat(R"({"basicAuth":{"id":")", lambda, R"("}})")), 400, "bad.request", "do not fit",
              "credentials.basicAuth");
  ExpectError(put("[]"), 400, "bad.request", "object", "credentials");
}

TEST_F(IntegrationWritesTest, ANewOneIsSeenAfterTheLags) {
  Restart({.read_lag = Milliseconds(1000), .list_lag = Milliseconds(2000)});
  const std::string id = Create();
  const std::string action =
      Concat(R"({"name":"a","category":"c","integrationId":")", id,
             R"(","config":{},"contract":{"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":)"
             R"({"type":"object"}}}})");
  EXPECT_EQ(Call("GET", UriOf(id)).status, 404);
  ExpectError(Call("POST", "/api/v2/integrations/actions", action), 400, "bad.request", "No integration");
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(Call("GET", UriOf(id)).status, 200);
  EXPECT_EQ(Call("POST", "/api/v2/integrations/actions", action).status, 200);
  EXPECT_EQ(At(Get(kIntegrations), "/total"), "5");
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(At(Get(kIntegrations), "/total"), "6");
}

TEST_F(IntegrationWritesTest, TypesHaveSchemasOfTheirConfiguration) {
  const json::Value type = Get("/api/v2/integrations/types/custom-rest-actions");
  EXPECT_EQ(At(Get(At(type, "/configPropertiesSchemaUri")), "/type"), "object");
  EXPECT_EQ(At(Get(At(type, "/configAdvancedSchemaUri")), "/type"), "object");
  ExpectError(Call("GET", "/api/v2/integrations/types/x/configschemas/advanced"), 404, "not.found", "x");
  ExpectError(Call("GET", At(type, "/selfUri") + "/configschemas/other"), 404, "not.found", "other");
}

TEST_F(IntegrationWritesTest, NeedsPermissions) {
  const std::string id = Create();
  Become({"integrations:integration:view"});
  EXPECT_EQ(Call("GET", ConfigOf(id)).status, 200);
  ExpectError(Call("POST", kIntegrations, "{}"), 403, "missing.permissions", "integrations:integration:add");
  ExpectError(Intend(id, "ENABLED"), 403, "missing.permissions", "integrations:integration:edit");
  ExpectError(Call("PUT", ConfigOf(id), "{}"), 403, "missing.permissions", "integrations:integration:edit");
  ExpectError(Call("DELETE", UriOf(id)), 403, "missing.permissions", "integrations:integration:delete");
}

}  // namespace
}  // namespace genesys_cfn::emulator
