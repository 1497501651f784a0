// SPDX-License-Identifier: Apache-2.0
// What a test file may say, and the places of what it may not.
#include "action_tests/test_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "action_tests/test_support.h"

namespace genesys_cfn::action_tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string MistakesIn(const std::string& text) {
  const auto parsed = ReadTestFile("a.test.yaml", text);
  const auto* const diagnostics = std::get_if<Diagnostics>(&parsed);
  return diagnostics == nullptr ? "" : Lines(*diagnostics);
}

TEST(TestFile, DefaultsAreAddedToAndReplaced) {
  const auto parsed = ReadTestFile("a.test.yaml", R"(
definition: b.json
integration: custom-rest-actions
substitutions: {Host: h, Port: 8080}
defaults:
  inputs: {a: 1, b: 2}
  credentials: {key: k}
  authResponse: {token: t}
  request: {method: GET, headers: {Accept: x, If-Match: y}}
  response: {status: 201, body: text}
cases:
  - name: one
    inputs: {b: 3}
    request: {url: u, headers: {accept: z}}
    response: {body: {c: [1.0]}}
    output: null
  - {name: two, output: []}
)");
  ASSERT_TRUE(std::holds_alternative<TestFile>(parsed)) << Lines(std::get<Diagnostics>(parsed));
  const auto& file = std::get<TestFile>(parsed);
  EXPECT_EQ(file.definition, "b.json");
  EXPECT_EQ(file.substitutions.at("Port"), "8080");
  ASSERT_EQ(file.cases.size(), 2u);
  const TestCase& one = file.cases[0];
  EXPECT_EQ(one.place, (yaml::Mark{12, 5}));
  EXPECT_EQ(one.inputs, (json::Object{{"a", 1}, {"b", 3}}));
  EXPECT_EQ(one.credentials, (json::Object{{"key", "k"}}));
  EXPECT_EQ(one.auth_response, (json::Object{{"token", "t"}}));
  EXPECT_EQ(one.request.method, "GET");
  EXPECT_EQ(one.request.headers,
            (std::vector<std::pair<std::string, std::optional<std::string>>>{{"If-Match", "y"}, {"accept", "z"}}));
  EXPECT_EQ(std::get<action_runtime::RemoteAnswer>(*one.response).status, 200);
  EXPECT_EQ(std::get<action_runtime::RemoteAnswer>(*one.response).body, R"({"c":[1.0]})");
  EXPECT_TRUE(one.output && one.output->is_null());
  EXPECT_TRUE(one.must_send);
  EXPECT_FALSE(file.cases[1].must_send);
  EXPECT_EQ(std::get<action_runtime::RemoteAnswer>(*file.cases[1].response).body, "text");
}

TEST(TestFile, JsonIsTakenToo) {
  EXPECT_EQ(MistakesIn(R"({"cases": [{"name": "a", "request": {"method": "GET"}}]})"), "");
  EXPECT_EQ(MistakesIn("{\"cases\": [\n {\"name\": \"a\",\n  \"reqest\": {}}]}"),
            "a.test.yaml:3:3: there is no member \"reqest\" here (Did you mean request?)\n");
}

TEST(TestFile, MistakesHaveTheirPlaces) {
  EXPECT_EQ(MistakesIn("definitoin: a.json\ncases: []\n"),
            "a.test.yaml:1:1: there is no member \"definitoin\" here (Did you mean definition?)\n"
            "a.test.yaml:2:8: a test file has cases: a list of at least one\n");
  EXPECT_EQ(
      MistakesIn("cases:\n- name: ä\n  ünbekannt: 1\n  error: {at: body, sttus: 3}\n"),
      "a.test.yaml:3:3: there is no member \"ünbekannt\" here (Possible here: name, skip, output, outputContains, "
      "flattened, error, inputs, credentials, authResponse, response, request.)\n"
      "a.test.yaml:4:15: at cannot be \"body\" (Possible here: inputSchema, requestUrlTemplate, headers, "
      "requestTemplate, send, response, translationMap, successTemplate, successSchema.)\n"
      "a.test.yaml:4:21: there is no member \"sttus\" here (Did you mean status?)\n");
  EXPECT_EQ(MistakesIn("cases:\n- {name: a, request: {method: FETCH, headers: {a: yes}, body: 1}}\n"),
            "a.test.yaml:2:31: method cannot be \"FETCH\" (Did you mean PATCH?)\n"
            "a.test.yaml:2:51: this must be a text, not a boolean (Put it in quotes.)\n");
}

