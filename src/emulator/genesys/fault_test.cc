// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/genesys/fault_script.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

std::variant<Fault, FaultMistake> Parse(const std::string& text) {
  return ParseFault(*json::Parse(text).value().AsObject());
}
Fault Good(const std::string& text) {
  const auto fault = Parse(text);
  const auto* const mistake = std::get_if<FaultMistake>(&fault);
  EXPECT_EQ(mistake, nullptr) << mistake->member << " " << mistake->message;
  return mistake == nullptr ? std::get<Fault>(fault) : Fault();
}
void ExpectMistake(const std::string& text, const std::string& member, const std::string& part) {
  const auto fault = Parse(text);
  ASSERT_TRUE(std::holds_alternative<FaultMistake>(fault)) << text;
  EXPECT_EQ(std::get<FaultMistake>(fault).member, member) << text;
  EXPECT_THAT(std::get<FaultMistake>(fault).message, HasSubstr(part));
}

TEST(Fault, ReadsAndShowsEveryMember) {
  const std::string text =
      R"({"name":"n","method":"POST","path":"/a/*","contains":"x","nth":2,"times":"all","do":"status","effect":"done",)"
      R"("status":429,"code":"too.many.requests","message":"m","body":"b","retryAfterSeconds":3,"delayMilliseconds":4})";
  EXPECT_EQ(json::Value(ShowFault(Good(text))), json::Parse(text).value());
  const Fault stale = Good(R"({"do":"stale-read","ageMilliseconds":5000})");
  EXPECT_EQ(stale.age, Milliseconds{5000});
  EXPECT_EQ(stale.times, 1);
}

TEST(Fault, TheEffectIsAsTheKindHasIt) {
  EXPECT_FALSE(Good(R"({"do":"reset"})").is_carried_out());
  EXPECT_TRUE(Good(R"({"do":"reset","effect":"done"})").is_carried_out());
  EXPECT_TRUE(Good(R"({"do":"torn"})").is_carried_out());
  EXPECT_TRUE(Good(R"({"do":"delay","delayMilliseconds":1})").is_carried_out());
}

TEST(Fault, NamesTheMistake) {
  ExpectMistake(R"({})", "do", "is required: it is one of status, delay, hang");
  ExpectMistake(R"({"do":"explode"})", "do", "is unknown");
  ExpectMistake(R"({"do":"reset","effcet":"done"})", "effcet", "did you mean effect?");
  ExpectMistake(R"({"do":"reset","effect":"some"})", "effect", "none or done");
  ExpectMistake(R"({"do":"torn","effect":"none"})", "effect", "has no meaning for torn");
  ExpectMistake(R"({"do":"status"})", "status", "is required");
  ExpectMistake(R"({"do":"status","status":200})", "status", "from 400 to 599");
  ExpectMistake(R"({"do":"hang","status":500})", "status", "has no meaning for hang");
  ExpectMistake(R"({"do":"delay"})", "delayMilliseconds", "is required");
  ExpectMistake(R"({"do":"delay","delayMilliseconds":"2s"})", "delayMilliseconds", "an integer");
  ExpectMistake(R"({"do":"stale-read"})", "ageMilliseconds", "is required");
  ExpectMistake(R"({"do":"reset","ageMilliseconds":1})", "ageMilliseconds", "has no meaning");
  ExpectMistake(R"({"do":"reset","nth":0})", "nth", "from 1");
  ExpectMistake(R"({"do":"reset","times":"some"})", "times", "an integer");
  ExpectMistake(R"({"do":"reset","path":"api"})", "path", "begin with /");
  ExpectMistake(R"({"do":"reset","method":1})", "method", "must be a string, not number");
}

TEST(Fault, ReadsAHeader) {
  const auto fault = ParseFaultHeader("do=status; status = 503;retryAfterSeconds=2");
  ASSERT_TRUE(std::holds_alternative<Fault>(fault));
  EXPECT_EQ(std::get<Fault>(fault).status, 503);
  EXPECT_EQ(std::get<Fault>(fault).code, "service.unavailable");
  EXPECT_TRUE(std::holds_alternative<FaultMistake>(ParseFaultHeader("reset")));
  EXPECT_TRUE(std::holds_alternative<FaultMistake>(ParseFaultHeader("")));
  EXPECT_TRUE(std::holds_alternative<FaultMistake>(ParseFaultHeader("do=reset; path=/a")));
}

bool Meets(const std::string& path, const std::string& target) {
  Fault fault;
  fault.path = path;
  return Matches(fault, {"GET", "", target, {}, ""});
}

TEST(Fault, MatchesPathsByPattern) {
  EXPECT_TRUE(Meets("", "/anything"));
  EXPECT_TRUE(Meets("/a/b", "/a/b?x=/c"));
  EXPECT_FALSE(Meets("/a/b", "/a/b/c"));
  EXPECT_TRUE(Meets("/a/*", "/a/custom_-_1"));
  EXPECT_FALSE(Meets("/a/*", "/a/b/c"));
  EXPECT_TRUE(Meets("/a/*/templates/*.vm", "/a/1/templates/x.vm"));
  EXPECT_FALSE(Meets("/a/*/templates/*.vm", "/a/1/2/templates/x.vm"));
  EXPECT_TRUE(Meets("/a/**", "/a/b/c"));
  EXPECT_TRUE(Meets("**/c", "/a/b/c"));
  EXPECT_TRUE(Meets("/**/x/*", "/a/x/y/x/z"));
  EXPECT_FALSE(Meets("/**/x/*", "/a/x/y/z"));
  EXPECT_TRUE(Meets("/a/*", "/a/"));
}

