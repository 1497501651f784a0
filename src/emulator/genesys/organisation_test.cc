// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/organisation.h"

#include <thread>
#include <vector>

#include "emulator/genesys/organisation_fixture.h"
#include "http/in_process_client.h"

namespace genesys_cfn::emulator {
namespace {

constexpr char kActions[] = "/api/v2/integrations/actions";

using RoutingTest = OrganisationTest;

TEST_F(RoutingTest, KnowsWhichPathsAreItsOwn) {
  EXPECT_TRUE(GenesysOrganisation::Serves("/oauth/token"));
  EXPECT_TRUE(GenesysOrganisation::Serves("/api/v2/anything"));
  EXPECT_TRUE(GenesysOrganisation::Serves("/genesys-cfn/admin/flows"));
  EXPECT_FALSE(GenesysOrganisation::Serves("/2018-06-01/runtime/invocation/next"));
}

TEST_F(RoutingTest, AnswersUnknownPathsWith404) {
  for (const char* const path :
       {"/api/v2/data/action", "/api/v2/integrations/actions/", "/api/v2/integrations/actions//templates/x",
        "/api/v2/integrations/actions/a/execute/b", "/elsewhere", "/api/v2/integrations/types/a/b"}) {
    ExpectError(Call("GET", path), 404, "not.found", path);
  }
}

TEST_F(RoutingTest, AnswersUnknownMethodsWith405) {
  for (const char* const path : {kActions, "/api/v2/integrations", "/api/v2/integrations/types"}) {
    ExpectError(Call("PUT", path, "{}"), 405, "method.not.allowed", "PUT");
  }
  ExpectError(Call("PUT", "/api/v2/integrations/actions/custom_-_1", "{}"), 405, "method.not.allowed", "PUT");
}

TEST_F(RoutingTest, GivesEveryAnswerACorrelationIdOfItsOwn) {
  const auto first = Call("GET", kActions).headers.Get("inin-correlation-id");
  const auto second = Call("GET", kActions).headers.Get("inin-correlation-id");
  ASSERT_TRUE(first.has_value());
  EXPECT_NE(first, second);
  EXPECT_TRUE(AskForToken("client", "secret").headers.Get("ININ-Correlation-Id").has_value());
}

TEST_F(RoutingTest, WritesTheWholeErrorBody) {
  const json::Value body = JsonOf(Call("GET", "/api/v2/integrations/actions/custom_-_1"));
  EXPECT_EQ(At(body, "/message"), "No action with the id custom_-_1 was found");
  EXPECT_EQ(At(body, "/messageWithParams"), "No %{kind} with the id %{id} was found");
  EXPECT_EQ(At(body, "/messageParams"), R"({"kind":"action","id":"custom_-_1"})");
  EXPECT_EQ(At(body, "/details"), "[]");
  EXPECT_EQ(At(body, "/errors"), "[]");
}

TEST_F(RoutingTest, NamesTheMissingPermission) {
  Become({"integrations:integration:view"});
  EXPECT_EQ(Call("GET", "/api/v2/integrations").status, 200);
  EXPECT_EQ(Call("GET", "/api/v2/integrations/types").status, 200);
  ExpectError(Call("POST", kActions, "{}"), 403, "missing.permissions", "integrations:action:add");
  ExpectError(Call("PATCH", "/api/v2/integrations/actions/a", "{}"), 403, "missing.permissions",
              "integrations:action:edit");
  ExpectError(Call("DELETE", "/api/v2/integrations/actions/a"), 403, "missing.permissions",
              "integrations:action:delete");
  for (const char* const path :
       {kActions, "/api/v2/integrations/actions/a", "/api/v2/integrations/actions/a/templates/requesttemplate.vm",
        "/api/v2/integrations/actions/a/schemas/inputschema.json"}) {
    ExpectError(Call("GET", path), 403, "missing.any.permissions", "integrations:action:view, bridge:actions:view");
  }
}

TEST_F(RoutingTest, TakesAnyOfTheAlternativePermissions) {
  Become({"bridge:actions:view"});
  EXPECT_EQ(Call("GET", kActions).status, 200);
  ExpectError(Call("GET", "/api/v2/integrations"), 403, "missing.permissions", "integrations:integration:view");
  ExpectError(Call("GET", "/api/v2/integrations/types"), 403, "missing.permissions", "integrations:integration:view");
}

TEST_F(RoutingTest, RefusesWritesThatAreNotJson) {
  const auto post = [&](const std::string& type, const std::string& body) {
    http::Request request{"POST", "", kActions, {{"Authorization", Concat("Bearer ", token_)}}, body};
    if (!type.empty()) request.headers.Add("Content-Type", type);
    return organisation_->Handle(request);
  };
  ExpectError(post("", "{}"), 415, "unsupported.media.type", "application/json");
  ExpectError(post("text/plain", "{}"), 415, "unsupported.media.type", "application/json");
  ExpectError(post("application/json", "{\n  \"name\": }"), 400, "bad.request", "line 2, column 11");
  ExpectError(post("application/json", ""), 400, "bad.request", "not valid JSON");
  ExpectError(post("application/json", "[]"), 400, "bad.request", "must be an object, not array");
  ExpectError(post("application/json", R"({"name":"a","name":"b"})"), 400, "bad.request", "not valid JSON");
  const std::string deep = "{\"a\":" + std::string(60, '[') + std::string(60, ']') + "}";
  ExpectError(post("application/json", deep), 400, "bad.request", "not valid JSON");
}

TEST_F(RoutingTest, RefusesABodyOverTheLimit) {
  Restart({.max_body_bytes = 20});
  ExpectError(Call("POST", kActions, std::string(20, ' ')), 400, "bad.request", "not valid JSON");
  ExpectError(Call("POST", kActions, std::string(21, ' ')), 413, "request.entity.too.large",
              "over the size limit. Maximum bytes: 20");
}

TEST_F(RoutingTest, AnswersADamagedDatabaseWith500) {
  ASSERT_TRUE(database_->Run([](Transaction& transaction) { transaction.Execute("DROP TABLE genesys_action"); }));
  ExpectError(Call("GET", kActions), 500, "internal.server.error", "no such table");
}

TEST_F(RoutingTest, SeedingAgainStartsAnew) {
  ASSERT_TRUE(organisation_->Seed("another", Secret<std::string>("secret")).has_value());
  // The client of before is gone, and its tokens with it.
  ExpectError(Call("GET", "/api/v2/integrations"), 401, "bad.credentials", "");
}

TEST_F(RoutingTest, ResettingEmptiesEveryTable) {
  ASSERT_TRUE(organisation_->AddPublishedFlow("Main", "WORKFLOW", {}).has_value());
  ASSERT_TRUE(organisation_->Reset().has_value());
  const auto rows = database_->Run([](Transaction& transaction) {
    int64_t count = 0;
    int tables = 0;
    std::vector<std::string> names;
    for (Statement row = transaction.Query("SELECT name FROM sqlite_schema WHERE type = 'table'"); row.Step();) {
      names.push_back(row.Text(0));
    }
    for (const std::string& name : names) {
      EXPECT_TRUE(name.starts_with("genesys_")) << name;
      Statement row = transaction.Query(Concat("SELECT count(*) FROM ", name));
      row.Step();
      count += row.Integer(0);
      ++tables;
    }
    EXPECT_EQ(tables, 14);
    return count;
  });
  EXPECT_EQ(rows.value(), 0);
  ASSERT_TRUE(organisation_->Seed("client", Secret<std::string>("secret")).has_value());
  token_ = TokenFor("client", "secret");
  EXPECT_EQ(At(Get(kActions), "/total"), "0");
}

TEST_F(RoutingTest, ServesAClientWithoutASocket) {
  http::InProcessClient client(*organisation_);
  const auto response = client.Send(
      {"GET", "http://127.0.0.1:4566", kActions, {{"Authorization", "Bearer " + token_}}, ""}, http::CallOptions());
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 200);
}

TEST_F(RoutingTest, AnswersManyThreadsAtOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) EXPECT_EQ(Call("GET", kActions).status, 200);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace genesys_cfn::emulator
