// SPDX-License-Identifier: Apache-2.0
#include "aws/cloudwatch_logs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/parse.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class CloudWatchLogsTest : public ::testing::Test {
 protected:
  Result<std::vector<LogEvent>> Read() {
    return logs_.FilterLogEvents("/aws/lambda/f", FromEpochMilliseconds(5), clock_.SteadyNow() + Milliseconds(60'000));
  }
  json::Value Sent(size_t index) { return json::Parse(client_.requests().at(index).body).value(); }

  ScriptedClient client_;
  FakeClock clock_{WallTime(Milliseconds(1'767'323'045'000))};
  SystemRandom random_;
  CloudWatchLogs logs_{{client_, clock_, random_},
                       {"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt},
                       "eu-west-1",
                       "https://logs.eu-west-1.amazonaws.com"};
};

TEST_F(CloudWatchLogsTest, AllPagesInTheOrderOfTime) {
  client_.ThenRespond(200, R"({"events":[{"eventId":"2","timestamp":20,"message":"b\n"}],"nextToken":"t"})")
      .ThenRespond(200, R"({"events":[{"eventId":"1","timestamp":10,"message":"a"}],"searchedLogStreams":[]})");
  const auto events = Read();
  ASSERT_TRUE(events) << events.error().message;
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ((*events)[0].id, "1");
  EXPECT_EQ((*events)[1].message, "b\n");
  EXPECT_EQ(ToEpochMilliseconds((*events)[1].time), 20);
  EXPECT_EQ(client_.requests()[0].headers.Get("X-Amz-Target"), "Logs_20140328.FilterLogEvents");
  EXPECT_EQ(Sent(0).FindString("logGroupName"), "/aws/lambda/f");
  EXPECT_EQ(Sent(0).Find("startTime")->AsInteger(), 5);
  EXPECT_EQ(Sent(0).Find("nextToken"), nullptr);
  EXPECT_EQ(Sent(1).FindString("nextToken"), "t");
}

TEST_F(CloudWatchLogsTest, AnEmptyPageIsNotTheEnd) {
  client_.ThenRespond(200, R"({"events":[],"nextToken":"t"})")
      .ThenRespond(200, R"({"events":[{"eventId":"1","timestamp":10,"message":"a"}]})");
  EXPECT_EQ(Read()->size(), 1U);
}

TEST_F(CloudWatchLogsTest, RefusalsSayWhatIsMissing) {
  client_.ThenRespond(400,
                      R"({"__type":"ResourceNotFoundException","message":"The specified log group does not exist."})");
  auto events = Read();
  ASSERT_FALSE(events);
  EXPECT_EQ(events.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(events.error().message, AllOf(HasSubstr("/aws/lambda/f"), HasSubstr("does not exist")));
  client_.Otherwise([](const http::Request&) {
    return http::Response{400, {}, R"({"__type":"AccessDeniedException","message":"not authorized"})"};
  });
  events = Read();
  ASSERT_FALSE(events);
  EXPECT_THAT(events.error().message, HasSubstr("logs:FilterLogEvents"));
}

TEST_F(CloudWatchLogsTest, AnAnswerOfSomebodyElse) {
  for (const char* body : {"<html>", "{}", R"({"events":[{"message":"no time"}]})"}) {
    client_.ThenRespond(200, body);
    const auto events = Read();
    ASSERT_FALSE(events) << body;
    EXPECT_THAT(events.error().message, HasSubstr("cannot be used"));
  }
}

}  // namespace
}  // namespace genesys_cfn::aws
