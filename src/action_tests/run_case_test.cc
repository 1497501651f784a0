// SPDX-License-Identifier: Apache-2.0
// What a case judges: each expectation right, and wrong once.
#include "action_tests/run_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "action_tests/test_support.h"

namespace genesys_cfn::action_tests {
namespace {

using testing::HasSubstr;

constexpr char kPath[] = "look-up.test.yaml";

FileResult RunCases(const std::string& cases) {
  return RunOf({{"look-up.json", kLookUp}, {kPath, CasesFor(cases)}}, kPath);
}

// "" when the one case passed, "skipped", or why it failed.
std::string OutcomeOf(const std::string& members) {
  const FileResult result = RunCases("- name: it\n" + members);
  EXPECT_EQ(Lines(result.diagnostics), "");
  if (result.cases.size() != 1) return "no case";
  if (result.cases[0].verdict == Verdict::kPassed) return "";
  return DescribeFailure(result.cases[0], "", Colour::kOff);
}

TEST(RunCase, TheWholeWayIsJudged) {
  EXPECT_EQ(OutcomeOf(R"(  request:
    method: POST
    url: https://shop.example.com/orders/A1
    headers: {X-API-Key: key-4711, accept: application/json, Authorization: null}
    body: {limit: 5.0, channel: phone}
  output: {state: sent, lines: [{sku: s1}]}
)"),
            "");
}

TEST(RunCase, TheBodyOfAResponseCanStandInAFile) {
  const std::string cases = R"(
definition: ../look-up.json
defaults:
  inputs: {orderId: A1}
  credentials: {apiKey: k}
  response: {bodyFile: answers/sent.json}
cases:
  - {name: one, outputContains: {state: sent}}
  - {name: two, response: {bodyFile: ./empty}, error: {at: successTemplate}}
  - {name: three, response: {status: 500, bodyFile: answers/sent.json}, error: {status: 400}}
  - {name: four, response: {body: {order: {state: new, lines: []}}}, outputContains: {state: new}}
)";
  Files files = {{"look-up.json", kLookUp},
                 {"t/a.test.yaml", cases},
                 {"t/answers/sent.json", R"({"order": {"state": "sent", "lines": []}})"},
                 {"t/empty", ""}};
  FileResult result = RunOf(files, "t/a.test.yaml");
  EXPECT_EQ(Lines(result.diagnostics), "");
  ASSERT_EQ(result.cases.size(), 4u);
  for (const CaseResult& one : result.cases) {
    EXPECT_EQ(one.verdict, Verdict::kPassed) << one.name << DescribeFailure(one, "", Colour::kOff);
  }
  files.erase("t/answers/sent.json");
  files.erase("t/empty");
  result = RunOf(files, "t/a.test.yaml");
  EXPECT_EQ(Lines(result.diagnostics),
            "t/a.test.yaml:6:24: cannot read t/answers/sent.json: No such file or directory\n"
            "t/a.test.yaml:9:38: cannot read t/empty: No such file or directory\n"
            "t/a.test.yaml:10:53: cannot read t/answers/sent.json: No such file or directory\n");
  EXPECT_TRUE(result.cases.empty());
}

TEST(RunCase, EveryPartOfTheRequestCanBeWrong) {
  EXPECT_EQ(OutcomeOf(R"(  request:
    method: GET
    url: https://shop.example.com/order/A1
    headers: {x-api-key: null, accept: text/plain, If-None-Match: x}
    body: {limit: 6, channel: phone, more: 1}
)"),
            R"(request.method
  expected  "GET"
  actual    "POST"
request.url
  expected  "https://shop.example.com/order/A1"
  actual    "https://shop.example.com/orders/A1"
                                           ^
request.headers.x-api-key
  expected  (nothing)
  actual    "key-4711"
request.headers.accept
  expected  "text/plain"
  actual    "application/json"
request.headers.If-None-Match
  expected  "x"
  actual    (nothing)
request.body.limit
  expected  6
  actual    5
request.body.more
  expected  1
  actual    (nothing)
)");
}

TEST(RunCase, ABodyIsComparedAsJsonWhenBothAre) {
  EXPECT_EQ(OutcomeOf("  request: {body: '{\"limit\":5, \"channel\":\"phone\"}'}\n"), "");
  EXPECT_THAT(OutcomeOf("  request: {body: limit=5}\n"), HasSubstr("expected  \"limit=5\""));
}

TEST(RunCase, OnlyWhatIsStatedIsJudged) {
  EXPECT_EQ(OutcomeOf("  request: {method: POST}\n"), "");
  EXPECT_EQ(OutcomeOf("  outputContains: {state: sent}\n"), "");
  EXPECT_EQ(OutcomeOf("  outputContains: {lines: [{}]}\n"), "");
  EXPECT_THAT(OutcomeOf("  outputContains: {lines: []}\n"), HasSubstr("output.lines[0]\n  expected  (nothing)"));
  EXPECT_THAT(OutcomeOf("  output: {state: sent}\n"), HasSubstr("output.lines\n  expected  (nothing)"));
  EXPECT_EQ(OutcomeOf("  flattened: {state: sent, lines.sku: [s1]}\n"), "");
  EXPECT_THAT(OutcomeOf("  flattened: {state: sent}\n"), HasSubstr("flattened[\"lines.sku\"]"));
}

TEST(RunCase, DefaultsStandInAndNullDoesNot) {
  EXPECT_EQ(OutcomeOf("  response: {body: {order: {lines: []}}}\n  output: {state: unknown, lines: []}\n"), "");
  EXPECT_EQ(OutcomeOf("  response: {body: '{\"order\": {\"state\": null, \"lines\": []}}'}\n"
                      "  error: {at: successSchema, code: invalid.schema, message: /state must be of type string}\n"),
            "");
}

TEST(RunCase, FailuresAreExpected) {
  EXPECT_EQ(OutcomeOf("  inputs: {orderId: 5}\n  error: {at: inputSchema, status: 400, code: invalid.schema}\n"), "");
  EXPECT_EQ(OutcomeOf("  response: {status: 503, body: closed}\n  error: {at: send, message: '503: closed'}\n"), "");
  EXPECT_EQ(OutcomeOf("  response: timeout\n  error: {at: send, status: 504, code: request.timeout}\n"), "");
  EXPECT_EQ(OutcomeOf("  response: connection refused\n  error: connection refused\n"), "");
  EXPECT_EQ(OutcomeOf("  response: {body: '<html>'}\n  error: {at: response}\n"), "");
  EXPECT_EQ(OutcomeOf("  response: {body: {order: {}}}\n  error: {at: successTemplate, message: lines}\n"), "");
  EXPECT_EQ(OutcomeOf("  response: {}\n  request: {method: POST}\n  error: lines\n"), "");
}

TEST(RunCase, AnUnexpectedFailureSaysWhere) {
  EXPECT_THAT(OutcomeOf("  response: {status: 404}\n  output: {}\n"),
              HasSubstr("it failed at send: 400 bad.request: The request was answered with the status 404"));
  EXPECT_THAT(OutcomeOf("  inputs: {orderId: 5}\n  request: {method: POST}\n"),
              HasSubstr("it failed at inputSchema: "));
}

TEST(RunCase, AnExpectedFailureCanBeAnother) {
  const std::string other = OutcomeOf("  response: {status: 404}\n  error: {at: response, code: x, status: 504}\n");
  EXPECT_THAT(other, testing::StartsWith("it failed at send: 400 bad.request: "));
  EXPECT_THAT(other, HasSubstr("error.at\n  expected  \"response\"\n  actual    \"send\"\n"));
  EXPECT_THAT(other, HasSubstr("error.code\n  expected  \"x\"\n  actual    \"bad.request\"\n"));
  EXPECT_THAT(other, HasSubstr("error.status\n  expected  504\n  actual    400\n"));
  EXPECT_THAT(OutcomeOf("  response: {status: 404}\n  error: forbidden\n"),
              HasSubstr("error.message  (expected is a part)\n  expected  \"forbidden\"\n  actual    \"The request"));
  EXPECT_THAT(OutcomeOf("  error: anything\n"),
              HasSubstr("an error was expected, and there was none; the output is {"));
  EXPECT_THAT(OutcomeOf("  inputs: {orderId: 5}\n  request: {method: POST}\n  error: schema\n"),
              HasSubstr("no request was made: it failed at inputSchema"));
}

TEST(RunCase, AnInputThatTheContractLacksIsASlip) {
  EXPECT_THAT(OutcomeOf("  inputs: {chanel: web}\n  request: {method: POST}\n"),
              HasSubstr("the input schema has no input \"chanel\"; did you mean channel?"));
  EXPECT_EQ(OutcomeOf("  inputs: {orderId: null, chanel: web}\n  error: {at: inputSchema}\n"), "");
}

TEST(RunCase, WithoutAResponseAnErrorMustComeBeforeTheRequest) {
  const Files files = {{"look-up.json", kLookUp},
                       {kPath, "cases:\n- {name: a, inputs: {orderId: x}, credentials: {apiKey: k}, error: boom}\n"}};
  const FileResult result = RunOf(files, kPath);
  ASSERT_EQ(result.cases.size(), 1u) << Lines(result.diagnostics);
  EXPECT_THAT(result.cases[0].message, HasSubstr("an error was expected, but the request was made"));
}

TEST(RunCase, ASkippedCaseDoesNotRun) {
  const FileResult result = RunCases("- {name: a, skip: later, output: {}}\n");
  ASSERT_EQ(result.cases.size(), 1u) << Lines(result.diagnostics);
  EXPECT_EQ(result.cases[0].verdict, Verdict::kSkipped);
  EXPECT_EQ(result.cases[0].message, "later");
  ASSERT_TRUE(result.coverage);
  EXPECT_EQ(Untouched(result.coverage->inputs), (std::vector<std::string>{"orderId", "channel"}));
}

TEST(RunCase, CoverageKnowsInputsMapsAndDefaults) {
  const FileResult result = RunCases("- {name: a, outputContains: {}}\n");
  ASSERT_TRUE(result.coverage) << Lines(result.diagnostics);
  EXPECT_EQ(Untouched(result.coverage->inputs), std::vector<std::string>{"channel"});
  EXPECT_EQ(Untouched(result.coverage->mapped), std::vector<std::string>{});
  EXPECT_EQ(Untouched(result.coverage->defaults), std::vector<std::string>{"state"});
  const FileResult all = RunCases(
      "- {name: a, inputs: {channel: web}, outputContains: {}}\n"
      "- {name: b, response: {body: {order: {lines: []}}}, outputContains: {}}\n");
  ASSERT_TRUE(all.coverage);
  EXPECT_TRUE(all.coverage->complete());
}

TEST(RunCase, AFilterChoosesByFileAndName) {
  const Files files = {
      {"look-up.json", kLookUp},
      {kPath, CasesFor("- {name: found (1), outputContains: {}}\n- {name: other, outputContains: {}}\n")}};
  const auto taken = [&](std::string_view pattern) {
    const auto filter = Filter::Compile(pattern);
    std::string names;
    if (!filter) return filter.error().message;
    const auto read = ReaderOf(files);
    for (const CaseResult& one : RunTestFile(kPath, files.at(kPath), &*filter, read).cases) names += one.name + ";";
    return names;
  };
  EXPECT_EQ(taken("found"), "found (1);");
  EXPECT_EQ(taken(R"(yaml > found \(\d\)$)"), "found (1);");
  EXPECT_EQ(taken("a|b|other"), "found (1);other;");
  EXPECT_EQ(taken("none"), "");
  EXPECT_NE(taken(")|("), "");
  EXPECT_NE(taken("(x"), "");
}

}  // namespace
}  // namespace genesys_cfn::action_tests
