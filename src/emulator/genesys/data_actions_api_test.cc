// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/data_actions_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

constexpr char kData[] = "/api/v2/data/actions";

class DataActionsTest : public ActionsTest {
 protected:
  std::string CreateData() { return At(JsonOf(Call("POST", kData, Body())), "/id"); }
};

TEST_F(DataActionsTest, LivesThroughFourCalls) {
  const std::string id = CreateData();
  const std::string uri = Concat(kData, "/", id);
  const json::Value read = Get(uri);
  EXPECT_EQ(At(read, "/config/request/requestTemplate"), R"({"x": ${input.phone}})");
  EXPECT_EQ(At(read, "/contract/input/inputSchema/type"), "object");
  EXPECT_EQ(At(read, "/version"), "(absent)");
  const json::Value contract =
      json::Parse(R"({"input":{"inputSchema":{"type":"object","properties":{"n":{"type":"integer"}}}},)"
                  R"("output":{"successSchema":{"type":"object"}}})")
          .value();
  const http::Response put = Call("PUT", uri, Body({{"contract", contract}, {"secure", true}}));
  EXPECT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(Get(uri), JsonOf(put));
  EXPECT_EQ(At(Get(uri), "/contract/input/inputSchema/properties/n/type"), "integer");
  EXPECT_EQ(At(Get(uri), "/secure"), "true");
  EXPECT_EQ(At(Get(kData), "/entities/0/id"), id);
  EXPECT_EQ(At(Get(UriOf(id)), "/version"), "2") << "the same action in the platform's own API";
  EXPECT_EQ(Call("DELETE", uri).status, 204);
  EXPECT_EQ(Call("GET", uri).status, 404);
  EXPECT_EQ(Call("PUT", uri, Body()).status, 404);
  EXPECT_EQ(At(Get(kData), "/total"), "0");
}

TEST_F(DataActionsTest, HasTheSameRules) {
  ExpectError(Call("POST", kData, Body({{"name", json::Null{}}})), 400, "bad.request", "required", "name");
  const std::string uri = Concat(kData, "/", CreateData());
  ExpectError(Call("PUT", uri, Body({{"contract", json::Null{}}})), 400, "bad.request", "required", "contract");
  EXPECT_EQ(Call("PATCH", uri, Body()).status, 405);
}

TEST_F(DataActionsTest, HasPermissionsOfItsOwn) {
  const std::string uri = Concat(kData, "/", CreateData());
  Become({"integrations:action:add", "integrations:action:view", "integrations:action:edit",
          "integrations:action:delete", "data:actions:read"});
  EXPECT_EQ(Call("GET", uri).status, 200);
  EXPECT_EQ(Call("GET", kData).status, 200);
  ExpectError(Call("POST", kData, Body()), 403, "missing.permissions", "data:actions:create");
  ExpectError(Call("PUT", uri, Body()), 403, "missing.permissions", "data:actions:update");
  ExpectError(Call("DELETE", uri), 403, "missing.permissions", "data:actions:delete");
}

}  // namespace
}  // namespace genesys_cfn::emulator
