// SPDX-License-Identifier: Apache-2.0
// An Update of a resource of which the Create's outcome was never known: its physical id is a marker, which is all that
// tells the Delete to come where to look. And what an answer in the place of a worker's says.
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

constexpr const char* kUnknown = "genesys-cfn:unknown:0123456789abcdef.0123456789abcdef:CRM";
constexpr const char* kNothing = "genesys-cfn:nothing:0123456789abcdef";

http::Response Unavailable() {
  return {503, {}, R"({"status":503,"message":"later"})"};
}

class MarkedIntegrationTest : public IntegrationTest {
 protected:
  // The POST is carried out, and nobody learns of it.
  void HideWhatIsMade() {
    network_.faults = [](const http::Request& r) { return IsPost(r) ? Fault::kLostAnswer : Fault::kNone; };
    network_.answers = [this](const http::Request& r) {
      const bool is_list = r.method == "GET" && r.target.starts_with(Concat(kIntegrations, "?"));
      return is_list && network_.Count("POST") > 0 ? std::optional(Unavailable()) : std::nullopt;
    };
  }
  void ShowAll() {
    network_.faults = nullptr;
    network_.answers = nullptr;
  }
};

TEST_F(MarkedIntegrationTest, AFailedUpdateKeepsTheMarkerOfWhatMayExist) {
  const json::Object wrong = Set(Crm(), "IntegrationType", "custom-rest-action");
  for (const Delivered delivered : {Delivered::kFirst, Delivered::kAgain}) {
    Record("UPDATE_IN_PROGRESS", kUnknown);
    const Answer failed = Handle(MakeUpdate(kUnknown, wrong, Crm()), delivered);
    EXPECT_EQ(failed.status, Status::kFailed);
    EXPECT_EQ(failed.physical_id, kUnknown);
  }
  EXPECT_EQ(Update(kNothing, wrong, Crm()).physical_id, kNothing) << "another id would be a replacement";
}

TEST_F(MarkedIntegrationTest, SoDoesOneThatReachesNobody) {
  network_.answers = [](const http::Request&) { return std::optional(Unavailable()); };
  EXPECT_EQ(Update(kUnknown, Crm(), Crm()).physical_id, kUnknown);
}

TEST_F(MarkedIntegrationTest, AnUnknownOutcomeKeepsItTooAndTheSameUpdateFindsWhatItMade) {
  HideWhatIsMade();
  const Answer failed = Update(kUnknown, Crm(), Crm());
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.physical_id, kUnknown);
  ShowAll();
  ASSERT_EQ(Made().size(), 1U);
  const Answer again = Update(kUnknown, Crm(), Crm());
  ASSERT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_EQ(Made(), std::vector<std::string>{again.physical_id});
}

TEST_F(MarkedIntegrationTest, WhereNothingWasAnUnknownOutcomeIsMarked) {
  HideWhatIsMade();
  const Answer failed = Update(kNothing, Crm(), Crm());
  EXPECT_EQ(MarkerOf(failed), MarkerKind::kUnknown);
  ShowAll();
  EXPECT_EQ(Delete(failed.physical_id, Crm()).status, Status::kSuccess);
  EXPECT_THAT(Made(), IsEmpty());
}

TEST_F(MarkedIntegrationTest, SoDoesAnAnswerInThePlaceOfTheWorkers) {
  Record("UPDATE_IN_PROGRESS", kUnknown);
  provider::Progress progress("");
  Request request = MakeUpdate(kUnknown, Set(Crm(), "IntegrationType", "custom-rest-action"), Crm());
  request.requested_at = clock_.Now();
  EXPECT_EQ(MakeType()->Handle(request, {clock_.SteadyNow() + Milliseconds{60'000}, true, progress}).status,
            Status::kFailed);
  EXPECT_EQ(progress.Get().physical_id, kUnknown);
}

class MarkedActionTest : public LifecycleTest {
 protected:
  // The definition alone has the name.
  json::Object Nameless() {
    json::Object properties = Referring("1", "/one");
    properties.Remove("Name");
    definitions_.texts["1"] = Concat(R"({"name":"Look up",)", definitions_.texts["1"].substr(1));
    return properties;
  }
  void HideWhatIsMade() {
    network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
    network_.answers = [this](const http::Request& r) {
      return IsList(r) && network_.Count("POST") > 0 ? std::optional(Unavailable()) : std::nullopt;
    };
  }
};

TEST_F(MarkedActionTest, AFailedUpdateKeepsTheMarkerOfWhatMayExist) {
  const json::Object nowhere = With(Properties(), "IntegrationName", "nowhere");
  for (const Delivered delivered : {Delivered::kFirst, Delivered::kAgain}) {
    Record("UPDATE_IN_PROGRESS", kUnknown);
    const Answer failed = Handle(MakeUpdate(kUnknown, nowhere, Properties()), delivered);
    EXPECT_EQ(failed.status, Status::kFailed);
    EXPECT_EQ(failed.physical_id, kUnknown);
  }
  EXPECT_EQ(Update(kNothing, nowhere, Properties()).physical_id, kNothing);
}

TEST_F(MarkedActionTest, AnUnknownOutcomeKeepsItTooAndTheSameUpdateFindsWhatItMade) {
  HideWhatIsMade();
  const Answer failed = Update(kUnknown, Properties(), Properties());
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.physical_id, kUnknown);
  network_.faults = nullptr;
  network_.answers = nullptr;
  ASSERT_EQ(Ids().size(), 1U);
  const Answer again = Update(kUnknown, Properties(), Properties());
  ASSERT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{again.physical_id});
}

// The marker's name is where the Delete looks, and such properties do not say it.
TEST_F(MarkedActionTest, TheMarkerOfACutOffCreateNamesTheActionOfADefinitionThatStandsElsewhere) {
  const json::Object properties = Nameless();
  std::string marker;
  provider::Progress progress("");
  network_.before = [&](const http::Request& r) {
    if (IsCreate(r)) marker = progress.Get().physical_id;
  };
  ASSERT_EQ(resource_
                .Handle(MakeRequest(RequestType::kCreate, properties),
                        {clock_.SteadyNow() + Milliseconds{60'000}, true, progress})
                .status,
            Status::kSuccess);
  network_.before = nullptr;
  ASSERT_EQ(Ids().size(), 1U);
  EXPECT_EQ(Delete(marker, properties).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(MarkedActionTest, AMarkerWithoutANameIsToldInTheLogWhereThePropertiesTellNoneEither) {
  const json::Object properties = Nameless();
  definitions_.texts.clear();
  EXPECT_EQ(Delete("genesys-cfn:unknown:0123456789abcdef.0123456789abcdef:", properties).status, Status::kSuccess);
  EXPECT_THAT(logger_.names, ::testing::Contains("action_may_remain"));
}

TEST_F(MarkedActionTest, ANameThatIsTooLongForAMarkerIsTakenFromTheProperties) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "\u5ba2";
  const json::Object properties = With(Properties(), "Name", name);
  HideWhatIsMade();
  const Answer failed = Create(properties);
  ASSERT_EQ(MarkerOf(failed), MarkerKind::kUnknown) << failed.reason;
  network_.faults = nullptr;
  network_.answers = nullptr;
  ASSERT_EQ(Ids().size(), 1U);
  EXPECT_EQ(Delete(failed.physical_id, properties).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn
