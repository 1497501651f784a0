// SPDX-License-Identifier: Apache-2.0
// The official vectors: github.com/awslabs/aws-c-auth (tests/aws-signing-test-suite/v4, header form) and
// github.com/boto/botocore (tests/unit/auth/aws4_testsuite).
#include <gtest/gtest.h>

#include <filesystem>

#include "aws/sigv4.h"
#include "base/files.h"
#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::aws {
namespace {

const std::filesystem::path kVectors = std::filesystem::path(GENESYS_CFN_CORPUS_DIR) / "sigv4";
constexpr WallTime kNow{Milliseconds{1'440'938'160'000}};  // 2015-08-30T12:36:00Z
constexpr std::string_view kTimestamp = "20150830T123600Z";

std::string Text(const std::filesystem::path& path) {
  const auto text = ReadFile(path);
  EXPECT_TRUE(text) << path;
  return text ? *text : std::string();
}

// The request line may hold raw blanks; a header line that begins with a blank continues the one before.
http::Request RequestOf(const std::string& text) {
  http::Request request;
  const size_t head_end = text.find("\n\n");
  if (head_end != std::string::npos) request.body = text.substr(head_end + 2);
  std::vector<http::Headers::Field> fields;
  bool is_first = true;
  for (const std::string_view line : Split(std::string_view(text).substr(0, head_end), '\n')) {
    if (is_first) {
      const size_t method_end = line.find(' ');
      request.method = line.substr(0, method_end);
      request.target = line.substr(method_end + 1, line.rfind(" HTTP/") - method_end - 1);
      is_first = false;
    } else if (line.starts_with(' ')) {
      fields.back().second += Concat('\n', line);
    } else if (!line.empty()) {
      const size_t colon = line.find(':');
      fields.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
  }
  for (const auto& [name, value] : fields) request.headers.Add(name, value);
  return request;
}

TEST(SigV4Vectors, AllOfAwsCAuthInHeaderForm) {
  const auto folder = kVectors / "aws-c-auth" / "v4";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " does not exist";
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path().filename());
    const auto context = json::Parse(Text(entry.path() / "context.json"));
    ASSERT_TRUE(context) << context.error().message;
    const json::Value& given = *context->Find("credentials");
    const json::Value* omit = context->Find("omit_session_token");
    const bool normalise = *context->Find("normalize")->AsBool();
    Credentials credentials{*given.FindString("access_key_id"),
                            Secret<std::string>(*given.FindString("secret_access_key")), std::nullopt};
    // A token that is left out of the signature is one that the signer is not told of.
    const auto token = given.FindString("token");
    if (token && (omit == nullptr || !*omit->AsBool())) credentials.session_token = Secret<std::string>(*token);
    SigningOptions options{.region = *context->FindString("region"), .service = *context->FindString("service")};
    if (!normalise) options.normalise_path = NormalisePath::kNo;
    if (*context->Find("sign_body")->AsBool()) options.body_hash_header = BodyHashHeader::kYes;

    http::Request request = RequestOf(Text(entry.path() / "request.txt"));
    Sign(request, credentials, options, kNow);
    const Signature signature = ComputeSignature(request, credentials, options, kTimestamp);
    EXPECT_EQ(signature.canonical_request, Text(entry.path() / "header-canonical-request.txt"));
    EXPECT_EQ(signature.string_to_sign, Text(entry.path() / "header-string-to-sign.txt"));
    EXPECT_EQ(signature.signature, Text(entry.path() / "header-signature.txt"));
    const std::string signed_request = Text(entry.path() / "header-signed-request.txt");
    EXPECT_NE(signed_request.find("Authorization:" + signature.authorization + "\n"), std::string::npos);
    EXPECT_EQ(request.headers.Get("Authorization"), signature.authorization);

    // A verifier normalises, so the other form is for S3 alone.
    const auto authorization = ParseAuthorization(signature.authorization);
    ASSERT_TRUE(authorization);
    if (normalise) {
      EXPECT_TRUE(Verify(request, *authorization, credentials, kNow));
    }
    ++cases;
  }
  EXPECT_EQ(cases, 38u);
}

TEST(SigV4Vectors, AllOfBotocore) {
  const auto folder = kVectors / "botocore";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " does not exist";
  const Credentials credentials{"AKIDEXAMPLE", Secret<std::string>("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                                std::nullopt};
  const SigningOptions options{.region = "us-east-1", .service = "service"};
  const std::string token_line = "\nx-amz-security-token:";
  size_t cases = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".req") continue;
    SCOPED_TRACE(entry.path().stem());
    const auto sibling = [&entry](const char* extension) {
      return Text(std::filesystem::path(entry.path()).replace_extension(extension));
    };
    http::Request request = RequestOf(Text(entry.path()));
    const std::string canonical_request = sibling(".creq");
    // One case keeps its token out of the request file.
    if (const size_t at = canonical_request.find(token_line); at != std::string::npos) {
      const size_t from = at + token_line.size();
      request.headers.Set("X-Amz-Security-Token",
                          canonical_request.substr(from, canonical_request.find('\n', from) - from));
    }
    const Signature signature = ComputeSignature(request, credentials, options, kTimestamp);
    EXPECT_EQ(signature.canonical_request, canonical_request);
    EXPECT_EQ(signature.string_to_sign, sibling(".sts"));
    EXPECT_EQ(signature.authorization, sibling(".authz"));
    ++cases;
  }
  EXPECT_EQ(cases, 34u);
}

}  // namespace
}  // namespace genesys_cfn::aws
