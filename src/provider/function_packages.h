// SPDX-License-Identifier: Apache-2.0
// The packages of functions, out of S3 and to where the platform wants them.
#pragma once

#include <string>

#include "aws/s3.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "custom_resource/delivery.h"
#include "genesys/functions_client.h"
#include "http/client.h"

namespace genesys_cfn::provider {

class FunctionPackages {
 public:
  virtual ~FunctionPackages() = default;
  // At most kMaxPackageBytes; errors as of aws::S3.
  virtual Result<std::string> Fetch(const aws::S3Location& zip, SteadyTime deadline) = 0;
  // One PUT with every header of the target, repeated on 5xx and transport errors. The error names the host alone.
  virtual Result<void> Upload(const genesys::UploadTarget& target, const std::string& bytes, SteadyTime deadline) = 0;
};

// Not thread-safe.
class AwsFunctionPackages final : public FunctionPackages {
 public:
  struct Parts {
    aws::S3& objects;
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  // Uploads go to https URLs only; with kLoopbackToo to http on loopback as well, for the local cloud.
  AwsFunctionPackages(Parts parts, custom_resource::AllowedHosts allowed) : parts_(parts), allowed_(allowed) {}
  Result<std::string> Fetch(const aws::S3Location& zip, SteadyTime deadline) override;
  Result<void> Upload(const genesys::UploadTarget& target, const std::string& bytes, SteadyTime deadline) override;

 private:
  Parts parts_;
  custom_resource::AllowedHosts allowed_;
};

}  // namespace genesys_cfn::provider
