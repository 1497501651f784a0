// SPDX-License-Identifier: Apache-2.0
#include "project/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::project {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Catalogue, EachKindSaysWhatItIs) {
  std::vector<std::string_view> kinds;
  for (const Starter& starter : Starters()) {
    kinds.push_back(starter.kind);
    EXPECT_FALSE(starter.about.empty()) << starter.kind;
  }
  EXPECT_THAT(kinds, ElementsAre("genesys", "lambda", "rest", "salesforce"));
}

TEST(Catalogue, FilesBearTheProjectsName) {
  const auto files = StarterFiles("rest", "my-actions");
  ASSERT_TRUE(files);
  std::vector<std::string> paths;
  for (const File& file : *files) {
    paths.push_back(file.path);
    EXPECT_THAT(file.content, Not(HasSubstr("{{"))) << file.path;
  }
  EXPECT_THAT(paths, ElementsAre(".gitignore", "README.md", "actions/look-up-customer.json",
                                 "actions/look-up-customer.test.yaml", "template.yaml"));
  EXPECT_THAT((*files)[1].content, HasSubstr("# my-actions\n"));
}

TEST(Catalogue, AnotherKindHasNoFiles) {
  EXPECT_EQ(StarterFiles("soap", "x"), std::nullopt);
}

}  // namespace
}  // namespace genesys_cfn::project
