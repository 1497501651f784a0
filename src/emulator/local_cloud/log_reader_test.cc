// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/log_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "emulator/lambda/function_log.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

class LogReaderTest : public testing::Test {
 protected:
  LogReaderTest() {
    std::string path = testing::TempDir() + "log_reader_XXXXXX";
    directory_ = mkdtemp(path.data());
    std::filesystem::create_directories(directory_ / "logs");
  }
  ~LogReaderTest() override { std::filesystem::remove_all(directory_); }
  void Write(const std::string& function, const std::string& text) {
    clock_.Advance(Milliseconds{1});
    ASSERT_TRUE(FunctionLogs(directory_ / "logs", clock_, 100).Append(function, text).has_value());
  }
  static std::string Texts(const std::vector<LogLine>& lines) {
    std::string texts;
    for (const LogLine& line : lines) texts += Concat(line.function, ":", line.text, " ");
    return texts;
  }

  std::filesystem::path directory_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'678)};
};

TEST_F(LogReaderTest, LinesOfAllFunctionsAreInTheOrderOfTheirTimes) {
  Write("g", "one");
  Write("f", "two");
  Write("g", "three");
  LogReader all(directory_, std::nullopt);
  EXPECT_EQ(all.Functions(), (std::vector<std::string>{"f", "g"}));
  const auto lines = all.Read();
  EXPECT_EQ(Texts(lines), "g:one f:two g:three ");
  EXPECT_EQ(lines[0].time, "2026-01-02T03:04:05.679Z");
  EXPECT_EQ(Texts(LogReader(directory_, "f").Read()), "f:two ");
  EXPECT_EQ(Texts(all.Read()), "");
}

TEST_F(LogReaderTest, WhatComesIsReadOnceAcrossTheChangeOfFiles) {
  LogReader reader(directory_, std::nullopt);
  std::string seen;
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    Write("f", Concat("line-", i));
    if (i % 2 == 1) seen += Texts(reader.Read());
    expected += Concat("f:line-", i, " ");
  }
  EXPECT_EQ(seen, expected);
}

TEST_F(LogReaderTest, AHalfWrittenLineWaitsForItsEnd) {
  std::ofstream file(directory_ / "logs" / "f.log", std::ios::app);
  file << "2026-01-02T03:04:05.678Z ha" << std::flush;
  LogReader reader(directory_, std::nullopt);
  EXPECT_EQ(Texts(reader.Read()), "");
  file << "lf\n" << std::flush;
  EXPECT_EQ(Texts(reader.Read()), "f:half ");
}

TEST_F(LogReaderTest, WithoutLogsThereIsNothing) {
  LogReader reader(directory_ / "nowhere", std::nullopt);
  EXPECT_TRUE(reader.Functions().empty());
  EXPECT_TRUE(reader.Read().empty());
}

}  // namespace
}  // namespace genesys_cfn::emulator
