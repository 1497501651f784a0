// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/stack_resources.h"

#include <gtest/gtest.h>

#include "emulator/aws/object_store.h"
#include "emulator/aws/parameter_records.h"
#include "emulator/aws/secret_store.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

class StackResourcesTest : public testing::Test {
 protected:
  StackResourcesTest() {
    const std::string schema = std::string(StackResources::Schema()) + std::string(SecretStore::Schema()) +
                               std::string(ParameterRecords::Schema()) + std::string(ObjectStore::Schema());
    database_ = std::move(Database::OpenInMemory(schema, 1)).value();
    resources_.emplace(StackResources::Parts{*database_, clock_, random_, identity_});
  }
  // The values of a secret, oldest first.
  std::vector<std::string> Values(const std::string& name) {
    return database_
        ->Run([&](Transaction& transaction) {
          std::vector<std::string> values;
          for (const auto& version : SecretStore(transaction).Versions(name)) values.push_back(version.text.value());
          return values;
        })
        .value();
  }
  bool HasBucket(const std::string& name) {
    return database_->Run([&](Transaction& transaction) { return ObjectStore(transaction).HasBucket(name); }).value();
  }

  const CloudIdentity identity_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'678)};
  SeededRandom random_{1};
  std::unique_ptr<Database> database_;
  std::optional<StackResources> resources_;
};

TEST_F(StackResourcesTest, ASecretIsWrittenOnceForItsSourceAndDeletedByItsOwnerOnly) {
  SecretResources& secrets = resources_->secrets();
  WantedSecret secret{"arn:1", "name", "what", "one", "source 1"};
  ASSERT_TRUE(secrets.Put(secret, "a").has_value());
  secret.value = "generated again";
  ASSERT_TRUE(secrets.Put(secret, "a").has_value());
  EXPECT_EQ(Values("name"), std::vector<std::string>{"one"});
  secret.value_source = "source 2";
  ASSERT_TRUE(secrets.Put(secret, "a").has_value());
  EXPECT_EQ(Values("name"), (std::vector<std::string>{"one", "generated again"}));

  secret.arn = "arn:2";
  EXPECT_EQ(secrets.Put(secret, "b").error().code, ErrorCode::kConflict);
  ASSERT_TRUE(secrets.Delete("arn:2", "b").has_value());
  ASSERT_TRUE(secrets.Delete("arn:1", "b").has_value());
  EXPECT_EQ(Values("name").size(), 2U);
  ASSERT_TRUE(secrets.Delete("arn:1", "a").has_value());
  EXPECT_TRUE(Values("name").empty());
  ASSERT_TRUE(secrets.Delete("arn:1", "a").has_value());
}

TEST_F(StackResourcesTest, AParameterIsOverwrittenByItsOwnerOnly) {
  ParameterResources& parameters = resources_->parameters();
  ASSERT_TRUE(parameters.Put({"/p", "String", "1", ""}, "a").has_value());
  ASSERT_TRUE(parameters.Put({"/p", "String", "2", ""}, "a").has_value());
  EXPECT_EQ(parameters.Put({"/p", "String", "3", ""}, "b").error().code, ErrorCode::kConflict);
  EXPECT_EQ(parameters.Put({"no good name", "String", "3", ""}, "b").error().code, ErrorCode::kInvalidInput);
  ASSERT_TRUE(parameters.Delete("/p", "b").has_value());
  EXPECT_EQ(parameters.Put({"/p", "String", "3", ""}, "b").error().code, ErrorCode::kConflict);
  ASSERT_TRUE(parameters.Delete("/p", "a").has_value());
  EXPECT_TRUE(parameters.Put({"/p", "String", "3", ""}, "b").has_value());
}

TEST_F(StackResourcesTest, ABucketIsDeletedWhenItIsEmpty) {
  BucketResources& buckets = resources_->buckets();
  ASSERT_TRUE(buckets.Make("files", BucketResources::Versions::kKept, "a").has_value());
  ASSERT_TRUE(buckets.Make("files", BucketResources::Versions::kKept, "a").has_value());
  EXPECT_EQ(buckets.Make("files", BucketResources::Versions::kKept, "b").error().code, ErrorCode::kConflict);
  ASSERT_TRUE(buckets.Delete("files", "b").has_value());
  ASSERT_TRUE(database_
                  ->Run([](Transaction& transaction) {
                    ObjectVersion version;
                    version.key = "k";
                    version.version_id = "v";
                    version.body = "code";
                    ObjectStore(transaction).Add("files", version);
                  })
                  .has_value());
  EXPECT_EQ(buckets.Delete("files", "a").error().code, ErrorCode::kConflict);
  EXPECT_EQ(*resources_->objects().ReadObject("files", "k", ""), "code");
  EXPECT_EQ(*resources_->objects().ReadObject("files", "k", "v"), "code");
  ASSERT_TRUE(
      database_->Run([](Transaction& transaction) { ObjectStore(transaction).Remove("files", "k", "v"); }).has_value());
  EXPECT_EQ(resources_->objects().ReadObject("files", "k", "v").error().message,
            "S3 Error Code: NoSuchVersion. S3 Error Message: The specified version does not exist.");
  ASSERT_TRUE(buckets.Delete("files", "a").has_value());
  EXPECT_FALSE(HasBucket("files"));
  EXPECT_EQ(resources_->objects().ReadObject("files", "k", "").error().message,
            "S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist");
}

}  // namespace
}  // namespace genesys_cfn::emulator
