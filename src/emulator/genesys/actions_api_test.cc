// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/actions_api.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ActionsTest, CreatesAnActionOfVersionOne) {
  const http::Response response = Call("POST", kActions, Body());
  EXPECT_EQ(response.status, 200);
  const json::Value action = JsonOf(response);
  EXPECT_THAT(At(action, "/id"), StartsWith("custom_-_"));
  EXPECT_EQ(At(action, "/id").size(), std::string_view("custom_-_").size() + 36);
  EXPECT_EQ(At(action, "/version"), "1");
  EXPECT_EQ(At(action, "/secure"), "false");
  EXPECT_EQ(At(action, "/name"), "Look up customer");
  EXPECT_EQ(At(action, "/category"), "CRM");
  EXPECT_EQ(At(action, "/integrationId"), integration_);
  EXPECT_EQ(At(action, "/selfUri"), UriOf(At(action, "/id")));
}

TEST_F(ActionsTest, ReadsBackTheConfigurationWithUrisInsteadOfTemplates) {
  const json::Value action = Read(Create());
  const std::string uri = At(action, "/selfUri");
  EXPECT_EQ(At(action, "/config/request"),
            Concat(R"({"requestUrlTemplate":"/api/v2/users","requestTemplateUri":")", uri,
                   R"(/templates/requesttemplate.vm","requestType":"POST","headers":{"b":"1","a":"2"}})"));
  EXPECT_EQ(At(action, "/config/response"),
            Concat(R"({"translationMap":{"id":"$.id"},"translationMapDefaults":{"id":"\"\""},"successTemplateUri":")",
                   uri, R"(/templates/successtemplate.vm"})"));
  EXPECT_EQ(At(action, "/config/timeoutSeconds"), "10");
  EXPECT_EQ(TextOf(At(action, "/config/request/requestTemplateUri")), R"({"x": ${input.phone}})");
  EXPECT_EQ(TextOf(At(action, "/config/response/successTemplateUri")), R"({"id": ${id}})");
}

TEST_F(ActionsTest, ShowsSchemasAndConfigurationOnlyWhenAsked) {
  const std::string uri = UriOf(Create());
  const json::Value plain = Get(uri);
  EXPECT_EQ(plain.Find("config"), nullptr);
  EXPECT_EQ(
      At(plain, "/contract"),
      Concat(R"({"input":{"inputSchemaUri":")", uri, R"(/schemas/inputschema.json"},"output":{"successSchemaUri":")",
             uri, R"(/schemas/successschema.json","errorSchemaUri":")", uri, R"(/schemas/errorschema.json"}})"));
  const json::Value expanded = Get(uri + "?expand=contract");
  EXPECT_EQ(expanded.Find("config"), nullptr);
  EXPECT_EQ(At(expanded, "/contract/input/inputSchema/properties/phone/type"), "string");
  EXPECT_EQ(At(expanded, "/contract/output/errorSchema/type"), "object") << "the server adds it";
  EXPECT_NE(json::Resolve(expanded, "/contract/output/errorSchemaUri"), nullptr);
  EXPECT_NE(Get(uri + "?includeConfig=true").Find("config"), nullptr);
}

TEST_F(ActionsTest, ServesTheSchemasAsFiles) {
  const json::Value action = Read(Create());
  EXPECT_EQ(Get(At(action, "/contract/input/inputSchemaUri")), *json::Resolve(action, "/contract/input/inputSchema"));
  EXPECT_EQ(Get(At(action, "/contract/output/successSchemaUri")),
            *json::Resolve(action, "/contract/output/successSchema"));
  EXPECT_EQ(Get(At(action, "/contract/output/errorSchemaUri")), *json::Resolve(action, "/contract/output/errorSchema"));
}

TEST_F(ActionsTest, KeepsContractsInTheirOrderAndNumberText) {
  const std::string input =
      R"({"type":"object","properties":{"z":{"type":"number","default":1.10},"a":{"type":"integer",)"
      R"("maximum":123456789012345678901234567890}},"additionalProperties":true,"x":1e2})";
  const std::string output = R"({"items":{"type":"string"},"type":"array"})";
  const auto contract =
      json::Parse(Concat(R"({"output":{"successSchema":)", output, R"(},"input":{"inputSchema":)", input, "}}"));
  const json::Value action = Read(Create({{"contract", *contract}}));
  EXPECT_EQ(At(action, "/contract/input/inputSchema"), input);
  EXPECT_EQ(At(action, "/contract/output/successSchema"), output);
}

