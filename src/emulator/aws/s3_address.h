// SPDX-License-Identifier: Apache-2.0
// Which bucket and key a request is about. S3 has two ways to say it: the path ("/bucket/key"), and the host
// ("bucket.s3.us-east-1.amazonaws.com" or "bucket.localhost:4566", and then the path is the key alone).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace genesys_cfn::emulator {

struct S3Host {
  std::string bucket;  // "" when the path names it
};
// Of a Host header, port included or not; nullopt for a host that does not speak of S3 ("127.0.0.1:4566").
std::optional<S3Host> ParseS3Host(std::string_view host);

struct S3Address {
  std::string bucket;  // decoded; "" for the service itself
  std::string key;     // decoded, never normalised; "" for the bucket itself
  bool bucket_in_host = false;
};
// nullopt for a path with malformed escapes, or a key that is no UTF-8.
std::optional<S3Address> ParseS3Address(const http::Request& request);

// A request without an Authorization header that is S3's all the same: by its host, or by a presigned query.
bool IsUnsignedS3Request(const http::Request& request);

}  // namespace genesys_cfn::emulator
