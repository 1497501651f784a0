// SPDX-License-Identifier: Apache-2.0
// The local S3 (aws-protocols.md 3.2, 3.3), path style: CreateBucket, HeadBucket, ListBuckets, ListObjectsV2,
// PutObject, GetObject (versions and ranges), HeadObject, DeleteObject, Get- and PutBucketVersioning. Every bucket is
// versioned from the start.
//
// Unlike the real one: entity tags are no MD5, user metadata is dropped; no multipart uploads, copies, policies,
// presigned URLs, checksums in trailers or bucket names in the host.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
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
  // Requests must be signed with `accepted`, for the identity's region; the body's hash may be UNSIGNED-PAYLOAD.
  S3Service(Parts parts, CloudIdentity identity, aws::Credentials accepted);

  // The SQL that makes its tables.
  static std::string_view Schema();

  http::Response Handle(const http::Request& request) override;

 private:
  http::Response Respond(const http::Request& request);

  Parts parts_;
  CloudIdentity identity_;
  aws::Credentials accepted_;
};

}  // namespace genesys_cfn::emulator
