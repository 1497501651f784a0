// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/answer.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kStack = "arn:aws:cloudformation:eu-west-1:123456789012:stack/flows/1a2b";

AnswerAddress Address() {
  AnswerAddress address;
  address.response_url = Secret<std::string>("https://b.s3.amazonaws.com/SECRET");
  address.stack_id = kStack;
  address.request_id = "5f8c";
  address.logical_id = "Lookup";
  return address;
}

json::Value Parsed(const std::string& body) {
  EXPECT_LE(body.size(), kMaxAnswerBytes);
  auto value = json::Parse(body);
  EXPECT_TRUE(value.has_value()) << body;
  return value ? *value : json::Value();
}

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(AnswerTest, IsWrittenInFull) {
  Answer answer{Status::kSuccess, "custom_-_1", "", {{"Id", "custom_-_1"}, {"Name", "Lookup \"case\""}}};
  EXPECT_EQ(FormatAnswer(Address(), answer),
            Concat(R"({"Status":"SUCCESS","PhysicalResourceId":"custom_-_1","StackId":")", kStack,
                   R"(","RequestId":"5f8c","LogicalResourceId":"Lookup",)",
                   R"("Data":{"Id":"custom_-_1","Name":"Lookup \"case\""}})"));
  answer = {Status::kFailed, "custom_-_1", "It broke.", {}};
  EXPECT_EQ(FormatAnswer(Address(), answer),
            Concat(R"({"Status":"FAILED","PhysicalResourceId":"custom_-_1","StackId":")", kStack,
                   R"(","RequestId":"5f8c","LogicalResourceId":"Lookup","Reason":"It broke."})"));
}

TEST(AnswerTest, AFailureAlwaysHasAReasonAndAnyAnswerAPhysicalId) {
  const json::Value failed = Parsed(FormatAnswer(Address(), {}));
  EXPECT_EQ(failed.FindString("Status"), "FAILED");
  EXPECT_EQ(failed.FindString("Reason"), "The provider gave no reason.");
  EXPECT_EQ(failed.FindString("PhysicalResourceId"), "5f8c");
  AnswerAddress update = Address();
  update.physical_id = "custom_-_9";
  EXPECT_EQ(Parsed(FormatAnswer(update, {})).FindString("PhysicalResourceId"), "custom_-_9");
}

TEST(AnswerTest, ShortensALongReasonInItsMiddle) {
  const std::string reason = "BEGIN " + Repeat("ü\n", 5'000) + " END";
  const json::Value body = Parsed(FormatAnswer(Address(), {Status::kFailed, "id", reason, {}}));
  const std::string shown = *body.FindString("Reason");
  EXPECT_TRUE(shown.starts_with("BEGIN ü"));
  EXPECT_TRUE(shown.ends_with("ü\n END"));
  EXPECT_NE(shown.find(" ... "), std::string::npos);
  EXPECT_EQ(shown.find("\xEF\xBF\xBD"), std::string::npos) << "a character was torn";
}

TEST(AnswerTest, UsesNearlyAllOfTheRoomForTheReason) {
  const std::string body = FormatAnswer(Address(), {Status::kFailed, "id", std::string(10'000, 'x'), {}});
  EXPECT_LE(body.size(), kMaxAnswerBytes);
  EXPECT_GE(body.size(), kMaxAnswerBytes - 2);
}

TEST(AnswerTest, ABodyOfExactlyTheLimitIsLeftAlone) {
  const size_t frame = FormatAnswer(Address(), {Status::kFailed, "id", "x", {}}).size() - 1;
  const std::string fitting(kMaxAnswerBytes - frame, 'x');
  EXPECT_EQ(Parsed(FormatAnswer(Address(), {Status::kFailed, "id", fitting, {}})).FindString("Reason"), fitting);
  EXPECT_NE(Parsed(FormatAnswer(Address(), {Status::kFailed, "id", fitting + "x", {}})).FindString("Reason"),
            fitting + "x");
}

TEST(AnswerTest, ASuccessLosesItsReasonBeforeAnAttribute) {
  const Answer answer{
      Status::kSuccess, "id", std::string(2'000, 'r'), {{"Id", "1"}, {"Name", std::string(3'700, 'n')}}};
  const json::Value body = Parsed(FormatAnswer(Address(), answer));
  EXPECT_EQ(body.Find("Data")->FindString("Name"), std::string(3'700, 'n'));
  EXPECT_LT(body.FindString("Reason").value_or("").size(), 200u);
}

TEST(AnswerTest, KeepsTheAttributesThatFitInTheirOrder) {
  const Answer answer{Status::kSuccess, "id", "", {{"Id", "1"}, {"Big", std::string(5'000, 'b')}, {"Version", "3"}}};
  const json::Value body = Parsed(FormatAnswer(Address(), answer));
  EXPECT_EQ(*body.Find("Data"), (json::Object{{"Id", "1"}, {"Version", "3"}}));
}

TEST(AnswerTest, WritesAnAttributeNameOnlyOnce) {
  const Answer answer{Status::kSuccess, "id", "", {{"\xff", "1"}, {"\xfe", "2"}, {"A", "3"}, {"A", "4"}}};
  EXPECT_EQ(Parsed(FormatAnswer(Address(), answer)).Find("Data")->AsObject()->size(), 2u);
}

TEST(AnswerTest, AFailureKeepsItsReasonBeforeAnAttribute) {
  const Answer answer{Status::kFailed, "id", std::string(3'800, 'r'), {{"Name", std::string(1'000, 'n')}}};
  const json::Value body = Parsed(FormatAnswer(Address(), answer));
  EXPECT_EQ(body.FindString("Reason"), std::string(3'800, 'r'));
  EXPECT_EQ(body.Find("Data"), nullptr);
}

TEST(AnswerTest, CutsAPhysicalIdThatCloudFormationWouldRefuse) {
  const json::Value body = Parsed(FormatAnswer(Address(), {Status::kFailed, Repeat("ü", 2'000), "why", {}}));
  EXPECT_EQ(body.FindString("PhysicalResourceId"), Repeat("ü", 512));
  EXPECT_EQ(body.FindString("StackId"), kStack);
  EXPECT_EQ(body.FindString("Reason"), "why");
}

TEST(AnswerTest, CutsThePhysicalIdAndNoOtherIdWhenEscapingMakesItTooLong) {
  const json::Value body = Parsed(FormatAnswer(Address(), {Status::kFailed, std::string(1'024, '\x01'), "why", {}}));
  EXPECT_EQ(body.FindString("StackId"), kStack);
  EXPECT_EQ(body.FindString("RequestId"), "5f8c");
  EXPECT_EQ(body.FindString("Reason"), "why");
}

TEST(AnswerTest, IsAValidBodyEvenWhenTheIdsAloneWouldNotFit) {
  AnswerAddress address = Address();
  address.stack_id = std::string(9'000, 's');
  address.request_id = std::string(9'000, '\x02');
  address.logical_id = std::string(9'000, '\xff');
  const json::Value body = Parsed(FormatAnswer(address, {Status::kFailed, "id", std::string(9'000, '"'), {}}));
  for (const char* name : {"Status", "Reason", "PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId"}) {
    EXPECT_FALSE(body.FindString(name).value_or("").empty()) << name;
  }
}

// Lengths and contents that hurt: around the limits, characters that grow when escaped, torn and malformed UTF-8.
class HostileText {
 public:
  explicit HostileText(uint64_t seed) : random_(seed) {}

  std::string Next() {
    constexpr std::array<uint64_t, 8> kLengths = {1, 2, 40, 300, 1'025, 1'500, 4'097, 20'000};
    static constexpr std::array<std::string_view, 10> kPieces = {"a", "\"", "\\",   "\x01", "\n",
                                                                 "ü", "東", "🙂", "\xff", "\xf0\x9f"};
    const uint64_t length = RandomBelow(random_, kLengths[RandomBelow(random_, kLengths.size())]);
    const uint64_t only = RandomBelow(random_, 2 * kPieces.size());
    std::string text;
    while (text.size() < length) {
      text += kPieces[only < kPieces.size() ? only : RandomBelow(random_, kPieces.size())];
    }
    return text;
  }
  uint64_t Below(uint64_t bound) { return RandomBelow(random_, bound); }

 private:
  SeededRandom random_;
};

TEST(AnswerTest, IsValidAndWithinTheLimitForAnyInput) {
  HostileText text(20260102);
  for (int round = 0; round < 400; ++round) {
    AnswerAddress address;
    const bool usual_ids = text.Below(2) == 0;
    address.stack_id = usual_ids ? std::string(kStack) : text.Next();
    address.request_id = usual_ids ? "5f8c" : text.Next();
    address.logical_id = usual_ids ? "Lookup" : text.Next();
    if (text.Below(2) == 0) address.physical_id = text.Next();
    Answer answer{text.Below(2) == 0 ? Status::kSuccess : Status::kFailed, text.Next(), text.Next(), {}};
    for (uint64_t i = text.Below(6); i > 0; --i) answer.attributes.emplace_back(text.Next(), text.Next());

    const json::Value body = Parsed(FormatAnswer(address, answer));
    ASSERT_FALSE(testing::Test::HasFailure()) << "round " << round;
    for (const char* name : {"Status", "PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId"}) {
      ASSERT_TRUE(body.FindString(name).has_value()) << name << ", round " << round;
    }
    ASSERT_FALSE(body.FindString("PhysicalResourceId")->empty());
    if (usual_ids) {
      ASSERT_EQ(body.FindString("StackId"), kStack);
      ASSERT_EQ(body.FindString("LogicalResourceId"), "Lookup");
    }
    if (answer.status == Status::kFailed) {
      ASSERT_FALSE(body.FindString("Reason").value_or("").empty());
    }
  }
}

TEST(FormatAnswer, HasAPhysicalIdForBytesThatAreNoText) {
  AnswerAddress address;
  address.request_id = std::string(1'200, '\x9e');
  const auto parsed = json::Parse(FormatAnswer(address, {}));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->FindString("PhysicalResourceId"), "none");
}

}  // namespace
}  // namespace genesys_cfn::custom_resource
