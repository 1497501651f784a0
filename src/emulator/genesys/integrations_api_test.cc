// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/integrations_api.h"

#include "emulator/genesys/organisation_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

constexpr char kIntegrations[] = "/api/v2/integrations";

using IntegrationsTest = OrganisationTest;

TEST_F(IntegrationsTest, SeedsOneActiveIntegrationOfEachDataActionType) {
  const json::Value listing = Get(kIntegrations);
  std::vector<std::string> seen;
  for (const json::Value& entity : *listing.Find("entities")->AsArray()) {
    seen.push_back(Concat(At(entity, "/integrationType/id"), ": ", At(entity, "/name")));
    EXPECT_EQ(At(entity, "/intendedState"), "ENABLED");
    EXPECT_EQ(At(entity, "/reportedState/code"), "ACTIVE");
  }
  EXPECT_THAT(seen, testing::ElementsAre("purecloud-data-actions: Genesys Cloud Data Actions",
                                         "custom-rest-actions: Web Services Data Actions",
                                         "aws-lambda-data-actions: AWS Lambda Data Actions",
                                         "function-data-actions: Genesys Cloud Function Data Actions",
                                         "salesforce-datadip: Salesforce Data Actions"));
}

TEST_F(IntegrationsTest, ReadsOneIntegration) {
  const json::Value listed = Get(kIntegrations).Find("entities")->AsArray()->at(1);
  EXPECT_EQ(Get(At(listed, "/selfUri")), listed);
  ExpectError(Call("GET", "/api/v2/integrations/unknown"), 404, "not.found", "No integration with the id unknown");
}

TEST_F(IntegrationsTest, FiltersByTypeStateAndId) {
  EXPECT_EQ(At(Get("/api/v2/integrations?integrationType=custom-rest-actions"), "/total"), "1");
  EXPECT_EQ(At(Get("/api/v2/integrations?integrationType=nothing"), "/total"), "0");
  EXPECT_EQ(At(Get("/api/v2/integrations?reportedState=active"), "/total"), "5");
  EXPECT_EQ(At(Get("/api/v2/integrations?reportedState=ERROR"), "/total"), "0");
  const std::string id = IntegrationOf("salesforce-datadip");
  EXPECT_EQ(At(Get(Concat("/api/v2/integrations?ids=", id, ",unknown")), "/entities/0/id"), id);
}

TEST_F(IntegrationsTest, PagesAndSorts) {
  const json::Value page = Get("/api/v2/integrations?pageSize=2&pageNumber=2&sortBy=name&sortOrder=DESC");
  EXPECT_EQ(At(page, "/entities/0/name"), "Genesys Cloud Function Data Actions");
  EXPECT_EQ(At(page, "/pageCount"), "3");
  EXPECT_EQ(At(page, "/nextUri"),
            "/api/v2/integrations?pageSize=2&pageNumber=3&sortBy=name&sortOrder=DESC&nextPage=cGFnZToz");
  ExpectError(Call("GET", "/api/v2/integrations?pageSize=0"), 400, "bad.request", "1 to 500", "pageSize");
  ExpectError(Call("GET", "/api/v2/integrations?sortBy=notes"), 400, "bad.request", "sorted", "sortBy");
  ExpectError(Call("GET", "/api/v2/integrations?ids=" + std::string(100, ',')), 400, "bad.request", "100", "ids");
}

TEST_F(IntegrationsTest, ListsAndReadsTypes) {
  const json::Value listing = Get("/api/v2/integrations/types?pageSize=2&pageNumber=3");
  EXPECT_EQ(At(listing, "/total"), "5");
  EXPECT_EQ(At(listing, "/entities/0/id"), "salesforce-datadip");
  EXPECT_EQ(At(Get("/api/v2/integrations/types?pageNumber=9"), "/entities"), "[]");
  ExpectError(Call("GET", "/api/v2/integrations/types?pageNumber=0"), 400, "bad.request", "integer", "pageNumber");
  const json::Value type = Get("/api/v2/integrations/types/purecloud-data-actions");
  EXPECT_EQ(At(type, "/name"), "Genesys Cloud Data Actions");
  EXPECT_EQ(At(type, "/credentials/pureCloudOAuthClient/credentialTypes/0"), "pureCloudOAuthClient");
  ExpectError(Call("GET", "/api/v2/integrations/types/x"), 404, "not.found", "No integration type with the id x");
}

TEST_F(IntegrationsTest, CanHoldTwoIntegrationsOfOneName) {
  const auto added = organisation_->AddNewIntegration("Web Services Data Actions", "custom-rest-actions");
  ASSERT_TRUE(added.has_value());
  const json::Value listing = Get("/api/v2/integrations?integrationType=custom-rest-actions");
  EXPECT_EQ(At(listing, "/entities/0/name"), At(listing, "/entities/1/name"));
  EXPECT_EQ(At(listing, "/entities/1/id"), *added);
  const auto unknown = organisation_->AddNewIntegration("X", "no-such-type");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_THAT(unknown.error().message, HasSubstr("no-such-type"));
}

TEST_F(IntegrationsTest, RemovesAnIntegrationOnce) {
  const std::string id = IntegrationOf("custom-rest-actions");
  EXPECT_TRUE(organisation_->RemoveIntegration(id).value());
  EXPECT_FALSE(organisation_->RemoveIntegration(id).value());
  ExpectError(Call("GET", "/api/v2/integrations/" + id), 404, "not.found", id);
}

TEST_F(IntegrationsTest, HidesOrShowsADeletedIntegration) {
  const std::string id = IntegrationOf("custom-rest-actions");
  ASSERT_TRUE(organisation_->RemoveIntegration(id).value());
  EXPECT_EQ(At(Get(kIntegrations), "/total"), "4");
  Restart({.deleted_integration_status = 200});
  const json::Value shown = Get(Concat(kIntegrations, "/", id));
  EXPECT_EQ(At(shown, "/intendedState"), "DELETED");
  EXPECT_EQ(At(shown, "/reportedState/code"), "INACTIVE");
  EXPECT_EQ(At(shown, "/name"), "Web Services Data Actions");
  EXPECT_EQ(At(Get(kIntegrations), "/total"), "5");
  EXPECT_FALSE(organisation_->RemoveIntegration(id).value()) << "it is gone, however it is shown";
  ExpectError(Call("GET", "/api/v2/integrations/unknown"), 404, "not.found", "unknown");
}

}  // namespace
}  // namespace genesys_cfn::emulator
