// SPDX-License-Identifier: Apache-2.0
// Taking over an integration or a credential that exists (AdoptIntegrationId, AdoptCredentialId).
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

using testing::AllOf;
using testing::Contains;

constexpr const char* kCredentials = "/api/v2/integrations/credentials";

class AdoptIntegrationTest : public IntegrationTest {
 protected:
  void SetUp() override {
    IntegrationTest::SetUp();
    id_ = MakeByHand("CRM");
  }
  // Somebody makes one in the web page.
  std::string MakeByHand(const std::string& name) {
    const std::string id = *Ask("POST", kIntegrations,
                                Concat(R"({"name":")", name, R"(","integrationType":{"id":"custom-rest-actions"}})"))
                                .FindString("id");
    EditConfig(id, "notes", "of the desk");
    return id;
  }
  static json::Object Adopting(const std::string& id, const std::string& name = "CRM") {
    return Set(Crm(name), "AdoptIntegrationId", id);
  }
  bool Exists(const std::string& id) {
    const auto state = Ask("GET", Concat(kIntegrations, "/", id)).FindString("intendedState");
    return state && *state != "DELETED";
  }
  std::string id_;
};

TEST_F(AdoptIntegrationTest, AnEqualOneIsTakenAsItIs) {
  const Answer answer = Create(Adopting(id_));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id_);
  EXPECT_EQ(Writes(), 0);
  EXPECT_EQ(Attribute(answer, "Name"), "CRM");
  EXPECT_THAT(Made(), IsEmpty()) << "it gets no ownership tag";
}

