// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/drafts_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

class DraftsTest : public ActionsTest {
 protected:
  std::string CreateDraft(const json::Object& changes = {}) {
    const http::Response response = Call("POST", Concat(kActions, "/drafts"), Body(changes));
    EXPECT_EQ(response.status, 200) << response.body;
    return At(JsonOf(response), "/id");
  }
  static std::string DraftOf(const std::string& id) { return Concat(UriOf(id), "/draft"); }
  http::Response Publish(const std::string& id, int version) {
    return Call("POST", DraftOf(id) + "/publish", json::Write(json::Object{{"version", version}}));
  }
  http::Response Patch(const std::string& id, const std::string& body) { return Call("PATCH", DraftOf(id), body); }
};

TEST_F(DraftsTest, ANewDraftIsNoActionUntilItIsPublished) {
  const std::string id = CreateDraft();
  const json::Value draft = Get(DraftOf(id) + "?expand=contract&includeConfig=true");
  EXPECT_EQ(At(draft, "/version"), "1");
  EXPECT_EQ(At(draft, "/selfUri"), DraftOf(id));
  EXPECT_EQ(TextOf(At(draft, "/config/request/requestTemplateUri")), R"({"x": ${input.phone}})");
  EXPECT_EQ(Get(At(draft, "/contract/input/inputSchemaUri")), *json::Resolve(draft, "/contract/input/inputSchema"));
  ExpectError(Call("GET", UriOf(id)), 404, "not.found", id);
  ExpectError(Call("DELETE", UriOf(id)), 404, "not.found", id);
  EXPECT_EQ(Call("GET", DraftOf(id)).status, 200) << "a refused call has changed nothing";
  EXPECT_EQ(At(Get(kActions), "/total"), "0");
  EXPECT_EQ(At(Get(Concat(kActions, "/drafts?name=look&includeConfig=true")), "/entities/0/config/timeoutSeconds"),
            "10");

  const http::Response published = Publish(id, 1);
  EXPECT_EQ(published.status, 200) << published.body;
  EXPECT_EQ(At(JsonOf(published), "/version"), "1");
  EXPECT_EQ(At(Read(id), "/contract/input/inputSchema/properties/phone/type"), "string");
  ExpectError(Call("GET", DraftOf(id)), 404, "not.found", id);
  EXPECT_EQ(At(Get(Concat(kActions, "/drafts")), "/total"), "0");
}

TEST_F(DraftsTest, FlattensTheContractOnRequest) {
  const std::string id = CreateDraft();
  const json::Value draft = Get(DraftOf(id) + "?expand=contract&flatten=true");
  EXPECT_EQ(At(draft, "/contract/output/successSchemaFlattened/schema/properties/id/type"), "string");
  EXPECT_EQ(At(draft, "/contract/output/successSchemaFlattened/arrayProperties"), "[]");
  EXPECT_EQ(At(draft, "/contract/output/successSchema"), "(absent)");
  EXPECT_EQ(At(Get(DraftOf(id) + "/schemas/inputschema.json?flatten=true"), "/additionalProperties"), "true");
}

TEST_F(DraftsTest, APublishedActionStaysAsItIsUntilItsDraftIsPublished) {
  const std::string id = Create();
  EXPECT_EQ(Call("PATCH", UriOf(id), R"({"version":1})").status, 200);
  ExpectError(Call("GET", DraftOf(id)), 404, "not.found", id);
  const http::Response copied = Call("POST", DraftOf(id));
  EXPECT_EQ(copied.status, 200) << copied.body;
  EXPECT_EQ(At(JsonOf(copied), "/version"), "1");
  ExpectError(Call("POST", DraftOf(id)), 409, "general.conflict", "has a draft already");
  ExpectError(Call("POST", DraftOf("custom_-_x")), 404, "not.found", "custom_-_x");

  EXPECT_EQ(Patch(id, R"({"version":1,"name":"Better","config":{"request":{"requestUrlTemplate":"/api/v2/x",)"
                      R"("requestType":"GET"}}})")
                .status,
            200);
  EXPECT_EQ(At(Get(UriOf(id)), "/name"), "Look up customer");
  ExpectError(Publish(id, 3), 400, "bad.request", "Supplied version 3 does not match latest draft version 2");
  EXPECT_EQ(At(JsonOf(Publish(id, 2)), "/version"), "3");
  EXPECT_EQ(At(Read(id), "/config/request/requestType"), "GET");
  EXPECT_EQ(At(Get(UriOf(id)), "/name"), "Better");
}

