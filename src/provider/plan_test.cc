// SPDX-License-Identifier: Apache-2.0
#include "provider/plan.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::provider {
namespace {

// An action whose URL and one output property vary.
definition::DataAction Action(const std::string& url, const std::string& output_property = "status") {
  definition::DataAction action;
  action.name = "Look up case";
  action.config = *json::Parse(R"({"request":{"requestType":"GET","requestUrlTemplate":")" + url +
                               R"(","headers":{},"requestTemplate":"${input.rawRequest}"},)"
                               R"("response":{"translationMap":{},"translationMapDefaults":{},)"
                               R"("successTemplate":"${rawResult}"}})")
                       ->AsObject();
  action.contract = *json::Parse(R"({"input":{"inputSchema":{"type":"object","properties":{}}},)"
                                 R"("output":{"successSchema":{"type":"object","properties":{")" +
                                 output_property + R"(":{"type":"string"}}}}})")
                         ->AsObject();
  return action;
}

const ActionState kOne{Action("/one"), "integration-1"};
const ActionState kTwo{Action("/two"), "integration-1"};

template <typename Step>
const Step* As(const UpdateStep& step) {
  return std::get_if<Step>(&step);
}

TEST(Plan, NothingIsWrittenWhenLiveIsAsDesired) {
  EXPECT_TRUE(As<NoChange>(PlanUpdate(kOne, kOne, kOne, OnDrift::kFail)));
  // Also when the record says otherwise: the change was made already.
  EXPECT_TRUE(As<NoChange>(PlanUpdate(kOne, kTwo, kOne, OnDrift::kFail)));
}

TEST(Plan, AConfigurationChangeIsPatched) {
  EXPECT_TRUE(As<Patch>(PlanUpdate(kTwo, kOne, kOne, OnDrift::kFail)));
}

TEST(Plan, ContractSecureAndIntegrationAreReplaced) {
  const ActionState other_contract{Action("/one", "priority"), "integration-1"};
  const UpdateStep contract = PlanUpdate(other_contract, kOne, kOne, OnDrift::kFail);
  ASSERT_TRUE(As<Replace>(contract));
  EXPECT_EQ(As<Replace>(contract)->reasons, std::vector<std::string>{"contract"});

  ActionState secure = kOne;
  secure.action.secure = true;
  ActionState live = kOne;  // the platform always states it
  live.action.secure = false;
  const UpdateStep secured = PlanUpdate(secure, kOne, live, OnDrift::kFail);
  ASSERT_TRUE(As<Replace>(secured));
  EXPECT_EQ(As<Replace>(secured)->reasons, std::vector<std::string>{"secure"});

  ActionState moved = kOne;
  moved.integration_id = "integration-2";
  const UpdateStep step = PlanUpdate(moved, kOne, kOne, OnDrift::kFail);
  ASSERT_TRUE(As<Replace>(step));
  EXPECT_EQ(As<Replace>(step)->reasons, std::vector<std::string>{"integration"});
}

TEST(Plan, EverythingIsPatchedWhereItChangesInPlace) {
  const ActionState contract{Action("/one", "priority"), "integration-1"};
  ActionState moved = kOne;
  moved.integration_id = "integration-2";
  constexpr auto kInPlace = ContractChange::kInPlace;
  EXPECT_TRUE(As<Patch>(PlanUpdate(contract, kOne, kOne, OnDrift::kFail, kInPlace)));
  EXPECT_TRUE(As<Patch>(PlanUpdate(contract, std::nullopt, kOne, OnDrift::kFail, kInPlace)));
  EXPECT_TRUE(As<Patch>(PlanUpdate(moved, kOne, kOne, OnDrift::kFail, kInPlace)));
  EXPECT_TRUE(As<NoChange>(PlanUpdate(contract, kOne, contract, OnDrift::kFail, kInPlace)));
  EXPECT_TRUE(As<Drifted>(PlanUpdate(kTwo, kOne, contract, OnDrift::kFail, kInPlace)));
  EXPECT_TRUE(As<Patch>(PlanUpdate(kOne, kOne, contract, OnDrift::kOverwrite, kInPlace)));
}

TEST(Plan, DriftStopsAnUpdateAndNamesTheField) {
  const ActionState edited{Action("/edited"), "integration-1"};
  const UpdateStep step = PlanUpdate(kTwo, kOne, edited, OnDrift::kFail);
  ASSERT_TRUE(As<Drifted>(step));
  ASSERT_EQ(As<Drifted>(step)->drift.size(), 1U);
  EXPECT_EQ(As<Drifted>(step)->drift[0].field, "config.request.requestUrlTemplate");
}

TEST(Plan, DriftIsOverwrittenOrRecreatedOnRequest) {
  const ActionState edited{Action("/edited"), "integration-1"};
  EXPECT_TRUE(As<Patch>(PlanUpdate(kTwo, kOne, edited, OnDrift::kOverwrite)));
  EXPECT_TRUE(As<Replace>(PlanUpdate(kTwo, kOne, edited, OnDrift::kRecreate)));
}

TEST(Plan, ADifferenceToLiveAloneIsDriftNeverReplacement) {
  const ActionState other_contract{Action("/one", "edited"), "integration-1"};
  EXPECT_TRUE(As<Drifted>(PlanUpdate(kTwo, kOne, other_contract, OnDrift::kFail)));
}

TEST(Plan, AContractThatDriftedCannotBeOverwritten) {
  const ActionState other_contract{Action("/one", "edited"), "integration-1"};
  EXPECT_TRUE(As<Drifted>(PlanUpdate(kTwo, kOne, other_contract, OnDrift::kOverwrite)));
  EXPECT_TRUE(As<Replace>(PlanUpdate(kTwo, kOne, other_contract, OnDrift::kRecreate)));
}

TEST(Plan, WhatTheAuthorRemovedIsRemoved) {
  ActionState with_timeout = kOne;
  with_timeout.action.config.Set("timeoutSeconds", 20);
  EXPECT_TRUE(As<Patch>(PlanUpdate(kOne, with_timeout, with_timeout, OnDrift::kFail)));
  // The live one never had it recorded: it is the platform's, or somebody else's, and stays.
  EXPECT_TRUE(As<NoChange>(PlanUpdate(kOne, kOne, with_timeout, OnDrift::kFail)));
}

TEST(Plan, WithoutARecordDriftIsNotJudged) {
  EXPECT_TRUE(As<Patch>(PlanUpdate(kTwo, std::nullopt, kOne, OnDrift::kFail)));
  const ActionState other_contract{Action("/one", "priority"), "integration-1"};
  EXPECT_TRUE(As<Replace>(PlanUpdate(other_contract, std::nullopt, kOne, OnDrift::kFail)));
}

TEST(Plan, AnotherIntegrationNameIsReplacedWhateverTheOldNameMeant) {
  ActionState recorded = kOne;
  recorded.integration_id.clear();
  ActionState desired = kOne;
  desired.integration_id = "integration-2";
  const UpdateStep step = PlanUpdate(desired, recorded, kOne, OnDrift::kFail);
  ASSERT_TRUE(As<Replace>(step));
  EXPECT_EQ(As<Replace>(step)->reasons, std::vector<std::string>{"integration"});
}

TEST(Plan, AnUnknownRecordedIntegrationIsNoDrift) {
  ActionState recorded = kOne;
  recorded.integration_id.clear();
  EXPECT_TRUE(As<Patch>(PlanUpdate(kTwo, recorded, kOne, OnDrift::kFail)));
}

}  // namespace
}  // namespace genesys_cfn::provider
