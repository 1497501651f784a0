// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/json_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "base/files.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr char kDocument[] = R"({
  "id": "c1", "empty": null, "a name": 1, "it's": 2, "list": [10, 20, 30, 40, 50], "none": [], "flag": true,
  "participants": [
    {"id": "p1", "purpose": "customer", "rank": 3, "tags": ["a", "b"], "sessions": [{"flowInType": "agent"}]},
    {"id": "p2", "purpose": "acd", "rank": 5, "tags": [], "sessions": [{"flowInType": "agent"}, {"x": 1}],
     "externalTag": null, "conversationRoutingData": {"priority": 7}},
    {"id": "p3", "purpose": "acd", "rank": "5", "sessions": [{"flowInType": "bot"}]}
  ],
  "wanted": "acd"
})";

json::Value Document() {
  return json::Parse(kDocument).value();
}

// The result as JSON, "unresolved: ..." or "limit: ...", or "error OFFSET: ...".
std::string Evaluate(std::string_view text, const json::Value& document = Document(), const PathLimits& limits = {}) {
  const auto path = ParseJsonPath(text);
  if (const auto* const error = std::get_if<TextError>(&path)) {
    return Concat("error ", error->offset, ": ", error->message, error->hint.empty() ? "" : "; ", error->hint);
  }
  const auto result = EvaluateJsonPath(std::get<JsonPath>(path), document, limits);
  if (result.has_value()) return json::Write(*result);
  return Concat(result.error().code == ErrorCode::kNotFound ? "unresolved: " : "limit: ", result.error().message);
}

struct Case {
  std::string path;
  std::string expected;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& one : cases) EXPECT_EQ(Evaluate(one.path), one.expected) << one.path;
}

TEST(JsonPath, NamesAndIndexes) {
  Check({{"$.id", "\"c1\""},
         {"$['id']", "\"c1\""},
         {"$[\"id\"]", "\"c1\""},
         {"$.['id']", "\"c1\""},
         {"['id']", "\"c1\""},
         {"id", "\"c1\""},
         {".id", "\"c1\""},
         {" $.id ", "\"c1\""},
         {"$['a name']", "1"},
         {R"($['it\'s'])", "2"},
         {R"($['\u0069d'])", "\"c1\""},
         {"$.empty", "null"},
         {"$.list[0]", "10"},
         {"$.list[-1]", "50"},
         {"$.list[ 1 ]", "20"},
         {"$.list[0,-2]", "[10,40]"},
         {"['participants'][1].conversationRoutingData.priority", "7"},
         {"$['id','flag']", R"({"id":"c1","flag":true})"},
         {"$['id','absent']", R"({"id":"c1"})"},
         {"$.participants[0]['id','rank']", R"({"id":"p1","rank":3})"}});
  EXPECT_EQ(Evaluate("$"), json::Write(Document()));
}

TEST(JsonPath, WhatIsNotThereDoesNotResolve) {
  Check({{"$.absent", "unresolved: there is no 'absent'"},
         {"$.id.x", "unresolved: 'x' is looked for in a value of type string"},
         {"$.empty.x", "unresolved: 'x' is looked for in a value of type null"},
         {"$.list[5]", "unresolved: there is no item 5 in an array of 5"},
         {"$.list[-6]", "unresolved: there is no item -6 in an array of 5"},
         {"$.id[0]", "unresolved: an index is used on a value of type string"},
         // An indefinite path: its definite beginning must be there, what is behind it may be absent.
         {"$.absent[?(@.a)]", "unresolved: there is no 'absent'"},
         {"$.id[?(@.a)]", "unresolved: a filter is used on a value of type string"},
         {"$.id[1:]", "unresolved: a slice is used on a value of type string"},
         {"$.participants[?(@.purpose == 'nobody')].id", "[]"},
         {"$.participants[*].absent", "[]"},
         {"$.none[*]", "[]"},
         {"$.id.*", "[]"},
         {"$..absent", "[]"}});
}

TEST(JsonPath, SlicesAndWildcards) {
  Check({{"$.list[1:3]", "[20,30]"},
         {"$.list[:2]", "[10,20]"},
         {"$.list[3:]", "[40,50]"},
         {"$.list[-2:]", "[40,50]"},
         {"$.list[:-3]", "[10,20]"},
         {"$.list[::2]", "[10,30,50]"},
         {"$.list[1:9223372036854775807:9223372036854775807]", "[20]"},
         {"$.list[-99:99]", "[10,20,30,40,50]"},
         {"$.list[*]", "[10,20,30,40,50]"},
         {"$.participants.*.id", R"(["p1","p2","p3"])"},
         {"$.participants[*]['id','rank']", R"([{"id":"p1","rank":3},{"id":"p2","rank":5},{"id":"p3","rank":"5"}])"},
         {"$.participants[1].conversationRoutingData[*]", "[7]"}});
}

