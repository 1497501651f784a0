// SPDX-License-Identifier: Apache-2.0
#include "cli/written_credentials.h"

#include <gtest/gtest.h>

#include <sstream>

namespace genesys_cfn::cli {
namespace {

std::string Definition(const std::string& url, const std::string& header = "application/json",
                       const std::string& body = "{}") {
  return R"({
  "name": "Look up",
  "config": {"request": {"requestType": "POST", "requestUrlTemplate": ")" +
         url + R"(",
    "headers": {"X-Api-Key": ")" +
         header + R"("},
    "requestTemplate": ")" +
         body + R"("}},
  "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
               "output": {"successSchema": {"type": "object"}}}
})";
}

TEST(WrittenCredentials, NamesEachPlaceAndShowsNone) {
  const auto file = CredentialsIn(
      "a.json", Definition("https://x.test/?token=abcd1234", "s3cr3t-header", R"({\"password\": \"hunter2x\"})"));
  ASSERT_EQ(file.findings.size(), 3U);
  std::ostringstream out;
  std::ostringstream err;
  Renderer renderer(out, err, OutputFormat::kText, Renderer::Colour::kOff);
  Warn(renderer, {file});
  EXPECT_EQ(out.str(), "");
  const std::string text = err.str();
  EXPECT_NE(text.find("a.json:3:94: warning[GC021]: the value of token is a credential in the clear\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("a.json:4:31: warning[GC021]: the value of X-Api-Key"), std::string::npos) << text;
  EXPECT_NE(text.find("a.json:5:42: warning[GC021]: the value of password"), std::string::npos) << text;
  EXPECT_NE(text.find("hint: Keep it in the credentials of the integration"), std::string::npos) << text;
  for (const char* secret : {"abcd1234", "s3cr3t", "hunter2x"}) EXPECT_EQ(text.find(secret), std::string::npos) << text;
}

TEST(WrittenCredentials, InABlockOfATemplate) {
  const std::string text =
      "Resources:\n  One:\n    Type: Custom::GenesysDataAction\n    Properties:\n      Definition:\n"
      "        config:\n          request:\n            requestType: POST\n            requestTemplate: |-\n"
      "              {\n                \"password\": \"hunter2x\",\n                \"b\": \"${input.b}\"\n"
      "              }\n";
  const auto shown = MaskCredentialsOf("t.yaml", text, text);
  EXPECT_NE(shown.now.find("                \"password\": \"***\",\n                \"b\": \"${input.b}\"\n"),
            std::string::npos)
      << shown.now;
  EXPECT_EQ(shown.before, shown.now);
}

TEST(WrittenCredentials, InJsonTheyAreInTheDocument) {
  const auto file = CredentialsIn("a.json", Definition("https://x.test/?token=abcd1234", "${credentials.key}"));
  std::ostringstream out;
  std::ostringstream err;
  Renderer renderer(out, err, OutputFormat::kJson, Renderer::Colour::kOff);
  Warn(renderer, {file});
  EXPECT_EQ(out.str() + err.str(), "");
  const json::Array warnings = WarningsDocument({file});
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].FindString("code"), "GC021");
  EXPECT_EQ(warnings[0].FindString("path"), "a.json");
  EXPECT_EQ(*warnings[0].Find("startLine"), json::Value(3));
}

TEST(WrittenCredentials, OfWhatCannotBeReadThereAreNone) {
  for (const char* text : {"", "{", "[]", "- a: [", "Resources: {}", "config: {request: {headers: 1}}"}) {
    EXPECT_TRUE(CredentialsIn("x", text).findings.empty()) << text;
  }
}

TEST(WrittenCredentials, WhatStoodThereBeforeIsNotNew) {
  const std::string before = Definition("https://x.test/?token=abcd1234", "s3cr3t-header");
  EXPECT_TRUE(NewCredentialsIn("a.json", before, before).findings.empty());
  const std::string after = Definition("https://y.test/?token=abcd1234", "s3cr3t-header", "client_secret=hunter2x");
  const auto file = NewCredentialsIn("a.json", before, after);
  ASSERT_EQ(file.findings.size(), 1U);
  EXPECT_NE(file.findings[0].message.find("client_secret"), std::string::npos);
}

TEST(WrittenCredentials, ADiffShowsWhichIsAnotherOne) {
  const auto shown = MaskCredentialsOf("a.json", Definition("https://x.test/?token=abcd1234&api_key=one12345"),
                                       Definition("https://x.test/?token=abcd1234&api_key=two12345"));
  EXPECT_NE(shown.before.find("?token=***&api_key=***\""), std::string::npos) << shown.before;
  EXPECT_NE(shown.now.find("?token=***&api_key=*** (live)\""), std::string::npos) << shown.now;
}

}  // namespace
}  // namespace genesys_cfn::cli