TEST(TestFile, WhatACaseExpectsFitsTogether) {
  EXPECT_THAT(MistakesIn("cases: [{name: a}]"), HasSubstr("the case expects nothing"));
  EXPECT_EQ(MistakesIn("defaults: {request: {method: GET}}\ncases: [{name: a}]"), "");
  EXPECT_THAT(MistakesIn("cases: [{name: a, output: {}}]"), HasSubstr("1:27: output needs a response"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: {}}]"), HasSubstr("expects nothing of it"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: {}, output: 1, error: x}]"),
              HasSubstr("output or error, not both"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: {}, error: {}}]"), HasSubstr("error must say something"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: later, error: x}]"), HasSubstr("response cannot be \"later\""));
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: {status: 99}, error: x}]"), HasSubstr("from 100 to 599"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, error: x}, {name: a, error: x}]"), HasSubstr("another case has this name"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, request: {}}]"), HasSubstr("1:28: request must say something"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, request: {headers: {}}}]"), HasSubstr("headers must not be empty"));
  EXPECT_THAT(MistakesIn("cases: [{error: x}]"), HasSubstr("the case has no name"));
  EXPECT_THAT(MistakesIn("cases: [{name: '', error: x}]"), HasSubstr("name must not be empty"));
  EXPECT_THAT(MistakesIn("cases: [{name: 5, error: x}]"), HasSubstr("name must be a text, not a number (Put it in"));
  EXPECT_THAT(MistakesIn("defaults: {output: 1}\ncases: [{name: a, error: x}]"), HasSubstr("no member \"output\""));
  EXPECT_THAT(MistakesIn("definition: a\ntemplate: b\ncases: [{name: a, error: x}]"), HasSubstr("not both"));
  EXPECT_THAT(MistakesIn("definition: a\nresource: b\ncases: [{name: a, error: x}]"),
              HasSubstr("belongs to a template"));
  EXPECT_THAT(MistakesIn("template: a\nsubstitutions: {b: c}\ncases: [{name: a, error: x}]"),
              HasSubstr("has its own Substitutions"));
  EXPECT_THAT(MistakesIn("integration: rest\ncases: [{name: a, error: x}]"),
              HasSubstr("integration cannot be \"rest\""));
}

TEST(TestFile, WhatIsNoTestFileAtAll) {
  EXPECT_THAT(MistakesIn(""), HasSubstr("1:1: the document is empty"));
  EXPECT_THAT(MistakesIn("- a\n"), HasSubstr("1:1: this must be an object, not an array"));
  EXPECT_THAT(MistakesIn("cases: 5"), HasSubstr("a list of at least one"));
  EXPECT_THAT(MistakesIn("cases: [5]"), HasSubstr("1:9: this must be an object, not a number"));
  EXPECT_THAT(MistakesIn("cases: [\n"), StartsWith("a.test.yaml:2:1: "));
  EXPECT_THAT(MistakesIn("a: &x 1\nb: *x\n"), HasSubstr("1:4: anchors, aliases and merge keys"));
  EXPECT_THAT(MistakesIn("cases: \xff"), StartsWith("a.test.yaml:1:"));
  EXPECT_THAT(MistakesIn(std::string(5'000'000, ' ')), HasSubstr("the text has 5000000 bytes"));
  EXPECT_THAT(MistakesIn(std::string(100'000, '[')), HasSubstr("levels deep"));
  std::string many = "cases:\n";
  for (int i = 0; i < 100; ++i) many += "- {}\n";
  EXPECT_EQ(Split(MistakesIn(many), '\n').size(), 21u);
}

TEST(TestFile, LargeOnesTakeNoMoreThanTheyHave) {
  std::string members;
  for (int i = 0; i < 1'001; ++i) members += Concat(i == 0 ? "" : ", ", "i", i, ": x");
  EXPECT_THAT(MistakesIn(Concat("cases: [{name: a, inputs: {", members, "}, error: x}]")),
              HasSubstr("1:27: inputs has more than 1000 members"));
  std::string cases = Concat("defaults: {inputs: {a: ", std::string(1'000'000, 'x'), "}}\ncases:\n");
  for (int i = 0; i < 100; ++i) cases += Concat("- {name: n", i, ", error: x}\n");
  EXPECT_THAT(MistakesIn(cases), HasSubstr("1:11: the defaults are too large for so many cases"));
}

TEST(TestFile, BodiesThatStandElsewhere) {
  EXPECT_EQ(MistakesIn("cases: [{name: a, response: {bodyFile: a/b..json}, output: {}}]"), "");
  EXPECT_EQ(MistakesIn("cases: [{name: a, response: {bodyFile: b, body: {}}, output: {}}]"),
            "a.test.yaml:1:40: a response has a body or a bodyFile, not both\n");
  for (const std::string path : {"/etc/passwd", "../b.json", "a/../../b.json", "a/..", ".."}) {
    EXPECT_THAT(MistakesIn(Concat("cases: [{name: a, response: {bodyFile: ", path, "}, output: {}}]")),
                StartsWith("a.test.yaml:1:40: bodyFile must be a path below the test file's directory, without .."))
        << path;
  }
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: {bodyFile: ''}, output: {}}]"), HasSubstr("must not be empty"));
  EXPECT_THAT(MistakesIn("cases: [{name: a, response: {bodyFile: {}}, output: {}}]"), HasSubstr("must be a text"));
  const auto parsed = ReadTestFile("a.test.yaml", R"(
defaults: {response: {bodyFile: b.json}}
cases:
  - {name: one, output: {}}
  - {name: two, response: {body: x}, output: {}}
  - {name: three, response: timeout, error: x}
  - {name: four, response: {status: 201, bodyFile: c.json}, output: {}}
)");
  const auto* const file = std::get_if<TestFile>(&parsed);
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->cases[0].body_file->path, "b.json");
  EXPECT_EQ(file->cases[0].body_file->pointer, "/defaults/response/bodyFile");
  EXPECT_FALSE(file->cases[1].body_file || file->cases[2].body_file);
  EXPECT_EQ(file->cases[3].body_file->pointer, "/cases/3/response/bodyFile");
}

TEST(TestFile, NamesOfTestFiles) {
  EXPECT_EQ(SubjectNameOf("a.b.test.yaml"), "a.b");
  EXPECT_EQ(SubjectNameOf("a.test.yml"), "a");
  EXPECT_EQ(SubjectNameOf("a.test.json"), "a");
  EXPECT_EQ(SubjectNameOf(".test.yaml"), std::nullopt);
  EXPECT_EQ(SubjectNameOf("a.yaml"), std::nullopt);
}

}  // namespace
}  // namespace genesys_cfn::action_tests
