// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_service.h"

#include <optional>
#include <utility>

#include "aws/sigv4.h"
#include "base/text.h"
#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/s3_operations.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

http::Response RefusalAnswer(const AwsRefusal& refusal) {
  switch (refusal.reason) {
    case AwsRefusal::Reason::kMissing:
      return S3Error(403, "AccessDenied", "Access Denied");
    case AwsRefusal::Reason::kIncomplete:
      return S3Error(400, "AuthorizationHeaderMalformed", refusal.message);
    case AwsRefusal::Reason::kUnknownKey:
      return S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
    case AwsRefusal::Reason::kBadSignature:
      return S3Error(403, "SignatureDoesNotMatch", refusal.message);
  }
  return S3Error(500, "InternalError", "We encountered an internal error. Please try again.");
}

// A signature for another region is told apart: the answer names the right one.
std::optional<http::Response> WrongRegion(const http::Request& request, const std::string& region) {
  const auto authorization = aws::ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  if (!authorization || authorization->region == region) return std::nullopt;
  return S3Error(400, "AuthorizationHeaderMalformed",
                 Concat("The authorization header is malformed; the region '", authorization->region,
                        "' is wrong; expecting '", region, "'"),
                 XmlElementOf("Region", region));
}

}  // namespace

S3Service::S3Service(Parts parts, CloudIdentity identity, aws::Credentials accepted)
    : parts_(parts), identity_(std::move(identity)), accepted_(std::move(accepted)) {}

std::string_view S3Service::Schema() {
  return ObjectStore::Schema();
}

http::Response S3Service::Handle(const http::Request& request) {
  http::Response response = Respond(request);
  response.headers.Add("x-amz-request-id", RandomUuid(parts_.random));
  return response;
}

http::Response S3Service::Respond(const http::Request& request) {
  const WallTime now = parts_.clock.Now();
  if (auto wrong = WrongRegion(request, identity_.region)) return *std::move(wrong);
  const std::string body_hash = request.headers.Get("x-amz-content-sha256").value_or("");
  if (body_hash.starts_with("STREAMING-")) {
    return S3Error(501, "NotImplemented",
                   "The local S3 does not offer bodies in signed chunks (aws-chunked): send the body as it is.");
  }
  if (const auto refusal = RefusalOf(request, {"s3", identity_.region}, accepted_, now)) {
    return RefusalAnswer(*refusal);
  }
  if (body_hash.empty()) {
    return S3Error(400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  auto response = parts_.database.Run(
      [&](Transaction& transaction) { return S3Operations(transaction, identity_, now, parts_.random).Call(request); });
  if (!response) return S3Error(500, "InternalError", response.error().message);
  return *std::move(response);
}

}  // namespace genesys_cfn::emulator
