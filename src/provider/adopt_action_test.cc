// SPDX-License-Identifier: Apache-2.0
#include "provider/adopt_action.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::provider {
namespace {

ActionState State(const std::string& url, const std::string& integration) {
  definition::DataAction action;
  action.name = "Look up case";
  action.config =
      *json::Parse(R"({"request":{"requestType":"GET","requestUrlTemplate":")" + url + R"("},"response":{}})")
           ->AsObject();
  action.contract =
      *json::Parse(R"({"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":{"type":"object"}}})")
           ->AsObject();
  return {action, integration};
}

TEST(PlanAdoption, WhatIsEqualIsLeftAndWhatAPatchCanChangeIsChanged) {
  const ActionState wanted = State("/a", "i-1");
  EXPECT_EQ(*PlanAdoption("a-1", wanted, wanted, ContractChange::kReplaces), AdoptionStep::kNothing);
  EXPECT_EQ(*PlanAdoption("a-1", wanted, State("/b", "i-1"), ContractChange::kReplaces), AdoptionStep::kPatch);
}

TEST(PlanAdoption, AnotherIntegrationIsRefusedUnlessItCanBeChangedInPlace) {
  const ActionState live = State("/a", "i-2");
  const auto refused = PlanAdoption("a-1", State("/a", "i-1"), live, ContractChange::kReplaces);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(refused.error().message.starts_with(
      "the action a-1 cannot be adopted: it differs from the properties in integration, which"));
  EXPECT_EQ(*PlanAdoption("a-1", State("/a", "i-1"), live, ContractChange::kInPlace), AdoptionStep::kPatch);
}

TEST(ActionAdoption, BeginsWithAnotherIdAndEndsWithoutOne) {
  const std::string own = "own";
  const std::string other = "other";
  EXPECT_TRUE((ActionAdoption{other, std::nullopt}.BeginsWith(own)));
  EXPECT_TRUE((ActionAdoption{other, own}.BeginsWith(own)));
  EXPECT_FALSE((ActionAdoption{own, std::nullopt}.BeginsWith(own)));
  // As before: what became of it since is no new adoption.
  EXPECT_FALSE((ActionAdoption{other, other}.BeginsWith(own)));
  EXPECT_FALSE((ActionAdoption{std::nullopt, own}.BeginsWith(own)));
  EXPECT_TRUE((ActionAdoption{std::nullopt, own}.EndsWith(own)));
  EXPECT_FALSE((ActionAdoption{std::nullopt, other}.EndsWith(own)));
  EXPECT_FALSE((ActionAdoption{own, own}.EndsWith(own)));
}

}  // namespace
}  // namespace genesys_cfn::provider
