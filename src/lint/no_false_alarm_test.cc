// SPDX-License-Identifier: Apache-2.0
// Real files have no errors: exported data actions, and the templates of this repository.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "lint/report.h"
#include "lint/validate.h"

namespace genesys_cfn::lint {
namespace {

std::vector<CheckedFile> CheckAll(const std::string& directory) {
  std::vector<CheckedFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || (extension != ".json" && extension != ".yaml")) continue;
    auto text = ReadFile(entry.path());
    if (text) files.push_back(Validate(entry.path().filename().string(), *std::move(text), Origin::kFound));
  }
  return files;
}

TEST(NoFalseAlarm, ExportedDataActionsHaveNoErrors) {
  const std::string directory = GENESYS_CFN_CORPUS_DIR "/data-actions";
  if (!std::filesystem::exists(directory)) GTEST_SKIP() << directory << " is not there";
  const auto files = CheckAll(directory);
  EXPECT_EQ(files.size(), 20U);
  for (const CheckedFile& file : files) EXPECT_EQ(file.kind, FileKind::kDataAction) << file.path;
  EXPECT_EQ(Count(files).errors, 0U) << TextReport(files, Colour::kOff);
}

TEST(NoFalseAlarm, ExamplesHaveNoFindings) {
  const auto files = CheckAll(GENESYS_CFN_SOURCE_DIR "/examples");
  EXPECT_GE(files.size(), 2U);
  EXPECT_EQ(Count(files).errors + Count(files).warnings, 0U) << TextReport(files, Colour::kOff);
}

// What cannot be known before deployment is not judged.
TEST(NoFalseAlarm, OfWhatFunctionsGive) {
  const std::string head =
      "Parameters: {P: {Type: String}, Q: {Type: String}}\n"
      "Conditions: {A: !Equals [!Ref P, a], B: !Equals [!Ref Q, b]}\n"
      "Resources:\n  X:\n    Type: Custom::GenesysDataAction\n    Properties:\n"
      "      ServiceToken: !ImportValue token\n      ServiceTimeout: !Ref P\n";
  const std::string bodies[] = {
      "      IntegrationName: !If [A, x, !Ref AWS::NoValue]\n      IntegrationId: !If [B, y, !Ref AWS::NoValue]\n"
      "      Definition: !If [A, {name: x}, !Ref AWS::NoValue]\n      DefinitionUri: !If [B, !Ref P, !Ref "
      "AWS::NoValue]\n",
      "      IntegrationName: !Ref P\n      DataActionPayload: !Sub '{\"name\": \"${P}\", \"config\": ${Q}}'\n",
      "      IntegrationName: !Ref P\n      Definition: !Ref Q\n",
      "      IntegrationName: !Ref P\n      DefinitionS3: {Bucket: !Ref P, Key: !Sub '${Q}.json', VersionId: '1'}\n",
      "      IntegrationName: !Ref P\n      OnDrift: !Ref Q\n      DefinitionParameter: !Sub '/x/${P}'\n",
      "      IntegrationName: !Ref P\n      Definition:\n        name: !Ref P\n"
      "        config: {timeoutSeconds: !Ref P, request: {requestType: !Ref Q, headers: !Ref P, requestUrlTemplate: "
      "!Ref P},\n"
      "                 response: {translationMap: !Ref P, successTemplate: '{\"a\": ${b}}'}}\n"
      "        contract: {input: {inputSchema: !Ref P}, output: {successSchema: {type: !Ref P, properties: !Ref Q}}}\n",
  };
  for (const std::string& body : bodies) {
    const CheckedFile file = Validate("t.yaml", head + body, Origin::kNamed);
    EXPECT_TRUE(file.findings.empty()) << TextReport({file}, Colour::kOff);
  }
}

TEST(NoFalseAlarm, OfAFileBesideTheTemplate) {
  const std::string head =
      "Resources:\n  X:\n    Type: Custom::GenesysDataAction\n    Properties:\n      ServiceToken: !ImportValue token\n"
      "      ServiceTimeout: 900\n      IntegrationName: x\n      DefinitionUri: ";
  const CheckedFile path = Validate("t.yaml", head + "actions/x.json\n", Origin::kNamed);
  EXPECT_TRUE(path.findings.empty()) << TextReport({path}, Colour::kOff);
  EXPECT_FALSE(Validate("t.yaml", head + "https://x/y.json\n", Origin::kNamed).findings.empty());
}

TEST(NoFalseAlarm, ProjectsOfTheCatalogueHaveNoFindings) {
  const auto files = CheckAll(GENESYS_CFN_SOURCE_DIR "/catalogue");
  EXPECT_GE(files.size(), 8U);
  EXPECT_EQ(Count(files).errors + Count(files).warnings, 0U) << TextReport(files, Colour::kOff);
}

TEST(NoFalseAlarm, OfTextsThatMayHoldAnyJson) {
  const std::string bodies[] = {"[${input.a}, {${input.b}}]", "{\"x\": {${input.a}}, \"y\": ${input.b}}",
                                "{\"x\": [${input.a}]}", "{\"x\": 1 ${input.a}}"};
  for (const std::string& body : bodies) {
    const std::string text =
        "name: x\nconfig:\n  request:\n    requestType: POST\n    requestUrlTemplate: "
        "https://x/$esc.uriEncode($input.a)/$esc.uriEncode($input.b)\n"
        "    requestTemplate: '" +
        body +
        "'\ncontract:\n  input: {inputSchema: {type: object, required: [a, b], properties: {a: {type: "
        "string}, b: {type: string}}}}\n  output: {successSchema: {type: object}}\n";
    const CheckedFile file = Validate("a.yaml", text, Origin::kNamed);
    EXPECT_TRUE(file.findings.empty()) << TextReport({file}, Colour::kOff);
  }
}

}  // namespace
}  // namespace genesys_cfn::lint
