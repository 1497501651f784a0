// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/output_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "emulator/lambda/function_log.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

class OutputReaderTest : public testing::Test {
 protected:
  OutputReaderTest() {
    reader_ = OutputReader::Start([this](std::string_view text) { lines_ += text; }).value();
  }
  void Write(std::string_view text) {
    ASSERT_EQ(write(reader_->writing_end(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  std::string lines_;
  std::unique_ptr<OutputReader> reader_;
};

TEST_F(OutputReaderTest, LinesAreWholeAndTheRestComesAtTheEnd) {
  Write("one\ntw");
  EXPECT_EQ(reader_->Tail(), "one\ntw");
  EXPECT_EQ(lines_, "one\n");
  Write("o\nthree");
  reader_.reset();
  EXPECT_EQ(lines_, "one\ntwo\nthree");
}

TEST_F(OutputReaderTest, TheTailIsOfTheLastEventAndBounded) {
  Write("before\n");
  reader_->Begin();
  Write("after\n");
  EXPECT_EQ(reader_->Tail(), "after\n");
  Write(std::string(OutputReader::kTailBytes, 'x'));
  EXPECT_EQ(reader_->Tail(), std::string(OutputReader::kTailBytes, 'x'));
}

TEST_F(OutputReaderTest, ItEndsAlthoughSomebodyHoldsThePipe) {
  const int other = dup(reader_->writing_end());
  Write("kept");
  reader_.reset();
  EXPECT_EQ(lines_, "kept");
  close(other);
}

TEST_F(OutputReaderTest, ALineWithoutAnEndIsHandedOnInPieces) {
  const std::string piece(32'768, 'x');
  for (size_t i = 0; i < OutputReader::kMaxLineBytes / piece.size(); ++i) {
    Write(piece);
    static_cast<void>(reader_->Tail());
  }
  EXPECT_EQ(lines_.size(), OutputReader::kMaxLineBytes);
}

class FunctionLogsTest : public testing::Test {
 protected:
  FunctionLogsTest() {
    std::string path = testing::TempDir() + "logs_XXXXXX";
    directory_ = mkdtemp(path.data());
  }
  ~FunctionLogsTest() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path directory_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'678)};
};

TEST_F(FunctionLogsTest, EveryLineHasItsTime) {
  FunctionLogs logs(directory_, clock_);
  ASSERT_TRUE(logs.Append("f", "one\ntwo\n").has_value());
  clock_.Advance(Milliseconds{1'000});
  ASSERT_TRUE(logs.Append("f", "three").has_value());
  EXPECT_EQ(*ReadFile(logs.FileOf("f")),
            "2026-01-02T03:04:05.678Z one\n2026-01-02T03:04:05.678Z two\n2026-01-02T03:04:06.678Z three\n");
  EXPECT_EQ(std::filesystem::status(logs.FileOf("f")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(FunctionLogsTest, TheOldestLinesGo) {
  FunctionLogs logs(directory_, clock_, 200);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(logs.Append("f", Concat("line ", i)).has_value());
  const std::string newest = *ReadFile(logs.FileOf("f"));
  const std::string older = *ReadFile(logs.FileOf("f").native() + ".1");
  EXPECT_LE(newest.size(), 200U);
  EXPECT_LE(older.size(), 200U);
  EXPECT_THAT(newest, testing::HasSubstr("line 49\n"));
}

TEST_F(FunctionLogsTest, ADirectoryThatIsNotThereIsAnError) {
  EXPECT_EQ(FunctionLogs(directory_ / "missing", clock_).Append("f", "x").error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace genesys_cfn::emulator