TEST_F(AdoptIntegrationTest, ADifferentOneIsMadeWhatThePropertiesSay) {
  const std::string credential = MakeCredential();
  json::Object properties = Set(Adopting(id_, "CRM of the desk"), "State", "ENABLED");
  properties.Set("Credentials", json::Object{{"basicAuth", credential}});
  Switch("activation-lag", 20000);
  const Answer answer = Create(properties);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id_);
  EXPECT_EQ(network_.Count("POST"), 0);
  EXPECT_EQ(Config(id_).FindString("name"), "CRM of the desk");
  EXPECT_EQ(Config(id_).FindString("notes"), "of the desk");
  EXPECT_EQ(Config(id_).Find("credentials")->Find("basicAuth")->FindString("id"), credential);
  EXPECT_EQ(Attribute(answer, "State"), "ENABLED");
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(AdoptIntegrationTest, WhatIsNotStatedStaysAsItIs) {
  EditConfig(id_, "properties", json::Object{{"host", "h"}});
  const Answer answer = Create(Adopting(id_, "another name"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(Config(id_).Find("properties")->FindString("host"), "h");
}

TEST_F(AdoptIntegrationTest, AConflictIsReadAgain) {
  Record("CREATE_IN_PROGRESS", "");
  network_.answers = [&](const http::Request& r) {
    return IsConfig(r) && network_.Count("PUT") == 1
               ? std::optional(http::Response{409, {}, R"({"status":409,"code":"general.conflict"})"})
               : std::nullopt;
  };
  EXPECT_EQ(Create(Adopting(id_, "b")).status, Status::kSuccess);
  EXPECT_EQ(Config(id_).FindString("name"), "b");
}

TEST_F(AdoptIntegrationTest, AnotherTypeIsRefusedAndNothingIsWritten) {
  const Answer answer = Create(Set(Adopting(id_, "b"), "IntegrationType", "function-data-actions"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason,
              AllOf(HasSubstr("cannot be adopted"), HasSubstr("is custom-rest-actions, not function-data-actions"),
                    HasSubstr("AdoptIntegrationId")));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(AdoptIntegrationTest, OneThatIsNotThereIsRefusedHoweverLate) {
  const std::string none = "00000000-0000-4000-8000-000000000000";
  for (const Delivered delivered : {Delivered::kFirst, Delivered::kAgain}) {
    const Answer answer = Handle(MakeRequest(RequestType::kCreate, Adopting(none)), delivered);
    EXPECT_EQ(answer.status, Status::kFailed);
    EXPECT_THAT(answer.reason, HasSubstr("check AdoptIntegrationId"));
    EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
    EXPECT_EQ(Writes(), 0);
  }
}

TEST_F(AdoptIntegrationTest, AFailedAdoptionDeletesNothing) {
  Switch("activation-lag", 3600000);
  const Answer answer = Create(Set(Adopting(id_), "State", "ENABLED"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(Delete(answer.physical_id, Adopting(id_)).status, Status::kSuccess);
  EXPECT_TRUE(Exists(id_));
}

TEST_F(AdoptIntegrationTest, OnDeleteWithoutAdoptionIsRefused) {
  const Answer answer = Create(Set(Crm(), "OnDelete", "Delete"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("/OnDelete"), HasSubstr("without AdoptIntegrationId")));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(AdoptIntegrationTest, ADeleteReleasesItWithoutACall) {
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_TRUE(Exists(id_));
  EXPECT_THAT(logger_.names, Contains("adopted_object_released"));
}

TEST_F(AdoptIntegrationTest, OnDeleteDeleteDeletesItUnlessActionsAreOnIt) {
  const json::Object properties = Set(Adopting(id_), "OnDelete", "Delete");
  const std::string action = MakeAction(id_);
  EXPECT_THAT(Delete(id_, properties).reason, HasSubstr("these actions are on it"));
  Ask("DELETE", Concat(kActions, "/", action));
  EXPECT_EQ(Delete(id_, properties).status, Status::kSuccess);
  EXPECT_FALSE(Exists(id_));
}

TEST_F(AdoptIntegrationTest, ADeleteThatUndoesTheAdoptionReleasesItWhateverOnDeleteSays) {
  stacks_.phase = provider::StackPhase::kRollingBack;
  EXPECT_EQ(Delete(id_, Set(Adopting(id_), "OnDelete", "Delete")).status, Status::kSuccess);
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_TRUE(Exists(id_));
  EXPECT_THAT(logger_.names, Contains("adopted_object_released"));
}

TEST_F(AdoptIntegrationTest, WithoutCloudFormationsWordWhatWasAdoptedIsNotDeleted) {
  stacks_.Deny();
  const Answer answer = Delete(id_, Set(Adopting(id_), "OnDelete", "Delete"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(answer.physical_id, id_);
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("was adopted, and was not deleted"), HasSubstr("DescribeStacks")));
  EXPECT_TRUE(Exists(id_));
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess) << "to release it nobody is asked";
}

TEST_F(AdoptIntegrationTest, TheDeleteOfACancelledAdoptionLooksForNothing) {
  const WallTime start = clock_.Now();
  EXPECT_EQ(Delete(kManagedInventedId, Adopting(id_)).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{0});
  EXPECT_TRUE(Exists(id_));
}

TEST_F(AdoptIntegrationTest, ItIsUpdatedInPlaceAndItsDriftIsSeen) {
  ASSERT_EQ(Create(Adopting(id_)).physical_id, id_);
  const Answer updated = Update(id_, Adopting(id_, "b"), Adopting(id_));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, id_);
  EXPECT_EQ(Config(id_).FindString("name"), "b");
  EditConfig(id_, "name", "by hand");
  EXPECT_THAT(Update(id_, Adopting(id_, "c"), Adopting(id_, "b")).reason,
              HasSubstr("changed outside of CloudFormation"));
}

TEST_F(AdoptIntegrationTest, AddedItTakesThePlaceOfTheOneThatWasMade) {
  const Answer own = Create(Crm());
  const Answer updated = Update(own.physical_id, Adopting(id_), Crm());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, id_);
  EXPECT_EQ(Delete(own.physical_id, Crm()).status, Status::kSuccess);
  EXPECT_FALSE(Exists(own.physical_id));
  EXPECT_TRUE(Exists(id_));
}

TEST_F(AdoptIntegrationTest, NamingTheOneThatIsOnRecordChangesNothing) {
  const Answer own = Create(Crm());
  const Answer updated = Update(own.physical_id, Adopting(own.physical_id), Crm());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, own.physical_id);
  EXPECT_EQ(Writes(), 0);
}

TEST_F(AdoptIntegrationTest, ChangedItTakesTheOtherAndReleasesTheFirst) {
  const std::string other = MakeByHand("CRM");
  const Answer updated = Update(id_, Adopting(other), Adopting(id_));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, other);
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_TRUE(Exists(id_));
  EXPECT_TRUE(Exists(other));
}

TEST_F(AdoptIntegrationTest, RemovedANewOneIsMadeAndTheAdoptedOneReleased) {
  const Answer updated = Update(id_, Crm(), Adopting(id_));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_NE(updated.physical_id, id_);
  EXPECT_EQ(Made(), std::vector<std::string>{updated.physical_id});
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_TRUE(Exists(id_));
}

TEST_F(AdoptIntegrationTest, RolledBackAnAddedAdoptionGivesTheFirstOneBack) {
  const Answer own = Create(Crm());
  const Answer adopted = Update(own.physical_id, Adopting(id_), Crm());
  ASSERT_EQ(adopted.physical_id, id_) << adopted.reason;
  RollBack(id_);
  const Answer back = Update(id_, Crm(), Adopting(id_));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, own.physical_id);
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_TRUE(Exists(id_));
}

TEST_F(AdoptIntegrationTest, RolledBackAnAdoptionThatOnlyNamedTheResourcesOwnChangesNothing) {
  const Answer own = Create(Crm());
  ASSERT_EQ(Update(own.physical_id, Adopting(own.physical_id), Crm()).physical_id, own.physical_id);
  RollBack(own.physical_id);
  const Answer back = Update(own.physical_id, Crm(), Adopting(own.physical_id));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, own.physical_id);
}

