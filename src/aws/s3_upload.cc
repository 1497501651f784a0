// SPDX-License-Identifier: Apache-2.0
#include "aws/s3_upload.h"

#include <array>
#include <utility>

#include "aws/service_call.h"
#include "aws/xml_document.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kOwnBucket = "BucketAlreadyOwnedByYou";
constexpr std::array kKnownErrors = {
    KnownError{"NoSuchBucket", ErrorCode::kNotFound, Retry::kNever, "correct the bucket's name"},
    KnownError{"PermanentRedirect", ErrorCode::kInvalidInput, Retry::kNever, "take a bucket in this region"},
    KnownError{"AuthorizationHeaderMalformed", ErrorCode::kInvalidInput, Retry::kNever, "take a bucket in this region"},
    KnownError{kOwnBucket, ErrorCode::kConflict, Retry::kNever, "use it"},
};

ServiceError ReadError(const http::Response& response) {
  const auto root = ParseXml(response.body);
  if (!root || root->name != "Error") return {};
  return {std::string(Trim(root->TextOf("Code"))), std::string(Trim(root->TextOf("Message")))};
}

Result<http::Request> RequestFor(const S3Access& access, std::string_view method, std::string_view path,
                                 std::string_view body) {
  auto url = http::ParseUrl(access.endpoint);
  if (!url) return url.error().WithContext("the S3 endpoint");
  http::Request request{std::string(method), url->origin, url->target, {}, std::string(body)};
  if (!request.target.ends_with('/')) request.target += '/';
  request.target += path;
  return request;
}

std::string PathOf(const S3Location& location) {
  return Concat(location.bucket, "/", PercentEncode(location.key, KeepSlash::kYes));
}

SigningOptions SigningFor(const S3Access& access) {
  return {access.region, "s3", PathEncoding::kOnce, NormalisePath::kNo, BodyHashHeader::kYes};
}

Result<http::Response> SendCall(const S3Access& access, ServiceCall call, SteadyTime deadline) {
  call.signing = SigningFor(access);
  call.failure_of = [](const http::Response& response) {
    return FailureOf(response, ReadError(response), kKnownErrors, "allow s3:CreateBucket and s3:PutObject");
  };
  return Send({access.client, access.clock, access.random}, access.credentials, call, deadline);
}

}  // namespace

Result<void> CreateBucket(const S3Access& access, std::string_view bucket, SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("making the bucket ", bucket, " in S3 in ", access.region);
  TRY_ASSIGN(call.request, RequestFor(access, "PUT", bucket, ""));
  const auto response = SendCall(access, std::move(call), deadline);
  if (response || response.error().code == ErrorCode::kConflict) return {};
  return response.error();
}

Result<bool> ObjectExists(const S3Access& access, const S3Location& location, SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("looking for ", ToString(location), " in S3 in ", access.region);
  TRY(CheckS3Location(location));
  TRY_ASSIGN(call.request, RequestFor(access, "HEAD", PathOf(location), ""));
  bool is_absent = false;
  call.signing = SigningFor(access);
  call.failure_of = [&is_absent](const http::Response& response) {
    is_absent = response.status == 404 || response.status == 403;  // an answer without a body: there is no code
    return FailureOf(response, {}, kKnownErrors, "allow s3:GetObject");
  };
  const auto found = Send({access.client, access.clock, access.random}, access.credentials, call, deadline);
  if (found || is_absent) return found.has_value();
  return found.error();
}

Result<std::string> PutObject(const S3Access& access, const S3Location& location, std::string_view body,
                              SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("writing ", ToString(location), " to S3 in ", access.region);
  TRY(CheckS3Location(location));
  TRY_ASSIGN(call.request, RequestFor(access, "PUT", PathOf(location), body));
  std::string address = call.request.origin + call.request.target;
  TRY(SendCall(access, std::move(call), deadline));
  return address;
}

}  // namespace genesys_cfn::aws
