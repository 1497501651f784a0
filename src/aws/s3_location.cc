// SPDX-License-Identifier: Apache-2.0
#include "aws/s3_location.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::string_view kVersion = "?versionId=";
constexpr size_t kMaxKeyBytes = 1024;
constexpr size_t kMaxVersionBytes = 1024;

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsOfBucketName(char c) {
  return IsLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
}

Error Wrong(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Result<void> CheckBucket(std::string_view name) {
  if (name.starts_with("arn:")) return Wrong("the bucket must be a name; ARNs and access points are not read");
  const bool valid = name.size() >= 3 && name.size() <= 255 && std::all_of(name.begin(), name.end(), IsOfBucketName) &&
                     IsLetterOrDigit(name.front()) && IsLetterOrDigit(name.back()) &&
                     name.find("..") == std::string_view::npos;
  if (valid) return {};
  return Wrong("the bucket must be a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots");
}

}  // namespace

Result<void> CheckS3Location(const S3Location& location) {
  TRY(CheckBucket(location.bucket));
  if (location.key.empty()) return Wrong("the key must not be empty");
  if (location.key.size() > kMaxKeyBytes) {
    return Wrong(Concat("the key has ", location.key.size(), " bytes; S3 takes ", kMaxKeyBytes));
  }
  if (!IsValidUtf8(location.key)) return Wrong("the key must be UTF-8");
  if (!location.version_id) return {};
  const std::string& version = *location.version_id;
  const bool printable = std::all_of(version.begin(), version.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (version.empty() || version.size() > kMaxVersionBytes || !printable) {
    return Wrong("the version id must be what S3 gave when the object was written");
  }
  return {};
}

Result<S3Location> ParseS3Uri(std::string_view uri) {
  if (!uri.starts_with(kScheme)) {
    return Wrong("must have the form s3://bucket/key or s3://bucket/key?versionId=ID");
  }
  std::string_view rest = uri.substr(kScheme.size());
  S3Location location;
  const size_t question = rest.rfind('?');
  if (question != std::string_view::npos && rest.substr(question).starts_with(kVersion)) {
    location.version_id = std::string(rest.substr(question + kVersion.size()));
    rest = rest.substr(0, question);
  }
  const size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return Wrong("has no key: it must have the form s3://bucket/key");
  location.bucket = rest.substr(0, slash);
  location.key = rest.substr(slash + 1);
  TRY(CheckS3Location(location));
  return location;
}

std::string ToString(const S3Location& location) {
  return Concat(kScheme, location.bucket, '/', location.key,
                location.version_id ? Concat(kVersion, *location.version_id) : std::string());
}

}  // namespace genesys_cfn::aws
