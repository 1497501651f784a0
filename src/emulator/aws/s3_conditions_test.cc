// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_conditions.h"

#include <gtest/gtest.h>

#include "emulator/aws/s3_answers.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kModified = 1'767'323'045'078;  // Fri, 02 Jan 2026 03:04:05.078 GMT
constexpr const char* kSame = "Fri, 02 Jan 2026 03:04:05 GMT";
constexpr const char* kBefore = "Fri, 02 Jan 2026 03:04:04 GMT";

TEST(S3Conditions, DatesGoBothWays) {
  EXPECT_EQ(HttpDate(kModified), kSame);
  EXPECT_EQ(ToEpochMilliseconds(*ParseHttpDate(kSame)), kModified / 1000 * 1000);
  for (const char* wrong : {"", "Fri, 02 Xxx 2026 03:04:05 GMT", "2026-01-02T03:04:05Z",
                            "Fri, 02 Jan 2026 03:04:05 CET", "Fri, 99 Jan 2026 03:04:05 GMT"}) {
    EXPECT_FALSE(ParseHttpDate(wrong)) << wrong;
  }
}

TEST(S3Conditions, DecideReads) {
  using D = ReadDecision;
  const std::pair<http::Headers, D> cases[] = {
      {{}, D::kProceed},
      {{{"If-Match", "\"tag\""}}, D::kProceed},
      {{{"If-Match", "tag"}}, D::kProceed},
      {{{"If-Match", "*"}}, D::kProceed},
      {{{"If-Match", "\"a\", \"tag\""}}, D::kProceed},
      {{{"If-Match", "\"a\""}}, D::kPreconditionFailed},
      {{{"If-None-Match", "W/\"tag\""}}, D::kNotModified},
      {{{"If-None-Match", "\"a\""}}, D::kProceed},
      {{{"If-Modified-Since", kSame}}, D::kNotModified},
      {{{"If-Modified-Since", kBefore}}, D::kProceed},
      {{{"If-Modified-Since", "nonsense"}}, D::kProceed},
      {{{"If-Unmodified-Since", kSame}}, D::kProceed},
      {{{"If-Unmodified-Since", kBefore}}, D::kPreconditionFailed},
      // The entity tag wins over the date.
      {{{"If-Match", "tag"}, {"If-Unmodified-Since", kBefore}}, D::kProceed},
      {{{"If-None-Match", "\"a\""}, {"If-Modified-Since", kSame}}, D::kProceed},
  };
  for (const auto& [headers, expected] : cases) {
    EXPECT_EQ(DecideRead(headers, "tag", kModified), expected)
        << (headers.fields().empty() ? "" : headers.fields()[0].first + ": " + headers.fields()[0].second);
  }
}

TEST(S3Conditions, DecideRanges) {
  using Kind = RangeDecision::Kind;
  struct Case {
    const char* header;
    Kind kind;
    uint64_t first;
    uint64_t last;
  };
  const Case cases[] = {
      {"bytes=0-3", Kind::kPart, 0, 3},
      {"bytes=8-", Kind::kPart, 8, 9},
      {"bytes=0-18446744073709551615", Kind::kPart, 0, 9},
      {"bytes=-3", Kind::kPart, 7, 9},
      {"bytes=-99", Kind::kPart, 0, 9},
      {"bytes=10-", Kind::kUnsatisfiable, 0, 0},
      {"bytes=-0", Kind::kUnsatisfiable, 0, 0},
      {"", Kind::kWhole, 0, 0},
      {"lines=0-1", Kind::kWhole, 0, 0},
      {"bytes=3-2", Kind::kWhole, 0, 0},
      {"bytes=0-1,3-4", Kind::kWhole, 0, 0},
      {"bytes=", Kind::kWhole, 0, 0},
      {"bytes=-", Kind::kWhole, 0, 0},
      {"bytes=99999999999999999999-", Kind::kWhole, 0, 0},
  };
  for (const Case& c : cases) {
    const RangeDecision decision = DecideRange(c.header, 10);
    EXPECT_EQ(decision.kind, c.kind) << c.header;
    EXPECT_EQ(decision.range.first, c.first) << c.header;
    EXPECT_EQ(decision.range.last, c.last) << c.header;
  }
  EXPECT_EQ(DecideRange("bytes=0-", 0).kind, Kind::kUnsatisfiable);
}

}  // namespace
}  // namespace genesys_cfn::emulator