TEST_F(ActionsTest, FillsInWhatTheConfigurationLeavesOut) {
  const json::Value action = Read(Create({{"config", json::Object()}}));
  EXPECT_EQ(At(action, "/config/request/headers"), "{}");
  EXPECT_EQ(At(action, "/config/response/translationMap"), "{}");
  EXPECT_EQ(At(action, "/config/response/translationMapDefaults"), "{}");
  EXPECT_EQ(At(action, "/config/timeoutSeconds"), "(absent)");
  EXPECT_EQ(TextOf(At(action, "/selfUri") + "/templates/requesttemplate.vm"), "${input.rawRequest}");
  EXPECT_EQ(TextOf(At(action, "/selfUri") + "/templates/successtemplate.vm"), "${rawResult}");
}

TEST_F(ActionsTest, KeepsAnEmptyTemplateEmpty) {
  const std::string id = Create({{"config", json::Parse(R"({"request":{"requestTemplate":""}})").value()}});
  EXPECT_EQ(TextOf(UriOf(id) + "/templates/requesttemplate.vm"), "");
}

TEST_F(ActionsTest, DropsMembersThatTheModelDoesNotHave) {
  const json::Value action = Read(Create(
      {{"config", json::Parse(R"({"request":{"requestTemplateUri":"/stale","other":1},"retries":3})").value()}}));
  EXPECT_EQ(At(action, "/config/retries"), "(absent)");
  EXPECT_EQ(At(action, "/config/request/other"), "(absent)");
  EXPECT_NE(At(action, "/config/request/requestTemplateUri"), "/stale");
}

TEST_F(ActionsTest, RefusesAMissingOrWrongMemberAndNamesIt) {
  for (const char* const field : {"name", "category", "integrationId", "config", "contract"}) {
    ExpectRefusal({{field, json::Null()}}, field, "is required");
  }
  ExpectRefusal({{"name", ""}}, "name", "must not be empty");
  ExpectRefusal({{"name", 5}}, "name", "must be a string, not number");
  ExpectRefusal({{"category", std::string(257, 'x')}}, "category", "at most 256 characters");
  ExpectRefusal({{"secure", "true"}}, "secure", "must be a boolean, not string");
  ExpectRefusal({{"integrationId", 7}}, "integrationId", "string");
  ExpectRefusal({{"contract", json::Parse(R"({"input":{"inputSchema":{"type":"array"}},"output":{"successSchema":
      {"type":"object"}}})")
                                  .value()}},
                "contract.input.inputSchema.type", "object");
}

TEST_F(ActionsTest, CountsCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 256; ++i) name += "\u00e4";
  Create({{"name", name}});
  ExpectRefusal({{"name", name + "x"}}, "name", "at most 256 characters");
}

TEST_F(ActionsTest, RefusesAWrongConfigurationAndNamesTheField) {
  ExpectConfigRefusal("[]", "config", "must be an object, not array");
  ExpectConfigRefusal(R"({"request":"x"})", "config.request", "must be an object");
  ExpectConfigRefusal(R"({"response":1})", "config.response", "must be an object");
  ExpectConfigRefusal(R"({"request":{"requestType":"HEAD"}})", "config.request.requestType", "GET, POST");
  ExpectConfigRefusal(R"({"request":{"requestType":"get"}})", "config.request.requestType", "GET, POST");
  ExpectConfigRefusal(R"({"request":{"requestUrlTemplate":1}})", "config.request.requestUrlTemplate", "string");
  ExpectConfigRefusal(R"({"request":{"requestTemplate":{}}})", "config.request.requestTemplate", "string");
  ExpectConfigRefusal(R"({"request":{"headers":[]}})", "config.request.headers", "object of strings");
  ExpectConfigRefusal(R"({"request":{"headers":{"a":1}}})", "config.request.headers.a", "string, not number");
  ExpectConfigRefusal(R"({"response":{"translationMapDefaults":{"a":null}}})",
                      "config.response.translationMapDefaults.a", "string, not null");
  ExpectConfigRefusal(R"({"response":{"successTemplate":[]}})", "config.response.successTemplate", "string");
  for (const char* const seconds : {"0", "61", "1.5", "\"10\"", "-1"}) {
    ExpectConfigRefusal(Concat(R"({"timeoutSeconds":)", seconds, "}"), "config.timeoutSeconds", "1 to 60");
  }
  Create({{"config", json::Object{{"timeoutSeconds", 1}}}});
  Create({{"config", json::Object{{"timeoutSeconds", 60}}}});
}

