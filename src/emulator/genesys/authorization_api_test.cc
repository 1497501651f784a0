// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/authorization_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

constexpr char kSubject[] = "/api/v2/authorization/subjects/me";

class AuthorizationTest : public ActionsTest {};

TEST_F(AuthorizationTest, ShowsWhatTheClientHasWithoutARole) {
  const json::Value subject = JsonOf(Call("GET", kSubject));
  EXPECT_EQ(At(subject, "/grants/0/role/policies/0/domain"), "integrations");
  EXPECT_EQ(At(subject, "/grants/0/role/policies/0/entityName"), "action");
  EXPECT_EQ(At(subject, "/grants/0/role/policies/0/actions/0"), "view");
}

TEST_F(AuthorizationTest, ShowsItsRolesAndNeedsNoPermission) {
  EXPECT_EQ(Call("POST", "/genesys-cfn/admin/roles", R"({"name":"r","permissions":["architect:*:*"]})").status, 200);
  const json::Value client = JsonOf(Call("POST", "/genesys-cfn/admin/oauth/clients", R"({"name":"c","roles":["r"]})"));
  token_ = TokenFor(At(client, "/id"), At(client, "/secret"));
  const json::Value subject = JsonOf(Call("GET", kSubject));
  EXPECT_EQ(At(subject, "/id"), At(client, "/id"));
  EXPECT_EQ(At(subject, "/grants/0/role/name"), "r");
  EXPECT_EQ(At(subject, "/grants/0/role/policies/0/domain"), "architect");
  EXPECT_EQ(At(subject, "/grants/0/role/policies/0/actions/0"), "*");
}

}  // namespace
}  // namespace genesys_cfn::emulator
