// SPDX-License-Identifier: Apache-2.0
#include "http/response_reader.h"

#include <gtest/gtest.h>

namespace genesys_cfn::http {
namespace {

void Feed(ResponseReader& reader, std::initializer_list<std::string_view> lines) {
  for (const std::string_view line : lines) ASSERT_TRUE(reader.AddHeaderLine(line)) << line;
}

TEST(ResponseReader, KeepsOnlyTheLastHeaderBlock) {
  ResponseReader reader(100);
  Feed(reader, {"HTTP/1.1 100 Continue\r\n", "X-Early: 1\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "X-Late:  2 \r\n",
                "X-Empty:\r\n", "X-Late: 3\r\n", "\r\n"});
  ASSERT_TRUE(reader.AddBody("ab"));
  ASSERT_TRUE(reader.AddBody("c"));
  Feed(reader, {"X-Trailer: 4\r\n", "\r\n"});
  const Response response = reader.Take(200);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "abc");
  const std::vector<Headers::Field> expected = {{"X-Late", "2"}, {"X-Empty", ""}, {"X-Late", "3"}};
  EXPECT_EQ(response.headers.fields(), expected);
}

TEST(ResponseReader, KnowsWhetherTheHeadersAreComplete) {
  ResponseReader reader(100);
  EXPECT_FALSE(reader.has_complete_head());
  Feed(reader, {"HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "Content-Length: 1\r\n"});
  EXPECT_FALSE(reader.has_complete_head());
  Feed(reader, {"\r\n"});
  EXPECT_TRUE(reader.has_complete_head());
}

TEST(ResponseReader, JoinsFoldedLines) {
  ResponseReader reader(100);
  Feed(reader, {"HTTP/1.1 200 OK\r\n", "X-Folded: one\r\n", "\ttwo\r\n", "\r\n"});
  EXPECT_EQ(reader.Take(200).headers.Get("X-Folded"), "one two");
}

TEST(ResponseReader, RefusesMoreThanItsLimits) {
  ResponseReader reader(3);
  EXPECT_TRUE(reader.AddBody("abc"));
  EXPECT_FALSE(reader.is_too_large());
  EXPECT_FALSE(reader.AddBody("d"));
  EXPECT_TRUE(reader.is_too_large());

  ResponseReader headers(3);
  const std::string line = "X: " + std::string(60'000, 'x') + "\r\n";
  ASSERT_TRUE(headers.AddHeaderLine("HTTP/1.1 200 OK\r\n"));
  bool accepted = true;
  for (int i = 0; i < 5; ++i) accepted = headers.AddHeaderLine(line);
  EXPECT_FALSE(accepted);
  EXPECT_TRUE(headers.is_too_large());
}

}  // namespace
}  // namespace genesys_cfn::http
