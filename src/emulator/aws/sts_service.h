// SPDX-License-Identifier: Apache-2.0
// The local STS: GetCallerIdentity, what `aws sts get-caller-identity` and deployment tools ask first, and AssumeRole,
// which gives temporary keys for any role (aws-protocols.md 3.2).
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/access_keys.h"
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
  // Requests must be signed with one of `keys`, for the identity's region. The caller is the role whose temporary key
  // was used, else the account's root user.
  StsService(Parts parts, CloudIdentity identity, AccessKeys keys);

  http::Response Handle(const http::Request& request) override;

 private:
  using Parameters = std::vector<http::QueryParameter>;
  http::Response GetCallerIdentity(const http::Request& request, const std::string& request_id) const;
  http::Response AssumeRole(const Parameters& parameters, const std::string& request_id) const;

  Parts parts_;
  CloudIdentity identity_;
  AccessKeys keys_;
};

}  // namespace genesys_cfn::emulator
