// SPDX-License-Identifier: Apache-2.0
#include "genesys/actions_client.h"

#include "base/text.h"
#include "genesys/client_fixture.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kRoot = "https://api.a/api/v2/integrations/actions";

class ActionsClientTest : public ClientTest {
 protected:
  // The calls after the one for the token.
  std::vector<std::string> Calls() const {
    std::vector<std::string> calls = client.calls();
    calls.erase(calls.begin());
    return calls;
  }

  ActionsClient actions{session};
};

TEST_F(ActionsClientTest, CreatesWithOnePost) {
  client.ThenRespond(200, R"({"id":"custom_-_1","version":1})");
  const auto created = actions.Create({{"name", "Lookup"}});
  ASSERT_TRUE(created.has_value()) << created.error().message;
  EXPECT_EQ(created->FindString("id"), "custom_-_1");
  EXPECT_EQ(Calls(), (std::vector<std::string>{Concat("POST ", kRoot)}));
  EXPECT_EQ(client.requests().back().body, R"({"name":"Lookup"})");
}

TEST_F(ActionsClientTest, ACreateWhoseOutcomeIsUnknownIsNeitherRepeatedNorCalledFailed) {
  client.ThenFail(ErrorCode::kOutcomeUnknown, "connection reset");
  client.ThenRespond(502, "<html>").ThenRespond(503, R"({"code":"service.unavailable"})").ThenRespond(408);
  client.ThenRespond(200, "torn").ThenRespond(200, "{}").ThenRespond(200, R"({"id":""})");
  for (size_t round = 1; round <= 7; ++round) {
    const auto created = actions.Create({});
    ASSERT_FALSE(created.has_value());
    EXPECT_EQ(created.error().code, ErrorCode::kOutcomeUnknown) << created.error().message;
    EXPECT_TRUE(created.error().message.starts_with("creating the data action failed")) << created.error().message;
    EXPECT_EQ(Calls().size(), round);
  }
}

TEST_F(ActionsClientTest, ARefusedCreateSaysWhy) {
  client.ThenRespond(400, R"({"code":"bad.request","message":"Bad name.","details":[{"fieldName":"name"}]})");
  client.ThenRespond(400, R"({"code":"bad.request","message":"No."})");
  client.ThenRespond(403, R"({"code":"missing.permissions","message":"No"})", {{"ININ-Correlation-Id", "abc"}});
  const auto invalid = actions.Create({});
  EXPECT_EQ(invalid.error(), (Error{ErrorCode::kInvalidInput,
                                    "creating the data action failed: POST "
                                    "/api/v2/integrations/actions answered 400 bad.request: "
                                    "Bad name."}));
  EXPECT_EQ(actions.Create({}).error().code, ErrorCode::kNotFound) << "it names no field: something else is missing";
  const auto refused = actions.Create({});
  EXPECT_EQ(
      refused.error(),
      (Error{ErrorCode::kPermissionDenied,
             "creating the data action failed: POST /api/v2/integrations/actions answered 403 missing.permissions: "
             "No (correlation id abc). The OAuth client's roles need the permission integrations:action:add."}));
}

TEST_F(ActionsClientTest, ReadsTheActionAndItsTemplatesSideBySide) {
  client.ThenRespond(200, R"({"id":"a/b ?"})").ThenRespond(200, "${input.rawRequest}").ThenRespond(404);
  const auto live = actions.Read("a/b ?");
  ASSERT_TRUE(live.has_value() && live->has_value());
  EXPECT_EQ((*live)->action.FindString("id"), "a/b ?");
  EXPECT_EQ((*live)->request_template, "${input.rawRequest}");
  EXPECT_EQ((*live)->success_template, std::nullopt);
  EXPECT_EQ(client.batches(), (std::vector<size_t>{3}));
  EXPECT_EQ(Calls(), (std::vector<std::string>{
                         Concat("GET ", kRoot, "/a%2Fb%20%3F?expand=contract&includeConfig=true"),
                         Concat("GET ", kRoot, "/a%2Fb%20%3F/templates/requesttemplate.vm"),
                         Concat("GET ", kRoot, "/a%2Fb%20%3F/templates/successtemplate.vm"),
                     }));
  EXPECT_EQ(client.requests()[1].headers.Get("Accept"), "application/json");
  EXPECT_EQ(client.requests()[2].headers.Get("Accept"), "*/*");
}

