// SPDX-License-Identifier: Apache-2.0
#include "genesys/integrations_client.h"

#include "base/text.h"
#include "genesys/client_fixture.h"

namespace genesys_cfn::genesys {
namespace {

std::string Entity(std::string_view id, std::string_view name, std::string_view state = "ENABLED") {
  return Concat(R"({"id":")", id, R"(","name":")", name, R"(","integrationType":{"id":"custom-rest-actions"},)",
                R"("intendedState":")", state, R"(","reportedState":{"code":"ACTIVE"}})");
}

class IntegrationsClientTest : public ClientTest {
 protected:
  void Organisation(const std::vector<std::string>& entities) {
    client.ThenRespond(200, Concat(R"({"entities":[)", Join(entities, ","), "]}"));
    if (!entities.empty()) client.ThenRespond(200, R"({"entities":[]})");
  }

  IntegrationsClient integrations{session};
};

TEST_F(IntegrationsClientTest, ListsOverAllPages) {
  Organisation({Entity("1", "A"), Entity("2", "B", "DISABLED")});
  const auto listed = integrations.List();
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  ASSERT_EQ(listed->size(), 2u);
  EXPECT_EQ((*listed)[1].id, "2");
  EXPECT_EQ((*listed)[1].name, "B");
  EXPECT_EQ((*listed)[1].type_id, "custom-rest-actions");
  EXPECT_EQ((*listed)[1].intended_state, "DISABLED");
  EXPECT_EQ((*listed)[1].reported_state, "ACTIVE");
  EXPECT_EQ(client.calls().back(), "GET https://api.a/api/v2/integrations?pageSize=100&pageNumber=2");
}

TEST_F(IntegrationsClientTest, GetsOneOrNone) {
  client.ThenRespond(200, Entity("a/1", "A")).ThenRespond(404).ThenRespond(403);
  EXPECT_EQ((*integrations.Get("a/1"))->name, "A");
  EXPECT_EQ(client.calls().back(), "GET https://api.a/api/v2/integrations/a%2F1");
  EXPECT_FALSE(integrations.Get("1")->has_value());
  EXPECT_NE(integrations.Get("1").error().message.find("integrations:integration:view"), std::string::npos);
  EXPECT_FALSE(integrations.Get("")->has_value());
}

TEST_F(IntegrationsClientTest, OneThatIsGoneWasOfThisOrganisation) {
  client.ThenRespond(410);
  EXPECT_EQ((*integrations.Get("1"))->intended_state, "DELETED");
}

TEST_F(IntegrationsClientTest, AnotherOneInTheAnswerIsAnError) {
  client.ThenRespond(200, Entity("2", "A")).ThenRespond(200, "{}");
  for (int i = 0; i < 2; ++i) {
    const auto got = integrations.Get("1");
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code, ErrorCode::kUnavailable);
  }
}

TEST_F(IntegrationsClientTest, FindsTheOneOfExactlyThatName) {
  Organisation({Entity("1", "Web"), Entity("2", "Web Services"), Entity("3", "web")});
  EXPECT_EQ(integrations.FindByName("Web")->id, "1");
}

TEST_F(IntegrationsClientTest, ADeletedIntegrationDoesNotCount) {
  Organisation({Entity("1", "Web", "DELETED"), Entity("2", "Web")});
  EXPECT_EQ(integrations.FindByName("Web")->id, "2");
}

TEST_F(IntegrationsClientTest, SaysWhatThereIsWhenThereIsNone) {
  std::vector<std::string> entities;
  for (int i = 0; i < 12; ++i) entities.push_back(Entity(Concat(i), Concat("Integration number ", i)));
  entities.push_back(Entity("w", "Web Services"));
  Organisation(entities);
  const auto found = integrations.FindByName("Web Servics");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(
      found.error().message.starts_with("there is no integration with the name \"Web Servics\"; did you mean "
                                        "\"Web Services\"? There are: \"Integration number 0\", "))
      << found.error().message;
  EXPECT_TRUE(found.error().message.ends_with("\"Integration number 9\" and 3 more.")) << found.error().message;
}

TEST_F(IntegrationsClientTest, SaysSoWhenTheOrganisationHasNone) {
  Organisation({});
  EXPECT_EQ(integrations.FindByName("Web").error().message,
            "there is no integration with the name \"Web\": the organisation has no integration that is visible.");
}

TEST_F(IntegrationsClientTest, DoesNotChooseBetweenSeveral) {
  Organisation({Entity("1", "Web"), Entity("2", "Web", "DISABLED")});
  const auto found = integrations.FindByName("Web");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(
      found.error().message,
      "2 integrations have the name \"Web\": 1 (custom-rest-actions, ENABLED), 2 (custom-rest-actions, DISABLED). "
      "Give the integration's id instead.");
}

}  // namespace
}  // namespace genesys_cfn::genesys