TEST_F(ActionsTest, RefusesAnUnknownIntegrationWithoutNamingAField) {
  ExpectRefusal({{"integrationId", "00000000-0000-4000-8000-000000000000"}}, "", "No integration with the id 00000000");
}

TEST_F(ActionsTest, RefusesActionsOfFunctionIntegrations) {
  ExpectRefusal({{"integrationId", IntegrationOf("function-data-actions")}}, "integrationId", "drafts");
}

TEST_F(ActionsTest, ARefusedCreateLeavesNothingBehind) {
  ExpectRefusal({{"name", ""}}, "name", "");
  EXPECT_EQ(At(Get(kActions), "/total"), "0");
}

TEST_F(ActionsTest, PatchesInPlaceAndCountsVersions) {
  const std::string id = Create();
  const http::Response patched = Call("PATCH", UriOf(id), R"({"name":"New","category":"Other","version":1})");
  EXPECT_EQ(patched.status, 200) << patched.body;
  EXPECT_EQ(At(JsonOf(patched), "/version"), "2");
  const json::Value action = Read(id);
  EXPECT_EQ(At(action, "/id"), id);
  EXPECT_EQ(At(action, "/name"), "New");
  EXPECT_EQ(At(action, "/category"), "Other");
  EXPECT_EQ(At(action, "/config/timeoutSeconds"), "10") << "an absent config stays";
  EXPECT_EQ(Call("PATCH", UriOf(id), R"({"version":2})").status, 200);
  EXPECT_EQ(At(Read(id), "/version"), "3");
}

TEST_F(ActionsTest, APatchReplacesTheWholeConfiguration) {
  const std::string id = Create();
  ASSERT_EQ(Call("PATCH", UriOf(id), R"({"version":1,"config":{"request":{"requestType":"GET"}}})").status, 200);
  const json::Value action = Read(id);
  EXPECT_EQ(At(action, "/config/timeoutSeconds"), "(absent)");
  EXPECT_EQ(At(action, "/config/request/headers"), "{}");
  EXPECT_EQ(At(action, "/config/request/requestUrlTemplate"), "(absent)");
  EXPECT_EQ(TextOf(UriOf(id) + "/templates/successtemplate.vm"), "${rawResult}");
}

TEST_F(ActionsTest, APatchIgnoresWhatItCannotChange) {
  const std::string id = Create();
  const json::Value before = Read(id);
  const std::string patch = Concat(
      R"({"version":1,"secure":true,"integrationId":")", IntegrationOf("custom-rest-actions"),
      R"(","contract":{"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":{"type":"array"}}}})");
  ASSERT_EQ(Call("PATCH", UriOf(id), patch).status, 200);
  const json::Value after = Read(id);
  EXPECT_EQ(At(after, "/contract"), At(before, "/contract"));
  EXPECT_EQ(At(after, "/integrationId"), integration_);
  EXPECT_EQ(At(after, "/secure"), "false");
}

TEST_F(ActionsTest, RefusesAPatchOfAnotherVersion) {
  const std::string id = Create();
  const std::string message = "Supplied version 2 does not match the current version 1";
  ExpectError(Call("PATCH", UriOf(id), R"({"name":"x","version":2})"), 409, "general.conflict", message);
  Restart({.version_conflict_status = 400});
  ExpectError(Call("PATCH", UriOf(id), R"({"name":"x","version":2})"), 400, "bad.request", message);
  EXPECT_EQ(At(Read(id), "/name"), "Look up customer");
  EXPECT_EQ(At(Read(id), "/version"), "1");
}

TEST_F(ActionsTest, RefusesAWrongPatch) {
  const std::string uri = UriOf(Create());
  ExpectError(Call("PATCH", uri, "{}"), 400, "bad.request", "is required", "version");
  ExpectError(Call("PATCH", uri, R"({"version":"1"})"), 400, "bad.request", "integer", "version");
  ExpectError(Call("PATCH", uri, R"({"version":1.5})"), 400, "bad.request", "integer", "version");
  ExpectError(Call("PATCH", uri, R"({"version":1,"name":""})"), 400, "bad.request", "empty", "name");
  ExpectError(Call("PATCH", uri, R"({"version":1,"category":1})"), 400, "bad.request", "string", "category");
  ExpectError(Call("PATCH", uri, R"({"version":1,"config":{"timeoutSeconds":0}})"), 400, "bad.request", "1 to 60",
              "config.timeoutSeconds");
  ExpectError(Call("PATCH", "/api/v2/integrations/actions/custom_-_x", R"({"version":1})"), 404, "not.found",
              "custom_-_x");
}

