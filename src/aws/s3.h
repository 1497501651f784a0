// SPDX-License-Identifier: Apache-2.0
// S3's GetObject (aws-protocols.md 3.2, 3.3).
#pragma once

#include <cstddef>
#include <string>

#include "aws/credentials.h"
#include "aws/s3_location.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

// Not thread-safe.
class S3 {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  // With the region's standard endpoint the bucket stands in the host name, unless it has a dot (the service's
  // certificate would not match); with any other endpoint it stands in the path.
  S3(Parts parts, Credentials credentials, std::string region, std::string endpoint);

  // The object's bytes, at most `max_bytes` (below 16 MiB) of them: a larger object is kInvalidInput naming both sizes,
  // and its rest is not transferred. Repeated as SecretsManager repeats. Errors: kNotFound (bucket, key or version; a
  // deleted object), kPermissionDenied (names s3:GetObject or s3:GetObjectVersion, and says that a missing key looks
  // the same without s3:ListBucket), kInvalidInput for a bucket in another region (named), else as of http::Client.
  Result<std::string> GetObject(const S3Location& location, size_t max_bytes, SteadyTime deadline);

 private:
  Result<http::Request> RequestFor(const S3Location& location, size_t max_bytes) const;

  Parts parts_;
  Credentials credentials_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
