// SPDX-License-Identifier: Apache-2.0
#include "aws/sigv4.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;

// The parameters that both official suites share (aws-protocols.md 3.6).
constexpr WallTime kNow{Milliseconds{1'440'938'160'000}};  // 2015-08-30T12:36:00Z
constexpr std::string_view kTimestamp = "20150830T123600Z";

Credentials ExampleCredentials() {
  return {"AKIDEXAMPLE", Secret<std::string>("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), std::nullopt};
}

SigningOptions Service() {
  return {.region = "us-east-1", .service = "service"};
}

http::Request Example(std::string method, std::string target) {
  return {std::move(method), "https://example.amazonaws.com", std::move(target), {}, {}};
}

AuthorizationHeader AuthorizationOf(const http::Request& request) {
  const auto parsed = ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  EXPECT_TRUE(parsed);
  return parsed ? *parsed : AuthorizationHeader{};
}

Result<void> VerifyAt(const http::Request& request, WallTime now) {
  return Verify(request, AuthorizationOf(request), ExampleCredentials(), now);
}

std::string SignatureOf(http::Request request) {
  Sign(request, ExampleCredentials(), Service(), kNow);
  return AuthorizationOf(request).signature;
}

std::string SecondLine(const std::string& canonical_request, size_t line) {
  return std::string(Split(canonical_request, '\n').at(line));
}

std::string CanonicalQueryOf(const std::string& query) {
  return SecondLine(
      ComputeSignature(Example("GET", "/?" + query), ExampleCredentials(), Service(), kTimestamp).canonical_request, 2);
}

std::string CanonicalPathOf(const std::string& path, const SigningOptions& options = Service()) {
  return SecondLine(ComputeSignature(Example("GET", path), ExampleCredentials(), options, kTimestamp).canonical_request,
                    1);
}

// A request with every part that a signature covers.
http::Request SignedRequest() {
  http::Request request = Example("POST", "/path/a?b=1&a=2");
  request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "secretsmanager.GetSecretValue"}};
  request.body = R"({"SecretId":"x"})";
  Sign(request, ExampleCredentials(), Service(), kNow);
  return request;
}

