// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/options_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

constexpr char kOptions[] = "/genesys-cfn/admin/options";

class OptionsTest : public ActionsTest {};

TEST_F(OptionsTest, EverySwitchIsSetAsItIsShown) {
  OrganisationOptions options;
  for (const auto& [name, value] : ShowOptions(options)) {
    EXPECT_TRUE(SetOption(options, name, value.is_string() ? *value.AsString() : json::Write(value))) << name;
  }
  EXPECT_EQ(ShowOptions(options), ShowOptions(OrganisationOptions()));
  ASSERT_TRUE(SetOption(options, "retry-after", "omitted"));
  ASSERT_TRUE(SetOption(options, "descriptions", "trimmed"));
  ASSERT_TRUE(SetOption(options, "read-lag", "250"));
  EXPECT_EQ(options.retry_after, RetryAfter::kOmitted);
  EXPECT_EQ(options.descriptions, DescriptionStorage::kTrimmed);
  EXPECT_EQ(options.read_lag, Milliseconds{250});
}

TEST_F(OptionsTest, NamesWhatIsWrong) {
  OrganisationOptions options;
  EXPECT_THAT(SetOption(options, "nothing", "1").error().message, HasSubstr("there are version-conflict-status"));
  EXPECT_THAT(SetOption(options, "version-conflict-status", "404").error().message, HasSubstr("400 or 409"));
  EXPECT_THAT(SetOption(options, "read-lag", "-1").error().message, HasSubstr("from 0 to 3600000"));
  EXPECT_THAT(SetOption(options, "templates", "lost").error().message, HasSubstr("one of kept, normalised"));
  EXPECT_THAT(SetOption(options, "templates", "").error().message, HasSubstr("one of kept, normalised"));
}

TEST_F(OptionsTest, AnAdministratorChangesThemAtOnce) {
  EXPECT_EQ(Call("PATCH", kOptions, R"({"requests-per-minute":2,"invalid-client-status":"401"})").status, 200);
  EXPECT_EQ(At(JsonOf(Call("GET", kOptions)), "/requests-per-minute"), "2");
  EXPECT_EQ(AskForToken("client", "wrong").status, 401);
  EXPECT_EQ(Call("GET", kActions).status, 200);
  EXPECT_EQ(Call("GET", kActions).status, 200);
  EXPECT_EQ(Call("GET", kActions).status, 429);
  ExpectError(Call("PATCH", kOptions, R"({"read-lag":1,"list-lag":true})"), 400, "bad.request", "from 0", "list-lag");
  EXPECT_EQ(At(JsonOf(Call("GET", kOptions)), "/read-lag"), "0") << "all or none";
}

TEST_F(OptionsTest, LimitsAreShownAndKept) {
  Restart({.actions_per_integration = 2, .actions_total = 3});
  const json::Value limits = Get("/api/v2/organizations/limits/namespaces/dataactions");
  EXPECT_EQ(At(limits, "/total"), "4");
  EXPECT_EQ(At(limits, "/entities/1/key"), "actions.integration.max");
  EXPECT_EQ(At(limits, "/entities/1/value"), "2");
  EXPECT_EQ(At(limits, "/entities/1/namespace"), "dataactions");
  ExpectError(Call("GET", "/api/v2/organizations/limits/namespaces/none"), 404, "not.found", "namespace");
  Create();
  const std::string second = Create();
  const http::Response refused = Call("POST", kActions, Body());
  ExpectError(refused, 400, "limit.exceeded", "actions.integration.max");
  EXPECT_EQ(At(JsonOf(refused), "/limit/value"), "2");
  const std::string other = IntegrationOf("custom-rest-actions");
  Create({{"integrationId", other}});
  ExpectError(Call("POST", kActions, Body({{"integrationId", other}})), 400, "limit.exceeded", "actions.total.max");
  EXPECT_EQ(Call("DELETE", UriOf(second)).status, 204);
  Create();
}

}  // namespace
}  // namespace genesys_cfn::emulator