TEST_F(ActionsClientTest, AnActionThatIsGoneIsGoneWhateverItsTemplatesAnswer) {
  client.ThenRespond(404).ThenRespond(403).ThenRespond(200, "text");
  client.ThenRespond(410).ThenFail(ErrorCode::kInvalidInput).ThenRespond(400);
  for (int i = 0; i < 2; ++i) {
    const auto live = actions.Read("x");
    ASSERT_TRUE(live.has_value()) << live.error().message;
    EXPECT_FALSE(live->has_value());
  }
}

TEST_F(ActionsClientTest, ATemplateThatCannotBeReadIsAnErrorAndNotAnAbsentOne) {
  client.ThenRespond(200, R"({"id":"x"})").ThenRespond(200, "text").ThenRespond(403, "");
  const auto live = actions.Read("x");
  ASSERT_FALSE(live.has_value());
  EXPECT_EQ(live.error().code, ErrorCode::kPermissionDenied);
  EXPECT_NE(live.error().message.find("/x/templates/successtemplate.vm answered 403"), std::string::npos);
}

TEST_F(ActionsClientTest, ATemplateThatIsAWebPageIsAnErrorAndNoTemplate) {
  client.ThenRespond(200, R"({"id":"x"})")
      .ThenRespond(200, "<html>", {{"Content-Type", "Text/HTML; charset=utf-8"}})
      .ThenRespond(404);
  const auto live = actions.Read("x");
  ASSERT_FALSE(live.has_value());
  EXPECT_EQ(live.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(live.error().message.find("/x/templates/requesttemplate.vm answered 200 with a web page"),
            std::string::npos);
}

TEST_F(ActionsClientTest, AnotherActionInTheAnswerIsAnError) {
  for (const char* body : {"{}", R"({"id":"y"})", R"({"id":7})"}) {
    client.ThenRespond(200, body).ThenRespond(404).ThenRespond(404).ThenRespond(200, body);
    const auto live = actions.Read("x");
    const auto peeked = actions.Peek("x");
    ASSERT_FALSE(live.has_value() || peeked.has_value());
    EXPECT_EQ(live.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(live.error(), peeked.error());
    EXPECT_NE(live.error().message.find("answered 200 with something else than the data action x"), std::string::npos);
  }
}

TEST_F(ActionsClientTest, PeeksWithOneRequest) {
  client.ThenRespond(200, R"({"id":"x","version":4})").ThenRespond(404).ThenRespond(410).ThenRespond(400);
  EXPECT_EQ((**actions.Peek("x")).Find("version")->AsInteger(), 4);
  EXPECT_EQ(Calls(), (std::vector<std::string>{Concat("GET ", kRoot, "/x")}));
  EXPECT_FALSE(actions.Peek("x")->has_value());
  EXPECT_FALSE(actions.Peek("x")->has_value());
  EXPECT_EQ(actions.Peek("x").error().code, ErrorCode::kInvalidInput);
}

TEST_F(ActionsClientTest, AReadErrorNamesThePathWithoutItsQuery) {
  client.ThenRespond(403).ThenRespond(403).ThenRespond(403);
  EXPECT_EQ(actions.Read("x").error().message,
            "reading the data action failed: GET /api/v2/integrations/actions/x answered 403. The OAuth client's roles "
            "need the permission integrations:action:view.");
}

TEST_F(ActionsClientTest, PatchesWithTheWholeBody) {
  client.ThenRespond(200, R"({"id":"x","version":4})");
  const auto patched = actions.Patch("x", {{"name", "N"}, {"version", 3}});
  ASSERT_TRUE(patched.has_value());
  EXPECT_EQ(patched->outcome, PatchOutcome::kDone);
  EXPECT_EQ(patched->action.Find("version")->AsInteger(), 4);
  EXPECT_EQ(Calls().back(), Concat("PATCH ", kRoot, "/x"));
  EXPECT_EQ(client.requests().back().body, R"({"name":"N","version":3})");
}

// It was written, but as what is not known.
TEST_F(ActionsClientTest, APatchWithAStrangeAnswerIsToBeReadAgain) {
  client.ThenRespond(200, R"({"id":"y"})").ThenRespond(200, "<html>");
  EXPECT_EQ(actions.Patch("x", {})->outcome, PatchOutcome::kReadAgain);
  EXPECT_EQ(actions.Patch("x", {})->outcome, PatchOutcome::kReadAgain);
}

TEST_F(ActionsClientTest, WritesOnlyWithItsPermit) {
  const auto refuse = [] { return Error{ErrorCode::kConflict, "no longer"}; };
  EXPECT_EQ(actions.Patch("x", {}, refuse).error().code, ErrorCode::kConflict);
  EXPECT_EQ(actions.Create({}, refuse).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(Calls().empty());
}

TEST_F(ActionsClientTest, TellsAVersionConflictFromOtherRefusals) {
  client.ThenRespond(409, R"({"code":"general.conflict"})");
  client.ThenRespond(400, R"({"message":"Version 3 does not match the current version"})");
  client.ThenRespond(404).ThenRespond(410).ThenRespond(400, R"({"message":"no such field"})").ThenRespond(403);
  EXPECT_EQ(actions.Patch("x", {})->outcome, PatchOutcome::kVersionConflict);
  EXPECT_EQ(actions.Patch("x", {})->outcome, PatchOutcome::kVersionConflict);
  EXPECT_EQ(actions.Patch("x", {})->outcome, PatchOutcome::kGone);
  EXPECT_EQ(actions.Patch("x", {})->outcome, PatchOutcome::kGone);
  EXPECT_EQ(actions.Patch("x", {}).error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(actions.Patch("x", {}).error().message.find("integrations:action:edit"), std::string::npos);
}

TEST_F(ActionsClientTest, DeletesAndSaysWhetherThereWasSomething) {
  client.ThenRespond(204)
      .ThenRespond(404)
      .ThenRespond(410)
      .ThenRespond(409, R"({"message":"in use"})")
      .ThenRespond(403);
  EXPECT_TRUE(*actions.Delete("x"));
  EXPECT_FALSE(*actions.Delete("x"));
  EXPECT_FALSE(*actions.Delete("x"));
  EXPECT_EQ(actions.Delete("x").error().message,
            "deleting the data action failed: DELETE /api/v2/integrations/actions/x answered 409: in use.");
  EXPECT_NE(actions.Delete("x").error().message.find("integrations:action:delete"), std::string::npos);
  EXPECT_EQ(Calls().front(), Concat("DELETE ", kRoot, "/x"));
}

TEST_F(ActionsClientTest, NeverPutsAnIdIntoAPathThatWouldMeanAnotherThing) {
  for (const char* id : {"", ".", ".."}) {
    EXPECT_FALSE(actions.Read(id)->has_value());
    EXPECT_FALSE(*actions.Delete(id));
    EXPECT_EQ(actions.Patch(id, {})->outcome, PatchOutcome::kGone);
    EXPECT_FALSE(actions.ReadContract(id)->has_value());
  }
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(ActionsClientTest, ListsEveryPageUntilAnEmptyOne) {
  client.ThenRespond(200,
                     R"({"entities":[{"id":"1","name":"A","integrationId":"i","category":"c"},{"id":"static_2"}]})");
  client.ThenRespond(200, R"({"entities":[{"id":"static_2"},{"id":"3","name":"C"},{"name":"no id"}]})");
  client.ThenRespond(200, R"({"entities":[]})");
  const auto listed = actions.List("");
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  ASSERT_EQ(listed->size(), 3u);
  EXPECT_EQ((*listed)[0].name, "A");
  EXPECT_EQ((*listed)[0].integration_id, "i");
  EXPECT_EQ((*listed)[0].category, "c");
  EXPECT_EQ((*listed)[1].id, "static_2");
  EXPECT_EQ((*listed)[2].id, "3");
  EXPECT_EQ(Calls(), (std::vector<std::string>{Concat("GET ", kRoot, "?pageSize=100&pageNumber=1"),
                                               Concat("GET ", kRoot, "?pageSize=100&pageNumber=2"),
                                               Concat("GET ", kRoot, "?pageSize=100&pageNumber=3")}));
}

TEST_F(ActionsClientTest, ComparesTheNameExactlyBecauseTheServerDoesNot) {
  client.ThenRespond(200, R"({"entities":[{"id":"1","name":"Look up"},{"id":"2","name":"Look up & more"},
                                          {"id":"3","name":"look up"},{"id":"4","name":"Look up"}]})");
  client.ThenRespond(200, R"({"entities":[]})");
  const auto listed = actions.List("Look up");
  ASSERT_EQ(listed->size(), 2u);
  EXPECT_EQ((*listed)[1].id, "4");
  EXPECT_EQ(Calls().front(), Concat("GET ", kRoot, "?pageSize=100&pageNumber=1&name=Look%20up"));
}

TEST_F(ActionsClientTest, ADeletionBetweenTwoPagesHidesNothing) {
  client.ThenRespond(200, R"({"entities":[{"id":"1"},{"id":"2"}],"total":4})");
  client.ThenRespond(200, R"({"entities":[{"id":"4"}],"total":3})");  // 1 is gone, so 3 is on the first page now
  client.ThenRespond(200, R"({"entities":[{"id":"2"},{"id":"3"}],"total":3})");
  client.ThenRespond(200, R"({"entities":[{"id":"4"},{"id":"5"}],"total":4})");  // one more does no harm
  const auto listed = actions.List("");
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  std::vector<std::string> ids;
  for (const ActionSummary& action : *listed) ids.push_back(action.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"2", "3", "4", "5"}));
}

TEST_F(ActionsClientTest, AListThatShrinksEachTimeIsAnErrorAndNotAShortList) {
  client.Otherwise([n = 100](const http::Request&) mutable {
    return http::Response{200, {}, Concat(R"({"entities":[{"id":"1"}],"total":)", --n, "}")};
  });
  const auto listed = actions.List("");
  ASSERT_FALSE(listed.has_value());
  EXPECT_NE(listed.error().message.find("something was deleted each time"), std::string::npos);
  EXPECT_EQ(Calls().size(), 20u);
}

TEST_F(ActionsClientTest, AListThatDoesNotEndIsAnErrorAndNotAShortList) {
  client.Otherwise([n = 0](const http::Request&) mutable {
    return http::Response{200, {}, Concat(R"({"entities":[{"id":")", ++n, R"("}]})")};
  });
  const auto listed = actions.List("");
  ASSERT_FALSE(listed.has_value());
  EXPECT_NE(listed.error().message.find("more than 1000 pages"), std::string::npos) << listed.error().message;
  EXPECT_EQ(Calls().size(), 1'000u);
}

TEST_F(ActionsClientTest, AListingWithoutEntitiesIsAnErrorAndNotAnEmptyList) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"entities":null})"}) {
    client.ThenRespond(200, body);
    EXPECT_EQ(actions.List("").error().code, ErrorCode::kUnavailable) << body;
  }
}