TEST_F(ActionsTest, DeletesAnAction) {
  const std::string uri = UriOf(Create());
  const http::Response deleted = Call("DELETE", uri);
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
  EXPECT_TRUE(deleted.headers.Get("ININ-Correlation-Id").has_value());
  ExpectError(Call("DELETE", uri), 404, "not.found", "No action");
  ExpectError(Call("GET", uri), 404, "not.found", "No action");
  ExpectError(Call("GET", uri + "/templates/requesttemplate.vm"), 404, "not.found", "No action");
  ExpectError(Call("GET", uri + "/schemas/inputschema.json"), 404, "not.found", "No action");
}

TEST_F(ActionsTest, CanRefuseToDeleteAnActionInUse) {
  const std::string id = Create();
  const std::string unused = Create();
  const std::string flow = organisation_->AddPublishedFlow("Main", "INBOUNDCALLFLOW", {id}).value();
  Restart({.delete_in_use_status = 409});
  ExpectError(Call("DELETE", UriOf(id)), 409, "general.conflict", "used by the published flows: Main");
  EXPECT_EQ(At(Read(id), "/version"), "1");
  EXPECT_EQ(Call("DELETE", UriOf(unused)).status, 204);
  EXPECT_TRUE(organisation_->RemoveFlow(flow).value());
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
}

TEST_F(ActionsTest, DeletesAnActionInUseByDefault) {
  const std::string id = Create();
  ASSERT_TRUE(organisation_->AddPublishedFlow("Main", "INBOUNDCALLFLOW", {id}).has_value());
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
  Restart({.delete_in_use_status = 409});
  ExpectError(Call("DELETE", UriOf(id)), 404, "not.found", id);
}

TEST_F(ActionsTest, CanLoseOrTrimTheDescriptionOfTheInputSchema) {
  const auto described = [&] {
    const std::string contract = ReplaceAll(kContract, R"("inputSchema":{)",
                                            R"("inputSchema":{"description":"Text. [genesys-cfn a.b.c.d] \n",)");
    return Read(Create({{"contract", json::Parse(contract).value()}}));
  };
  constexpr char kDescription[] = "/contract/input/inputSchema/description";
  EXPECT_EQ(At(described(), kDescription), "Text. [genesys-cfn a.b.c.d] \n");
  Restart({.descriptions = DescriptionStorage::kTrimmed});
  EXPECT_EQ(At(described(), kDescription), "Text. [genesys-cfn a.b.c.d]");
  Restart({.descriptions = DescriptionStorage::kDropped});
  const json::Value dropped = described();
  EXPECT_EQ(At(dropped, kDescription), "(absent)");
  EXPECT_EQ(At(dropped, "/contract/input/inputSchema/properties/phone/type"), "string") << "the rest stays";
}

TEST_F(ActionsTest, CanNormaliseTemplates) {
  const std::string text = "{\r\n  \"a\": 1 \t\r\n\n}\n \n";
  const json::Object config{{"request", json::Object{{"requestTemplate", text}}},
                            {"response", json::Object{{"successTemplate", text}}}};
  const std::string kept = UriOf(Create({{"config", config}}));
  EXPECT_EQ(TextOf(kept + "/templates/requesttemplate.vm"), text);
  Restart({.templates = TemplateStorage::kNormalised});
  EXPECT_EQ(TextOf(kept + "/templates/requesttemplate.vm"), text) << "only what is stored from now on";
  const std::string normalised = "{\n  \"a\": 1\n\n}";
  const std::string created = UriOf(Create({{"config", config}}));
  EXPECT_EQ(TextOf(created + "/templates/requesttemplate.vm"), normalised);
  EXPECT_EQ(TextOf(created + "/templates/successtemplate.vm"), normalised);
  ASSERT_EQ(Call("PATCH", kept, json::Write(json::Object{{"version", 1}, {"config", config}})).status, 200);
  EXPECT_EQ(TextOf(kept + "/templates/successtemplate.vm"), normalised);
}

