// SPDX-License-Identifier: Apache-2.0
#include "aws/s3.h"

#include <algorithm>
#include <array>
#include <utility>

#include "aws/service_call.h"
#include "aws/xml_document.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kHostLabel = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr int kPartialContent = 206;
constexpr int kRangeNotSatisfiable = 416;
constexpr std::string_view kDenied =
    "allow s3:GetObject on this object, and kms:Decrypt on its key if it is encrypted with one; without s3:ListBucket "
    "a key that does not exist looks the same";
constexpr std::string_view kVersionDenied =
    "allow s3:GetObjectVersion on this object, and kms:Decrypt on its key if it is encrypted with one; without "
    "s3:ListBucketVersions a version that does not exist looks the same";

constexpr std::array kKnownErrors = {
    KnownError{"NoSuchBucket", ErrorCode::kNotFound, Retry::kNever, "correct the bucket's name"},
    KnownError{"NoSuchKey", ErrorCode::kNotFound, Retry::kNever,
               "upload the object, or correct its key: keys are compared byte for byte"},
    KnownError{"NoSuchVersion", ErrorCode::kNotFound, Retry::kNever,
               "the object has no such version (any more): check the version id and the bucket's life cycle rules"},
    KnownError{"InvalidObjectState", ErrorCode::kInvalidInput, Retry::kNever,
               "the object is archived: restore it, or upload it again"},
    KnownError{"RequestTimeout", ErrorCode::kUnavailable, Retry::kUntilDeadline, "the connection was too slow"},
};

struct S3Error {
  ServiceError service;
  std::string region;  // where the bucket is, when the answer says so
};

S3Error ReadS3Error(const http::Response& response) {
  S3Error out;
  out.region = response.headers.Get("x-amz-bucket-region").value_or("");
  const auto root = ParseXml(response.body);
  if (!root || root->name != "Error") return out;
  out.service.name = Trim(root->TextOf("Code"));
  out.service.message = Trim(root->TextOf("Message"));
  if (out.region.empty()) out.region = Trim(root->TextOf("Region"));
  return out;
}

bool IsInAnotherRegion(const http::Response& response, const S3Error& error, std::string_view asked) {
  if (response.status == 301 || response.status == 307 || error.service.name == "PermanentRedirect") return true;
  return error.service.name == "AuthorizationHeaderMalformed" && !error.region.empty() && error.region != asked;
}

Failure FailureOfS3(const http::Response& response, const S3Location& location, const std::string& region) {
  const S3Error error = ReadS3Error(response);
  if (IsInAnotherRegion(response, error, region)) {
    const std::string where = error.region.empty() ? std::string("in another region") : Concat("in ", error.region);
    return {Error{ErrorCode::kInvalidInput,
                  Concat("HTTP status ", response.status, ": the bucket ", location.bucket, " is ", where,
                         "; take a bucket in ", region, ", where the function runs")},
            Retry::kNever, std::nullopt};
  }
  if (response.headers.Get("x-amz-delete-marker") == "true") {
    const std::string what = location.version_id ? "this version is a delete marker" : "the object was deleted";
    return {Error{ErrorCode::kNotFound,
                  Concat("HTTP status ", response.status, ": ", what, "; name an earlier version by its version id")},
            Retry::kNever, std::nullopt};
  }
  return FailureOf(response, error.service, kKnownErrors, location.version_id ? kVersionDenied : kDenied);
}

// "bytes 0-9/1234" to "1234".
std::string_view TotalOf(std::string_view content_range) {
  return content_range.substr(std::min(content_range.size(), content_range.rfind('/') + 1));
}

}  // namespace

S3::S3(Parts parts, Credentials credentials, std::string region, std::string endpoint)
    : parts_(parts), credentials_(std::move(credentials)), region_(std::move(region)), endpoint_(std::move(endpoint)) {}

// One byte more than wanted is asked for, so that an object that is too large is known without fetching the whole.
Result<http::Request> S3::RequestFor(const S3Location& location, size_t max_bytes) const {
  TRY(CheckS3Location(location));
  auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the S3 endpoint");
  const bool in_host = endpoint_ == StandardEndpoint("s3", region_) &&
                       location.bucket.find_first_not_of(kHostLabel) == std::string::npos;
  http::Request request{"GET", url->origin, url->target, {{"Range", Concat("bytes=0-", max_bytes)}}, ""};
  if (in_host) {
    request.origin = Concat("https://", location.bucket, '.', http::HostOf(url->origin));
  } else {
    if (!request.target.ends_with('/')) request.target += '/';
    request.target += location.bucket + "/";
  }
  request.target += PercentEncode(location.key, KeepSlash::kYes);
  if (location.version_id) request.target += Concat("?versionId=", PercentEncode(*location.version_id));
  return request;
}

Result<std::string> S3::GetObject(const S3Location& location, size_t max_bytes, SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("reading ", ToString(location), " from S3 in ", region_);
  auto request = RequestFor(location, max_bytes);
  if (!request) return request.error().WithContext(call.context);
  call.request = *std::move(request);
  call.signing = {region_, "s3", PathEncoding::kOnce, NormalisePath::kNo, BodyHashHeader::kYes};
  bool is_empty = false;
  call.failure_of = [&](const http::Response& response) {
    is_empty = response.status == kRangeNotSatisfiable;
    return FailureOfS3(response, location, region_);
  };
  auto response = Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline);
  // No range of an empty object can be had.
  if (!response && is_empty) return std::string();
  if (!response) return response.error();
  if (response->body.size() <= max_bytes) return std::move(response->body);
  const std::string range = response->headers.Get("Content-Range").value_or("");
  const std::string size = response->status == kPartialContent && !range.empty()
                               ? std::string(TotalOf(range))
                               : std::to_string(response->body.size());
  return Error{ErrorCode::kInvalidInput, Concat("the object has ", size, " bytes; at most ", max_bytes, " are read")}
      .WithContext(call.context);
}

}  // namespace genesys_cfn::aws
