// SPDX-License-Identifier: Apache-2.0
// Publish: Validated (docs/gate.md): a test for each row of the table in docs/lifecycle.md.
#include "json/parse.h"
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class GateTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    network_.answers = [this](const http::Request& request) -> std::optional<http::Response> {
      if (!request.target.ends_with("/draft/test")) return std::nullopt;
      tested_.push_back(request.body);
      if (before_test_) before_test_();
      return http::Response{200, {}, result_};
    };
  }

  static json::Object Validated(const std::string& url = "/one", const std::string& output = "status") {
    json::Object properties = Properties(url, output);
    properties.Set("Publish", "Validated");
    properties.Set("Test", json::Array{json::Object{{"Name", "finds it"},
                                                    {"Inputs", json::Object{{"id", "7"}}},
                                                    {"ExpectOutput", json::Object{{"status", "open"}}}}});
    return properties;
  }
  void FailTests() { result_ = R"({"success":true,"finalResult":{"status":"closed"}})"; }

  std::vector<std::string> DraftIds() {
    std::vector<std::string> ids;
    const json::Value list = Ask("GET", Concat(kActions, "/drafts?pageSize=100"));
    for (const json::Value& entity : *list.Find("entities")->AsArray()) ids.push_back(*entity.FindString("id"));
    return ids;
  }
  void OpenDraftInUi(const std::string& id, const std::string& url) {
    Ask("POST", Concat(kActions, "/", id, "/draft"));
    if (url.empty()) return;
    const json::Value draft = Ask("GET", Concat(kActions, "/", id, "/draft"));
    const json::Object config = *Properties(url).Find("Definition")->Find("config")->AsObject();
    Ask("PATCH", Concat(kActions, "/", id, "/draft"),
        json::Write(json::Object{{"config", config}, {"version", *draft.Find("version")}}));
  }
  std::string DraftUrlOf(const std::string& id) {
    const json::Value draft = Ask("GET", Concat(kActions, "/", id, "/draft?includeConfig=true"));
    const json::Value* config = draft.Find("config");
    return config == nullptr ? "" : config->Find("request")->FindString("requestUrlTemplate").value_or("");
  }
  // The process ends at this call.
  struct Killed {};
  void KillAt(const std::string& method, const std::string& ending) {
    network_.before = [method, ending](const http::Request& request) {
      if (request.method == method && request.target.ends_with(ending)) throw Killed{};
    };
  }

  std::string result_ = R"({"success":true,"finalResult":{"status":"open","more":1}})";
  std::vector<std::string> tested_;
  std::function<void()> before_test_;
};

TEST_F(GateTest, ACreateGoesThroughADraft) {
  const Answer created = Create(Validated());
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
  EXPECT_EQ(DraftIds(), std::vector<std::string>());
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
  EXPECT_EQ(tested_, std::vector<std::string>{R"({"id":"7"})"});
  EXPECT_EQ(network_.Count(Concat("POST ", kActions, "/drafts")), 1);
  EXPECT_EQ(network_.Count("PATCH"), 0) << "the draft was as it was sent";
  EXPECT_EQ(network_.Count(Concat("GET ", kActions, "/", created.physical_id, "/draft/validation")), 1);
}

TEST_F(GateTest, ATestThatFailsLeavesNothing) {
  FailTests();
  const Answer created = Create(Validated());
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(created), MarkerKind::kNothing);
  EXPECT_THAT(created.reason, HasSubstr("the test \"finds it\": the output /status is \"closed\", not \"open\"."));
  EXPECT_THAT(created.reason, HasSubstr("was deleted"));
  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, WhatThePlatformFindsInvalidIsNotPublished) {
  json::Object properties = Validated();
  properties.Find("Definition")
      ->AsObject()
      ->Find("config")
      ->AsObject()
      ->Find("response")
      ->AsObject()
      ->Set("successTemplate", "#if(");
  const Answer created = Create(properties);
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_THAT(created.reason, HasSubstr("The publish gate stopped at the platform's validation"));
  EXPECT_THAT(tested_, IsEmpty());
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, ATemplateThatANewDraftLostIsWrittenAgain) {
  bool lost = false;
  const auto tests = network_.answers;
  network_.answers = [&](const http::Request& request) {
    if (request.method == "GET" && request.target.ends_with("/draft/templates/successtemplate.vm") && !lost) {
      lost = true;
      return std::optional(http::Response{200, {{"Content-Type", "text/plain"}}, "lost"});
    }
    return tests(request);
  };
  const Answer created = Create(Validated());
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_EQ(network_.Count("PATCH"), 1);
}

