// SPDX-License-Identifier: Apache-2.0
// What the local S3 does, apart from signatures: one request in, one answer out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/object_store.h"
#include "emulator/store/cloud_identity.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

// <Error> with code, message and `more` (elements, escaped already).
http::Response S3Error(int status, std::string_view code, std::string_view message, std::string_view more = {});

// One call, within one transaction. An operation looks before it writes: an error leaves nothing behind.
class S3Operations {
 public:
  S3Operations(Transaction& transaction, const CloudIdentity& identity, WallTime now, Random& random)
      : store_(transaction), identity_(identity), now_(now), random_(random) {}

  http::Response Call(const http::Request& request);

 private:
  struct Target {
    std::string bucket;
    std::string key;  // decoded; empty for the bucket itself
    std::vector<http::QueryParameter> query;
  };
  http::Response CallBucket(const http::Request& request, const Target& target);
  http::Response CallObject(const http::Request& request, const Target& target);
  http::Response Versioning(const http::Request& request) const;
  http::Response CreateBucket(const Target& target);
  http::Response ListBuckets() const;
  http::Response List(const Target& target) const;
  http::Response Put(const http::Request& request, const Target& target);
  http::Response Get(const http::Request& request, const Target& target) const;
  http::Response Delete(const Target& target);

  ObjectStore store_;
  const CloudIdentity& identity_;
  WallTime now_;
  Random& random_;
};

}  // namespace genesys_cfn::emulator
