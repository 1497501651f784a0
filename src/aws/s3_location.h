// SPDX-License-Identifier: Apache-2.0
// Where an object is in S3, and the texts that say so. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::aws {

struct S3Location {
  std::string bucket;
  std::string key;  // as it is, without any encoding; never empty
  std::optional<std::string> version_id;

  friend bool operator==(const S3Location&, const S3Location&) = default;
};

// kInvalidInput says what a bucket's name, a key or a version id may be. A name becomes part of a host name and of a
// path, so nothing but the service's own alphabet passes: letters, digits, '.', '-', '_' (the last and capitals in old
// buckets of us-east-1 only).
Result<void> CheckS3Location(const S3Location& location);

// "s3://bucket/key" or "s3://bucket/key?versionId=ID", checked. The key is taken as it stands: "%20" is three
// characters, '+' is a plus, "//" and ".." are parts of it. Only a "?versionId=" behind the last '?' ends it.
Result<S3Location> ParseS3Uri(std::string_view uri);

// "s3://bucket/key", with "?versionId=ID" if there is one: for messages.
std::string ToString(const S3Location& location);

}  // namespace genesys_cfn::aws
