// SPDX-License-Identifier: Apache-2.0
// The local STS: GetCallerIdentity, what `aws sts get-caller-identity` and deployment tools ask first
// (aws-protocols.md 3.2).
#pragma once

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "emulator/store/cloud_identity.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class StsService final : public http::Handler {
 public:
  // All must outlive the service.
  struct Parts {
    Clock& clock;
    Random& random;
  };
  // Requests must be signed with `accepted`, for the identity's region. The caller is the account's root user.
  StsService(Parts parts, CloudIdentity identity, aws::Credentials accepted);

  http::Response Handle(const http::Request& request) override;

 private:
  Parts parts_;
  CloudIdentity identity_;
  aws::Credentials accepted_;
};

}  // namespace genesys_cfn::emulator