TEST_F(ActionsTest, RefusesUnknownFilesAndParameters) {
  const std::string uri = UriOf(Create());
  ExpectError(Call("GET", uri + "/templates/other.vm"), 404, "not.found", "No template with the id other.vm");
  ExpectError(Call("GET", uri + "/schemas/other.json"), 404, "not.found", "No schema with the id other.json");
  ExpectError(Call("GET", uri + "?expand=config"), 400, "bad.request", "contract", "expand");
  ExpectError(Call("GET", uri + "?includeConfig=1"), 400, "bad.request", "true or false", "includeConfig");
  ExpectError(Call("GET", uri + "?flatten=yes"), 400, "bad.request", "true or false", "flatten");
  ExpectError(Call("GET", uri + "/schemas/other.json?flatten=true"), 404, "not.found", "other.json");
}

TEST_F(ActionsTest, FlattensTheContractOnRequest) {
  const std::string contract =
      R"({"input":{"inputSchema":{"type":"object","properties":{"phone":{"type":"string"}}}},"output":{"successSchema":)"
      R"({"type":"object","properties":{"id":{"type":"string"},"orders":{"type":"array","items":{"type":"object",)"
      R"("properties":{"total":{"type":"number"}}}}}}}})";
  const std::string uri = UriOf(Create({{"contract", json::Parse(contract).value()}}));
  const json::Value action = Get(uri + "?expand=contract&flatten=true");
  EXPECT_EQ(At(action, "/contract/input/inputSchemaFlattened/properties/phone/type"), "string");
  EXPECT_EQ(At(action, "/contract/output/successSchemaFlattened/schema/properties/orders.total/type"), "array");
  EXPECT_EQ(At(action, "/contract/output/successSchemaFlattened/arrayProperties"), R"(["orders.total"])");
  EXPECT_EQ(At(action, "/contract/output/errorSchemaFlattened/schema/properties/message/type"), "string");
  EXPECT_EQ(At(action, "/contract/input/inputSchema"), "(absent)") << "never both";
  EXPECT_EQ(At(action, "/contract/output/successSchema"), "(absent)") << "never both";
  EXPECT_EQ(Get(At(action, "/contract/output/successSchemaUri") + "?flatten=true"),
            *json::Resolve(action, "/contract/output/successSchemaFlattened/schema"));
  EXPECT_EQ(At(Get(uri + "?flatten=true"), "/contract/input/inputSchemaFlattened"), "(absent)")
      << "without expand there are URIs only";
}

TEST_F(ActionsTest, DecodesTheIdInAPath) {
  const std::string id = Create();
  EXPECT_EQ(At(Get(Concat(kActions, "/custom_%2D_", id.substr(9))), "/id"), id);
}

TEST_F(ActionsTest, LosesItsActionsWithTheIntegration) {
  const std::string uri = UriOf(Create());
  ASSERT_TRUE(organisation_->RemoveIntegration(integration_).value());
  ExpectError(Call("GET", uri), 404, "not.found", "No action");
  Restart({.deleted_integration_status = 200});
  ExpectError(Call("GET", uri), 404, "not.found", "No action");
  ExpectRefusal({}, "", "No integration with the id");
}

TEST_F(ActionsTest, SurvivesARestart) {
  const std::string id = Create();
  const json::Value before = Read(id);
  Restart();
  EXPECT_EQ(Read(id), before);
}

TEST_F(ActionsTest, ListsPagesOfTwentyFive) {
  for (int i = 0; i < 27; ++i) Create({{"name", Concat("Action ", i)}});
  const json::Value first = Get(kActions);
  EXPECT_EQ(first.Find("entities")->AsArray()->size(), 25U);
  EXPECT_EQ(At(first, "/pageSize"), "25");
  EXPECT_EQ(At(first, "/pageNumber"), "1");
  EXPECT_EQ(At(first, "/total"), "27");
  EXPECT_EQ(At(first, "/pageCount"), "2");
  EXPECT_EQ(At(first, "/previousUri"), "(absent)");
  EXPECT_EQ(At(first, "/firstUri"), "/api/v2/integrations/actions?pageSize=25&pageNumber=1");
  EXPECT_EQ(At(first, "/lastUri"), "/api/v2/integrations/actions?pageSize=25&pageNumber=2");
  const json::Value second = Get(At(first, "/nextUri"));
  EXPECT_EQ(second.Find("entities")->AsArray()->size(), 2U);
  EXPECT_EQ(At(second, "/nextUri"), "(absent)");
  EXPECT_EQ(Get(At(second, "/previousUri")), first);
  EXPECT_EQ(At(Get(std::string(kActions) + "?pageNumber=3"), "/entities"), "[]");
}