TEST_F(ActionsClientTest, ReadsTheContractAlone) {
  client.ThenRespond(200, R"({"id":"x","contract":{"input":{}}})").ThenRespond(200, R"({"id":"x"})").ThenRespond(404);
  EXPECT_TRUE((*actions.ReadContract("x"))->Contains("input"));
  EXPECT_TRUE((*actions.ReadContract("x"))->empty());
  EXPECT_FALSE(actions.ReadContract("x")->has_value());
  EXPECT_EQ(Calls().front(), Concat("GET ", kRoot, "/x?expand=contract"));
}

class DataActionsClientTest : public ActionsClientTest {
 protected:
  Session data_session{{client, clock, random, logger, tokens, ActionsApi::kData},
                       "https://api.a",
                       [](Session::Refresh) {
                         return ClientCredentials{"id", Secret<std::string>("secret")};
                       },
                       clock.SteadyNow() + Milliseconds{60'000}};
  ActionsClient data{data_session};
};

TEST_F(DataActionsClientTest, SpeaksTheFourCalls) {
  const std::string action = R"({"id":"a 1","name":"n","config":{"request":{"requestTemplate":"x"}}})";
  client.ThenRespond(200, action).ThenRespond(200, action).ThenRespond(200, action).ThenRespond(204);
  ASSERT_TRUE(data.Create({{"name", "n"}}));
  const auto live = data.Read("a 1");
  ASSERT_TRUE(live && *live);
  EXPECT_FALSE((*live)->request_template) << "it is in place";
  EXPECT_EQ(data.Patch("a 1", {{"name", "n"}})->outcome, PatchOutcome::kDone);
  EXPECT_TRUE(*data.Delete("a 1"));
  constexpr std::string_view kData = " https://api.a/api/v2/data/actions";
  EXPECT_EQ(Calls(), (std::vector<std::string>{Concat("POST", kData), Concat("GET", kData, "/a%201"),
                                               Concat("PUT", kData, "/a%201"), Concat("DELETE", kData, "/a%201")}));
}

TEST_F(DataActionsClientTest, HasNoLookUpNoVersionAndPermissionsOfItsOwn) {
  client.ThenRespond(409, R"({"code":"general.conflict","message":"version"})");
  EXPECT_FALSE(data.Patch("a", {})) << "a conflict is not of versions";
  client.ThenRespond(403, R"({"code":"missing.permissions","message":"no"})");
  EXPECT_NE(data.Delete("a").error().message.find("data:actions:delete"), std::string::npos);
  EXPECT_EQ(data.List("n").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(data.ReadContract("a").error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(Calls().size(), 2U);
}

}  // namespace
}  // namespace genesys_cfn::genesys