TEST_F(AdoptIntegrationTest, ARollbackToWhatWasAdoptedKeepsEdits) {
  ASSERT_EQ(Create(Adopting(id_)).status, Status::kSuccess);
  const Answer made = Update(id_, Crm(), Adopting(id_));
  ASSERT_NE(made.physical_id, id_) << made.reason;
  EditConfig(id_, "name", "by hand");
  RollBack(made.physical_id);
  const Answer back = Update(made.physical_id, Adopting(id_), Crm());
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_EQ(Config(id_).FindString("name"), "by hand");
}

TEST_F(AdoptIntegrationTest, ARollbackToWhatIsGoneComesToAnEnd) {
  ASSERT_EQ(Create(Adopting(id_)).status, Status::kSuccess);
  const Answer made = Update(id_, Crm(), Adopting(id_));
  ASSERT_NE(made.physical_id, id_) << made.reason;
  Ask("DELETE", Concat("/api/v2/integrations/", id_));
  RollBack(made.physical_id);
  const Answer back = Update(made.physical_id, Adopting(id_), Crm());
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_TRUE(Exists(back.physical_id));
}

TEST_F(AdoptIntegrationTest, ARollbackWaitsForAnUpdateThatWasToEndTheAdoption) {
  ASSERT_EQ(Create(Adopting(id_)).status, Status::kSuccess);
  RollBack(id_);
  Request back = MakeUpdate(id_, Adopting(id_), Crm());
  back.requested_at = clock_.Now();
  const WallTime start = clock_.Now();
  EXPECT_EQ(HandleElsewhere(back).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
}

TEST_F(AdoptIntegrationTest, AnAdoptionWhoseAnswerCameTooLateIsRolledBackWithoutDeletingIt) {
  const Answer own = Create(Crm());
  ASSERT_EQ(Update(own.physical_id, Adopting(id_), Crm()).physical_id, id_);
  RollBack(own.physical_id);
  const Answer back = Update(own.physical_id, Crm(), Adopting(id_));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, own.physical_id);
  EXPECT_TRUE(Exists(id_)) << "it was not the stack's to delete";
}

TEST_F(AdoptIntegrationTest, ALateAdoptionThatIsNotWantedWritesNothing) {
  Record("DELETE_IN_PROGRESS", kManagedInventedId);
  const Answer late = Handle(MakeRequest(RequestType::kCreate, Adopting(id_, "b")), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(Config(id_).FindString("name"), "CRM");
}

class AdoptCredentialTest : public ManagedTest {
 protected:
  void SetUp() override {
    ManagedTest::SetUp();
    definitions_.texts["newest"] = R"({"user":"desk","pass":"canary-of-a-password"})";
    id_ = *Ask("POST", kCredentials,
               R"({"name":"CRM login","type":{"name":"basicAuth"},"credentialFields":{"userName":"u","password":"p"}})")
               .FindString("id");
  }
  std::unique_ptr<provider::ResourceType> MakeType() override {
    return std::make_unique<provider::CredentialResource>(Parts(), definitions_,
                                                          provider::OwnCredentials{"/creds", ""});
  }
  static json::Object Login() {
    return {{"CredentialType", "basicAuth"},
            {"Name", "CRM login"},
            {"SecretId", "crm/login"},
            {"Fields", json::Object{{"userName", "user"}, {"password", "pass"}}}};
  }
  static json::Object Adopting(const std::string& id) { return Set(Login(), "AdoptCredentialId", id); }
  json::Value Live(const std::string& id) { return Ask("GET", Concat(kCredentials, "/", id)); }
  std::string UserOf(const std::string& id) { return *Live(id).Find("credentialFields")->FindString("userName"); }
  std::string id_;
};

TEST_F(AdoptCredentialTest, ItGetsWhatTheSecretHoldsAndNoTag) {
  const Answer answer = Create(Adopting(id_));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id_);
  EXPECT_EQ(network_.Count("POST"), 0);
  EXPECT_EQ(network_.Count("PUT"), 1);
  EXPECT_EQ(UserOf(id_), "desk");
  EXPECT_EQ(Live(id_).FindString("name"), "CRM login");
}

