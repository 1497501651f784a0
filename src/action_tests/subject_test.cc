// SPDX-License-Identifier: Apache-2.0
// Where the action under test comes from, and what is said when it cannot be had.
#include "action_tests/subject.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "action_tests/test_support.h"
#include "base/files.h"

namespace genesys_cfn::action_tests {
namespace {

using testing::HasSubstr;

constexpr char kCase[] =
    "cases:\n- {name: a, inputs: {orderId: x}, credentials: {apiKey: k}, request: {method: POST}}\n";

constexpr char kTemplate[] = R"(Parameters:
  Host: {Type: String}
  Wanted: {Type: String, Default: 'yes'}
  Seconds: {Type: Number, Default: 5}
Conditions:
  IsWanted: !Equals [!Ref Wanted, 'yes']
Resources:
  LookUp:
    Type: Custom::GenesysDataAction
    Condition: IsWanted
    Properties:
      ServiceToken: !ImportValue token
      IntegrationId: !GetAtt Other.IntegrationId
      Name: Look up
      Substitutions: {Path: orders}
      Definition:
        config:
          timeoutSeconds: !Ref Seconds
          request:
            requestType: GET
            requestUrlTemplate: !Sub https://${Host}/@{Path}/${!input.orderId}
          response: {successTemplate: !Sub '{"by": "${Other}"}'}
        contract:
          input: {inputSchema: {type: object, properties: {orderId: {type: string}}}}
          output: {successSchema: {type: object, properties: {by: {type: string}}}}
  Other:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue token
      IntegrationName: Web Services Data Actions
      DefinitionUri: actions/other.json
  Third:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !ImportValue token
      IntegrationName: Web Services Data Actions
      DefinitionS3: {Bucket: definitions, Key: k, VersionId: v}
)";

// The URL that the action calls, or the mistakes.
std::string UrlOf(Files files, const std::string& test) {
  files["d/x.test.yaml"] = test;
  const FileResult result = RunOf(files, "d/x.test.yaml");
  if (!result.diagnostics.empty()) return Lines(result.diagnostics);
  if (result.cases.empty() || result.cases[0].differences.empty()) return "no difference";
  return *result.cases[0].differences[0].actual->AsString();
}

std::string CaseOf(const std::string& head) {
  return head + "cases: [{name: a, inputs: {orderId: A1}, credentials: {apiKey: k}, request: {url: wrong}}]\n";
}

TEST(Subject, StandsBesideUnderSeveralNames) {
  for (const char* const name : {"d/x.json", "d/x.custom.json", "d/x.yaml", "d/x.yml"}) {
    const Files files = {{name, kLookUp}, {"d/x.test.yaml", kCase}};
    const FileResult result = RunOf(files, "d/x.test.yaml");
    EXPECT_EQ(result.subject, name) << Lines(result.diagnostics);
  }
  EXPECT_EQ(UrlOf({}, kCase),
            "d/x.test.yaml:1:1: there is nothing to test: none of x.json, x.custom.json, x.yaml, x.yml is beside this "
            "file (Name it: definition: FILE, or template: FILE and resource: LOGICAL_ID.)\n");
}

TEST(Subject, IsNamedRelativeToTheTestFile) {
  EXPECT_EQ(UrlOf({{"e/y.json", kLookUp}}, CaseOf("definition: ../e/y.json\n")), "https://shop.example.com/orders/A1");
  EXPECT_EQ(UrlOf({}, CaseOf("definition: y.json\n")),
            "d/x.test.yaml:1:13: cannot read d/y.json: No such file or directory\n");
}

TEST(Subject, HasItsSubstitutions) {
  const std::string text = ReplaceAll(kLookUp, "shop.example.com", "@{Host}");
  EXPECT_EQ(UrlOf({{"d/x.json", text}}, CaseOf("substitutions: {Host: h.example}\n")), "https://h.example/orders/A1");
  EXPECT_THAT(
      UrlOf({{"d/x.json", text}}, CaseOf("substitutions: {Hots: h}\n")),
      testing::AllOf(HasSubstr("d/x.test.yaml:1:1: the substitution Hots is not used"), HasSubstr("d/x.json:7:29: ")));
}

TEST(Subject, ThatIsWrongHasItsMistakesWithPlaces) {
  const std::string text = ReplaceAll(kLookUp, "\"POST\"", "\"FETCH\"");
  EXPECT_THAT(UrlOf({{"d/x.json", text}}, kCase), HasSubstr("d/x.json:6:22: "));
  EXPECT_THAT(UrlOf({{"d/x.json", "{\"config\": "}}, kCase), HasSubstr("d/x.json:1:"));
  EXPECT_THAT(UrlOf({{"d/x.json", "[]"}}, kCase), HasSubstr("d/x.json:1:1: "));
}

TEST(Subject, MayAuthenticateAnIntegrationOrHaveNoName) {
  const std::string auth =
      ReplaceAll(kLookUp, "\"name\": \"Look up order\"", "\"name\": \"a\", \"actionType\": \"customAuth\"");
  EXPECT_EQ(UrlOf({{"d/x.json", auth}}, CaseOf("")), "https://shop.example.com/orders/A1");
  const std::string unnamed = ReplaceAll(kLookUp, "\"name\": \"Look up order\",", "");
  EXPECT_EQ(UrlOf({{"d/x.json", unnamed}}, CaseOf("")), "https://shop.example.com/orders/A1");
}

TEST(Subject, IsAResourceOfATemplate) {
  const Files files = {{"d/t.yaml", kTemplate}, {"d/actions/other.json", kLookUp}};
  const std::string head = "template: t.yaml\nparameters: {Host: h.example}\n";
  EXPECT_EQ(UrlOf(files, CaseOf(head + "resource: LookUp\n")), "https://h.example/orders/A1");
  EXPECT_EQ(UrlOf(files, CaseOf(head + "resource: Other\n")), "https://shop.example.com/orders/A1");
  EXPECT_THAT(UrlOf(files, CaseOf(head)), HasSubstr("1:11: d/t.yaml has several data actions: say which one is tested "
                                                    "(Write resource: LookUp; the others are Other, Third.)"));
  EXPECT_THAT(UrlOf(files, CaseOf(head + "resource: LookUpp\n")), HasSubstr("3:11: d/t.yaml has no data action LookUpp "
                                                                            "(Did you mean LookUp?)"));
  EXPECT_THAT(
      UrlOf(files, CaseOf(head + "resource: Third\n")),
      HasSubstr("d/t.yaml:37:7: the definition stands elsewhere (DefinitionS3) (Test the definition's own file"));
  EXPECT_THAT(UrlOf(files, CaseOf("template: t.yaml\nresource: LookUp\n")),
              HasSubstr("Parameters: [Host] must have values"));
  EXPECT_THAT(UrlOf(files, CaseOf("template: t.yaml\nresource: LookUp\nparameters: {Host: h, Wanted: 'no'}\n")),
              HasSubstr("there is no LookUp: its condition IsWanted is false"));
  EXPECT_THAT(UrlOf(files, CaseOf("template: t.yaml\nresource: LookUp\nparameters: {Host: h, Seconds: 90}\n")),
              HasSubstr("d/t.yaml:18:11: timeoutSeconds: must be a whole number from 1 to 60"));
  EXPECT_THAT(UrlOf(files, CaseOf("template: t.yaml\nresource: LookUp\nparameters: {Host: h, Hots: x}\n")),
              HasSubstr("3:23: the template has no parameter Hots (Did you mean Host?)"));
  EXPECT_THAT(UrlOf(files, CaseOf("definition: t.yaml\n")), HasSubstr("1:13: d/t.yaml is a template (Write template:"));
}

TEST(Subject, ResultsUseStandInsForWhatADeploymentGives) {
  const Files files = {{"d/t.yaml", kTemplate},
                       {"d/x.test.yaml",
                        "template: t.yaml\nresource: LookUp\nparameters: {Host: h}\ncases:\n"
                        "- {name: a, inputs: {orderId: x}, response: {}, output: {by: Other}}\n"}};
  const FileResult result = RunOf(files, "d/x.test.yaml");
  ASSERT_EQ(result.cases.size(), 1u) << Lines(result.diagnostics);
  EXPECT_EQ(result.cases[0].verdict, Verdict::kPassed) << DescribeFailure(result.cases[0], "", Colour::kOff);
  EXPECT_EQ(result.subject, "d/t.yaml LookUp");
}

TEST(Subject, IsAnyActionThatTheUserInterfaceExports) {
  const std::string directory = GENESYS_CFN_CORPUS_DIR "/data-actions";
  if (!std::filesystem::exists(directory)) GTEST_SKIP() << directory << " is not there";
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = ReadFile(entry.path());
    ASSERT_TRUE(text);
    const Files files = {{"x.json", *text}, {"x.test.yaml", "cases: [{name: a, error: x}]"}};
    EXPECT_EQ(Lines(RunOf(files, "x.test.yaml").diagnostics), "") << entry.path();
    ++count;
  }
  EXPECT_EQ(count, 20u);
}