TEST_F(DraftsTest, ContractAndSecureChangeUntilTheFirstPublication) {
  const std::string id = CreateDraft();
  const std::string other =
      R"("contract":{"input":{"inputSchema":{"type":"object","properties":{}}},"output":{"successSchema":)"
      R"({"type":"object"}}})";
  EXPECT_EQ(Patch(id, R"({"version":1,"secure":true,)" + other + "}").status, 200);
  EXPECT_EQ(Publish(id, 2).status, 200);
  EXPECT_EQ(At(Read(id), "/contract/output/successSchema"), R"({"type":"object"})");
  EXPECT_EQ(At(Get(UriOf(id)), "/secure"), "true");

  EXPECT_EQ(Call("POST", DraftOf(id)).status, 200);
  EXPECT_EQ(Patch(id, R"({"version":1,"secure":true,)" + other + "}").status, 200) << "the same is no change";
  ExpectError(Patch(id, R"({"version":2,"secure":false})"), 400, "bad.request", "published", "secure");
  ExpectError(Patch(id, Concat(R"({"version":2,"contract":)", kContract, "}")), 400, "bad.request", "published",
              "contract");
}

TEST_F(DraftsTest, ABrokenDraftIsKeptAndNotPublished) {
  const std::string contract = R"({"input":{"inputSchema":{"type":"object","properties":{"a b":{"type":"string"}}}},)"
                               R"("output":{"successSchema":{"type":"string"}}})";
  const std::string id = CreateDraft({{"contract", json::Parse(contract).value()}, {"config", json::Object()}});
  const json::Value found = Get(DraftOf(id) + "/validation");
  EXPECT_EQ(At(found, "/valid"), "false");
  EXPECT_EQ(At(found, "/errors/0/details/0/fieldName"), "contract.input.inputSchema.properties.a b");
  EXPECT_EQ(At(found, "/errors/1/details/0/fieldName"), "contract.output.successSchema.type");
  EXPECT_EQ(At(found, "/errors/2/details/0/fieldName"), "config.request.requestUrlTemplate");
  EXPECT_EQ(At(found, "/errors/3/code"), "bad.request");
  ExpectError(Publish(id, 1), 400, "bad.request", "requestType: is required",
              "contract.input.inputSchema.properties.a b");
  EXPECT_EQ(Patch(id, Concat(R"({"version":1,"contract":)", kContract, R"(,"config":)", kConfig, "}")).status, 200);
  EXPECT_EQ(json::Write(Get(DraftOf(id) + "/validation")), R"({"valid":true,"errors":[]})");
  EXPECT_EQ(Publish(id, 2).status, 200);
}

TEST_F(DraftsTest, ValidationReadsTemplatesAndPaths) {
  json::Object config = *json::Parse(kConfig).value().AsObject();
  json::Object& request = *config.Find("request")->AsObject();
  request.Set("requestUrlTemplate", "/api/v2/users/${input.phone");
  request.Set("headers", json::Object{{"Accept", "application/json"}, {"X-Phone", "#if(${input.phone})a"}});
  request.Set("requestTemplate", "{\n  #foreach($x)#end\n}");
  json::Object& response = *config.Find("response")->AsObject();
  response.Set("translationMap", json::Object{{"id", "$.id"}, {"name", "$.name["}});
  response.Set("successTemplate", "{\"id\": #set($x = )${id}}");
  const std::string id = CreateDraft({{"config", config}});
  const json::Value found = Get(DraftOf(id) + "/validation");
  EXPECT_EQ(At(found, "/valid"), "false");
  std::vector<std::string> fields;
  for (const json::Value& error : *found.Find("errors")->AsArray()) fields.push_back(At(error, "/details/0/fieldName"));
  EXPECT_THAT(fields, testing::ElementsAre("config.request.requestUrlTemplate", "config.request.headers.X-Phone",
                                           "config.request.requestTemplate", "config.response.translationMap.name",
                                           "config.response.successTemplate"));
  EXPECT_THAT(At(found, "/errors/2/message"), HasSubstr("config.request.requestTemplate: line 2, column "));
  EXPECT_THAT(At(found, "/errors/3/message"), HasSubstr("line 1, column 7"));
  ExpectError(Publish(id, 1), 400, "bad.request", "config.response.successTemplate: line 1",
              "config.request.requestUrlTemplate");
  EXPECT_EQ(Patch(id, Concat(R"({"version":1,"config":)", kConfig, "}")).status, 200);
  EXPECT_EQ(At(Get(DraftOf(id) + "/validation"), "/valid"), "true");
}