TEST_F(ActionsTest, ListsActionsWithoutSchemasAndWithConfigurationOnRequest) {
  Create();
  const json::Value plain = Get(kActions);
  EXPECT_EQ(At(plain, "/entities/0/contract/input/inputSchema"), "(absent)");
  EXPECT_THAT(At(plain, "/entities/0/contract/input/inputSchemaUri"), HasSubstr("/schemas/"));
  EXPECT_EQ(At(plain, "/entities/0/config"), "(absent)");
  const json::Value full = Get(std::string(kActions) + "?includeConfig=true&includeAuthActions=true");
  EXPECT_EQ(At(full, "/entities/0/config/timeoutSeconds"), "10");
}

TEST_F(ActionsTest, FindsPartsOfNamesInAnyCase) {
  Create({{"name", "Get 100% of A_B"}});
  Create({{"name", "get Something"}});
  Create({{"name", "Put AxB"}, {"category", "Other"}, {"secure", true}});
  EXPECT_THAT(NamesOf("name=GET"), ElementsAre("Get 100% of A_B", "get Something"));
  EXPECT_THAT(NamesOf("name=a_b"), ElementsAre("Get 100% of A_B")) << "_ is no wildcard";
  EXPECT_THAT(NamesOf("name=100%25+of"), ElementsAre("Get 100% of A_B"));
  EXPECT_THAT(NamesOf("name=nothing"), ElementsAre());
  EXPECT_THAT(NamesOf("category=Other"), ElementsAre("Put AxB"));
  EXPECT_THAT(NamesOf("secure=true"), ElementsAre("Put AxB"));
  EXPECT_EQ(NamesOf("secure=false").size(), 2U);
  EXPECT_THAT(NamesOf("sortBy=name&sortOrder=desc&pageSize=2"), ElementsAre("Put AxB", "get Something"));
}

TEST_F(ActionsTest, AllowsDuplicateNamesAndFindsThemById) {
  const std::string first = Create();
  const std::string second = Create();
  EXPECT_NE(first, second);
  EXPECT_EQ(NamesOf(Concat("ids=", first, ",", second)).size(), 2U);
  EXPECT_EQ(NamesOf(Concat("ids=", second)).size(), 1U);
}

TEST_F(ActionsTest, RefusesWrongListParameters) {
  const auto refused = [&](const std::string& query, const std::string& field) {
    ExpectError(Call("GET", Concat(kActions, "?", query)), 400, "bad.request", "must be", field);
  };
  for (const char* const size : {"0", "501", "-1", "x", ""}) refused(Concat("pageSize=", size), "pageSize");
  refused("pageNumber=0", "pageNumber");
  refused("pageNumber=99999999999999999999", "pageNumber");
  refused("secure=yes", "secure");
  refused("includeConfig=", "includeConfig");
  refused("includeAuthActions=1", "includeAuthActions");
  refused("sortOrder=up", "sortOrder");
  refused("ids=" + std::string(50, ','), "ids");
  ExpectError(Call("GET", std::string(kActions) + "?sortBy=config"), 400, "bad.request", "sorted", "sortBy");
  EXPECT_EQ(Call("GET", std::string(kActions) + "?pageSize=500").status, 200);
}

// Real definitions: what a person exported is accepted, and comes back as it went in.
TEST_F(ActionsTest, AcceptsEveryExportedFile) {
  const std::filesystem::path folder = std::filesystem::path(GENESYS_CFN_CORPUS_DIR) / "data-actions";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " does not exist";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".json") || file.find("customAuth") != std::string::npos) continue;
    ++files;
    const json::Value source = json::Parse(ReadFile(entry.path()).value()).value();
    json::Object changes{{"config", *source.Find("config")}, {"contract", *source.Find("contract")}};
    const json::Value action = Read(Create(changes));
    const std::string uri = At(action, "/selfUri");
    EXPECT_EQ(At(action, "/contract/input/inputSchema"), At(source, "/contract/input/inputSchema")) << file;
    EXPECT_EQ(At(action, "/contract/output/successSchema"), At(source, "/contract/output/successSchema")) << file;
    EXPECT_EQ(At(action, "/config/request/headers"), At(source, "/config/request/headers")) << file;
    EXPECT_EQ(At(action, "/config/response/translationMap"), At(source, "/config/response/translationMap")) << file;
    EXPECT_EQ(TextOf(uri + "/templates/requesttemplate.vm"), At(source, "/config/request/requestTemplate")) << file;
    EXPECT_EQ(TextOf(uri + "/templates/successtemplate.vm"), At(source, "/config/response/successTemplate")) << file;
  }
  EXPECT_GE(files, 19);
}

}  // namespace
}  // namespace genesys_cfn::emulator
