// SPDX-License-Identifier: Apache-2.0
#include "genesys/grants_client.h"

#include "genesys/client_fixture.h"

namespace genesys_cfn::genesys {
namespace {

class GrantsTest : public ClientTest {
 protected:
  Result<Grants> Read(int status, const std::string& body) {
    client.ThenRespond(status, body);
    return ReadOwnGrants(session);
  }
};

TEST_F(GrantsTest, ArePoliciesOfAllRoles) {
  const auto grants = Read(200, R"({"id":"c","grants":[
      {"role":{"name":"a","policies":[{"domain":"integrations","entityName":"action","actions":["add","view"]}]}},
      {"role":{"name":"b","policies":[{"domain":"architect","entityName":"*","actions":["view"]},
                                      {"domain":"integrations","entityName":"integration","actions":["*"]}]}}]})");
  ASSERT_TRUE(grants.has_value()) << grants.error().message;
  EXPECT_EQ(client.calls().back(), "GET https://api.a/api/v2/authorization/subjects/me");
  EXPECT_TRUE(grants->is_complete);
  EXPECT_TRUE(grants->Allow("integrations:action:add"));
  EXPECT_TRUE(grants->Allow("integrations:integration:delete"));
  EXPECT_TRUE(grants->Allow("architect:dependencyTracking:view"));
  EXPECT_FALSE(grants->Allow("integrations:action:delete"));
  EXPECT_FALSE(grants->Allow("integrations:actionFunction:view"));
  EXPECT_FALSE(grants->Allow("integrations:action"));
}

TEST_F(GrantsTest, ARoleThatDoesNotSayWhatItGrantsLeavesItOpen) {
  for (
      const char* body :
      {R"({"grants":[]})", R"({"grants":[{"role":{"name":"a"}}]})", R"({"grants":[{}]})", R"({"grants":[7]})",
       R"({"grants":[{"role":{"policies":[{"domain":"d","entityName":"e","actions":["a"]}]}},{"role":{"id":"x"}}]})"}) {
    const auto grants = Read(200, body);
    ASSERT_TRUE(grants.has_value()) << body;
    EXPECT_FALSE(grants->is_complete) << body;
  }
}

TEST_F(GrantsTest, AnythingElseIsNoAnswer) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"grants":{}})"}) {
    EXPECT_EQ(Read(200, body).error().code, ErrorCode::kUnavailable) << body;
  }
  EXPECT_EQ(Read(403, R"({"code":"not.authorized","message":"no"})").error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(Read(404, "").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace genesys_cfn::genesys
