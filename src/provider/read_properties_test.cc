// SPDX-License-Identifier: Apache-2.0
#include "provider/read_properties.h"

#include <gmock/gmock.h>

#include <map>

#include "aws/sigv4.h"
#include "base/text.h"
#include "json/parse.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::provider {
namespace {

using State = OldProperties::State;
using testing::HasSubstr;

constexpr const char* kDefinition =
    R"({"name":"Look up case","config":{"request":{"requestType":"GET","requestUrlTemplate":"/x"},"response":{}},)"
    R"("contract":{"input":{"inputSchema":{"type":"object","properties":{}}},)"
    R"("output":{"successSchema":{"type":"object"}}}})";

class FakeDefinitions final : public DefinitionReader {
 public:
  explicit FakeDefinitions(Clock& clock) : clock_(clock) {}
  Result<Secret<std::string>> Read(const DefinitionReference& reference, SteadyTime deadline) override {
    ++reads;
    patience.push_back(std::chrono::duration_cast<Milliseconds>(deadline - clock_.SteadyNow()));
    const auto& object = std::get<aws::S3Location>(reference.place);
    const auto found = texts.find(object.version_id.value_or(""));
    if (found == texts.end()) return Error{ErrorCode::kNotFound, "NoSuchVersion"};
    return Secret<std::string>(found->second);
  }
  std::map<std::string, std::string> texts;  // by version
  std::vector<Milliseconds> patience;
  int reads = 0;

 private:
  Clock& clock_;
};

class ReadPropertiesTest : public testing::Test {
 protected:
  static json::Object Bag(const std::string& uri, const std::string& more = "") {
    const auto parsed = json::Parse(Concat(R"({"IntegrationId":"i",)", more, R"("DefinitionUri":")", uri, "\"}"));
    EXPECT_TRUE(parsed);
    return *parsed->AsObject();
  }
  static std::string Digest(std::string_view text) {
    return Concat(R"("DefinitionDigest":")", aws::Sha256Hex(text), "\",");
  }

  FakeClock clock_{WallTime{Milliseconds{1'767'323'045'000}}};
  FakeDefinitions definitions_{clock_};
  PropertiesReader reader_{{definitions_, clock_, {"/own", ""}}, clock_.SteadyNow() + Milliseconds(60'000)};
};

TEST_F(ReadPropertiesTest, NewOnesAreFetchedAndCompleted) {
  definitions_.texts[""] = kDefinition;
  const NewProperties read = reader_.ReadNew(Bag("s3://bucket/k"));
  ASSERT_TRUE(read.properties);
  EXPECT_EQ(read.properties->action.name, "Look up case");
  EXPECT_EQ(definitions_.patience, std::vector{Milliseconds(60'000)});
}

TEST_F(ReadPropertiesTest, MistakesAreFoundBeforeFetching) {
  EXPECT_FALSE(reader_.ReadNew(Bag("s3://bucket/k", R"("OnDrift":"x",)")).properties);
  const auto own = json::Parse(R"({"IntegrationId":"i","DefinitionSecretId":"/own"})");
  const NewProperties read = reader_.ReadNew(*own->AsObject());
  EXPECT_THAT(definition::Describe(read.problems, 1000), HasSubstr("own Genesys Cloud credentials"));
  EXPECT_FALSE(read.not_fetched);
  EXPECT_EQ(definitions_.reads, 0);
}

TEST_F(ReadPropertiesTest, WhatCannotBeFetchedIsAProblemOfItsProperty) {
  const NewProperties read = reader_.ReadNew(Bag("s3://bucket/k"));
  EXPECT_TRUE(read.not_fetched);
  EXPECT_EQ(definition::Describe(read.problems, 1000), "/DefinitionUri: NoSuchVersion");
}

TEST_F(ReadPropertiesTest, AnOldVersionIsJudged) {
  definitions_.texts["1"] = kDefinition;
  const OldProperties old = reader_.ReadOld(Bag("s3://bucket/k?versionId=1"));
  EXPECT_EQ(old.state, State::kKnown);
  ASSERT_TRUE(old.properties);
  EXPECT_EQ(definitions_.patience, std::vector{Milliseconds(5'000)});
}

TEST_F(ReadPropertiesTest, AnOldReferenceThatMayHaveChangedIsNotEvenFetched) {
  definitions_.texts[""] = kDefinition;
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k")).state, State::kNotJudged);
  EXPECT_EQ(definitions_.reads, 0);
}

TEST_F(ReadPropertiesTest, AnOldReferenceThatCannotBeReadIsNotJudged) {
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k?versionId=gone")).state, State::kNotJudged);
  definitions_.texts[""] = "{}";
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k", Digest(kDefinition))).state, State::kNotJudged);
  definitions_.texts[""] = kDefinition;
}

TEST_F(ReadPropertiesTest, AnOldDigestThatStillHoldsIsJudged) {
  definitions_.texts[""] = kDefinition;
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k", Digest(kDefinition))).state, State::kKnown);
}

TEST_F(ReadPropertiesTest, OldOnesThatWereRefusedAreInvalid) {
  definitions_.texts["1"] = "{}";
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k?versionId=1")).state, State::kInvalid);
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k?versionId=1", R"("OnDrift":"x",)")).state, State::kInvalid);
}

TEST_F(ReadPropertiesTest, ATextIsFetchedOnce) {
  definitions_.texts["1"] = kDefinition;
  ASSERT_TRUE(reader_.ReadNew(Bag("s3://bucket/k?versionId=1", R"("Name":"n",)")).properties);
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k?versionId=1")).state, State::kKnown);
  EXPECT_EQ(definitions_.reads, 1);
  definitions_.texts["2"] = "{}";
  EXPECT_EQ(reader_.ReadOld(Bag("s3://bucket/k?versionId=2")).state, State::kInvalid);
  EXPECT_EQ(definitions_.reads, 2);
}

}  // namespace
}  // namespace genesys_cfn::provider
