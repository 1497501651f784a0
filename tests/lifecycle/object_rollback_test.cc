// SPDX-License-Identifier: Apache-2.0
// A rollback of an Update of an integration leaves nothing that an earlier try has made.
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

class ObjectRollbackTest : public IntegrationTest {
 protected:
  static json::Object Other() { return Set(Crm(), "IntegrationType", "function-data-actions"); }
  static std::optional<http::Response> Refused() { return http::Response{400, {}, R"({"status":400,"message":"no"})"}; }
  // The function is cut off after the POST.
  void MakeAndStop(const Request& request) {
    network_.answers = [](const http::Request& r) {
      return r.method == "PUT" || r.method == "DELETE" ? Refused() : std::nullopt;
    };
    ASSERT_EQ(HandleElsewhere(request).status, Status::kFailed);
    network_.answers = nullptr;
  }
};

TEST_F(ObjectRollbackTest, WhatAnEarlierTryMadeAndThisOneCouldNotConfigureIsRemoved) {
  const std::string id = Create(Crm()).physical_id;
  MakeAndStop(MakeUpdate(id, Other(), Crm()));
  ASSERT_EQ(Made().size(), 2U);
  network_.answers = [](const http::Request& r) { return IsConfig(r) ? Refused() : std::nullopt; };
  ASSERT_EQ(Update(id, Other(), Crm()).status, Status::kFailed);
  network_.answers = nullptr;
  RollBack(id);
  const Answer back = Update(id, Crm(), Other());
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(Made(), std::vector<std::string>{id});
}

TEST_F(ObjectRollbackTest, WhatAnEarlierTryOfTheRollbackMadeIsRemovedWhereThisOneNeedsNone) {
  const json::Object mine = Set(Crm(), "OnDrift", "Recreate");
  const json::Object undone = Set(Set(Crm(), "OnDrift", "Recreate"), "Notes", "of another desk");
  const std::string id = Create(mine).physical_id;
  EditConfig(id, "notes", "by hand");
  stacks_.phase = Error{ErrorCode::kUnavailable, "CloudFormation could not be asked"};
  Record("UPDATE_IN_PROGRESS", id);
  MakeAndStop(MakeUpdate(id, mine, undone));
  ASSERT_EQ(Made().size(), 1U) << "the edit took the tag of the first away";
  RollBack(id);
  const Answer back = Update(id, mine, undone);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id);
  EXPECT_THAT(Made(), IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn
