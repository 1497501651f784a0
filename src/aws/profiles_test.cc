// SPDX-License-Identifier: Apache-2.0
#include "aws/profiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;

IniFile Ini(std::string_view text) {
  return ParseIni(text).value();
}

TEST(Profiles, ConfigNamesThemWithAWordInFront) {
  const Profiles profiles = Profiles::Of(
      Ini("[default]\na=1\n[profile dev]\na=2\n[profile \"two words\"]\na=3\n[sso-session s]\na=4\n[profiled]\na=5\n"),
      {});
  EXPECT_THAT(profiles.names(), ElementsAre("default", "dev", "two words"));
  EXPECT_EQ(profiles.Find("dev")->at("a"), "2");
  EXPECT_EQ(profiles.Find("s"), nullptr);
}

TEST(Profiles, BothFilesMakeOneProfileAndTheCredentialsCount) {
  const Profiles profiles =
      Profiles::Of(Ini("[profile dev]\nregion=r\naws_access_key_id=old\n"), Ini("[dev]\naws_access_key_id=new\n"));
  EXPECT_EQ(*profiles.Find("dev"), (IniSection{{"region", "r"}, {"aws_access_key_id", "new"}}));
}

class ProfileFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    home_ = std::filesystem::path(::testing::TempDir()) /
            Concat("profiles-", ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(home_ / ".aws");
  }
  void TearDown() override { std::filesystem::remove_all(home_); }
  static Result<Profiles> Read(std::map<std::string, std::string, std::less<>> variables) {
    return Profiles::Read(MapEnvironment(std::move(variables)));
  }
  std::filesystem::path home_;
};

TEST_F(ProfileFiles, StandInTheHomeDirectory) {
  ASSERT_TRUE(WriteFileAtomically(home_ / ".aws/config", "[profile a]\nregion=x\n"));
  ASSERT_TRUE(WriteFileAtomically(home_ / ".aws/credentials", "[b]\nregion=y\n"));
  const auto profiles = Read({{"HOME", home_.string()}});
  ASSERT_TRUE(profiles) << profiles.error().message;
  EXPECT_THAT(profiles->names(), ElementsAre("a", "b"));
}

TEST_F(ProfileFiles, VariablesNameOthers) {
  ASSERT_TRUE(WriteFileAtomically(home_ / "c", "[profile a]\n"));
  ASSERT_TRUE(WriteFileAtomically(home_ / "k", "[b]\n"));
  const auto profiles = Read(
      {{"HOME", home_.string()}, {"AWS_CONFIG_FILE", (home_ / "c").string()}, {"AWS_SHARED_CREDENTIALS_FILE", "~/k"}});
  ASSERT_TRUE(profiles) << profiles.error().message;
  EXPECT_THAT(profiles->names(), ElementsAre("a", "b"));
}

TEST_F(ProfileFiles, NoFileIsNoProfile) {
  EXPECT_TRUE(Read({{"HOME", home_.string()}})->names().empty());
  EXPECT_TRUE(Read({})->names().empty());
}

TEST_F(ProfileFiles, AMistakeNamesTheFile) {
  ASSERT_TRUE(WriteFileAtomically(home_ / ".aws/credentials", "AKIASECRET\n"));
  const auto profiles = Read({{"HOME", home_.string()}});
  ASSERT_FALSE(profiles);
  EXPECT_THAT(profiles.error().message, EndsWith("/.aws/credentials: line 1 stands before the first [section]"));
}

TEST(Profiles, TheEnvironmentChooses) {
  using Variables = std::map<std::string, std::string, std::less<>>;
  const auto chosen = [](Variables variables) { return ProfileFromEnvironment(MapEnvironment(std::move(variables))); };
  EXPECT_EQ(chosen({}), "default");
  EXPECT_EQ(chosen({{"AWS_DEFAULT_PROFILE", "a"}}), "a");
  EXPECT_EQ(chosen({{"AWS_DEFAULT_PROFILE", "a"}, {"AWS_PROFILE", "b"}}), "b");
}

}  // namespace
}  // namespace genesys_cfn::aws
