// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/static_actions.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

using StaticActionsTest = ActionsTest;

TEST_F(StaticActionsTest, ComeWithEachIntegrationAndCanOnlyBeRead) {
  constexpr char kIntegration[] = R"({"integrationType":{"id":"salesforce-datadip"}})";
  EXPECT_EQ(Call("POST", "/api/v2/integrations", kIntegration).status, 200);
  EXPECT_THAT(NamesOf(""), ElementsAre());
  Restart({.static_actions = StaticActions::kShipped});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Call("POST", "/api/v2/integrations", kIntegration).status, 200);
  EXPECT_THAT(NamesOf("name=contact"), ElementsAre("Get Contact By Id", "Get Contact By Id"));

  const json::Value listed = Get(kActions);
  const std::string id = At(listed, "/entities/0/id");
  EXPECT_THAT(id, StartsWith("static_"));
  EXPECT_NE(id, At(listed, "/entities/1/id"));
  EXPECT_EQ(At(Read(id), "/config/request/requestType"), "GET");
  EXPECT_EQ(At(Read(id), "/contract/input/inputSchema/required/0"), "contactId");
  ExpectError(Call("PATCH", UriOf(id), R"({"version":1})"), 400, "bad.request", "cannot be changed");
  ExpectError(Call("DELETE", UriOf(id)), 400, "bad.request", "cannot be deleted");
  ExpectError(Call("POST", UriOf(id) + "/draft"), 400, "bad.request", "cannot have a draft");
}

}  // namespace
}  // namespace genesys_cfn::emulator
