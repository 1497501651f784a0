// SPDX-License-Identifier: Apache-2.0
// Properties once accepted stay accepted, and mean the same: tests/golden/README.md.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "definition/normalise.h"
#include "json/parse.h"
#include "json/write.h"
#include "provider/deletion_wishes.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {
namespace {

namespace fs = std::filesystem;

const fs::path kReleases = fs::path(GENESYS_CFN_SOURCE_DIR) / "tests/golden/properties";

std::string Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename T>
json::Value OrNull(const std::optional<T>& value) {
  return value ? json::Value(*value) : json::Value();
}

std::string_view Word(OnDrift policy) {
  return policy == OnDrift::kFail ? "Fail" : policy == OnDrift::kOverwrite ? "Overwrite" : "Recreate";
}

json::Object Dump(const DataActionProperties& properties, const DeletionWishes& wishes) {
  return {{"integrationId", OrNull(properties.integration_id)},
          {"integrationName", OrNull(properties.integration_name)},
          {"integrationType", OrNull(properties.action.integration_type)},
          {"category", OrNull(properties.action.category)},
          {"secure", OrNull(properties.action.secure)},
          {"onDrift", Word(properties.on_drift)},
          {"tagged", properties.tagging == OwnershipTagging::kEnabled},
          {"confidential", properties.confidential},
          {"adoptActionId", OrNull(properties.adopt_action_id)},
          {"deleteAdopted", wishes.delete_adopted},
          {"deleteWhenUsed", wishes.delete_when_used},
          {"action", definition::Normalise(properties.action)}};
}

// The properties as the provider sees them: custom_resource/request.h takes two away.
json::Object BagIn(const fs::path& path) {
  const auto parsed = json::Parse(Read(path));
  EXPECT_TRUE(parsed && parsed->is_object()) << path;
  json::Object bag = parsed && parsed->is_object() ? *parsed->AsObject() : json::Object();
  bag.Remove("ServiceToken");
  bag.Remove("ServiceTimeout");
  return bag;
}

PropertiesResult Parse(const fs::path& bag) {
  PropertiesResult result = ParseProperties(BagIn(bag));
  if (!result.pending) return result;
  fs::path text = bag;
  return CompleteProperties(*std::move(result.pending), Read(text.replace_extension(".text")));
}

// A later release knows more about a bag than the release that recorded it: what was recorded must still be so.
void ExpectRecorded(const json::Value& expected, const json::Object& actual, const fs::path& bag) {
  ASSERT_TRUE(expected.is_object()) << bag;
  for (const auto& [name, value] : *expected.AsObject()) {
    const json::Value* now = actual.Find(name);
    ASSERT_NE(now, nullptr) << bag << " " << name;
    EXPECT_EQ(json::WritePretty(*now), json::WritePretty(value)) << bag << " " << name;
  }
}

TEST(GoldenProperties, EveryReleasesPropertiesStillMeanTheSame) {
  int bags = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kReleases)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".json") || name.ends_with(".expected.json")) continue;
    ++bags;
    const PropertiesResult result = Parse(entry.path());
    ASSERT_TRUE(result.properties) << entry.path() << ": " << definition::Describe(result.problems, 1000);
    const json::Object actual = Dump(*result.properties, DeletionWishesOf(BagIn(entry.path())));
    fs::path expected_path = entry.path();
    expected_path.replace_extension(".expected.json");
    if (std::getenv("GENESYS_CFN_WRITE_GOLDEN") != nullptr && !fs::exists(expected_path)) {
      std::ofstream(expected_path) << json::WritePretty(actual) << "\n";
    }
    const auto expected = json::Parse(Read(expected_path));
    ASSERT_TRUE(expected) << expected_path << ": " << expected.error().message;
    ExpectRecorded(*expected, actual, entry.path());
  }
  EXPECT_GE(bags, 18);
}

}  // namespace
}  // namespace genesys_cfn::provider