// A rollback, or a replacement, may have to make it anew, and then its name has a tag.
TEST_F(AdoptCredentialTest, ANameThatLeavesNoPlaceForATagIsRefusedBeforeAnythingIsWritten) {
  const Answer refused = Create(Set(Adopting(id_), "Name", std::string(181, 'n')));
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, AllOf(HasSubstr("at most 180 bytes"), HasSubstr("a shorter Name renames")));
  EXPECT_EQ(Writes(), 0);
  EXPECT_THAT(Create(Set(Login(), "Name", std::string(181, 'n'))).reason, HasSubstr("at most 180 bytes"));
}

TEST_F(AdoptCredentialTest, TheLongestNameCanBeMadeAnewWhenARollbackFindsItGone) {
  const json::Object adopting = Set(Adopting(id_), "Name", std::string(180, 'n'));
  ASSERT_EQ(Create(adopting).physical_id, id_);
  Ask("DELETE", Concat(kCredentials, "/", id_));
  RollBack(id_);
  const Answer back = Update(id_, adopting, Set(adopting, "SecretVersion", "v2"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_NE(back.physical_id, id_);
  EXPECT_EQ(UserOf(back.physical_id), "desk");
}

TEST_F(AdoptCredentialTest, WithoutTheSecretNothingIsWritten) {
  definitions_.texts.clear();
  const Answer answer = Create(Adopting(id_));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(UserOf(id_), "u");
}

TEST_F(AdoptCredentialTest, AnotherTypeIsRefusedAndNothingIsWritten) {
  const Answer answer = Create(Set(Adopting(id_), "CredentialType", "userDefined"));
  EXPECT_THAT(answer.reason, AllOf(HasSubstr("cannot be adopted"), HasSubstr("is basicAuth, not userDefined")));
  EXPECT_EQ(Writes(), 0);
}

TEST_F(AdoptCredentialTest, AnUpdateThatChangesNothingWritesNothingAndAnotherSecretRotates) {
  ASSERT_EQ(Create(Adopting(id_)).physical_id, id_);
  EXPECT_EQ(Update(id_, Set(Adopting(id_), "Version", "2"), Adopting(id_)).physical_id, id_);
  EXPECT_EQ(Writes(), 0);
  definitions_.texts["v2"] = R"({"user":"desk2","pass":"canary-of-another"})";
  EXPECT_EQ(Update(id_, Set(Adopting(id_), "SecretVersion", "v2"), Adopting(id_)).physical_id, id_);
  EXPECT_EQ(UserOf(id_), "desk2");
}

TEST_F(AdoptCredentialTest, OneThatIsAddedGetsTheSameValues) {
  const Answer own = Create(Login());
  const Answer updated = Update(own.physical_id, Adopting(id_), Login());
  ASSERT_EQ(updated.physical_id, id_) << updated.reason;
  EXPECT_EQ(UserOf(id_), "desk");
}

TEST_F(AdoptCredentialTest, ADeleteReleasesItAndOnDeleteDeletesIt) {
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_EQ(Live(id_).FindString("id"), id_);
  EXPECT_EQ(Delete(id_, Set(Adopting(id_), "OnDelete", "Delete")).status, Status::kSuccess);
  EXPECT_NE(Live(id_).FindString("id"), id_);
}

TEST_F(AdoptCredentialTest, ADeleteThatUndoesTheAdoptionReleasesItWhateverOnDeleteSays) {
  stacks_.phase = provider::StackPhase::kRollingBack;
  EXPECT_EQ(Delete(id_, Set(Adopting(id_), "OnDelete", "Delete")).status, Status::kSuccess);
  EXPECT_EQ(Live(id_).FindString("id"), id_);
}

}  // namespace
}  // namespace genesys_cfn
