// SPDX-License-Identifier: Apache-2.0
// Golden files in tests/golden/validate. With GENESYS_CFN_WRITE_GOLDEN set they are written anew: read them then.
#include "lint/report.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.h"
#include "base/text.h"
#include "json/parse.h"
#include "lint/rules.h"
#include "lint/validate.h"

namespace genesys_cfn::lint {
namespace {

void ExpectGolden(const std::string& name, const std::string& text) {
  const std::string path = Concat(GENESYS_CFN_SOURCE_DIR "/tests/golden/validate/", name);
  if (std::getenv("GENESYS_CFN_WRITE_GOLDEN") != nullptr) {
    ASSERT_TRUE(WriteFileAtomically(path, text));
  }
  const auto golden = ReadFile(path);
  ASSERT_TRUE(golden) << path;
  EXPECT_EQ(*golden, text) << path;
}

std::string FailingExample(std::string_view page) {
  const size_t begin = page.find("```yaml\n") + 8;
  return std::string(page.substr(begin, page.find("\n```\n", begin) + 1 - begin));
}

std::vector<CheckedFile> TwoFiles() {
  return {Validate("actions/a b.yaml", FailingExample(*RulePage("GC107")), Origin::kNamed),
          Validate("actions/<b>.yaml", FailingExample(*RulePage("GC206")), Origin::kNamed),
          Validate("notes.json", "{}", Origin::kFound)};
}

std::vector<CheckedFile> EveryRule() {
  std::vector<CheckedFile> files;
  for (const RuleInfo& rule : AllRules()) {
    files.push_back(Validate(Concat(rule.code, ".yaml"), FailingExample(*RulePage(rule.code)), Origin::kNamed));
  }
  return files;
}

TEST(Report, OfEveryRuleReadsWell) {
  std::string all;
  for (CheckedFile& file : EveryRule()) all += TextReport({std::move(file)}, Colour::kOff) + "\n";
  ExpectGolden("rules.txt", all);
}

TEST(Report, OfEveryRuleIsReadByPrograms) {
  ExpectGolden("rules.json", JsonReport(EveryRule()));
  ExpectGolden("rules.sarif", SarifReport(EveryRule()));
}

TEST(Report, ForProgramsIsJson) {
  const std::string report = JsonReport(TwoFiles());
  EXPECT_TRUE(json::Parse(report));
  ExpectGolden("report.json", report);
}

TEST(Report, ForCodeScanningIsSarif) {
  const std::string report = SarifReport(TwoFiles());
  const auto parsed = json::Parse(report);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->FindString("version"), "2.1.0");
  ExpectGolden("report.sarif", report);
}

TEST(Report, ForBuildServersIsJunit) {
  ExpectGolden("report.junit.xml", JunitReport(TwoFiles()));
}

CheckedFile With(std::string text, Range range, std::string_view code = "GC001") {
  return {"f", std::move(text), FileKind::kDataAction, {{code, Severity::kError, range, "m", "h"}}};
}

TEST(Report, UnderlinesCharactersNotBytes) {
  EXPECT_EQ(
      TextReport({With("a\n\t\xC3\xA9 \xC3\xA9\xC3\xA9x\n", {6, 10})}, Colour::kOff),
      "f:2:4: error[GC001]: m\n  2 | \t\xC3\xA9 \xC3\xA9\xC3\xA9x\n    | \t  ^~\n  hint: h\n1 file checked: 1 error, 0 "
      "warnings.\n");
  EXPECT_NE(TextReport({With("ab", {2, 2})}, Colour::kOff).find("  1 | ab\n    |   ^\n"), std::string::npos);
  EXPECT_NE(TextReport({With("", {0, 9})}, Colour::kOff).find("  1 | \n    | ^\n"), std::string::npos);
  EXPECT_NE(TextReport({With("a\x1b[2J", {0, 1})}, Colour::kOff).find("  1 | a?[2J\n"), std::string::npos);
  EXPECT_NE(TextReport({With("ab", {0, 1})}, Colour::kOn).find("\x1b[1;31merror[GC001]\x1b[0m: m"), std::string::npos);
}

TEST(Report, CutsLongLinesAroundThePlace) {
  const std::string text =
      TextReport({With(std::string(500, 'a') + "B" + std::string(500, 'c'), {500, 501})}, Colour::kOff);
  EXPECT_NE(text.find("  1 | ..." + std::string(80, 'a') + "B" + std::string(79, 'c') + "\n"), std::string::npos)
      << text;
}

TEST(Report, DoesNotRepeatCredentials) {
  const std::string text = TextReport({With("key: s3cret", {5, 11}, "GC021")}, Colour::kOff);
  EXPECT_NE(text.find("  1 | key: ******\n    |      ^~~~~~\n"), std::string::npos) << text;
  const std::string others = TextReport({With("Fields: {a: s3!, b: s4!}", {20, 23}, "GC320")}, Colour::kOff);
  EXPECT_NE(others.find("  1 | Fields: *** **** ** ****\n    |                     ^~~\n"), std::string::npos)
      << others;
}

TEST(Report, RepeatsACredentialOfTheLineInNoFinding) {
  CheckedFile file = With("a: {one: s3cret-1, two: s3cret-2, what: else}", {9, 17}, "GC021");
  file.findings.push_back(With("", {24, 32}, "GC021").findings.front());
  file.findings.push_back(With("", {34, 38}, "GC102").findings.front());
  const std::string text = TextReport({file}, Colour::kOff);
  EXPECT_EQ(text.find("s3cret"), std::string::npos) << text;
  EXPECT_NE(text.find("what: else"), std::string::npos) << text;
}

TEST(Report, CountsWhatWasChecked) {
  const Totals totals = Count(TwoFiles());
  EXPECT_EQ(totals.files, 2U);
  EXPECT_EQ(totals.errors, 1U);
  EXPECT_EQ(totals.warnings, 1U);
}

}  // namespace
}  // namespace genesys_cfn::lint
