// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/flows_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kConsumers[] = "/api/v2/architect/dependencytracking/consumingresources";
constexpr char kFlows[] = "/genesys-cfn/admin/flows";

class FlowsTest : public ActionsTest {
 protected:
  std::string Publish(const std::string& name, const std::string& type, const std::vector<std::string>& actions) {
    const auto id = organisation_->AddPublishedFlow(name, type, actions);
    EXPECT_TRUE(id.has_value());
    return id.has_value() ? *id : "";
  }
  json::Value ConsumersOf(const std::string& action, const std::string& rest = "") {
    return Get(Concat(kConsumers, "?id=", action, "&objectType=DATAACTION", rest));
  }
  std::vector<std::string> NamesUsing(const std::string& action, const std::string& rest = "") {
    std::vector<std::string> names;
    const json::Value listing = ConsumersOf(action, rest);
    for (const json::Value& entity : *listing.Find("entities")->AsArray()) names.push_back(At(entity, "/name"));
    return names;
  }
  std::string MessageOf(const std::string& name, const std::string& type, const std::vector<std::string>& actions) {
    const auto refused = organisation_->AddPublishedFlow(name, type, actions);
    return refused.has_value() ? "accepted" : refused.error().message;
  }
  // Without a token, as an administrator's script calls.
  http::Response Administer(const std::string& method, const std::string& target, const std::string& body = "") {
    http::Request request{method, "", target, {}, body};
    if (!body.empty()) request.headers.Add("Content-Type", "application/json");
    return organisation_->Handle(request);
  }
};

TEST_F(FlowsTest, ListsTheFlowsThatUseAnAction) {
  const std::string action = Create();
  const std::string other = Create();
  const std::string main = Publish("Main", "INBOUNDCALLFLOW", {action, other, action});
  Publish("Work", "WORKFLOW", {other});
  const json::Value listing = ConsumersOf(action);
  EXPECT_EQ(At(listing, "/total"), "1");
  EXPECT_EQ(At(listing, "/entities/0/id"), main);
  EXPECT_EQ(At(listing, "/entities/0/name"), "Main");
  EXPECT_EQ(At(listing, "/entities/0/type"), "INBOUNDCALLFLOW");
  EXPECT_EQ(At(listing, "/entities/0/version"), "1.0");
  EXPECT_EQ(At(listing, "/entities/0/deleted"), "false");
  EXPECT_EQ(At(listing, "/entities/0/updated"), "false");
  EXPECT_EQ(At(listing, "/entities/0/stateUnknown"), "false");
  EXPECT_THAT(At(listing, "/entities/0/selfUri"), HasSubstr(main));
  EXPECT_THAT(NamesUsing(other), ElementsAre("Main", "Work"));
  EXPECT_THAT(NamesUsing("custom_-_unknown"), ElementsAre());
}

TEST_F(FlowsTest, PagesAndFilters) {
  const std::string action = Create();
  for (int i = 0; i < 26; ++i) Publish(Concat("Flow ", i), i % 2 == 0 ? "WORKFLOW" : "BOTFLOW", {action});
  EXPECT_EQ(ConsumersOf(action).Find("entities")->AsArray()->size(), 25U);
  EXPECT_THAT(NamesUsing(action, "&pageNumber=2"), ElementsAre("Flow 25"));
  EXPECT_THAT(NamesUsing(action, "&pageSize=2&resourceType=BOTFLOW"), ElementsAre("Flow 1", "Flow 3"));
  EXPECT_EQ(At(ConsumersOf(action, "&resourceType=BOTFLOW&resourceType=WORKFLOW"), "/total"), "26");
  EXPECT_EQ(At(ConsumersOf(action, "&resourceType=BOTFLOW,WORKFLOW&flowFilter=published"), "/total"), "26");
  EXPECT_EQ(At(ConsumersOf(action, "&resourceType=SURVEYINVITEFLOW"), "/total"), "0");
  EXPECT_EQ(At(Get(Concat(kConsumers, "?objectType=QUEUE&id=", action)), "/total"), "0") << "another kind of object";
}

