// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <gtest/gtest.h>

namespace genesys_cfn::http {
namespace {

TEST(ParseUrl, SplitsBeforeThePathAndChangesNoByte) {
  struct Row {
    std::string url, origin, target;
  };
  const Row rows[] = {
      {"https://api.mypurecloud.com/api/v2", "https://api.mypurecloud.com", "/api/v2"},
      {"http://127.0.0.1:4566", "http://127.0.0.1:4566", "/"},
      {"https://bucket.s3.amazonaws.com/arn%3Aaws%7Cx~y+z?a=1&e=", "https://bucket.s3.amazonaws.com",
       "/arn%3Aaws%7Cx~y+z?a=1&e="},
      {"https://host?q=1", "https://host", "/?q=1"},
      {"HTTPS://Host.Example:443/a/../b//c", "HTTPS://Host.Example:443", "/a/../b//c"},
      {"http://[::1]:8080/x", "http://[::1]:8080", "/x"},
      {"https://host/path@with:signs", "https://host", "/path@with:signs"},
  };
  for (const Row& row : rows) {
    const auto split = ParseUrl(row.url);
    ASSERT_TRUE(split) << row.url << ": " << split.error().message;
    EXPECT_EQ(split->origin, row.origin);
    EXPECT_EQ(split->target, row.target);
  }
}

TEST(ParseUrl, RefusesWithoutRepeatingTheUrl) {
  for (const std::string url : {"",
                                "s3cret",
                                "ftp://s3cret/",
                                "https:/s3cret",
                                "https://",
                                "https:///s3cret",
                                "https://user:s3cret@host/",
                                "https://s3cret@host",
                                "https://host/s3cret value",
                                "https://host/s3cret\r\nX: y",
                                "https://host/s3cret\x7f",
                                "https://host:0/s3cret",
                                "https://host:99999/s3cret",
                                "https://host:/s3cret",
                                "https://host:1x/s3cret",
                                "https://ho%73t/s3cret",
                                "https://host\\@s3cret/",
                                "https://[::1/s3cret",
                                "https://[]/s3cret",
                                "https://[::1]x/s3cret",
                                "https://[s3cret]/",
                                "https://host/#s3cret",
                                "https://host/s3cret\xC3\xA9"}) {
    const auto split = ParseUrl(url);
    ASSERT_FALSE(split) << url;
    EXPECT_EQ(split.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(split.error().message.find("s3cret"), std::string::npos) << split.error().message;
  }
}

TEST(HostOf, IsTheAuthority) {
  EXPECT_EQ(HostOf("https://api.mypurecloud.com:8443"), "api.mypurecloud.com:8443");
  EXPECT_EQ(HostOf("http://[::1]:80"), "[::1]:80");
  EXPECT_EQ(HostOf("http://host/path"), "host");
  EXPECT_EQ(HostOf(""), "");
}

TEST(Target, PathAndQueryAreSplitAtTheFirstQuestionMark) {
  EXPECT_EQ(PathOf("/a%2Fb?c=d?e"), "/a%2Fb");
  EXPECT_EQ(QueryOf("/a%2Fb?c=d?e"), "c=d?e");
  EXPECT_EQ(PathOf("/a"), "/a");
  EXPECT_EQ(QueryOf("/a"), "");
}

TEST(ParseQuery, DecodesNamesAndValues) {
  const auto parameters = ParseQuery("name=a+b%20c&empty=&flag&&x=1=2&x=second&%6Eame2=%C3%A9");
  ASSERT_EQ(parameters.size(), 6U);
  EXPECT_EQ(FindParameter(parameters, "name"), "a b c");
  EXPECT_EQ(FindParameter(parameters, "empty"), "");
  EXPECT_EQ(FindParameter(parameters, "flag"), "");
  EXPECT_EQ(FindParameter(parameters, "x"), "1=2");
  EXPECT_EQ(FindParameter(parameters, "name2"), "é");
  EXPECT_EQ(FindParameter(parameters, "absent"), std::nullopt);
}

TEST(ParseQuery, LeavesMalformedEscapesAsTheyAre) {
  const auto parameters = ParseQuery("a=100%&b=%zz%41&c=%4");
  EXPECT_EQ(FindParameter(parameters, "a"), "100%");
  EXPECT_EQ(FindParameter(parameters, "b"), "%zzA");
  EXPECT_EQ(FindParameter(parameters, "c"), "%4");
  EXPECT_TRUE(ParseQuery("").empty());
}

TEST(Headers, CompareNamesWithoutCaseAndKeepOrderAndRepeats) {
  Headers headers = {{"X-One", "1"}, {"x-two", "2"}, {"X-TWO", "again"}};
  EXPECT_EQ(headers.Get("X-Two"), "2");
  EXPECT_EQ(headers.Get("absent"), std::nullopt);
  headers.Set("X-Two", *headers.Get("x-one"));
  ASSERT_EQ(headers.fields().size(), 2U);
  EXPECT_EQ(headers.fields()[1], (Headers::Field{"X-Two", "1"}));
}

TEST(Headers, CanBeSetFromTheirOwnValue) {
  Headers headers = {{"A", "a value that is too long to be stored inside the string object itself"}};
  headers.Set(headers.fields()[0].first, headers.fields()[0].second);
  EXPECT_EQ(headers.Get("a"), "a value that is too long to be stored inside the string object itself");
}

TEST(Origin, LoopbackIsToldApart) {
  for (const char* origin : {"http://127.0.0.1:4566", "http://LOCALHOST", "https://[::1]:1", "http://127.9.9.9/"}) {
    EXPECT_TRUE(IsLoopback(origin)) << origin;
  }
  for (const char* origin : {"http://127.example.org", "https://localhost.example.org", "http://10.0.0.1", ""}) {
    EXPECT_FALSE(IsLoopback(origin)) << origin;
  }
}

}  // namespace
}  // namespace genesys_cfn::http
