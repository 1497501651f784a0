// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysDataActionLookup (docs/lookup.md).
#include "managed_fixture.h"
#include "provider/action_lookup.h"

namespace genesys_cfn {
namespace {

using testing::AllOf;

class LookupTest : public IntegrationTest {
 protected:
  std::unique_ptr<provider::ResourceType> MakeType() override {
    return std::make_unique<provider::ActionLookupResource>(Parts());
  }
  static json::Object Wanted(const std::string& name = "Look up") {
    return {{"Name", name}, {"IntegrationName", "Web Services Data Actions"}};
  }
};

TEST_F(LookupTest, ItAnswersWithTheActionAndWritesNothing) {
  const std::string id = MakeAction(IntegrationId());
  MakeAction(IntegrationId("Genesys Cloud Data Actions"));
  const Answer answer = Create(Wanted());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id);
  EXPECT_EQ(Attribute(answer, "Category"), "CRM");
  EXPECT_EQ(Attribute(answer, "Version"), "1");
  EXPECT_EQ(Attribute(answer, "IntegrationId"), IntegrationId());
  EXPECT_EQ(Writes(), 0);
  json::Object by_id = Wanted();
  by_id.Remove("IntegrationName");
  by_id.Set("IntegrationId", IntegrationId());
  EXPECT_EQ(Create(by_id).physical_id, id);
}

TEST_F(LookupTest, ADeleteCallsNothing) {
  const std::string id = MakeAction(IntegrationId());
  EXPECT_EQ(Delete(id, Wanted()).status, Status::kSuccess);
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LookupTest, NoneIsAnErrorThatListsWhatThereIs) {
  MakeAction(IntegrationId());
  const Answer other = Create(Wanted("Look"));
  EXPECT_EQ(other.status, Status::kFailed);
  EXPECT_THAT(other.reason, AllOf(HasSubstr("no action with the name \"Look\""), HasSubstr("It has: Look up (")));
  const Answer elsewhere = Create(Set(Wanted(), "IntegrationName", "Genesys Cloud Data Actions"));
  EXPECT_THAT(elsewhere.reason, HasSubstr("Elsewhere there are: Look up ("));
  EXPECT_EQ(MarkerOf(other), MarkerKind::kNothing);
}

TEST_F(LookupTest, SeveralAreAnErrorThatListsThem) {
  const std::string first = MakeAction(IntegrationId());
  const std::string second = MakeAction(IntegrationId());
  const Answer answer = Create(Wanted());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr(first), HasSubstr(second), HasSubstr("Give Category too")));
}

TEST_F(LookupTest, TheCategoryDecidesBetweenActionsOfOneName) {
  const std::string id = MakeAction(IntegrationId());
  EXPECT_EQ(Create(Set(Wanted(), "Category", "CRM")).physical_id, id);
  EXPECT_EQ(Create(Set(Wanted(), "Category", "Other")).status, Status::kFailed);
}

TEST_F(LookupTest, WhatIsListedLateIsWaitedFor) {
  Switch("list-lag", 5'000);
  const std::string id = MakeAction(IntegrationId());
  EXPECT_EQ(Create(Wanted()).physical_id, id);
}

TEST_F(LookupTest, WhatIsRenamedMeanwhileIsNotTaken) {
  const std::string id = MakeAction(IntegrationId());
  bool renamed = false;
  network_.before = [&](const http::Request& request) {
    if (renamed || !request.target.ends_with(id)) return;
    renamed = true;
    Ask("PATCH", Concat(kActions, "/", id), R"({"name":"Close","category":"CRM","version":1})");
  };
  const Answer answer = Create(Wanted());
  EXPECT_TRUE(renamed);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("there is no action with the name \"Look up\""));
}

TEST_F(LookupTest, MistakesAreFoundBeforeAnyCall) {
  const Answer answer = Create({{"Nam", "x"}});
  EXPECT_THAT(answer.reason,
              AllOf(HasSubstr("did you mean Name?"), HasSubstr("/Name: is missing"), HasSubstr("no integration")));
  EXPECT_THAT(network_.lines, IsEmpty());
}

TEST_F(LookupTest, ARollbackComesToAnEndAlthoughTheActionIsGone) {
  RollBack("custom_-_gone");
  const Answer back = Update("custom_-_gone", Wanted(), Wanted("Other"));
  EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, "custom_-_gone");
  stacks_.phase = provider::StackPhase::kGoingForward;
  EXPECT_EQ(Update("custom_-_gone", Wanted(), Wanted("Other")).status, Status::kFailed);
}

}  // namespace
}  // namespace genesys_cfn