TEST_F(FlowsTest, RefusesWrongParametersAndNamesThem) {
  ExpectError(Call("GET", kConsumers), 400, "bad.request", "is required", "id");
  ExpectError(Call("GET", Concat(kConsumers, "?id=a")), 400, "bad.request", "is required", "objectType");
  ExpectError(Call("GET", Concat(kConsumers, "?id=a&objectType=DATAACTION&pageSize=0")), 400, "bad.request", "1 to 500",
              "pageSize");
  ExpectError(Call("GET", Concat(kConsumers, "?id=a&objectType=DATAACTION&flowFilter=all")), 400, "bad.request",
              "checkedIn or published", "flowFilter");
}

TEST_F(FlowsTest, NeedsAPermissionOfItsOwn) {
  Become({"integrations:action:view", "integrations:action:delete"});
  ExpectError(Call("GET", kConsumers), 403, "missing.permissions", "architect:dependencyTracking:view");
}

TEST_F(FlowsTest, ForgetsAFlowThatIsTakenBackAndKeepsOneWhoseActionIsGone) {
  const std::string action = Create();
  const std::string flow = Publish("Main", "INBOUNDCALLFLOW", {action});
  ASSERT_EQ(Call("DELETE", UriOf(action)).status, 204);
  EXPECT_THAT(NamesUsing(action), ElementsAre("Main"));
  EXPECT_TRUE(organisation_->RemoveFlow(flow).value());
  EXPECT_FALSE(organisation_->RemoveFlow(flow).value());
  EXPECT_THAT(NamesUsing(action), ElementsAre());
}

TEST_F(FlowsTest, RefusesAFlowThatCannotBe) {
  EXPECT_THAT(MessageOf(" ", "WORKFLOW", {}), HasSubstr("name must not be empty"));
  for (const char* const type : {"", "QUEUE", "workflow", "FLOWMILESTONE", "CALL FLOW"}) {
    EXPECT_THAT(MessageOf("Main", type, {}), HasSubstr(Concat("flow 'Main': '", type, "' is no type of a flow")));
  }
  EXPECT_THAT(MessageOf("Main", "WORKFLOW", {Create(), "custom_-_x"}), HasSubstr("there is no action 'custom_-_x'"));
}

TEST_F(FlowsTest, CanBeAdministeredOverHttp) {
  const std::string action = Create();
  const http::Response published =
      Administer("POST", kFlows, Concat(R"({"name":"Main","type":"INBOUNDCALLFLOW","actions":[")", action, R"("]})"));
  ASSERT_EQ(published.status, 200) << published.body;
  const json::Value flow = JsonOf(published);
  EXPECT_EQ(At(flow, "/name"), "Main");
  EXPECT_EQ(At(flow, "/type"), "INBOUNDCALLFLOW");
  EXPECT_EQ(At(flow, "/actions/0"), action);
  EXPECT_THAT(NamesUsing(action), ElementsAre("Main"));
  const std::string uri = Concat(kFlows, "/", At(flow, "/id"));
  EXPECT_EQ(Administer("DELETE", uri).status, 204);
  ExpectError(Administer("DELETE", uri), 404, "not.found", "No flow with the id");
  EXPECT_THAT(NamesUsing(action), ElementsAre());
}

TEST_F(FlowsTest, RefusesWrongCallsOfTheAdministrator) {
  ExpectError(Administer("POST", kFlows, R"({"type":"WORKFLOW","actions":[]})"), 400, "bad.request", "string", "name");
  ExpectError(Administer("POST", kFlows, R"({"name":"M","type":1,"actions":[]})"), 400, "bad.request", "string",
              "type");
  ExpectError(Administer("POST", kFlows, R"({"name":"M","type":"WORKFLOW"})"), 400, "bad.request", "array", "actions");
  ExpectError(Administer("POST", kFlows, R"({"name":"M","type":"WORKFLOW","actions":[1]})"), 400, "bad.request",
              "not number", "actions");
  ExpectError(Administer("POST", kFlows, R"({"name":"M","type":"WORKFLOW","actions":["x"]})"), 400, "bad.request",
              "there is no action 'x'");
  ExpectError(Administer("POST", kFlows), 415, "unsupported.media.type", "application/json");
  ExpectError(Administer("GET", kFlows), 405, "method.not.allowed", "GET");
  ExpectError(Administer("POST", "/genesys-cfn/admin/other", "{}"), 404, "not.found", "/genesys-cfn/admin/other");
  ExpectError(Administer("GET", kActions), 401, "authentication.required", "token");
}

}  // namespace
}  // namespace genesys_cfn::emulator
