// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysIntegration: Update, drift, replacement and rollback (docs/integrations.md).
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

class IntegrationUpdateTest : public IntegrationTest {
 protected:
  std::string Made1(const json::Object& properties) {
    const Answer answer = Create(properties);
    EXPECT_EQ(answer.status, Status::kSuccess) << answer.reason;
    return answer.physical_id;
  }
  static json::Object Host(const std::string& host, const std::string& notes = "of the desk") {
    json::Object properties = Set(Crm(), "Properties", json::Object{{"host", host}});
    properties.Set("Notes", notes);
    return properties;
  }
  std::string HostOf(const std::string& id) { return Config(id).Find("properties")->FindString("host").value_or(""); }
};

TEST_F(IntegrationUpdateTest, AnUpdateWritesInPlaceAndKeepsTheTag) {
  const std::string id = Made1(Host("one"));
  json::Object changed = Host("two", "new notes");
  changed.Set("State", "ENABLED");
  const Answer answer = Update(id, changed, Host("one"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id);
  EXPECT_EQ(HostOf(id), "two");
  EXPECT_THAT(*Config(id).FindString("notes"), testing::StartsWith("new notes [genesys-cfn "));
  EXPECT_EQ(Attribute(answer, "State"), "ENABLED");
}

TEST_F(IntegrationUpdateTest, WhatStandsAlreadyIsNotWritten) {
  const std::string id = Made1(Host("one"));
  EditConfig(id, "properties", json::Object{{"host", "two"}});
  EXPECT_EQ(Update(id, Host("two"), Host("one")).status, Status::kSuccess);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(IntegrationUpdateTest, WhatIsNotStatedStaysAndWhatIsNoLongerStatedGoes) {
  const std::string id = Made1(Host("one"));
  EditConfig(id, "properties", json::Object{{"host", "one"}, {"theirs", "kept"}});
  json::Object without = Crm();
  without.Remove("Notes");
  ASSERT_EQ(Update(id, without, Host("one")).status, Status::kSuccess);
  EXPECT_EQ(json::Write(*Config(id).Find("properties")), R"({"theirs":"kept"})");
  EXPECT_THAT(*Config(id).FindString("notes"), testing::StartsWith(" [genesys-cfn "));
}

TEST_F(IntegrationUpdateTest, AVersionConflictIsReadAgainAndDecidedAgain) {
  const std::string id = Made1(Host("one"));
  Record("UPDATE_IN_PROGRESS", id);
  bool edited = false;
  network_.before = [&](const http::Request& r) {
    if (!IsConfig(r) || edited) return;
    edited = true;
    EditConfig(id, "advanced", json::Object{{"theirs", "kept"}});
  };
  const Answer answer = Update(id, Host("two"), Host("one"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(network_.Count("PUT"), 2);
  EXPECT_EQ(HostOf(id), "two");
  EXPECT_EQ(Config(id).Find("advanced")->FindString("theirs"), "kept");
}

TEST_F(IntegrationUpdateTest, DriftStopsAndIsToldByField) {
  const std::string id = Made1(Host("one"));
  EditConfig(id, "properties", json::Object{{"host", "theirs"}});
  const Answer answer = Update(id, Host("two"), Host("one"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr(R"(properties.host: "one" -> "theirs")"));
  EXPECT_EQ(Writes(), 0);
  EXPECT_EQ(HostOf(id), "theirs");
}

TEST_F(IntegrationUpdateTest, DriftOfTheStateIsSeenToo) {
  const std::string id = Made1(Set(Crm(), "State", "ENABLED"));
  Ask("PATCH", Concat(kIntegrations, "/", id), R"({"intendedState":"DISABLED"})");
  const Answer answer = Update(id, Set(Host("two"), "State", "ENABLED"), Set(Crm(), "State", "ENABLED"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr(R"("ENABLED" -> "DISABLED")"));
}

TEST_F(IntegrationUpdateTest, OnDriftOverwriteWritesAndRecreateMakesAnother) {
  const std::string id = Made1(Host("one"));
  EditConfig(id, "properties", json::Object{{"host", "theirs"}});
  ASSERT_EQ(Update(id, With(Host("two"), "OnDrift", "Overwrite"), Host("one")).status, Status::kSuccess);
  EXPECT_EQ(HostOf(id), "two");
  EditConfig(id, "properties", json::Object{{"host", "theirs"}});
  const Answer answer = Update(id, With(Host("three"), "OnDrift", "Recreate"), Host("two"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_NE(answer.physical_id, id);
  EXPECT_EQ(HostOf(id), "theirs");
  EXPECT_EQ(HostOf(answer.physical_id), "three");
}

TEST_F(IntegrationUpdateTest, AnotherTypeIsAReplacement) {
  const std::string id = Made1(Crm());
  const json::Object other = Set(Crm(), "IntegrationType", "function-data-actions");
  const Answer answer = Update(id, other, Crm());
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_NE(answer.physical_id, id);
  EXPECT_EQ(Made().size(), 2U);
  // And back, while the old one is still there: it is taken again, not made a third time.
  RollBack(answer.physical_id);
  const Answer back = Update(answer.physical_id, Crm(), other);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id);
  EXPECT_EQ(Made().size(), 2U);
}

TEST_F(IntegrationUpdateTest, ARepeatedReplacementMakesNoSecondOne) {
  const std::string id = Made1(Crm());
  const json::Object other = Set(Crm(), "IntegrationType", "function-data-actions");
  const Answer first = Update(id, other, Crm());
  Record("UPDATE_IN_PROGRESS", id);
  const Answer second = HandleElsewhere(MakeUpdate(id, other, Crm()), Delivered::kAgain);
  EXPECT_EQ(second.physical_id, first.physical_id);
  EXPECT_EQ(Made().size(), 2U);
}

TEST_F(IntegrationUpdateTest, WhatIsGoneIsMadeAgain) {
  const std::string id = Made1(Host("one"));
  Ask("DELETE", Concat(kIntegrations, "/", id));
  Record("UPDATE_IN_PROGRESS", id);
  const Answer answer = Update(id, Host("two"), Host("one"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_NE(answer.physical_id, id);
  EXPECT_EQ(HostOf(answer.physical_id), "two");
}

TEST_F(IntegrationUpdateTest, ARollbackPutsBackWhatTheFailedUpdateWroteAndKeepsEdits) {
  const std::string id = Made1(Host("one", "old notes"));
  ASSERT_EQ(Update(id, Host("two", "new notes"), Host("one", "old notes")).status, Status::kSuccess);
  EditConfig(id, "properties", json::Object{{"host", "theirs"}});
  RollBack(id);
  const Answer back = Update(id, Host("one", "old notes"), Host("two", "new notes"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(HostOf(id), "theirs");
  EXPECT_THAT(*Config(id).FindString("notes"), testing::StartsWith("old notes"));
  EXPECT_THAT(logger_.names, testing::Contains("kept_in_rollback"));
}

TEST_F(IntegrationUpdateTest, AWriteThatEndedHalfWayIsRolledBack) {
  const json::Object old = Set(Host("one"), "State", "DISABLED");
  const std::string id = Made1(old);
  const json::Object wanted = Set(Host("two"), "State", "ENABLED");
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{400, {}, R"({"status":400,"code":"bad.request"})"})
                               : std::nullopt;
  };
  EXPECT_EQ(Update(id, wanted, old).status, Status::kFailed);
  EXPECT_EQ(HostOf(id), "two");
  network_.answers = nullptr;
  RollBack(id);
  ASSERT_EQ(Update(id, old, wanted).status, Status::kSuccess);
  EXPECT_EQ(HostOf(id), "one");
}

TEST_F(IntegrationUpdateTest, ARollbackOfWhatWasRefusedWritesNothing) {
  const std::string id = Made1(Host("one"));
  const json::Object invalid = Set(Host("two"), "Nonsense", "x");
  EXPECT_EQ(Update(id, invalid, Host("one")).status, Status::kFailed);
  RollBack(id);
  EXPECT_EQ(Update(id, Host("one"), invalid).status, Status::kSuccess);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(IntegrationUpdateTest, ARollbackWaitsForTheUpdateThatItOvertook) {
  const std::string id = Made1(Host("one"));
  RollBack(id);
  const WallTime start = clock_.Now();
  bool written = false;
  network_.before = [&](const http::Request& /*r*/) {
    if (written || Since(start) < Milliseconds{25'000}) return;
    written = true;
    EditConfig(id, "properties", json::Object{{"host", "two"}});  // the overtaken one, in another process
  };
  ASSERT_EQ(Update(id, Host("one"), Host("two")).status, Status::kSuccess);
  EXPECT_GE(Since(start), Milliseconds{29'000});
  EXPECT_EQ(HostOf(id), "one");
}

TEST_F(IntegrationUpdateTest, ARollbackDoesNotWaitForWhatHasWritten) {
  const std::string id = Made1(Host("one"));
  ASSERT_EQ(HandleElsewhere(MakeUpdate(id, Host("two"), Host("one"))).status, Status::kSuccess);
  RollBack(id);
  const WallTime start = clock_.Now();
  ASSERT_EQ(Update(id, Host("one"), Host("two")).status, Status::kSuccess);
  EXPECT_LT(Since(start), Milliseconds{1'000});
  EXPECT_EQ(HostOf(id), "one");
}

// There is no version of the state: a repetition could undo what somebody has written since.
TEST_F(IntegrationUpdateTest, TheStateIsNotWrittenAgainBlindly) {
  const std::string id = Made1(Crm());
  Record("UPDATE_COMPLETE", id);  // as soon as it is asked
  network_.faults = [](const http::Request& r) { return r.method == "PATCH" ? Fault::kLostRequest : Fault::kNone; };
  const Answer answer = Update(id, Set(Crm(), "State", "ENABLED"), Crm());
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(network_.Count("PATCH"), 1);
}

TEST_F(IntegrationUpdateTest, ARollbackRemovesTheReplacementThatNobodyHasOnRecord) {
  const std::string id = Made1(Crm());
  const json::Object other = Set(Crm(), "IntegrationType", "function-data-actions");
  ASSERT_EQ(HandleElsewhere(MakeUpdate(id, other, Crm())).status, Status::kSuccess);
  EXPECT_EQ(Made().size(), 2U);
  RollBack(id);
  const Answer back = Update(id, Crm(), other);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(Made(), std::vector<std::string>{id});
}

TEST_F(IntegrationUpdateTest, ACancelledUpdateWritesNothingLate) {
  const std::string id = Made1(Host("one"));
  Record("UPDATE_COMPLETE", id);
  const Answer late = HandleElsewhere(MakeUpdate(id, Host("two"), Host("one")), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(HostOf(id), "one");
}

TEST_F(IntegrationUpdateTest, ARollbackMakesItAgainWithoutACredentialThatIsGone) {
  const std::string credential = MakeCredential();
  const json::Object with = Set(Host("one"), "Credentials", json::Object{{"basicAuth", credential}});
  const std::string id = Made1(with);
  Ask("DELETE", Concat(kIntegrations, "/", id));
  Ask("DELETE", Concat(kIntegrations, "/credentials/", credential));
  RollBack(id);
  const Answer back = Update(id, with, Set(with, "Nonsense", "x"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(HostOf(back.physical_id), "one");
}

TEST_F(IntegrationUpdateTest, WhatIsMadeAgainDoesNotStayBehindAFailure) {
  const std::string id = Made1(Host("one"));
  Ask("DELETE", Concat(kIntegrations, "/", id));
  RollBack(id);
  bool made = false;
  network_.faults = [&](const http::Request& r) {
    const bool is_list = r.method == "GET" && r.target.starts_with(Concat(kIntegrations, "?"));
    if (made && is_list) return Fault::kServerError;  // the look for what the undone Update may have made
    made = made || IsPost(r);
    return Fault::kNone;
  };
  EXPECT_EQ(Update(id, Host("one"), Host("two")).status, Status::kFailed);
  EXPECT_TRUE(made);
  EXPECT_THAT(Made(), IsEmpty());
}

// Its id was never recorded, so no old properties tell an edit: it is taken as it is.
TEST_F(IntegrationUpdateTest, WhatAnEarlierTryMadeAndSomebodyEditedIsTakenAsItIs) {
  const std::string id = Made1(Host("one"));
  Ask("DELETE", Concat(kIntegrations, "/", id));
  Record("UPDATE_IN_PROGRESS", id);
  const Request request = MakeUpdate(id, Host("two"), Host("one"));
  const Answer first = HandleElsewhere(request);
  ASSERT_EQ(first.status, Status::kSuccess) << first.reason;
  EditConfig(first.physical_id, "properties", json::Object{{"host", "theirs"}});
  const Answer second = HandleElsewhere(request, Delivered::kAgain);
  ASSERT_EQ(second.status, Status::kSuccess) << second.reason;
  EXPECT_EQ(second.physical_id, first.physical_id);
  EXPECT_EQ(HostOf(first.physical_id), "theirs");
}

TEST_F(IntegrationUpdateTest, ARollbackGoesThroughAlthoughTheTypeNoLongerTakesIt) {
  const std::string id = Made1(Host("one"));
  RollBack(id);
  network_.answers = [](const http::Request& r) -> std::optional<http::Response> {
    if (!r.target.ends_with("/configschemas/properties")) return std::nullopt;
    return http::Response{200, {}, R"({"type":"object","additionalProperties":false,"properties":{}})"};
  };
  EXPECT_EQ(Update(id, Host("one"), Host("two")).status, Status::kSuccess);
}

}  // namespace
}  // namespace genesys_cfn