TEST(JsonPath, Scans) {
  Check({{"$..flowInType", R"(["agent","agent","bot"])"},
         {"$..participants[0].id", R"(["p1"])"},
         {"$..sessions[0].flowInType", R"(["agent","agent","bot"])"},
         {"$..['purpose']", R"(["customer","acd","acd"])"},
         {"$.participants..id", R"(["p1","p2","p3"])"},
         {"$..[?(@.purpose == 'customer')].id", R"(["p1"])"},
         {"$.participants[2]..*", R"(["p3","acd","5",[{"flowInType":"bot"}],{"flowInType":"bot"},"bot"])"}});
}

TEST(JsonPath, Filters) {
  const auto ids = [](std::string_view condition) { return Evaluate(Concat("$.participants[?(", condition, ")].id")); };
  EXPECT_EQ(ids("@.purpose=='acd'"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@.purpose ==\"customer\""), R"(["p1"])");
  EXPECT_EQ(ids("'acd' == @.purpose"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@['purpose'] != 'acd'"), R"(["p1"])");
  EXPECT_EQ(ids("@.absent != 'acd'"), R"(["p1","p2","p3"])");
  EXPECT_EQ(ids("@.purpose == 'acd' && @.sessions[0].flowInType == 'agent'"), R"(["p2"])");
  EXPECT_EQ(ids("@.id=='p1' || @.id=='p3' && @.rank=='x'"), R"(["p1"])");
  EXPECT_EQ(ids("(@.id=='p1' || @.id=='p3') && @.purpose=='acd'"), R"(["p3"])");
  EXPECT_EQ(ids("!(@.id=='p1')"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@.conversationRoutingData"), R"(["p2"])");
  EXPECT_EQ(ids("!@.conversationRoutingData"), R"(["p1","p3"])");
  EXPECT_EQ(ids("@.externalTag"), R"(["p2"])");
  EXPECT_EQ(ids("@.externalTag == null"), R"(["p2"])");
  EXPECT_EQ(ids("@.rank > 3"), R"(["p2"])");
  EXPECT_EQ(ids("@.rank >= 3.0"), R"(["p1","p2"])");
  EXPECT_EQ(ids("@.rank < 5"), R"(["p1"])");
  EXPECT_EQ(ids("@.rank <= '5'"), R"(["p3"])");
  EXPECT_EQ(ids("@.rank == 5"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@.rank === 5"), R"(["p2"])");
  EXPECT_EQ(ids("@.rank !== 5"), R"(["p1","p3"])");
  EXPECT_EQ(ids("@.purpose == $.wanted"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@.id in ['p1', \"p3\"]"), R"(["p1","p3"])");
  EXPECT_EQ(ids("@.id nin ['p1']"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@.tags subsetof ['a','b','c']"), R"(["p1","p2"])");
  EXPECT_EQ(ids("@.tags anyof ['b']"), R"(["p1"])");
  EXPECT_EQ(ids("@.tags noneof ['b']"), R"(["p2"])");
  EXPECT_EQ(ids("@.tags contains 'a'"), R"(["p1"])");
  EXPECT_EQ(ids("@.purpose contains 'cust'"), R"(["p1"])");
  EXPECT_EQ(ids("@.tags all ['a','b']"), R"(["p1"])");
  EXPECT_EQ(ids("@.tags size 2"), R"(["p1"])");
  EXPECT_EQ(ids("@.tags empty true"), R"(["p2"])");
  EXPECT_EQ(ids("@.purpose =~ /ACD/i"), R"(["p2","p3"])");
  EXPECT_EQ(ids("@.purpose =~ /ac/"), "[]");
  EXPECT_EQ(ids("@.sessions.length() == 2"), R"(["p2"])");
  EXPECT_EQ(ids("@.sessions[?(@.x == 1)].x anyof [1]"), R"(["p2"])");
  EXPECT_EQ(Evaluate("$.list[?(@ > 20 && @ != 40)]"), "[30,50]");
}

TEST(JsonPath, Functions) {
  Check({{"$.list.length()", "5"},
         {"$.participants.size()", "3"},
         {"$.participants[0].length()", "5"},
         {"$.id.length()", "null"},
         {"$.list.sum()", "150.0"},
         {"$.list.min()", "10.0"},
         {"$.list.max()", "50.0"},
         {"$.list.avg()", "30.0"},
         {"$.list.stddev()", "14.142135623730951"},
         {"$.none.sum()", "unresolved: a function has no numbers to work on"},
         {"$.list.first()", "10"},
         {"$.list.last()", "50"},
         {"$.list.index(-2)", "40"},
         {"$.none.first()", "unresolved: a function has no such item to work on"},
         {"$.id.first()", "unresolved: a function has no array to work on"},
         {"$.participants[0].keys()", R"(["id","purpose","rank","tags","sessions"])"},
         {"$.none.append('x', $.id)", R"(["x","c1"])"},
         {"$.participants[0].tags.concat('-', $.id)", R"("ab-c1")"},
         {"$.max($.list[0], 99, $.list)", "99.0"},
         // All that a scan from the root finds is one array; each value of another indefinite path stands alone.
         {"$..flowInType.length()", "3"},
         {"$..rank.sum()", "8.0"},
         {"$.participants[*].tags.length()", "[2,0]"}});
}

TEST(JsonPath, Mistakes) {
  Check({{"", "error 0: the path is empty; write $ for the whole document"},
         {"$.", "error 2: a path cannot end with '.'; remove it, or add a name"},
         {"$.a..", "error 5: a path cannot end with '..'; say what to look for: ..name or ..*"},
         {"$...a", "error 3: a name is missing; write .name, ['name'], .* or [0]"},
         {"$.a b", "error 4: the path ends before this; write names with blanks or signs in brackets: ['a name']"},
         {"$[a]",
          "error 2: brackets hold a quoted name, an index, a slice, * or a filter; quote names: ['name']; "
          "filters are [?(@.name == 'x')]"},
         {"$['a]", "error 2: the text has no ' at its end"},
         {"$['a'", "error 5: ']' is missing"},
         {"$[", "error 1: '[' has no ']'"},
         {"$[1:2:0]", "error 2: the step of a slice must be above 0"},
         {"$[1:2:3:4]", "error 2: a slice has at most three numbers; write [from:to:step]"},
         {"$[99999999999999999999]", "error 2: an index must be a whole number"},
         {"$.a.lenght()", "error 4: there is no function 'lenght'; did you mean length()?"},
         {"$.a.index()", "error 4: index() takes one argument; write index(0)"},
         {"$.a.sum(1", "error 9: ',' or ')' is missing after an argument"},
         {"@.a", "error 0: '@' stands for the item of a filter, and here is no filter; begin the path with $"},
         {"$[?@.a]", "error 3: a filter stands in parentheses; write [?(@.name == 'x')]"},
         {"$[?(@.a]",
          "error 7: an operator or ')' is missing; the operators are ==, !=, <, <=, >, >=, =~, in, nin, "
          "&&, ||"},
         {"$[?(@.a", "error 3: '(' has no ')'"},
         {"$[?(@.a = 1)]",
          "error 8: an operator or ')' is missing; the operators are ==, !=, <, <=, >, >=, =~, in, "
          "nin, &&, ||"},
         {"$[?(@.a == x)]",
          "error 11: this is no path, text, number, true, false, null or list; begin paths with @ "
          "or $, and put texts in quotes"},
         {"$[?('a')]", "error 4: a value alone is no condition; compare it: @.name == 'x'"},
         {"$[?(@.a =~ 'x')]", "error 8: =~ compares with a pattern, and nothing else does; write @.name =~ /x.*/i"},
         {"$[?(@.a =~ /(/)]", "error 11: the pattern cannot be used: missing ): ("},
         {"$[?(@.a =~ /a)]", "error 11: the pattern has no '/' at its end"},
         {R"($['\u00'])", "error 3: \\u needs four hexadecimal digits"}});
  EXPECT_THAT(Evaluate("$[?" + std::string(30, '(')), testing::HasSubstr("nest more than 20 deep"));
  EXPECT_THAT(Evaluate(std::string(10'001, 'a')), testing::HasSubstr("a path may have 10000 bytes"));
}

// Hostile paths meet a limit instead of the machine's.
TEST(JsonPath, Limits) {
  json::Value deep = json::Object{{"a", 1}};
  for (int depth = 0; depth < 80; ++depth) deep = json::Object{{"a", std::move(deep)}};
  EXPECT_THAT(Evaluate("$..a..a..a..a..a..a..a", deep), testing::StartsWith("limit: the path finds more than 100000"));
  const json::Value list = json::Array(3'000, json::Value(1));
  EXPECT_THAT(Evaluate("$[?($[?(@ == 2)] empty false)]", list), testing::StartsWith("limit: the path looks at more"));
  EXPECT_THAT(Evaluate("$[?($ subsetof $)]", list), testing::StartsWith("limit: the path looks at more"));
  EXPECT_THAT(Evaluate("$..*", deep, {.bytes = 1'000}),
              testing::StartsWith("limit: the path finds more than 1000 byt"));
}

// Every path of the real exports, on a document of the kind that it is written for.
TEST(JsonPathCorpus, EveryPathFindsWhatItsAuthorMeant) {
  const std::filesystem::path folder = std::filesystem::path(GENESYS_CFN_CORPUS_DIR) / "data-actions";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no corpus at " << GENESYS_CFN_CORPUS_DIR;
  const json::Value document = json::Parse(R"({
    "conversationId": "c1", "priority": 3, "searchRecords": [{"Id": "s"}], "lifecycleState": "open", "msgState": "sent",
    "responseCode": "OK", "escalateState": false, "escalateReasonDesc": "none", "custRespUiURL": "https://u",
    "timeoutState": true, "custTestimonial": "good", "updateType": "u",
    "msgDialogue": [{"body": "first"}, {"body": "last", "custRating": 5, "answerCount": 2, "authorName": "A"}],
    "results": [{"data": [{"qualifier": "IDLE", "stats": {"count": 2}}, {"qualifier": "BUSY", "stats": {"count": 1}}]}],
    "participants": [
      {"id": "p1", "participantId": "p1", "purpose": "customer", "externalContactId": "e1", "sessions": [{}]},
      {"id": "p2", "participantId": "p2", "purpose": "acd", "sessions": [{"flowInType": "agent"}],
       "conversationRoutingData": {"priority": 7}},
      {"id": "p3", "participantId": "p3", "purpose": "external", "externalContactId": "e3"}]})")
                                   .value();
  const std::map<std::string, std::string> expected = {
      {"$.results[0].data[0].stats.count", "2"},
      {"$.participants[?(@.purpose=='acd')].conversationRoutingData.priority", "[7]"},
      {"$.priority", "3"},
      {"$.results[0].data..qualifier", R"(["IDLE","BUSY"])"},
      {"$.results[0].data..stats.count", "[2,1]"},
      {"$..participants[?(@.purpose == 'acd' && @.sessions[0].flowInType == 'agent')].participantId", R"(["p2"])"},
      {"$..conversationId", R"(["c1"])"},
      {"$.lifecycleState", R"("open")"},
      {"$.msgState", R"("sent")"},
      {"$.msgDialogue[-1].body", R"("last")"},
      {"$.escalateState", "false"},
      {"$.responseCode", R"("OK")"},
      {"$.msgDialogue[-1].custRating", "5"},
      {"$.msgDialogue[-1].answerCount", "2"},
      {"$.custRespUiURL", R"("https://u")"},
      {"$.msgDialogue[-1].authorName", R"("A")"},
      {"$.timeoutState", "true"},
      {"$.custTestimonial", R"("good")"},
      {"$.updateType", R"("u")"},
      {"$.escalateReasonDesc", R"("none")"},
      {"$.participants[?(@.purpose ==\"customer\")].externalContactId", R"(["e1"])"},
      {"$.participants[?(@.purpose ==\"external\")].externalContactId", R"(["e3"])"},
      {"$.searchRecords", R"([{"Id":"s"}])"},
      {"$.participants[?(@.purpose ==\"customer\")].id", R"(["p1"])"},
      {"$.conversationId", R"("c1")"}};
  size_t paths = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto file = json::Parse(ReadFile(entry.path()).value()).value();
    for (const auto& [name, path] : *file.Find("config")->Find("response")->Find("translationMap")->AsObject()) {
      const auto known = expected.find(*path.AsString());
      ASSERT_NE(known, expected.end()) << *path.AsString();
      EXPECT_EQ(Evaluate(*path.AsString(), document), known->second) << *path.AsString();
      ++paths;
    }
  }
  EXPECT_GE(paths, expected.size());
}

TEST(JsonPathManual, EveryExampleIsTrue) {
  const std::string text = ReadFile(std::filesystem::path(GENESYS_CFN_SOURCE_DIR) / "docs" / "jsonpath.md").value();
  const size_t start = text.find("```json") + 7;
  const json::Value document = json::Parse(text.substr(start, text.find("```", start) - start)).value();
  size_t examples = 0;
  for (const std::string_view line : Split(text, '\n')) {
    if (!line.starts_with("| `")) continue;
    const size_t middle = line.find("` | ");
    ASSERT_NE(middle, std::string_view::npos) << line;
    std::string_view expected = line.substr(middle + 4);
    expected = expected.substr(0, expected.rfind(" |"));
    const std::string found = Evaluate(line.substr(3, middle - 3), document);
    if (expected == "does not resolve") {
      EXPECT_THAT(found, testing::StartsWith("unresolved: ")) << line;
    } else {
      EXPECT_EQ(Concat("`", found, "`"), expected) << line;
    }
    ++examples;
  }
  EXPECT_GE(examples, 30u);
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
