// SPDX-License-Identifier: Apache-2.0
// One call of the local S3 after its signature was checked: what is asked for, and what an operation may use. The
// operations are functions of both, by theme: s3_buckets.h, s3_bucket_settings.h, s3_objects.h, s3_deletion.h,
// s3_listing.h, s3_multipart.h. All look before they write: an error leaves nothing behind.
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

struct S3Call {
  std::string method;
  std::string bucket;                       // "" for the service itself
  std::string key;                          // decoded; "" for the bucket itself
  std::vector<http::QueryParameter> query;  // without the parameters of a signature
  http::Headers headers;
  std::string body;       // the payload, its chunks joined
  std::string checksums;  // those that the client sent and that are right, as in ObjectVersion::headers

  [[nodiscard]] bool Asks(std::string_view parameter) const {
    return http::FindParameter(query, parameter).has_value();
  }
  // "" when there is no such parameter.
  [[nodiscard]] std::string Parameter(std::string_view name) const {
    return http::FindParameter(query, name).value_or("");
  }
  [[nodiscard]] std::string Header(std::string_view name) const { return headers.Get(name).value_or(""); }
};

struct S3Context {
  Transaction& transaction;
  const CloudIdentity& identity;
  WallTime now;
  Random& random;

  [[nodiscard]] ObjectStore objects() const { return ObjectStore(transaction); }
  [[nodiscard]] int64_t now_ms() const { return ToEpochMilliseconds(now); }
};

}  // namespace genesys_cfn::emulator
