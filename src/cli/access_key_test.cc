// SPDX-License-Identifier: Apache-2.0
#include "cli/access_key.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace genesys_cfn::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Variables = std::map<std::string, std::string, std::less<>>;

constexpr const char* kId = "AKIAIOSFODNN7EXAMPLE";

CommandLine Line(const std::string& id, const std::string& file = "") {
  return {"state", OutputFormat::kText, LocalCommand{}, id, file};
}

TEST(AccessKey, IsAbsentByDefault) {
  const MapEnvironment environment(Variables{{"GENESYS_CFN_SECRET_ACCESS_KEY", "s3cret"}});
  const auto key = ConfiguredAccessKey(Line(""), environment);
  ASSERT_TRUE(key);
  EXPECT_FALSE(key->has_value());
}

TEST(AccessKey, TakesTheSecretFromTheEnvironmentOrAFile) {
  const MapEnvironment environment(Variables{{"GENESYS_CFN_SECRET_ACCESS_KEY", "from environment"}});
  const auto key = ConfiguredAccessKey(Line(kId), environment);
  ASSERT_TRUE(key);
  EXPECT_EQ((*key)->access_key_id, kId);
  EXPECT_EQ((*key)->secret_access_key.Reveal(), "from environment");

  const auto file = std::filesystem::path(::testing::TempDir()) / "access_key_test_secret";
  std::ofstream(file) << "from file\n";
  const auto other = ConfiguredAccessKey(Line(kId, file.string()), environment);
  std::filesystem::remove(file);
  ASSERT_TRUE(other);
  EXPECT_EQ((*other)->secret_access_key.Reveal(), "from file");
}

TEST(AccessKey, SaysWhatIsMissing) {
  const MapEnvironment nothing(Variables{});
  EXPECT_THAT(ConfiguredAccessKey(Line(kId), nothing).error().message, HasSubstr("GENESYS_CFN_SECRET_ACCESS_KEY"));
  EXPECT_THAT(ConfiguredAccessKey(Line("", "file"), nothing).error().message, HasSubstr("--access-key"));
  EXPECT_FALSE(ConfiguredAccessKey(Line(kId, "/does/not/exist"), nothing));
  const MapEnvironment secret(Variables{{"GENESYS_CFN_SECRET_ACCESS_KEY", "s3cret"}});
  for (const char* wrong : {"short", "AKIA/IOSFODNN7EXAMPLE", "AKIA IOSFODNN7EXAMPLE"}) {
    const auto refused = ConfiguredAccessKey(Line(wrong), secret);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_THAT(refused.error().message, Not(HasSubstr("s3cret")));
  }
}

}  // namespace
}  // namespace genesys_cfn::cli