// Five cases of the official suites, so that the signer is held to them also where the corpus is absent.
TEST(SigV4, ReproducesOfficialSignatures) {
  EXPECT_EQ(SignatureOf(Example("GET", "/")), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  EXPECT_EQ(SignatureOf(Example("GET", "/?Param1=value2&Param1=value1")),
            "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694");
  EXPECT_EQ(SignatureOf(Example("GET", "/\xE1\x88\xB4")),
            "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
  http::Request repeated = Example("GET", "/");
  repeated.headers = {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}};
  EXPECT_EQ(SignatureOf(repeated), "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea");
  http::Request form = Example("POST", "/");
  form.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  form.body = "Param1=value1";
  EXPECT_EQ(SignatureOf(form), "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

TEST(SigV4, BodyHashIsTheOneOfTheStandard) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(SigV4, SortsAndEncodesTheQuery) {
  EXPECT_EQ(CanonicalQueryOf("b=2&a=3&a=1&versioning"), "a=1&a=3&b=2&versioning=");
  EXPECT_EQ(CanonicalQueryOf("a=x=y&&A=1"), "A=1&a=x%3Dy");
  EXPECT_EQ(CanonicalQueryOf("q=%2f%7e+%zz%"), "q=%252f%257e%2B%25zz%25");
  EXPECT_EQ(CanonicalQueryOf("q=%2f%7e+"), "q=%2F~%2B");
  EXPECT_EQ(CanonicalQueryOf("ab=1&a=2&a-=3"), "a=2&a-=3&ab=1");
  EXPECT_EQ(CanonicalQueryOf(""), "");
}

TEST(SigV4, EncodesThePathTwiceAndForS3Once) {
  EXPECT_EQ(CanonicalPathOf("/functions/arn%3Aaws/invocations"), "/functions/arn%253Aaws/invocations");
  EXPECT_EQ(CanonicalPathOf("/a//./b/../c/"), "/a/c/");
  EXPECT_EQ(CanonicalPathOf("/../.."), "/");
  SigningOptions s3 = {.region = "us-east-1",
                       .service = "s3",
                       .path_encoding = PathEncoding::kOnce,
                       .normalise_path = NormalisePath::kNo};
  EXPECT_EQ(CanonicalPathOf("/bucket/a%20b//./c", s3), "/bucket/a%20b//./c");
}

TEST(SigV4, SignAddsWhatTheServiceNeeds) {
  http::Request request = Example("PUT", "/key");
  request.origin = "http://127.0.0.1:4566";
  request.body = "text";
  Credentials credentials = ExampleCredentials();
  credentials.session_token = Secret<std::string>("token");
  SigningOptions options = Service();
  options.body_hash_header = BodyHashHeader::kYes;
  Sign(request, credentials, options, kNow);
  EXPECT_EQ(request.headers.Get("Host"), "127.0.0.1:4566");
  EXPECT_EQ(request.headers.Get("X-Amz-Date"), kTimestamp);
  EXPECT_EQ(request.headers.Get("X-Amz-Security-Token"), "token");
  EXPECT_EQ(request.headers.Get("X-Amz-Content-Sha256"), Sha256Hex("text"));
  EXPECT_EQ(Join(AuthorizationOf(request).signed_headers, ";"),
            "host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
  EXPECT_TRUE(Verify(request, AuthorizationOf(request), credentials, kNow));
}

TEST(SigV4, SigningAgainReplacesTheFirstSignature) {
  http::Request request = SignedRequest();
  Sign(request, ExampleCredentials(), Service(), kNow + Milliseconds(60'000));
  size_t authorizations = 0;
  for (const auto& [name, value] : request.headers.fields()) authorizations += name == "Authorization" ? 1 : 0;
  EXPECT_EQ(authorizations, 1u);
  EXPECT_TRUE(VerifyAt(request, kNow + Milliseconds(60'000)));
}

TEST(SigV4, AnUnsignedPayloadIsHonoured) {
  http::Request request = Example("PUT", "/bucket/a%20b");
  request.headers = {{"x-amz-content-sha256", "UNSIGNED-PAYLOAD"}};
  const SigningOptions s3 = {.region = "us-east-1",
                             .service = "s3",
                             .path_encoding = PathEncoding::kOnce,
                             .normalise_path = NormalisePath::kNo,
                             .body_hash_header = BodyHashHeader::kYes};
  Sign(request, ExampleCredentials(), s3, kNow);
  EXPECT_EQ(request.headers.Get("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  request.body = "whatever comes later";
  EXPECT_TRUE(VerifyAt(request, kNow));
  request.headers.Set("x-amz-content-sha256", Sha256Hex(request.body));
  EXPECT_FALSE(VerifyAt(request, kNow));
}

TEST(SigV4, AStatedBodyHashMustBeTheOneOfTheBody) {
  http::Request request = Example("PUT", "/");
  request.body = "text";
  SigningOptions options = Service();
  options.body_hash_header = BodyHashHeader::kYes;
  Sign(request, ExampleCredentials(), options, kNow);
  ASSERT_TRUE(VerifyAt(request, kNow));
  request.body = "tampered";
  const auto verified = VerifyAt(request, kNow);
  ASSERT_FALSE(verified);
  EXPECT_THAT(verified.error().message, HasSubstr("x-amz-content-sha256"));
}

TEST(SigV4, EveryTamperedPartIsRefused) {
  ASSERT_TRUE(VerifyAt(SignedRequest(), kNow));
  const std::vector<std::pair<const char*, std::function<void(http::Request&)>>> changes = {
      {"method", [](auto& r) { r.method = "GET"; }},
      {"path", [](auto& r) { r.target = "/path/b?b=1&a=2"; }},
      {"query", [](auto& r) { r.target = "/path/a?b=1&a=3"; }},
      {"query removed", [](auto& r) { r.target = "/path/a"; }},
      {"body", [](auto& r) { r.body += ' '; }},
      {"header", [](auto& r) { r.headers.Set("X-Amz-Target", "secretsmanager.DeleteSecret"); }},
      {"header repeated", [](auto& r) { r.headers.Add("X-Amz-Target", "secretsmanager.DeleteSecret"); }},
      {"host", [](auto& r) { r.headers.Set("Host", "other.amazonaws.com"); }},
      {"date", [](auto& r) { r.headers.Set("X-Amz-Date", "20150830T123601Z"); }},
  };
  for (const auto& [what, change] : changes) {
    http::Request request = SignedRequest();
    change(request);
    const auto verified = VerifyAt(request, kNow);
    ASSERT_FALSE(verified) << what;
    EXPECT_EQ(verified.error().code, ErrorCode::kUnauthenticated) << what;
    EXPECT_THAT(verified.error().message, HasSubstr("does not match")) << what;
  }
}

TEST(SigV4, WhatIsNotSignedMayChange) {
  http::Request request = SignedRequest();
  request.headers.Add("User-Agent", "aws-cli");
  request.target = "/path/a?a=2&b=1";  // the same query to every reader
  EXPECT_TRUE(VerifyAt(request, kNow));
}

TEST(SigV4, TheClockMayBeFiveMinutesOff) {
  const Milliseconds five_minutes(300'000);
  EXPECT_TRUE(VerifyAt(SignedRequest(), kNow + five_minutes));
  EXPECT_TRUE(VerifyAt(SignedRequest(), kNow - five_minutes));
  const auto late = VerifyAt(SignedRequest(), kNow + five_minutes + Milliseconds(1));
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().message, HasSubstr("Signature expired: 20150830T123600Z is now earlier than"));
  const auto early = VerifyAt(SignedRequest(), kNow - five_minutes - Milliseconds(1));
  ASSERT_FALSE(early);
  EXPECT_THAT(early.error().message, HasSubstr("Signature not yet current"));
}

TEST(SigV4, HostMustBeSignedAndEverySignedHeaderPresent) {
  const http::Request request = SignedRequest();
  AuthorizationHeader authorization = AuthorizationOf(request);
  authorization.signed_headers = {"x-amz-date"};
  const auto without_host = Verify(request, authorization, ExampleCredentials(), kNow);
  ASSERT_FALSE(without_host);
  EXPECT_THAT(without_host.error().message, HasSubstr("Host"));
  authorization.signed_headers = {"host", "x-amz-meta", "x-amz-date"};
  const auto absent = Verify(request, authorization, ExampleCredentials(), kNow);
  ASSERT_FALSE(absent);
  EXPECT_THAT(absent.error().message, HasSubstr("'x-amz-meta'"));
}

TEST(SigV4, OtherCredentialsDatesAndScopesAreRefused) {
  const http::Request request = SignedRequest();
  Credentials other = ExampleCredentials();
  other.secret_access_key = Secret<std::string>("wrong");
  EXPECT_FALSE(Verify(request, AuthorizationOf(request), other, kNow));
  other = ExampleCredentials();
  other.access_key_id = "AKIDOTHER";
  EXPECT_FALSE(Verify(request, AuthorizationOf(request), other, kNow));
  other = ExampleCredentials();
  other.session_token = Secret<std::string>("expected");
  EXPECT_FALSE(Verify(request, AuthorizationOf(request), other, kNow));

  AuthorizationHeader authorization = AuthorizationOf(request);
  authorization.region = "eu-west-1";
  EXPECT_FALSE(Verify(request, authorization, ExampleCredentials(), kNow));
  authorization = AuthorizationOf(request);
  authorization.date = "20150829";
  EXPECT_FALSE(Verify(request, authorization, ExampleCredentials(), kNow));
  authorization = AuthorizationOf(request);
  authorization.signature.back() = authorization.signature.back() == '0' ? '1' : '0';
  EXPECT_FALSE(Verify(request, authorization, ExampleCredentials(), kNow));
}

TEST(SigV4, MalformedDatesAreRefused) {
  for (const char* date : {"", "2015-08-30T12:36:00Z", "20150830T123600", "20151330T123600Z", "20150230T123600Z",
                           "20150830T243600Z", "20150830 123600Z", "2015083-T123600Z"}) {
    http::Request request = SignedRequest();
    request.headers.Set("X-Amz-Date", date);
    EXPECT_FALSE(VerifyAt(request, kNow)) << date;
  }
}

TEST(SigV4, AuthorizationIsReadWithAndWithoutBlanks) {
  for (const char* separator : {", ", ",", " ,  "}) {
    const auto parsed =
        ParseAuthorization(Concat("AWS4-HMAC-SHA256 Credential=AK/20150830/eu-west-1/sts/aws4_request", separator,
                                  "SignedHeaders=host;x-amz-date", separator, "Signature=ab"));
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->access_key_id, "AK");
    EXPECT_EQ(parsed->date, "20150830");
    EXPECT_EQ(parsed->region, "eu-west-1");
    EXPECT_EQ(parsed->service, "sts");
    EXPECT_EQ(Join(parsed->signed_headers, ";"), "host;x-amz-date");
    EXPECT_EQ(parsed->signature, "ab");
  }
}

TEST(SigV4, IncompleteAuthorizationsAreNamed) {
  const std::string credential = "Credential=AK/20150830/eu-west-1/sts/aws4_request";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "AWS4-HMAC-SHA256"},
      {"Bearer abc", "AWS4-HMAC-SHA256"},
      {"AWS4-HMAC-SHA256", "'Credential'"},
      {"AWS4-HMAC-SHA256 " + credential + ", SignedHeaders=host", "'Signature'"},
      {"AWS4-HMAC-SHA256 " + credential + ", Signature=ab", "'SignedHeaders'"},
      {"AWS4-HMAC-SHA256 Credential=AK/20150830/sts, SignedHeaders=host, Signature=ab", "form"},
  };
  for (const auto& [header, expected] : cases) {
    const auto parsed = ParseAuthorization(header);
    ASSERT_FALSE(parsed) << header;
    EXPECT_EQ(parsed.error().code, ErrorCode::kUnauthenticated);
    EXPECT_THAT(parsed.error().message, HasSubstr(expected));
  }
}

}  // namespace
}  // namespace genesys_cfn::aws
