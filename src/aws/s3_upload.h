// SPDX-License-Identifier: Apache-2.0
// S3's CreateBucket, PutObject and HeadObject with the bucket in the path: how the command line hands templates and
// definitions to those who read them there.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "aws/s3_location.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct S3Access {
  http::Client& client;
  Clock& clock;
  Random& random;
  const Credentials& credentials;
  std::string region;
  std::string endpoint;
};

// No error when the caller has the bucket already. Repeated as SecretsManager repeats.
Result<void> CreateBucket(const S3Access& access, std::string_view bucket, SteadyTime deadline);
// Whether the object is there; without the permission to know (s3:GetObject, s3:ListBucket) it is not.
Result<bool> ObjectExists(const S3Access& access, const S3Location& location, SteadyTime deadline);
// The object's address.
Result<std::string> PutObject(const S3Access& access, const S3Location& location, std::string_view body,
                              SteadyTime deadline);

}  // namespace genesys_cfn::aws
