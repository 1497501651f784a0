// SPDX-License-Identifier: Apache-2.0
// The local Systems Manager Parameter Store (aws-protocols.md 3.2, 3.3): JSON 1.1 over signed POSTs, as the AWS CLI,
// the SDKs and aws/parameter_store.h speak it. Offers PutParameter, GetParameter and DeleteParameter.
//
// Unlike the real one: nothing is encrypted in the database; labels, policies, tags and KMS keys are not there.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/access_keys.h"
#include "emulator/aws/parameter_operations.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class ParameterStoreService final : public http::Handler {
 public:
  // All must outlive the service. The tables of Schema() must exist in `database`.
  struct Parts {
    Database& database;
    Clock& clock;
    Random& random;
  };
  // Requests must be signed with one of `keys`, for the identity's region.
  ParameterStoreService(Parts parts, CloudIdentity identity, AccessKeys keys);

  // The SQL that makes its table.
  static std::string_view Schema();

  http::Response Handle(const http::Request& request) override;

  // For the other parties of the local cloud, without a signature: one operation by its name. An Error is the
  // database's.
  Result<ParameterOutcome> Call(std::string_view operation, const json::Value& input);

 private:
  http::Response Respond(const http::Request& request);

  Parts parts_;
  CloudIdentity identity_;
  AccessKeys keys_;
};

}  // namespace genesys_cfn::emulator