TEST_F(DraftsTest, RefusesWrongBodies) {
  ExpectError(Call("POST", Concat(kActions, "/drafts"), Body({{"name", json::Null()}})), 400, "bad.request", "required",
              "name");
  ExpectError(Call("POST", Concat(kActions, "/drafts"), Body({{"integrationId", "x"}})), 400, "bad.request",
              "No integration");
  ExpectError(Call("POST", Concat(kActions, "/drafts"), Body({{"contract", json::Object()}})), 400, "bad.request",
              "required", "contract.input");
  const std::string id = CreateDraft();
  ExpectError(Patch(id, R"({"name":"x"})"), 400, "bad.request", "required", "version");
  ExpectError(Patch(id, R"({"version":"1"})"), 400, "bad.request", "integer", "version");
  ExpectError(Patch(id, R"({"version":7})"), 409, "general.conflict", "does not match the current version 1");
  ExpectError(Patch(id, R"({"version":1,"secure":1})"), 400, "bad.request", "boolean", "secure");
  ExpectError(Call("POST", DraftOf(id) + "/publish", "{}"), 400, "bad.request", "required", "version");
  ExpectError(Call("GET", DraftOf(id) + "?expand=all"), 400, "bad.request", "contract", "expand");
  ExpectError(Call("GET", DraftOf(id) + "/schemas/inputschema.json?flatten=x"), 400, "bad.request", "true or false",
              "flatten");
  for (const char* const what : {"", "/validation", "/templates/requesttemplate.vm", "/schemas/inputschema.json"}) {
    ExpectError(Call("GET", DraftOf("unknown") + what), 404, "not.found", "unknown");
  }
  ExpectError(Call("GET", DraftOf(id) + "/templates/other.vm"), 404, "not.found", "other.vm");
  ExpectError(Call("GET", DraftOf(id) + "/schemas/other.json"), 404, "not.found", "other.json");
  ExpectError(Patch("unknown", R"({"version":1})"), 404, "not.found", "unknown");
  ExpectError(Publish("unknown", 1), 404, "not.found", "unknown");
}

TEST_F(DraftsTest, ADraftGoesAloneAndWithItsActionOrIntegration) {
  const std::string id = Create();
  EXPECT_EQ(Call("POST", DraftOf(id)).status, 200);
  EXPECT_EQ(Call("DELETE", DraftOf(id)).status, 204);
  ExpectError(Call("DELETE", DraftOf(id)), 404, "not.found", id);
  EXPECT_EQ(Call("GET", UriOf(id)).status, 200);

  EXPECT_EQ(Call("POST", DraftOf(id)).status, 200);
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
  ExpectError(Call("GET", DraftOf(id)), 404, "not.found", id);

  const std::string other = CreateDraft();
  EXPECT_TRUE(organisation_->RemoveIntegration(integration_).value());
  ExpectError(Call("GET", DraftOf(other)), 404, "not.found", other);
}

TEST_F(DraftsTest, ANewDraftIsReadAndListedAfterTheLags) {
  Restart({.read_lag = Milliseconds(1000), .list_lag = Milliseconds(2000)});
  const std::string id = CreateDraft();
  EXPECT_EQ(Call("GET", DraftOf(id)).status, 404);
  EXPECT_EQ(Patch(id, R"({"version":1})").status, 200) << "writes see the true state";
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(Call("GET", DraftOf(id)).status, 200);
  EXPECT_EQ(At(Get(Concat(kActions, "/drafts")), "/total"), "0");
  clock_.Advance(Milliseconds(1000));
  EXPECT_EQ(At(Get(Concat(kActions, "/drafts")), "/total"), "1");
}

TEST_F(DraftsTest, NeedsThePermissionsOfActions) {
  const std::string id = CreateDraft();
  Become({"bridge:actions:view"});
  EXPECT_EQ(Call("GET", DraftOf(id)).status, 200);
  EXPECT_EQ(Call("GET", Concat(kActions, "/drafts")).status, 200);
  ExpectError(Call("POST", Concat(kActions, "/drafts"), Body()), 403, "missing.permissions", "integrations:action:add");
  ExpectError(Patch(id, R"({"version":1})"), 403, "missing.permissions", "integrations:action:edit");
  ExpectError(Publish(id, 1), 403, "missing.permissions", "integrations:action:edit");
  ExpectError(Call("GET", DraftOf(id) + "/validation"), 403, "missing.permissions", "integrations:action:edit");
  ExpectError(Call("DELETE", DraftOf(id)), 403, "missing.permissions", "integrations:action:delete");
}

}  // namespace
}  // namespace genesys_cfn::emulator
