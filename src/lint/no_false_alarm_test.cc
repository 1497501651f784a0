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

}  // namespace
}  // namespace genesys_cfn::lint
