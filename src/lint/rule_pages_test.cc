// SPDX-License-Identifier: Apache-2.0
// The examples of docs/rules do what the pages say.
#include <gtest/gtest.h>

#include <string>

#include "base/files.h"
#include "base/text.h"
#include "lint/report.h"
#include "lint/rules.h"
#include "lint/validate.h"

namespace genesys_cfn::lint {
namespace {

std::string Example(std::string_view page, std::string_view heading) {
  const size_t at = page.find(Concat("## ", heading, "\n"));
  const size_t begin = page.find("```yaml\n", at);
  if (at == std::string_view::npos || begin == std::string_view::npos) return {};
  const size_t end = page.find("\n```\n", begin);
  return std::string(page.substr(begin + 8, end - begin - 7));
}

CheckedFile Check(std::string text) {
  return Validate("example.yaml", std::move(text), Origin::kNamed);
}

TEST(RulePages, ShowWhatFailsAndWhatPasses) {
  for (const RuleInfo& rule : AllRules()) {
    const auto page = RulePage(rule.code);
    ASSERT_TRUE(page) << rule.code;
    EXPECT_TRUE(page->starts_with(Concat("# ", rule.code, ": ", rule.title, "\n"))) << rule.code;
    const CheckedFile failing = Check(Example(*page, "Fails"));
    const bool is_found = std::any_of(failing.findings.begin(), failing.findings.end(), [&](const Finding& finding) {
      return finding.code == rule.code && finding.severity == rule.severity;
    });
    EXPECT_TRUE(is_found) << rule.code << "\n" << TextReport({failing}, Colour::kOff);
    for (const Finding& finding : failing.findings) {
      EXPECT_EQ(finding.code, rule.code) << TextReport({failing}, Colour::kOff);
    }
    const CheckedFile passing = Check(Example(*page, "Passes"));
    EXPECT_TRUE(passing.findings.empty()) << rule.code << "\n" << TextReport({passing}, Colour::kOff);
    EXPECT_NE(page->find("## Remedy\n"), std::string::npos) << rule.code;
  }
  EXPECT_FALSE(RulePage("GC999"));
}

TEST(RulePages, AreAllInTheIndex) {
  const auto index = ReadFile(GENESYS_CFN_SOURCE_DIR "/docs/rules/README.md");
  ASSERT_TRUE(index);
  size_t lines = 0;
  for (const std::string_view line : Split(*index, '\n')) lines += line.starts_with("- [GC") ? 1 : 0;
  EXPECT_EQ(lines, AllRules().size());
  for (const RuleInfo& rule : AllRules()) {
    EXPECT_NE(index->find(Concat("- [", rule.code, "](", rule.code, ".md) (")), std::string::npos) << rule.code;
    EXPECT_NE(index->find(Concat("): ", rule.title, "\n")), std::string::npos) << rule.code;
  }
}

}  // namespace
}  // namespace genesys_cfn::lint
