// SPDX-License-Identifier: Apache-2.0
// The gate's decisions, and those of functions; what it does is tested in tests/lifecycle.
#include "provider/publish_gate.h"

#include <gtest/gtest.h>

#include "json/parse.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::provider {
namespace {

ActionState State(const std::string& url) {
  ActionState state;
  state.action.name = "A";
  state.action.config =
      *json::Parse(R"({"request":{"requestType":"GET","requestUrlTemplate":")" + url + R"("},"response":{}})")
           ->AsObject();
  state.action.contract = *json::Parse(R"({"input":{"inputSchema":{}},"output":{"successSchema":{}}})")->AsObject();
  return state;
}

TEST(PublishGateTest, TheWayDependsOnWhatIsWantedAndOnTheStack) {
  DataActionProperties properties;
  EXPECT_EQ(ChooseWay(properties, RollingBack::kNo), Way::kDirectly);
  properties.publish = Publishing::kValidated;
  EXPECT_EQ(ChooseWay(properties, RollingBack::kNo), Way::kGate);
  EXPECT_EQ(ChooseWay(properties, RollingBack::kYes), Way::kDirectly);
  properties.function = FunctionProperties();
  EXPECT_EQ(ChooseWay(properties, RollingBack::kNo), Way::kGate);
  EXPECT_EQ(ChooseWay(properties, RollingBack::kYes), Way::kDraft);
  properties.publish = Publishing::kDirect;
  EXPECT_EQ(ChooseWay(properties, RollingBack::kNo), Way::kDraft);
}

TEST(PublishGateTest, WhoseADraftIs) {
  EXPECT_EQ(OriginOf(State("/live"), State("/live"), State("/new")), DraftOrigin::kPristine);
  EXPECT_EQ(OriginOf(State("/new"), State("/live"), State("/new")), DraftOrigin::kOurs);
  EXPECT_EQ(OriginOf(State("/theirs"), State("/live"), State("/new")), DraftOrigin::kSomebodys);
  ActionState with_header = State("/new");
  with_header.action.config.Find("request")->AsObject()->Set("headers", json::Object{{"k", "v"}});
  EXPECT_EQ(OriginOf(with_header, State("/live"), State("/new")), DraftOrigin::kSomebodys) << "more than is wanted";
}

FunctionState Function(std::optional<std::string> digest, const std::string& handler = "i.h") {
  return {{handler, "nodejs22.x", "", 15}, std::move(digest)};
}

TEST(FunctionPlanTest, APackageIsComparedAsFarAsItIsKnown) {
  const auto plan = [](FunctionState desired, std::optional<FunctionState> recorded, FunctionState live) {
    ActionState wanted = State("");
    ActionState found = State("");
    wanted.function = std::move(desired);
    found.function = std::move(live);
    std::optional<ActionState> before;
    if (recorded) {
      before = State("");
      before->function = std::move(recorded);
    }
    return PlanUpdate(wanted, before, found, OnDrift::kFail);
  };
  const auto writes = [&](auto... sides) { return std::holds_alternative<Patch>(plan(sides...)); };
  const auto leaves = [&](auto... sides) { return std::holds_alternative<NoChange>(plan(sides...)); };
  EXPECT_TRUE(leaves(Function("a"), Function("a"), Function("a")));
  EXPECT_TRUE(writes(Function("b"), Function("a"), Function("a")));
  EXPECT_TRUE(writes(Function("a", "j.h"), Function("a"), Function("a")));
  // Uploaded by hand: the record tells what is wanted otherwise than before.
  EXPECT_TRUE(leaves(Function("a"), Function("a"), Function(std::nullopt)));
  EXPECT_TRUE(writes(Function("b"), Function("a"), Function(std::nullopt)));
  EXPECT_TRUE(writes(Function("a"), std::nullopt, Function(std::nullopt)));
  EXPECT_TRUE(std::holds_alternative<Drifted>(plan(Function("b"), Function("a"), Function("c"))));
  EXPECT_TRUE(std::holds_alternative<Drifted>(plan(Function("b"), Function("a"), Function("a", "theirs"))));
}

TEST(FunctionPropertiesTest, APackageIsKnownByItsName) {
  EXPECT_EQ(DigestIn(PackageName("abc")), "abc");
  EXPECT_FALSE(DigestIn("score.zip"));
  EXPECT_FALSE(CheckPackage("", std::nullopt).has_value());
  EXPECT_FALSE(CheckPackage("text", std::nullopt).has_value());
  EXPECT_TRUE(CheckPackage("PK\x03\x04...", std::nullopt).has_value());
  EXPECT_FALSE(CheckPackage("PK\x03\x04...", std::string(64, '0')).has_value());
}

class UploadTest : public testing::Test {
 protected:
  Result<void> Upload(const std::string& url, custom_resource::AllowedHosts allowed) {
    AwsFunctionPackages packages({objects_, client, clock, random}, allowed);
    return packages.Upload({Secret<std::string>(url), {{"x-tag", "1"}}}, "PK",
                           clock.SteadyNow() + Milliseconds{60'000});
  }
  static constexpr auto kAmazon = custom_resource::AllowedHosts::kAmazonOnly;
  static constexpr auto kLoopback = custom_resource::AllowedHosts::kLoopbackToo;

  ScriptedClient client;
  FakeClock clock{WallTime(Milliseconds{1'767'323'045'000})};
  SeededRandom random{1};

 private:
  aws::S3 objects_{
      {client, clock, random}, {"AKIA", Secret<std::string>("key"), std::nullopt}, "us-east-1", "http://s3"};
};

TEST_F(UploadTest, OnePutWithEveryHeader) {
  client.ThenRespond(200);
  ASSERT_TRUE(Upload("https://bucket.example.com/key?signature=canary", kAmazon));
  EXPECT_EQ(client.requests().back().headers.Get("x-tag"), "1");
  EXPECT_EQ(client.requests().back().body, "PK");
}

TEST_F(UploadTest, ItIsRepeatedAndNeverNamesTheUrl) {
  client.ThenRespond(503).ThenFail(ErrorCode::kOutcomeUnknown, "connection reset").ThenRespond(403);
  const auto uploaded = Upload("https://bucket.example.com/key?signature=canary", kAmazon);
  ASSERT_FALSE(uploaded);
  EXPECT_EQ(client.requests().size(), 3U);
  EXPECT_EQ(uploaded.error().message.find("canary"), std::string::npos) << uploaded.error().message;
}

TEST_F(UploadTest, OnlyToHttpsOrByConsentToLoopback) {
  EXPECT_FALSE(Upload("http://bucket.example.com/key", kLoopback));
  EXPECT_FALSE(Upload("http://127.0.0.1:4566/key", kAmazon));
  EXPECT_FALSE(Upload("nonsense", kLoopback));
  EXPECT_TRUE(client.requests().empty());
  client.ThenRespond(200);
  EXPECT_TRUE(Upload("http://127.0.0.1:4566/key", kLoopback));
}

}  // namespace
}  // namespace genesys_cfn::provider
