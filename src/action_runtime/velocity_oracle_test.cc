// SPDX-License-Identifier: Apache-2.0
// Every case of tests/velocity_oracle renders as Apache Velocity 1.7 rendered it. expected.txt was made by `./dev
// velocity-oracle`; so no Java is needed here. A syntax error must be one here too, and a failure a failure.
#include <gtest/gtest.h>

#include <vector>

#include "action_runtime/velocity_renderer.h"
#include "base/files.h"

namespace genesys_cfn::action_runtime {
namespace {

struct Part {
  std::string name;
  std::string text;
};

std::vector<Part> Parts(const std::string& path) {
  const auto file = ReadFile(path);
  EXPECT_TRUE(file) << path;
  std::vector<Part> parts;
  size_t at = file ? file->find("=== ") : std::string::npos;
  while (at != std::string::npos) {
    const size_t line = file->find('\n', at);
    const size_t next = file->find("\n=== ", line);
    const size_t end = next == std::string::npos ? file->size() - 1 : next;
    parts.push_back({file->substr(at + 4, line - at - 4), end > line ? file->substr(line + 1, end - line - 1) : ""});
    at = next == std::string::npos ? next : next + 1;
  }
  return parts;
}

// As Oracle.java has it.
TemplateScope Scope() {
  TemplateScope scope;
  scope.names = {{"input", json::Object{{"name", "Ann"},
                                        {"text", "He said \"hi\" & left"},
                                        {"csv", "[\"a\",\"b\",\"c\"]"},
                                        {"accents", "na\u00EFve \u20AC"},
                                        {"empty", ""},
                                        {"nothing", json::Null()},
                                        {"count", 7},
                                        {"negative", -3},
                                        {"price", json::Number{"2.5"}},
                                        {"yes", true},
                                        {"no", false},
                                        {"first-name", "Dash"},
                                        {"a_b", "under"}}},
                 {"list", json::Array{"a", "b", "c"}},
                 {"map", json::Object{{"k", "v"}, {"n", 3}}},
                 {"x", "X"},
                 {"dollar", "$"}};
  return scope;
}

TEST(VelocityOracle, RendersAsVelocity17) {
  const std::string folder = std::string(GENESYS_CFN_SOURCE_DIR) + "/tests/velocity_oracle/";
  const std::vector<Part> cases = Parts(folder + "cases.txt");
  const std::vector<Part> expected = Parts(folder + "expected.txt");
  ASSERT_EQ(cases.size(), expected.size());
  ASSERT_GE(cases.size(), 300u);
  for (size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(cases[i].name + ": " + cases[i].text);
    ASSERT_EQ(cases[i].name, expected[i].name);
    const auto rendered = RenderVelocity(cases[i].text, Scope());
    if (expected[i].text == "!syntax error" || expected[i].text == "!failed") {
      EXPECT_TRUE(std::holds_alternative<TextError>(rendered));
      continue;
    }
    const TextError* error = std::get_if<TextError>(&rendered);
    ASSERT_EQ(error, nullptr) << Describe(cases[i].text, *error);
    EXPECT_EQ(std::get<Rendered>(rendered).text, expected[i].text);
  }
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
