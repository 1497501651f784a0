// SPDX-License-Identifier: Apache-2.0
#include "definition/literal_credentials.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/text.h"

namespace genesys_cfn::definition {
namespace {

// What is found, as "name[value]", one behind the other.
std::string Found(std::string_view text, const std::vector<LiteralCredential>& found) {
  std::string out;
  for (const LiteralCredential& one : found) {
    out += Concat(one.name, "[", text.substr(one.begin, one.end - one.begin), "]");
  }
  return out;
}
std::string FoundIn(std::string_view text) {
  return Found(text, FindLiteralCredentials(text));
}
std::string FoundInHeader(std::string_view name, std::string_view value) {
  return Found(value, FindLiteralCredentials(name, value));
}

TEST(LiteralCredentials, NamesOfCredentials) {
  for (const char* name : {"password",
                           "Password",
                           "PASSWORD",
                           "crmPassword",
                           "db_password",
                           "userpassword",
                           "passwd",
                           "pwd",
                           "user.pwd",
                           "passphrase",
                           "pass",
                           "secret",
                           "clientSecret",
                           "client_secret",
                           "CLIENT-SECRET",
                           "clientsecret",
                           "token",
                           "access_token",
                           "accessToken",
                           "AccessToken",
                           "X-Auth-Token",
                           "refreshToken",
                           "idToken",
                           "api_key",
                           "apiKey",
                           "APIKey",
                           "x-api-key",
                           "X-Acme-APIKey",
                           "apikey",
                           "Ocp-Apim-Subscription-Key",
                           "x-functions-key",
                           "Authorization",
                           "Proxy-Authorization",
                           "credentials",
                           "privateKey",
                           "AWSSecretKey",
                           "jwt"}) {
    EXPECT_TRUE(IsCredentialName(name)) << name;
  }
  for (const char* name : {"",
                           "-",
                           "tokenize",
                           "tokenise",
                           "tokens",
                           "max_tokens",
                           "tokenType",
                           "token_type",
                           "token-id",
                           "passwordPolicy",
                           "password_policy",
                           "passwordResetUrl",
                           "secretary",
                           "secretId",
                           "SecretName",
                           "nextPageToken",
                           "page_token",
                           "continuationToken",
                           "sync_token",
                           "author",
                           "authorizationUrl",
                           "key",
                           "code",
                           "bypass",
                           "compass",
                           "passenger",
                           "monkey",
                           "keyword",
                           "publicKey",
                           "grant_type",
                           "access",
                           "apikeys_enabled"}) {
    EXPECT_FALSE(IsCredentialName(name)) << name;
  }
}

TEST(LiteralCredentials, InUrls) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://x.test/a?api_key=0815abcdef", "api_key[0815abcdef]"},
      {"https://x.test/a?api_key=0815abcdef&id=${input.id}", "api_key[0815abcdef]"},
      {"https://x.test/a?id=${input.id}&token=abcd", "token[abcd]"},
      {"https://x.test/a?token=a$b#c,d;e(f)'g", "token[a$b#c,d;e(f)'g]"},
      {"https://x.test/a?token=pa$$w0rd", "token[pa$$w0rd]"},
      {"https://x.test/a?auth[token]=abcd1234", "token[abcd1234]"},
      {"https://x.test/a?api_key=one12345&api_key=two12345", "api_key[one12345]api_key[two12345]"},
      {"https://x.test/a;token=abcd1234?x=1", "token[abcd1234?x=1]"},
      {"https://bot:hunter2@x.test/", "[hunter2]"},
      {"https://bot:x@x.test/", "[x]"},
      {"https://${credentials.user}:hunter2-x1@x.test/", "[hunter2-x1]"},
      {"https://a:p@ss@x.test/", "[p@ss]"},
      {"https://ghp_0123456789abcdef@x.test/", "[ghp_0123456789abcdef]"},
      {"https://ghp_0123456789abcdef:@x.test/", "[ghp_0123456789abcdef]"},
      {"https://bot:hunter2@x.test/?token=abcd1234", "[hunter2]token[abcd1234]"},
      {"https://x.test/?key=AIzaSyA0123456789abc", "key[AIzaSyA0123456789abc]"},
      {"https://x.test/?code=abcdefghij0123456789&sig=0123456789abcdefgh",
       "code[abcdefghij0123456789]sig[0123456789abcdefgh]"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(FoundIn(text), expected) << text;
}

TEST(LiteralCredentials, ExpressionsAndNearMissesInUrls) {
  for (const char* text : {"",
                           "https://x.test/",
                           "https://x.test/a?tokenize=true",
                           "https://x.test/a?token=",
                           "https://x.test/a?token=&b=c",
                           "https://x.test/a?token=true",
                           "https://x.test/a?token=${credentials.token}",
                           "https://x.test/?token=$input.token",
                           "https://x.test/?token=$!{input.token}",
                           "https://x.test/?token=$esc.uriEncode(\"${credentials.t} and more 12345\")",
                           "https://x.test/?token=@{Token}",
                           "https://x.test/?token=<your-token>",
                           "https://x.test/?token={{token}}",
                           "https://x.test/?token=***",
                           "https://x.test/?token=xxxxxxxx",
                           "https://x.test/?nextPageToken=abcdef123456",
                           "https://x.test/?token_type=bearer",
                           "https://x.test/?grant_type=password&scope=all",
                           "https://${credentials.user}:${credentials.password}@x.test/",
                           "https://<user>:<password>@x.test/",
                           "https://bot@x.test/",
                           "https://x.test/users/a@b.test",
                           "https://x.test/?mail=a:b@c.test",
                           "https://x.test:8443/",
                           "https://x.test/?key=priority",
                           "https://x.test/?key=abcdefghijklmnopqrstu",
                           "https://x.test/?code=0123456789",
                           "https://x.test/?password==abcdef",
                           "https://x.test/?token=\xEE\x80\x80",
                           "https://x.test/?token=prefix-${credentials.token}"}) {
    EXPECT_EQ(FoundIn(text), "") << text;
  }
}

TEST(LiteralCredentials, InBodies) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"password": "hunter2x", "id": "${input.id}"})", "password[hunter2x]"},
      {R"({"user":"bot","password":"hunter2x"})", "password[hunter2x]"},
      {R"({"password"  :
           "correct horse, battery & staple"})",
       "password[correct horse, battery & staple]"},
      {R"({"password": "say \"hi\" {now} <b>"})", R"(password[say \"hi\" {now} <b>])"},
      {R"({"password": "ends\\"})", R"(password[ends\\])"},
      {R"({"password": 31415926})", "password[31415926]"},
      {R"({'password': 'hunter2x'})", "password[hunter2x]"},
      {R"({"authorization": "Bearer eyJhbGciOi"})", "authorization[eyJhbGciOi]"},
      {R"({"payload": "{\"password\": \"hunter2x\", \"a\": 1}"})", "password[hunter2x]"},
      {R"({"payload": "{\"password\": \"hun\\\"ter2x\"}"})", R"(password[hun\\\"ter2x])"},
      {R"({"payload": "{\"in\": \"{\\\"token\\\": \\\"abcd1234\\\"}\"}"})", "token[abcd1234]"},
      {R"({"callback": "https://x.test/?token=abcd1234", "b": 1})", "token[abcd1234]"},
      {R"({"callback": "https://a:b@x.test/"})", "[b]"},
      {R"({"callback": "https:\/\/bot:hunter2@x.test\/"})", "[hunter2]"},
      {R"({"password": "${input.prefix}hunter2"})", "password[hunter2]"},
      {R"({"a": {"b": [{"clientSecret": "s3cr3t"}]}})", "clientSecret[s3cr3t]"},
      {"grant_type=client_credentials&client_id=me&client_secret=s3cr3t&scope=a", "client_secret[s3cr3t]"},
      {"client_secret=s3cr3t\nx=1", "client_secret[s3cr3t]"},
      {"<a><wsse:Password Type=\"text\">hunter2x</wsse:Password></a>", "Password[hunter2x]"},
      {"<password><![CDATA[a<b&c]]></password>", "password[a<b&c]"},
      {"<login password=\"hunter2x\" user='bot'/>", "password[hunter2x]"},
      {"#set($password = \"hunter2x\"){\"p\": \"$password\"}", "password[hunter2x]"},
      {R"({"token": "#if($input.t)${input.t}#{else}abcd1234#end"})", "token[abcd1234]"},
      {R"({"token": "abcd-1234-${input.suffix}"})", "token[abcd-1234-]"},
      {"{\"password\": \"not closed\nx\": 1}", "password[not closed]"},
      {"{\"password\": \"not closed", "password[not closed]"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(FoundIn(text), expected) << text;
}

TEST(LiteralCredentials, ExpressionsAndNearMissesInBodies) {
  const char* texts[] = {
      R"({"passwordPolicy": "strong", "tokenize": true})",
      R"({"password": "${input.password}"})",
      "{\"password\": \"$esc.jsonEncode(\"${input.password}\")\", \"a\": \"bcdefgh\"}",
      R"({"password": ${input.password}})",
      R"({"password": $esc.jsonEncode($input.password)})",
      R"({"password": ""})",
      R"({"password": null})",
      R"({"secret": true})",
      R"({"token": {"type": "string"}})",
      R"({"type": "password", "a": "token"})",
      R"({"grant_type": "password"})",
      R"({"note": "the password: is not told"})",
      R"({"pin": "12", "token": "abc"})",
      "#if($input.token == \"abcdefgh\")x#end",
      "#set($token = $input.other){\"token\": \"$token\"}",
      "#foreach($token in $input.tokens){\"token\": \"$token\"}#end",
      "${input.rawRequest}",
      "<password></password>",
      "<password/>abcdefgh",
      "<password>${credentials.password}</password>",
      "a < password",
      "=",
      ":",
      "\":",
      "\"\":\"\"",
      "password",
      "password=",
      "\"password\":",
      "\"password\": \"",
      "://",
      "://@",
      "://:@",
      "<",
      "<password",
  };
  for (const char* text : texts) EXPECT_EQ(FoundIn(text), "") << text;
}

TEST(LiteralCredentials, InHeaders) {
  EXPECT_EQ(FoundInHeader("x-api-key", "0f9d1c7e55aa4b21"), "x-api-key[0f9d1c7e55aa4b21]");
  EXPECT_EQ(FoundInHeader("Authorization", "Bearer eyJhbGciOi"), "Authorization[eyJhbGciOi]");
  EXPECT_EQ(FoundInHeader("Authorization", "Basic aHVudGVyMg=="), "Authorization[aHVudGVyMg==]");
  EXPECT_EQ(FoundInHeader("Authorization", "Token token=abcd1234"), "Authorization[token=abcd1234]");
  EXPECT_EQ(FoundInHeader("X-Forward", "https://x.test/?token=abcd1234"), "token[abcd1234]");
  EXPECT_EQ(FoundInHeader("Authorization", "Basic $encoding.base64(\"${credentials.a}:${credentials.b}\")"), "");
  EXPECT_EQ(FoundInHeader("Authorization", "Bearer ${authResponse.access_token}"), "");
  EXPECT_EQ(FoundInHeader("Authorization", "HMAC-SHA256 ${credentials.signature}"), "");
  EXPECT_EQ(FoundInHeader("Authorization", ""), "");
  EXPECT_EQ(FoundInHeader("Authorization", "Bearer "), "");
  EXPECT_EQ(FoundInHeader("X-Tokenize", "abcdefgh"), "");
  EXPECT_EQ(FoundInHeader("Accept", "application/json"), "");
}

// Each would take minutes if the time grew with the square of the text.
TEST(LiteralCredentials, OfLongTexts) {
  for (const char* part : {"token=${x}", "key=", "$esc.a(", "\"token\":${x}", "\"token\":\"${x}", "<token ",
                           "<token>${x}", "<token><![CDATA[", "://${x}", "#set($a"}) {
    std::string text;
    while (text.size() < 200'000) text += part;
    EXPECT_LE(FindLiteralCredentials(text).size(), text.size()) << part;
  }
  std::string text;
  while (text.size() < 200'000) text += "token=abcd1234&";
  EXPECT_EQ(FindLiteralCredentials(text).size(), text.size() / 15);
}

// Any text: ranges in order, within the text, and apart.
TEST(LiteralCredentials, OfAnyText) {
  std::mt19937 random(20260601);
  const std::vector<std::string> words = {"\"", "'",  "\\",  "password",  "token",       "=", ":",        "://",
                                          "@",  "&",  "<",   ">",         "${",          "}", "$input.a", "$esc.",
                                          "(",  ")",  "#if", "#set($",    "\n",          " ", "abcdefg1", "***",
                                          "{{", "@{", "]]>", "<![CDATA[", "\xEE\x80\x80"};
  for (int round = 0; round < 3'000; ++round) {
    std::string text;
    for (size_t count = random() % 30; count > 0; --count) text += words[random() % words.size()];
    size_t last = 0;
    for (const LiteralCredential& one : FindLiteralCredentials(text)) {
      ASSERT_LE(last, one.begin) << text;
      ASSERT_LT(one.begin, one.end) << text;
      ASSERT_LE(one.end, text.size()) << text;
      last = one.end;
    }
  }
}

}  // namespace
}  // namespace genesys_cfn::definition
