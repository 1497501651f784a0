// SPDX-License-Identifier: Apache-2.0
// The local S3 (aws-protocols.md 3.2, 3.3, 3.5): buckets with and without versions, objects with metadata, conditions
// and ranges, copies, multipart uploads, listings, and settings of buckets without an effect. Buckets are named by the
// path or by the host; requests are signed in a header or in the URL. docs/fidelity.md lists what is different.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/access_keys.h"
#include "emulator/aws/s3_call.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class S3Service final : public http::Handler {
 public:
  // All must outlive the service. The tables of Schema() must exist in `database`.
  struct Parts {
    Database& database;
    Clock& clock;
    Random& random;
  };
  // Requests must be signed with one of `keys`, for the identity's region; the body's hash may be UNSIGNED-PAYLOAD.
  S3Service(Parts parts, CloudIdentity identity, AccessKeys keys);

  // The SQL that makes its tables.
  static std::string Schema();

  http::Response Handle(const http::Request& request) override;

  // For the other parties of the local cloud, without a signature.
  http::Response Call(const S3Call& call);

 private:
  http::Response Respond(const http::Request& request);

  Parts parts_;
  CloudIdentity identity_;
  AccessKeys keys_;
};

}  // namespace genesys_cfn::emulator
