// SPDX-License-Identifier: Apache-2.0
#include "genesys/dependencies_client.h"

#include "base/text.h"
#include "genesys/client_fixture.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kRoot = "https://api.a/api/v2/architect/dependencytracking/consumingresources";

class DependenciesClientTest : public ClientTest {
 protected:
  // The names of the flows, or the error.
  std::string NamesOf(std::string_view action_id) {
    const auto flows = dependencies.PublishedFlowsUsing(action_id);
    if (!flows) return flows.error().message;
    std::vector<std::string> names;
    for (const Consumer& flow : *flows) names.push_back(flow.name);
    return Join(names, ",");
  }

  DependenciesClient dependencies{session};
};

TEST_F(DependenciesClientTest, ListsEveryPage) {
  client.ThenRespond(200, R"({"entities":[{"id":"1","name":"Main","type":"INBOUNDCALLFLOW","version":"3.0"},
                              {"id":"2","name":"Bot","type":"BOTFLOW"}],"total":3})");
  client.ThenRespond(200, R"({"entities":[{"id":"3","name":"Work","type":"WORKFLOW"}],"total":3})");
  const auto flows = dependencies.PublishedFlowsUsing("custom_-_a/b");
  ASSERT_TRUE(flows.has_value()) << flows.error().message;
  ASSERT_EQ(flows->size(), 3u);
  EXPECT_EQ((*flows)[0].id, "1");
  EXPECT_EQ((*flows)[0].name, "Main");
  EXPECT_EQ((*flows)[0].type, "INBOUNDCALLFLOW");
  EXPECT_EQ((*flows)[2].name, "Work");
  const std::string query = "&id=custom_-_a%2Fb&objectType=DATAACTION&flowFilter=published";
  std::vector<std::string> calls = client.calls();
  calls.erase(calls.begin());
  EXPECT_EQ(calls, (std::vector<std::string>{Concat("GET ", kRoot, "?pageSize=100&pageNumber=1", query),
                                             Concat("GET ", kRoot, "?pageSize=100&pageNumber=2", query)}));
}

TEST_F(DependenciesClientTest, CountsAFlowOnceAndNothingButFlows) {
  client.ThenRespond(200, R"({"entities":[
      {"id":"1","name":"Main","type":"INBOUNDCALLFLOW","version":"1.0"},
      {"id":"1","name":"Main","type":"INBOUNDCALLFLOW","version":"2.0"},
      {"id":"2","name":"Script","type":"COMPOSERSCRIPT"},{"id":"3","name":"Milestone","type":"FLOWMILESTONE"},
      {"id":"4","name":"Gone","type":"WORKFLOW","deleted":true},{"id":"5","name":"No type"},
      {"id":"6","name":"Module","type":"COMMONMODULEFLOW","deleted":false}],"total":7})");
  EXPECT_EQ(NamesOf("a"), "Main,Module");
}

TEST_F(DependenciesClientTest, AnActionThatTheTrackingDoesNotKnowHasNoConsumers) {
  client.ThenRespond(404, R"({"code":"not.found","message":"No."})").ThenRespond(410);
  client.ThenRespond(200, R"({"entities":[],"total":0})");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(NamesOf("a"), "");
  EXPECT_EQ(client.requests().size(), 4u);
}

TEST_F(DependenciesClientTest, ARefusalNamesThePermission) {
  client.ThenRespond(403, R"({"code":"missing.permissions","message":"No"})");
  const auto refused = dependencies.PublishedFlowsUsing("a");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error(),
            (Error{ErrorCode::kPermissionDenied,
                   "listing the flows that use the data action failed: GET "
                   "/api/v2/architect/dependencytracking/consumingresources answered 403 missing.permissions: No. The "
                   "OAuth client's roles need the permission architect:dependencyTracking:view."}));
}

TEST_F(DependenciesClientTest, AnAnswerThatIsNoListIsAnErrorAndNotAnUnusedAction) {
  for (const char* const body : {"", "<html>", "{}", R"({"entities":null})"}) {
    client.ThenRespond(200, body);
    const auto flows = dependencies.PublishedFlowsUsing("a");
    ASSERT_FALSE(flows.has_value()) << body;
    EXPECT_EQ(flows.error().code, ErrorCode::kUnavailable);
  }
  client.ThenRespond(400, R"({"message":"Wrong objectType"})");
  EXPECT_NE(NamesOf("a").find("Wrong objectType"), std::string::npos);
}

TEST_F(DependenciesClientTest, DoesNotAskForAnEmptyId) {
  EXPECT_EQ(NamesOf(""), "");
  EXPECT_TRUE(client.requests().empty());
}

}  // namespace
}  // namespace genesys_cfn::genesys
