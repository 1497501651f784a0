// SPDX-License-Identifier: Apache-2.0
// Golden files in tests/golden/test. With GENESYS_CFN_WRITE_GOLDEN set they are written anew: read them then.
#include "action_tests/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "action_tests/test_support.h"
#include "base/files.h"
#include "json/parse.h"

namespace genesys_cfn::action_tests {
namespace {

using testing::HasSubstr;

void ExpectGolden(const std::string& name, const std::string& text) {
  const std::string path = Concat(GENESYS_CFN_SOURCE_DIR "/tests/golden/test/", name);
  if (std::getenv("GENESYS_CFN_WRITE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(path, text));
  }
  const auto golden = ReadFile(path);
  ASSERT_TRUE(golden) << path;
  EXPECT_EQ(*golden, text) << path;
}

std::vector<FileResult> Several() {
  const std::string lines_template =
      ReplaceAll(kLookUp, R"json({\"channel\": \"$esc.jsonEncode(${input.channel})\", \"limit\": 5})json",
                 R"json(<order>\n  <id>${input.orderId}</id>\n  <limit>5</limit>\n</order>)json");
  const Files files = {
      {"actions/look-up.json", kLookUp},
      {"actions/xml.json", lines_template},
      {"actions/good.test.yaml",
       "definition: look-up.json\n" + CasesFor("- {name: it is found, output: {state: sent, lines: [{sku: s1}]}}\n")},
      {"actions/look-up.test.yaml", CasesFor(R"(- name: an order is found
  request: {method: POST}
- name: the request is <made>
  inputs: {orderId: "an order with a number that goes on and on and on and on and on and on and on: 4711"}
  request:
    method: GET
    url: https://shop.example.com/orders/an%20order%20with%20a%20number%20that%20goes%20on%20and%20on%20and%20on%20and%20on%20and%20on%20and%20on%20and%20on%3A%204712
    body: {channel: web, limit: 5}
- name: all lines come back
  output: {state: sent, lines: [{sku: s1}, {sku: s2}]}
- name: the shop is closed
  response: {status: 503, body: come back later}
  output: {state: unknown}
- name: an order that is archived
  skip: the shop cannot do it yet
  output: {state: archived}
)")},
      {"actions/xml.test.yaml", CasesFor(R"(- name: a body of several lines
  request:
    body: |-
      <order>
        <id>A1</id>
        <limit>6</limit>
      </order>
)")},
      {"actions/broken.test.yaml", "definition: look-up.json\ncases:\n- name: a\n  reqest: {method: GET}\n"},
  };
  std::vector<FileResult> results;
  for (const char* const name : {"broken", "good", "look-up", "xml"}) {
    results.push_back(RunOf(files, Concat("actions/", name, ".test.yaml")));
  }
  return results;
}

TEST(Report, ForPeople) {
  ExpectGolden("report.txt", TextReport(Several(), Colour::kOff, Detail::kFiles));
  ExpectGolden("report.colour.txt", TextReport(Several(), Colour::kOn, Detail::kFiles));
  ExpectGolden("report.verbose.txt", TextReport(Several(), Colour::kOff, Detail::kCases));
}

TEST(Report, ForProgramsIsJson) {
  const std::string report = JsonReport(Several());
  EXPECT_TRUE(json::Parse(report));
  ExpectGolden("report.json", report);
}

TEST(Report, ForBuildServersIsJunit) {
  ExpectGolden("report.junit.xml", JunitReport(Several()));
}

TEST(Report, OfOneGreenFileIsTwoLines) {
  const Files files = {{"look-up.json", kLookUp},
                       {"look-up.test.yaml", CasesFor("- name: a\n  inputs: {channel: web}\n"
                                                      "  request: {method: POST}\n")}};
  const std::string report = TextReport({RunOf(files, "look-up.test.yaml")}, Colour::kOff, Detail::kFiles);
  EXPECT_EQ(report,
            "ok    look-up.test.yaml  1 passed\n"
            "untested  look-up.json: mapped values state, lines; default state\n"
            "\n1 file, 1 case: 1 passed.\n");
}

TEST(Report, HasNoControlCharactersOfTheTestedTexts) {
  CaseResult result{.name = "a", .place = {1, 1}, .verdict = Verdict::kFailed};
  result.differences.push_back({"request.body", json::Value("a\x1b[2J\nb"), json::Value("c\r\n\x07")});
  result.differences.push_back({"request.url", json::Value("\x1b]0;x"), json::Value("\x1b]0;y")});
  const std::string text = DescribeFailure(result, "", Colour::kOff);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Report, IsBounded) {
  CaseResult result{.name = "a", .place = {1, 1}, .verdict = Verdict::kFailed};
  for (int i = 0; i < 100; ++i) {
    result.differences.push_back({Concat("output[", i, "]"), json::Value(std::string(10'000, 'x')),
                                  json::Value(std::string(5'000, 'x') + "é" + std::string(5'000, 'y'))});
  }
  std::string lines;
  for (int i = 0; i < 10'000; ++i) lines += "line\n";
  result.differences.push_back({"request.body", json::Value(lines), json::Value("one\ntwo\n")});
  const std::string text = DescribeFailure(result, "    ", Colour::kOff);
  EXPECT_LT(text.size(), 20'000u);
  EXPECT_THAT(text, HasSubstr("... and 81 more differences"));
  EXPECT_TRUE(IsValidUtf8(text));
}

TEST(Report, CoverageIsOfAllFilesForADefinition) {
  const Files files = {
      {"look-up.json", kLookUp},
      {"a.test.yaml",
       "definition: look-up.json\n" + CasesFor("- {name: a, inputs: {channel: x}, outputContains: {}}\n")},
      {"b.test.yaml", "definition: ./look-up.json\n" +
                          CasesFor("- {name: b, response: {body: {order: {lines: []}}}, outputContains: {}}\n")}};
  const std::vector<FileResult> results = {RunOf(files, "a.test.yaml"), RunOf(files, "b.test.yaml")};
  EXPECT_FALSE(results[0].coverage->complete());
  const auto coverage = CoverageOf(results);
  ASSERT_EQ(coverage.size(), 1u);
  EXPECT_TRUE(coverage[0].coverage.complete());
}

}  // namespace
}  // namespace genesys_cfn::action_tests
