// SPDX-License-Identifier: Apache-2.0
// The twenty real exports, in every way in which a template can carry them.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "definition/normalise.h"
#include "definition/test_support.h"
#include "json/canonical.h"

namespace genesys_cfn::definition {
namespace {

// One JSON value for everything that Load found, so that two loads compare as a whole.
json::Value Everything(const DataAction& action) {
  json::Object out{{"name", action.name}, {"config", action.config}, {"contract", action.contract}};
  out.Set("category", action.category.value_or("(absent)"));
  out.Set("integrationId", action.integration_id.value_or("(absent)"));
  out.Set("integrationType", action.integration_type.value_or("(absent)"));
  out.Set("secure", action.secure ? json::Value(*action.secure) : json::Value());
  return out;
}

struct CorpusFile {
  std::string name;
  std::string text;
};

std::vector<CorpusFile> CorpusFiles() {
  std::vector<CorpusFile> files;
  const std::filesystem::path folder = std::filesystem::path(GENESYS_CFN_CORPUS_DIR) / "data-actions";
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = ReadFile(entry.path());
    EXPECT_TRUE(text) << entry.path();
    if (text) files.push_back({entry.path().filename().string(), *text});
  }
  return files;
}

bool IsCustomAuth(const CorpusFile& file) {
  return file.name.find(".customAuth.") != std::string::npos;
}

TEST(LoadCorpus, EveryFormOfEveryFileLoadsToTheSame) {
  const std::vector<CorpusFile> files = CorpusFiles();
  if (files.empty()) GTEST_SKIP() << "there is no corpus at " << GENESYS_CFN_CORPUS_DIR;
  EXPECT_EQ(files.size(), 20u);
  for (const CorpusFile& file : files) {
    if (IsCustomAuth(file)) continue;
    SCOPED_TRACE(file.name);
    const json::Value object = MustParse(file.text);
    const DataAction expected = MustLoad(object);
    // Nothing of the author's is changed: the schemas are the file's own.
    EXPECT_EQ(json::Value(expected.contract), *object.Find("contract"));
    EXPECT_EQ(json::Value(expected.config), *object.Find("config"));
    const auto is_same = [&](const json::Value& source) {
      const DataAction action = MustLoad(source);
      EXPECT_TRUE(json::Equivalent(Everything(action), Everything(expected))) << json::Write(Everything(action));
      EXPECT_TRUE(Compare(expected, action).empty());
    };
    is_same(file.text);
    is_same(Stringify(object));
    is_same(json::Write(Stringify(object)));
    json::Value text_schemas = object;
    At(text_schemas, {"contract", "input", "inputSchema"}) =
        json::WritePretty(At(text_schemas, {"contract", "input", "inputSchema"}));
    At(text_schemas, {"contract", "output", "successSchema"}) =
        json::Write(At(text_schemas, {"contract", "output", "successSchema"}));
    is_same(text_schemas);
    is_same(Stringify(text_schemas));
  }
}

TEST(LoadCorpus, TheCustomAuthExportIsRefused) {
  const std::vector<CorpusFile> files = CorpusFiles();
  if (files.empty()) GTEST_SKIP() << "there is no corpus at " << GENESYS_CFN_CORPUS_DIR;
  for (const CorpusFile& file : files) {
    if (!IsCustomAuth(file)) continue;
    const std::vector<std::string> problems = ProblemsOf(file.text);
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_TRUE(problems[0].starts_with("/actionType: is customAuth: ")) << problems[0];
  }
}

}  // namespace
}  // namespace genesys_cfn::definition
