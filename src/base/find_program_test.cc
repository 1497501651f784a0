// SPDX-License-Identifier: Apache-2.0
#include "base/find_program.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn {
namespace {

TEST(FindProgramTest, TheFirstThatCanBeRunIsFound) {
  std::string root = testing::TempDir() + "find_program_XXXXXX";
  ASSERT_NE(mkdtemp(root.data()), nullptr);
  for (const std::string name : {"directory/tool", "plain", "first", "second"}) {
    std::filesystem::create_directories(Concat(root, "/", name));
    if (name == "directory/tool") continue;
    ASSERT_TRUE(WriteFileAtomically(Concat(root, "/", name, "/tool"), "#!/bin/sh\n").has_value());
  }
  for (const std::string name : {"first", "second"}) {
    std::filesystem::permissions(Concat(root, "/", name, "/tool"), std::filesystem::perms::owner_all);
  }
  const auto find = [&](const std::string& path) { return FindProgram("tool", MapEnvironment({{"PATH", path}})); };
  EXPECT_EQ(find(root + "/none::" + root + "/directory:" + root + "/plain:" + root + "/first:" + root + "/second"),
            root + "/first/tool");
  EXPECT_EQ(find(root + "/plain"), "");
  EXPECT_EQ(FindProgram("tool", MapEnvironment({})), "");
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace genesys_cfn