TEST(Subject, OfABrokenTemplateOrDefinitionFile) {
  EXPECT_THAT(UrlOf({{"d/t.yaml", "Resources: {A: {Type: 5}}\n"}}, CaseOf("template: t.yaml\n")),
              HasSubstr("d/t.yaml:1:"));
  EXPECT_THAT(UrlOf({{"d/t.yaml", "Resources: {A: {Type: 'AWS::SNS::Topic'}}\n"}}, CaseOf("template: t.yaml\n")),
              HasSubstr("has no resource of the type Custom::GenesysDataAction"));
  const std::string head = "template: t.yaml\nparameters: {Host: h}\nresource: Other\n";
  EXPECT_THAT(UrlOf({{"d/t.yaml", kTemplate}}, CaseOf(head)),
              HasSubstr("d/t.yaml:31:7: cannot read d/actions/other.json"));
  const std::string wrong = ReplaceAll(kLookUp, "\"POST\"", "\"FETCH\"");
  EXPECT_THAT(UrlOf({{"d/t.yaml", kTemplate}, {"d/actions/other.json", wrong}}, CaseOf(head)),
              HasSubstr("d/actions/other.json:6:22: "));
}

TEST(Subject, IsOfAKindOfIntegration) {
  const std::string cloud = ReplaceAll(kLookUp, "https://shop.example.com/", "/api/v2/");
  EXPECT_EQ(UrlOf({{"d/x.json", cloud}}, CaseOf("")), "/api/v2/orders/A1");
  const Files files = {{"d/x.json", cloud}, {"d/x.test.yaml", CaseOf("integration: custom-rest-actions\n")}};
  const FileResult result = RunOf(files, "d/x.test.yaml");
  ASSERT_EQ(result.cases.size(), 1u);
  EXPECT_THAT(result.cases[0].message, HasSubstr("the URL of a web services action begins https://"));
}

}  // namespace
}  // namespace genesys_cfn::action_tests