TEST_F(GateTest, AnUnknownOutcomeOfTheDraftIsLookedUpByItsTag) {
  network_.faults = [](const http::Request& request) {
    const bool creates = request.method == "POST" && request.target.ends_with("/drafts");
    return creates ? Fault::kLostAnswer : Fault::kNone;
  };
  const Answer created = Create(Validated());
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_EQ(Ids().size(), 1U);
  EXPECT_EQ(network_.Count(Concat("POST ", kActions, "/drafts")), 1);
}

TEST_F(GateTest, ALostPublicationIsSeenAtTheAction) {
  network_.faults = [lost = false](const http::Request& request) mutable {
    const bool publishes = request.target.ends_with("/draft/publish");
    return publishes && !std::exchange(lost, true) ? Fault::kLostAnswer : Fault::kNone;
  };
  const Answer created = Create(Validated());
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
}

TEST_F(GateTest, APublicationThatNoReadShowsIsLookedUpByTheDelete) {
  const auto tests = network_.answers;
  bool published = false;
  network_.faults = [&](const http::Request& request) {
    const bool publishes = request.target.ends_with("/draft/publish");
    return publishes && !std::exchange(published, published || publishes) ? Fault::kLostAnswer : Fault::kNone;
  };
  network_.answers = [&](const http::Request& request) -> std::optional<http::Response> {
    const bool reads = request.method == "GET" && request.target.starts_with(Concat(kActions, "/custom"));
    if (published && reads) return http::Response{404, {}, ""};
    return tests(request);
  };
  const Answer failed = Create(Validated());
  ASSERT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(failed), MarkerKind::kUnknown);
  network_.answers = nullptr;
  ASSERT_EQ(Ids().size(), 1U);
  EXPECT_EQ(Delete(failed.physical_id, Validated()).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(GateTest, AProcessKilledBeforeThePublicationIsContinuedByTheNextDelivery) {
  const Request request = MakeRequest(RequestType::kCreate, Validated());
  KillAt("POST", "/draft/publish");
  EXPECT_THROW(Handle(request), Killed);
  network_.before = nullptr;
  ASSERT_EQ(DraftIds().size(), 1U);
  const std::string draft = DraftIds().front();
  const Answer created = HandleElsewhere(request, Delivered::kAgain);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_EQ(created.physical_id, draft);
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, AProcessKilledAfterThePublicationFindsTheAction) {
  const Request request = MakeRequest(RequestType::kCreate, Validated());
  network_.faults = [](const http::Request& r) -> Fault {
    if (r.target.ends_with("/draft/publish")) return Fault::kLostAnswer;
    return Fault::kNone;
  };
  network_.before = [published = false](const http::Request& r) mutable {
    if (published) throw Killed{};
    published = r.target.ends_with("/draft/publish");
  };
  EXPECT_THROW(Handle(request), Killed);
  network_.before = nullptr;
  network_.faults = nullptr;
  network_.lines.clear();
  const Answer created = HandleElsewhere(request, Delivered::kAgain);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
  EXPECT_EQ(network_.Count("POST"), 0) << "nothing is made or tested again";
}

TEST_F(GateTest, TheDeleteOfACancelledCreateRemovesItsDraft) {
  const Request request = MakeRequest(RequestType::kCreate, Validated());
  KillAt("POST", "/draft/publish");
  EXPECT_THROW(Handle(request), Killed);
  network_.before = nullptr;
  Record("DELETE_IN_PROGRESS", kInventedId);
  EXPECT_EQ(Delete(kInventedId, Validated()).status, Status::kSuccess);
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, TheDeleteOfAnUnknownMarkerRemovesItsDraft) {
  network_.faults = [](const http::Request& request) {
    if (request.method == "DELETE") return Fault::kServerError;
    return Fault::kNone;
  };
  FailTests();
  const Answer created = Create(Validated());
  ASSERT_EQ(created.status, Status::kFailed);
  ASSERT_EQ(MarkerOf(created), MarkerKind::kUnknown) << "its draft could not be deleted";
  EXPECT_THAT(created.reason, HasSubstr("was left"));
  network_.faults = nullptr;
  EXPECT_EQ(Delete(created.physical_id, Validated()).status, Status::kSuccess);
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, ACancelledCreateIsNotPublished) {
  Request request = MakeRequest(RequestType::kCreate, Validated());
  request.requested_at = clock_.Now();
  before_test_ = [this] {
    clock_.Advance(Milliseconds{20'000});
    Record("DELETE_IN_PROGRESS", "");
  };
  const Answer created = Handle(request);
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(created), MarkerKind::kUnknown);
  EXPECT_EQ(network_.Count("POST /api/v2/integrations/actions/drafts"), 1);
  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_EQ(DraftIds().size(), 1U) << "left to the Delete, which looks for it";
}

TEST_F(GateTest, AnUpdateGoesThroughADraftOfTheAction) {
  const Answer created = Create(Validated());
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
  EXPECT_THAT(updated.attributes, testing::Contains(testing::Pair("Version", "2")));
  EXPECT_EQ(tested_.size(), 2U);
  EXPECT_EQ(network_.Count(Concat("PATCH ", kActions, "/", created.physical_id, "/draft")), 1);
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, AFailingUpdateLeavesThePublishedActionAsItWas) {
  const Answer created = Create(Validated());
  FailTests();
  before_test_ = [&] { EXPECT_EQ(UrlOf(created.physical_id), "/one"); };
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_THAT(updated.reason, HasSubstr("is as it was"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, AnUpdateThatChangesTheTestsAloneRunsNone) {
  const Answer created = Create(Validated());
  json::Object properties = Validated();
  (*properties.Find("Test")->AsArray())[0].AsObject()->Set("Name", "another name");
  tested_.clear();
  const Answer updated = Update(created.physical_id, properties, Validated());
  EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_THAT(tested_, IsEmpty());
  EXPECT_EQ(network_.Count("POST"), 0);
}

TEST_F(GateTest, WhatIsTakenOutOfTheDefinitionIsTakenOutOfTheAction) {
  json::Object before = Validated();
  before.Find("Definition")->AsObject()->Find("config")->AsObject()->Set("timeoutSeconds", 10);
  const Answer created = Create(before);
  ASSERT_EQ(created.status, Status::kSuccess) << created.reason;
  ASSERT_EQ(Update(created.physical_id, Validated(), before).status, Status::kSuccess);
  const json::Value live = Ask("GET", Concat(kActions, "/", created.physical_id, "?includeConfig=true"));
  EXPECT_EQ(live.Find("config")->Find("timeoutSeconds"), nullptr);
}

TEST_F(GateTest, ADraftThatSomebodyEditsIsNotTouched) {
  const Answer created = Create(Validated());
  OpenDraftInUi(created.physical_id, "/theirs");
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("somebody else is editing a draft"));
  EXPECT_EQ(DraftUrlOf(created.physical_id), "/theirs");
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

TEST_F(GateTest, ADraftWithoutAnyChangeIsNobodysWork) {
  const Answer created = Create(Validated());
  OpenDraftInUi(created.physical_id, "");
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
}

TEST_F(GateTest, AnEditOfTheDraftDuringTheTestsIsNotPublished) {
  const Answer created = Create(Validated());
  before_test_ = [&] { OpenDraftInUi(created.physical_id, "/theirs"); };
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("somebody else changed the draft while it was tested"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
  EXPECT_EQ(DraftUrlOf(created.physical_id), "/theirs");
}

TEST_F(GateTest, AnEditOfTheDraftDuringATestThatFailsIsKept) {
  const Answer created = Create(Validated());
  FailTests();
  before_test_ = [&] { OpenDraftInUi(created.physical_id, "/theirs"); };
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("finds it"));
  EXPECT_THAT(updated.reason, HasSubstr("was left: it is no longer as it was written here"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
  EXPECT_EQ(DraftUrlOf(created.physical_id), "/theirs");
}

TEST_F(GateTest, AnEditOfTheDraftIsKeptWhenTheActionChangesToo) {
  const Answer created = Create(Validated());
  before_test_ = [&] {
    OpenDraftInUi(created.physical_id, "/theirs");
    EditInUi(created.physical_id, "/edited");
  };
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
  EXPECT_EQ(DraftUrlOf(created.physical_id), "/theirs");
}

TEST_F(GateTest, AnEditOfTheActionDuringTheTestsIsDrift) {
  const Answer created = Create(Validated());
  before_test_ = [&] { EditInUi(created.physical_id, "/edited"); };
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("was changed outside of CloudFormation"));
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, WhatWasCancelledDuringTheLookBeforeThePublicationIsNotPublished) {
  const Answer created = Create(Validated());
  const auto run_test = network_.answers;
  network_.answers = [&, run_test](const http::Request& sent) -> std::optional<http::Response> {
    const bool is_look = !tested_.empty() && sent.method == "GET" && sent.target.ends_with(created.physical_id);
    if (is_look) {
      clock_.Advance(Milliseconds{20'000});
      Record("UPDATE_COMPLETE", created.physical_id);
    }
    return run_test(sent);
  };
  tested_.clear();
  Request request = MakeUpdate(created.physical_id, Validated("/two"), Validated());
  request.requested_at = clock_.Now();
  EXPECT_EQ(Handle(request).status, Status::kFailed);
  EXPECT_EQ(network_.Count(Concat("POST ", kActions, "/", created.physical_id, "/draft/publish")), 0);
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

TEST_F(GateTest, AKilledUpdateIsContinuedByTheNextDelivery) {
  const Answer created = Create(Validated());
  const Request request = MakeUpdate(created.physical_id, Validated("/two"), Validated());
  KillAt("POST", "/draft/publish");
  EXPECT_THROW(Handle(request), Killed);
  network_.before = nullptr;
  Record("UPDATE_IN_PROGRESS", created.physical_id);
  const Answer updated = HandleElsewhere(request, Delivered::kAgain);
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, ARollbackRemovesTheDraftOfAKilledUpdate) {
  const Answer created = Create(Validated());
  KillAt("POST", "/draft/publish");
  EXPECT_THROW(Handle(MakeUpdate(created.physical_id, Validated("/two"), Validated())), Killed);
  network_.before = nullptr;
  RollBack(created.physical_id);
  tested_.clear();
  const Answer rolled_back = HandleElsewhere(MakeUpdate(created.physical_id, Validated(), Validated("/two")));
  ASSERT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
  EXPECT_THAT(DraftIds(), IsEmpty());
  EXPECT_THAT(tested_, IsEmpty());
}

TEST_F(GateTest, ARollbackRemovesTheDraftOfAnUpdateThatWasKilledBeforeItWroteToIt) {
  const Answer created = Create(Validated());
  KillAt("PATCH", "/draft");
  EXPECT_THROW(Handle(MakeUpdate(created.physical_id, Validated("/two"), Validated())), Killed);
  network_.before = nullptr;
  ASSERT_EQ(DraftUrlOf(created.physical_id), "/one");
  EditInUi(created.physical_id, "/edited");
  RollBack(created.physical_id);
  const Answer rolled_back = HandleElsewhere(MakeUpdate(created.physical_id, Validated(), Validated("/two")));
  ASSERT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
  EXPECT_THAT(DraftIds(), IsEmpty()) << "it says what was deployed before, so it is nobody's work";
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
}

TEST_F(GateTest, ARollbackKeepsSomebodysDraft) {
  const Answer created = Create(Validated());
  OpenDraftInUi(created.physical_id, "/theirs");
  RollBack(created.physical_id);
  const Answer rolled_back = HandleElsewhere(MakeUpdate(created.physical_id, Validated(), Validated("/two")));
  ASSERT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
  EXPECT_EQ(DraftUrlOf(created.physical_id), "/theirs");
}

TEST_F(GateTest, ARollbackGetsThroughWithoutTests) {
  const Answer created = Create(Validated());
  ASSERT_EQ(Update(created.physical_id, Validated("/two"), Validated()).status, Status::kSuccess);
  RollBack(created.physical_id);
  FailTests();
  tested_.clear();
  const Answer rolled_back = Update(created.physical_id, Validated(), Validated("/two"));
  ASSERT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
  EXPECT_THAT(tested_, IsEmpty());
  EXPECT_EQ(network_.Count("POST"), 0);
}

TEST_F(GateTest, WithoutCloudFormationsWordTheGateIsKept) {
  const Answer created = Create(Validated());
  stacks_.Deny();
  FailTests();
  const Answer updated = Update(created.physical_id, Validated("/two"), Validated());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("the role needs cloudformation:DescribeStacks"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

TEST_F(GateTest, AReplacementGoesThroughTheGate) {
  const Answer created = Create(Validated());
  FailTests();
  const Answer failed = Update(created.physical_id, Validated("/one", "priority"), Validated());
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.physical_id, created.physical_id);
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
  EXPECT_THAT(DraftIds(), IsEmpty());
  result_ = R"({"success":true,"finalResult":{"status":"open"}})";
  const Answer replaced = Update(created.physical_id, Validated("/one", "priority"), Validated());
  ASSERT_EQ(replaced.status, Status::kSuccess) << replaced.reason;
  EXPECT_NE(replaced.physical_id, created.physical_id);
}

TEST_F(GateTest, ARollbackRemovesTheDraftOfAKilledReplacement) {
  const Answer created = Create(Validated());
  const json::Object other = Validated("/one", "priority");
  KillAt("POST", "/draft/publish");
  EXPECT_THROW(Handle(MakeUpdate(created.physical_id, other, Validated())), Killed);
  network_.before = nullptr;
  ASSERT_EQ(DraftIds().size(), 1U);
  RollBack(created.physical_id);
  const Answer rolled_back = HandleElsewhere(MakeUpdate(created.physical_id, Validated(), other));
  ASSERT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
  EXPECT_THAT(DraftIds(), IsEmpty());
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
}

// The Update was cancelled within the second of its sending: for CloudFormation's record it is the one that rolls back.
TEST_F(GateTest, AReplacementThatIsContinuedInARollbackTakesItsDraft) {
  const Answer created = Create(Validated());
  const Request replacing = MakeUpdate(created.physical_id, Validated("/one", "priority"), Validated());
  KillAt("POST", "/draft/publish");
  EXPECT_THROW(Handle(replacing), Killed);
  network_.before = nullptr;
  RollBack(created.physical_id);
  const Answer continued = HandleElsewhere(replacing);
  ASSERT_EQ(continued.status, Status::kSuccess) << continued.reason;
  EXPECT_THAT(DraftIds(), IsEmpty());
  EXPECT_THAT(Ids(), ::testing::UnorderedElementsAre(created.physical_id, continued.physical_id));
}

// A rollback that does not know that it is one recreates what somebody edited, and is killed; its next try knows.
class RecreatingRollback : public GateTest, public ::testing::WithParamInterface<std::string> {};

TEST_P(RecreatingRollback, IsUndoneWhenTheEditIsToStay) {
  const json::Object former = With(Properties(), "OnDrift", "Recreate");
  const json::Object wanted = With(Validated("/two"), "Name", GetParam());
  const Answer created = Create(former);
  EditInUi(created.physical_id, "/edited");
  FailTests();
  ASSERT_EQ(Update(created.physical_id, wanted, former).status, Status::kFailed);
  RollBack(created.physical_id);
  const Request request = MakeUpdate(created.physical_id, former, wanted);
  const auto phase = std::exchange(stacks_.phase, Error{ErrorCode::kPermissionDenied, "denied"});
  bool made = false;
  network_.faults = [&](const http::Request& sent) {
    made = made || IsCreate(sent);
    return IsCreate(sent) ? Fault::kLostAnswer : Fault::kNone;
  };
  network_.before = [&](const http::Request&) {
    if (made) throw Killed{};
  };
  EXPECT_THROW(Handle(request), Killed) << "not knowing that the stack rolls back, it recreates";
  network_.before = nullptr;
  network_.faults = nullptr;
  ASSERT_EQ(Ids().size(), 2U);
  stacks_.phase = phase;
  const Answer rolled_back = HandleElsewhere(request, Delivered::kAgain);
  ASSERT_EQ(rolled_back.status, Status::kSuccess) << rolled_back.reason;
  EXPECT_EQ(rolled_back.physical_id, created.physical_id);
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
}
INSTANTIATE_TEST_SUITE_P(UnderTheSameNameAndAnother, RecreatingRollback, ::testing::Values("Look up", "Find"));

TEST_F(GateTest, AnAdoptedActionGoesThroughTheGate) {
  const Answer other = Create(Properties("/by hand"));
  json::Object properties = Validated("/two");
  properties.Set("AdoptActionId", other.physical_id);
  FailTests();
  EXPECT_EQ(Create(properties).status, Status::kFailed);
  EXPECT_EQ(UrlOf(other.physical_id), "/by hand");
  result_ = R"({"success":true,"finalResult":{"status":"open"}})";
  EXPECT_EQ(Create(properties).status, Status::kSuccess);
  EXPECT_EQ(UrlOf(other.physical_id), "/two");
}

TEST_F(GateTest, AMissingPermissionIsNamed) {
  Allow({"integrations:action:add", "integrations:action:view", "integrations:action:edit",
         "integrations:action:delete", "integrations:integration:view"});
  network_.answers = nullptr;
  const Answer created = Create(Validated());
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_THAT(created.reason, HasSubstr("integrations:action:execute"));
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, ATestThatTakesTooLongEndsInTimeForTheCleanUp) {
  before_test_ = [this] { clock_.Advance(Milliseconds{285'000}); };
  json::Object properties = Validated();
  json::Array& tests = *properties.Find("Test")->AsArray();
  tests.push_back(json::Object{{"Name", "the second"}, {"Inputs", json::Object{{"id", "8"}}}});
  const Answer created = Create(properties);
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_THAT(created.reason, HasSubstr("the test \"the second\": no time is left for it"));
  EXPECT_THAT(DraftIds(), IsEmpty());
}

TEST_F(GateTest, NothingOfAConfidentialCaseIsInAReason) {
  json::Object properties = Validated();
  (*properties.Find("Test")->AsArray())[0].AsObject()->Set("Confidential", "true");
  FailTests();
  EXPECT_THAT(Create(properties).reason, HasSubstr("the output /status is not as expected"));
  result_ = R"({"success":false,"error":{"status":404,"message":"no customer 7 named Miller"}})";
  const Answer failed = Create(properties);
  EXPECT_THAT(failed.reason, HasSubstr("it failed with the status 404"));
  EXPECT_THAT(failed.reason, Not(HasSubstr("Miller")));
  (*properties.Find("Test")->AsArray())[0].AsObject()->Find("Inputs")->AsObject()->Set("id", "a secret number");
  network_.answers = [](const http::Request& request) -> std::optional<http::Response> {
    if (!request.target.ends_with("/draft/test")) return std::nullopt;
    return http::Response{400, {}, R"({"message":"a secret number is not an id"})"};
  };
  EXPECT_THAT(Create(properties).reason, testing::AllOf(HasSubstr("is not an id"), Not(HasSubstr("secret number"))));
}

TEST_F(GateTest, WithoutDraftsItIsRefused) {
  settings_.actions_api = genesys::ActionsApi::kData;
  const Answer created = Create(Validated());
  EXPECT_EQ(created.status, Status::kFailed);
  EXPECT_THAT(created.reason, HasSubstr("GENESYS_ACTIONS_API is data"));
  EXPECT_THAT(network_.lines, IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn
