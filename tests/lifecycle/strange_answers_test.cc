// SPDX-License-Identifier: Apache-2.0
// Something that is not the platform answers 200: a portal, a gateway, another service. Nothing of it is believed.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class StrangeAnswersTest : public LifecycleTest {
 protected:
  // Answers the calls of the API that `which` picks, tokens aside.
  void AnswerWith(http::Response answer, std::function<bool(const http::Request&)> which) {
    network_.answers = [answer = std::move(answer), which = std::move(which)](const http::Request& r) {
      return r.target.starts_with("/api/") && which(r) ? std::optional(answer) : std::nullopt;
    };
  }
  static http::Response Page() { return {200, {{"Content-Type", "text/html"}}, "<html>Sign in</html>"}; }
  static http::Response OtherJson() { return {200, {{"Content-Type", "application/json"}}, R"({"message":"hello"})"}; }
  static bool All(const http::Request& /*request*/) { return true; }
  static bool Reads(const http::Request& request) { return request.method == "GET"; }
};

TEST_F(StrangeAnswersTest, ACreateDoesNotBelieveIt) {
  for (const http::Response& answer : {Page(), OtherJson()}) {
    AnswerWith(answer, All);
    const Answer failed = Create();
    EXPECT_EQ(failed.status, Status::kFailed);
    EXPECT_EQ(MarkerOf(failed), MarkerKind::kNothing) << "the integration could not be found, so nothing was posted";
    AnswerWith(answer, IsCreate);
    const Answer unknown = Create();
    EXPECT_EQ(unknown.status, Status::kFailed);
    EXPECT_EQ(MarkerOf(unknown), MarkerKind::kUnknown) << "a POST was answered 200";
  }
}

TEST_F(StrangeAnswersTest, APostAnsweredWithRubbishIsLookedUp) {
  std::string made;
  network_.before = [&](const http::Request& r) {
    if (IsCreate(r)) made = *Ask("POST", kActions, r.body).FindString("id");
  };
  AnswerWith(Page(), IsCreate);
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, made);
  EXPECT_EQ(network_.Count(Concat("POST ", kActions)), 1);
}

TEST_F(StrangeAnswersTest, AnUpdateWritesNothingOnTopOfIt) {
  const Answer created = Create();
  for (const http::Response& answer : {Page(), OtherJson()}) {
    AnswerWith(answer, Reads);
    for (const json::Object& wanted : {Properties("/two"), Properties("/one", "priority")}) {
      const Answer failed = Update(created.physical_id, wanted, Properties());
      EXPECT_EQ(failed.status, Status::kFailed);
      EXPECT_EQ(failed.physical_id, created.physical_id);
      EXPECT_EQ(network_.Count("PATCH") + network_.Count("POST"), 0);
    }
  }
}

TEST_F(StrangeAnswersTest, ATemplateReadAsAPageIsNoDrift) {
  const Answer created = Create();
  AnswerWith(Page(), [](const http::Request& r) { return r.target.find("/templates/") != std::string::npos; });
  const Answer failed = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_THAT(failed.reason, HasSubstr("web page"));
  EXPECT_EQ(network_.Count("PATCH"), 0);
}

TEST_F(StrangeAnswersTest, APatchAnsweredWithRubbishIsReadAgain) {
  for (const http::Response& answer : {Page(), OtherJson()}) {
    const Answer created = Create();
    Record("UPDATE_IN_PROGRESS", created.physical_id);
    // The PATCH arrives, and something on the way replaces its answer.
    network_.before = [&](const http::Request& r) {
      if (r.method == "PATCH") Ask("PATCH", r.target, r.body);
    };
    AnswerWith(answer, [](const http::Request& r) { return r.method == "PATCH"; });
    const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
    EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
    EXPECT_EQ(network_.Count("PATCH"), 1);
    EXPECT_THAT(updated.attributes, ::testing::Contains(::testing::Pair("Version", "2")));
    network_.before = nullptr;
    network_.answers = nullptr;
  }
}

TEST_F(StrangeAnswersTest, APatchThatNeverArrivesIsNotBelieved) {
  const Answer created = Create();
  Record("UPDATE_IN_PROGRESS", created.physical_id);
  AnswerWith(OtherJson(), [](const http::Request& r) { return r.method == "PATCH"; });
  const Answer failed = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.physical_id, created.physical_id);
}

TEST_F(StrangeAnswersTest, ADeleteIsNotDoneBecauseSomethingElseAnswered) {
  const Answer created = Create();
  const Request failed = MakeRequest(RequestType::kCreate, Properties());
  for (const http::Response& answer : {Page(), OtherJson()}) {
    AnswerWith(answer, Reads);
    EXPECT_EQ(Delete(created.physical_id).status, Status::kFailed) << "who uses it is not known";
    EXPECT_EQ(Delete(provider::UnknownMarker(failed, "Look up")).status, Status::kFailed) << "it may be there";
    EXPECT_EQ(Delete(kInventedId).status, Status::kFailed) << "it may be there";
    EXPECT_EQ(Delete("custom_-_gone", With(Properties(), "DeleteWhenUsed", "Allow")).status, Status::kFailed)
        << "is this the right organisation?";
  }
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(StrangeAnswersTest, AnAdoptionDoesNotBelieveIt) {
  const Answer created = Create();
  AnswerWith(OtherJson(), Reads);
  const Answer failed = Create(With(Properties(), "AdoptActionId", created.physical_id));
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(MarkerOf(failed), MarkerKind::kNothing);
}

}  // namespace
}  // namespace genesys_cfn