TEST(Fault, ManyStarsAreNoWork) {
  std::string pattern = "/";
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  EXPECT_FALSE(Meets(pattern, "/" + std::string(20'000, 'a') + "b/"));
}

TEST(Fault, MatchesMethodAndBody) {
  Fault fault;
  fault.method = "POST";
  fault.contains = "\"Look up\"";
  EXPECT_TRUE(Matches(fault, {"POST", "", "/", {}, R"({"name":"Look up"})"}));
  EXPECT_FALSE(Matches(fault, {"POST", "", "/", {}, R"({"name":"Close"})"}));
  EXPECT_FALSE(Matches(fault, {"GET", "", "/", {}, R"({"name":"Look up"})"}));
}

TEST(FaultScript, StrikesTheNthAndAsOftenAsItSays) {
  FaultScript script;
  const http::Request request{"GET", "", "/a", {}, ""};
  EXPECT_FALSE(script.Strike(request));
  const std::string id = script.Add(Good(R"({"path":"/a","nth":2,"times":2,"do":"reset"})"));
  std::string struck;
  for (int i = 0; i < 5; ++i) struck += script.Strike(request) ? 'x' : '.';
  EXPECT_EQ(struck, ".xx..");
  EXPECT_FALSE(script.Strike({"GET", "", "/b", {}, ""}));
  EXPECT_EQ(script.List().front().matched, 5);
  EXPECT_EQ(script.List().front().struck, 2);
  EXPECT_TRUE(script.Remove(id));
  EXPECT_FALSE(script.Remove(id));
}

TEST(FaultScript, TheFirstThatIsDueStrikesAndTheOthersWait) {
  FaultScript script;
  script.Add(Good(R"({"name":"first","do":"reset"})"));
  script.Add(Good(R"({"name":"second","do":"hang"})"));
  script.Add(Good(R"({"name":"always","do":"torn","times":"all"})"));
  std::vector<std::string> names;
  for (int i = 0; i < 4; ++i) names.push_back(script.Strike({"GET", "", "/", {}, ""})->name);
  EXPECT_EQ(names, (std::vector<std::string>{"first", "second", "always", "always"}));
  script.Clear();
  EXPECT_TRUE(script.List().empty());
}

}  // namespace
}  // namespace genesys_cfn::emulator
