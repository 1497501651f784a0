// SPDX-License-Identifier: Apache-2.0
#include "cli/completion_scripts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/command_line.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const OptionEntry& Find(const std::vector<OptionEntry>& options, const std::string& name) {
  return *std::find_if(options.begin(), options.end(), [&](const OptionEntry& option) {
    return name.empty() ? option.names.empty() : std::ranges::find(option.names, name) != option.names.end();
  });
}

TEST(CommandTable, IsWhatTheParserTakes) {
  const CommandTable table = DescribeCommandLine();
  EXPECT_EQ(Find(table.common, "--state-dir").kind, ValueKind::kDirectory);
  EXPECT_EQ(Find(table.common, "--version").kind, ValueKind::kNone);
  EXPECT_THAT(Find(table.common, "--output").choices, ElementsAre("text", "json", "markdown"));
  const auto deploy = std::ranges::find(table.commands, "deploy", &CommandEntry::name);
  ASSERT_NE(deploy, table.commands.end());
  EXPECT_EQ(Find(deploy->options, "").kind, ValueKind::kFile);
  EXPECT_EQ(Find(deploy->options, "--stack-name").kind, ValueKind::kStack);
  EXPECT_THAT(Find(deploy->options, "--capabilities").choices, Contains("CAPABILITY_IAM"));
  EXPECT_TRUE(Find(deploy->options, "--capabilities").is_list);
  EXPECT_EQ(Find(deploy->options, "--allow-unsupported").kind, ValueKind::kNone);
  const auto init = std::ranges::find(table.commands, "init", &CommandEntry::name);
  EXPECT_THAT(Find(init->options, "").choices, Contains("rest"));
  const auto drift = std::ranges::find(table.commands, "drift", &CommandEntry::name);
  EXPECT_EQ(Find(drift->options, "").kind, ValueKind::kStack);
  const auto adopt = std::ranges::find(table.commands, "adopt", &CommandEntry::name);
  EXPECT_EQ(Find(adopt->options, "").kind, ValueKind::kText) << "the name of a value is no choice";
}

TEST(Completions, NameWhatTheTableHas) {
  CommandTable table;
  table.commands.push_back(
      {"show", "Don't hide [it]", {{{"--as", "-a"}, "How", ValueKind::kChoice, {"x", "y"}, false}}});
  EXPECT_THAT(BashCompletion(table), HasSubstr("'show '--as | 'show '-a) echo 'words x y' ;;"));
  EXPECT_THAT(ZshCompletion(table), HasSubstr("'show:Don'\\''t hide [it]'"));
  EXPECT_THAT(ZshCompletion(table), HasSubstr("'--as[How]:value:(x y)'"));
  EXPECT_THAT(FishCompletion(table), HasSubstr("-a show -d 'Don\\'t hide [it]'"));
  EXPECT_THAT(FishCompletion(table), HasSubstr("-l as -s a -x -a 'x y' -d 'How'"));
}

}  // namespace
}  // namespace genesys_cfn::cli
