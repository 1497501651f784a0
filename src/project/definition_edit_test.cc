// SPDX-License-Identifier: Apache-2.0
#include "project/definition_edit.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::project {
namespace {

std::string Edited(std::string_view text, const std::vector<FieldChange>& changes,
                   yaml::Functions functions = yaml::Functions::kRefused) {
  const EditedDefinition edited = EditDefinition(text, changes, functions);
  std::string out = edited.text;
  for (const FieldRefusal& refusal : edited.refused) {
    out += Concat(refusal.mark.line, ":", refusal.mark.column, ": ", refusal.message, "\n");
  }
  return out;
}

TEST(EditDefinition, WritesWhatIsLive) {
  EXPECT_EQ(Edited("config:\n  timeoutSeconds: 5 # quick\n  request:\n    headers: {Accept: text/plain}\n",
                   {{"/config/timeoutSeconds", json::Value(5), json::Value(9)},
                    {"/config/request/headers/X", std::nullopt, json::Value("y")}}),
            "config:\n  timeoutSeconds: 9 # quick\n  request:\n    headers: {Accept: text/plain, X: y}\n");
}

TEST(EditDefinition, WhatSaysItAlreadyIsLeftAlone) {
  const std::string text = "a: \"9\"\nb: |\n  x  \n  y\n";
  EXPECT_EQ(Edited(text, {{"/a", json::Value(5), json::Value(9)},
                          {"/b", json::Value("z"), json::Value("x\r\ny")},
                          {"/c", json::Value("z"), std::nullopt}}),
            text);
}

TEST(EditDefinition, NumbersThatStandAsTextStayText) {
  EXPECT_EQ(Edited("a: '5'\nb: 'true'\nc: 5\n", {{"/a", json::Value(5), json::Value(9)},
                                                 {"/b", json::Value(true), json::Value(false)},
                                                 {"/c", json::Value(5), json::Value(6)}}),
            "a: '9'\nb: 'false'\nc: 6\n");
}

TEST(EditDefinition, SomebodysOwnEditIsNotOverwritten) {
  EXPECT_EQ(Edited("a: 1\nb: 2\n", {{"/a", json::Value(5), json::Value(9)}, {"/b", json::Value(2), json::Value(3)}}),
            "a: 1\nb: 3\n1:1: says something else than the stack recorded: deploy that change, or undo it, first\n");
  EXPECT_EQ(Edited("b: 2\n", {{"/a", json::Value(5), json::Value(9)}}),
            "b: 2\n1:1: says something else than the stack recorded: deploy that change, or undo it, first\n");
}

TEST(EditDefinition, WhatIsComputedIsRefused) {
  EXPECT_EQ(Edited("a: !Sub x${y}\n", {{"/a", json::Value("xz"), json::Value("w")}}),
            "a: !Sub x${y}\n1:1: is written with Fn::Sub, so its text cannot be changed in place\n");
  EXPECT_EQ(Edited("a:\n  Fn::If: [c, {b: 1}, {b: 2}]\n", {{"/a/b", json::Value(1), json::Value(3)}}),
            "a:\n  Fn::If: [c, {b: 1}, {b: 2}]\n1:1: is written with Fn::If, so its text cannot be changed in place\n");
  EXPECT_EQ(Edited("a: {b: !Ref C}\n", {{"/a/b", json::Value("id"), std::nullopt}}),
            "a: {b: !Ref C}\n1:5: is computed by a function of the template: take it out by hand\n");
  EXPECT_EQ(Edited("a: x-@{Stage}\n", {{"/a", json::Value("x-dev"), json::Value("y-dev")}}),
            "a: x-@{Stage}\n1:1: holds a substitution (@{...}), so its text cannot be changed in place\n");
}

TEST(EditDefinition, GoesIntoStringsOfJson) {
  EXPECT_EQ(Edited("Definition: '{\"config\": {\"timeoutSeconds\": 5}}'\n",
                   {{"/Definition/config/timeoutSeconds", json::Value(5), json::Value(9)}}),
            "Definition: '{\"config\": {\"timeoutSeconds\": 9}}'\n");
  EXPECT_EQ(
      Edited("D: |\n  {\n    \"url\": \"/a\",\n    \"n\": {}\n  }\n", {{"/D/n/k", std::nullopt, json::Value("v")}}),
      "D: |\n  {\n    \"url\": \"/a\",\n    \"n\": {\n      \"k\": \"v\"\n    }\n  }\n");
  EXPECT_EQ(Edited(R"({"contract": {"input": {"inputSchema": "{\"type\":\"object\",\"title\":\"a\"}"}}})",
                   {{"/contract/input/inputSchema/title", json::Value("a"), json::Value("b")}}, yaml::Functions::kNone),
            R"({"contract": {"input": {"inputSchema": "{\"type\":\"object\",\"title\":\"b\"}"}}})");
  EXPECT_EQ(Edited("D: x\n", {{"/D/a", json::Value(5), json::Value(9)}}),
            "D: x\n1:1: stands in a text that is not JSON\n");
}

TEST(EditDefinition, ATextThatCannotBeReadIsRefused) {
  EXPECT_EQ(EditDefinition("a: [", {{"/a", json::Value(5), json::Value(9)}}, yaml::Functions::kNone).refused.size(),
            1U);
}

}  // namespace
}  // namespace genesys_cfn::project
