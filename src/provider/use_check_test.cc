// SPDX-License-Identifier: Apache-2.0
#include "provider/use_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::provider {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Consumers(int count) {
  std::vector<std::string> entities;
  for (int i = 1; i <= count; ++i) {
    entities.push_back(Concat(R"({"id":")", i, R"(","name":"Flow )", i, R"(","type":"INBOUNDCALLFLOW"})"));
  }
  return Concat(R"({"entities":[)", Join(entities, ","), R"(],"total":)", count, "}");
}

class UseCheckTest : public ::testing::Test {
 protected:
  UseCheckTest() { client_.ThenRespond(200, R"({"access_token":"t","expires_in":86400})"); }
  Result<void> Check() { return RefuseIfUsed(session_, logger_, "custom_-_1"); }

  ScriptedClient client_;
  FakeClock clock_{WallTime(Milliseconds{1'767'323'045'000})};
  SeededRandom random_{1};
  std::ostringstream log_;
  JsonLinesLogger logger_{log_, clock_};
  genesys::TokenSource tokens_{client_, clock_, random_, "https://login.l"};
  genesys::Session session_{{client_, clock_, random_, logger_, tokens_},
                            "https://api.a",
                            [](genesys::Session::Refresh) {
                              return genesys::ClientCredentials{"id", Secret<std::string>("secret")};
                            },
                            clock_.SteadyNow() + Milliseconds{60'000}};
};

TEST_F(UseCheckTest, NobodyUsesIt) {
  client_.ThenRespond(200, Consumers(0));
  EXPECT_TRUE(Check());
}

TEST_F(UseCheckTest, FlowsUseItAndAreNamed) {
  client_.ThenRespond(200, Consumers(2));
  const auto refused = Check();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_THAT(refused.error().message, HasSubstr("custom_-_1 was not deleted"));
  EXPECT_THAT(refused.error().message, HasSubstr("Flow 1 (INBOUNDCALLFLOW), Flow 2 (INBOUNDCALLFLOW). "));
  EXPECT_THAT(refused.error().message, HasSubstr("set DeleteWhenUsed to Allow"));
}

TEST_F(UseCheckTest, OfManyTenAreNamed) {
  client_.ThenRespond(200, Consumers(13));
  const auto refused = Check();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("Flow 10 (INBOUNDCALLFLOW) and 3 more"));
  EXPECT_THAT(refused.error().message, Not(HasSubstr("Flow 11")));
}

TEST_F(UseCheckTest, WithoutThePermissionItMayBeDeletedAndTheLogSaysSo) {
  client_.ThenRespond(403, R"({"status":403,"code":"missing.permissions","message":"no"})");
  EXPECT_TRUE(Check());
  EXPECT_THAT(log_.str(), HasSubstr("use_not_known"));
  EXPECT_THAT(log_.str(), HasSubstr("architect:dependencyTracking:view"));
}

TEST_F(UseCheckTest, AnyOtherFailureKeepsTheAction) {
  client_.ThenRespond(400, R"({"status":400,"message":"what?"})");
  const auto refused = Check();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput) << "not kConflict: nobody is known to use it";
  EXPECT_THAT(refused.error().message, HasSubstr("it is not known whether published flows use it"));
  EXPECT_THAT(refused.error().message, HasSubstr("DeleteWhenUsed: Allow"));
}

}  // namespace
}  // namespace genesys_cfn::provider
