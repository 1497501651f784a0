// SPDX-License-Identifier: Apache-2.0
// Signature Version 4 (aws-protocols.md 3.1): signing requests, and verifying them in the local cloud. Checked against
// both official vector suites.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"

namespace genesys_cfn::aws {

enum class PathEncoding {
  kTwice,  // every service but S3: the path is normalised and each segment encoded once more
  kOnce,   // S3: as it is
};
enum class NormalisePath { kYes, kNo };
enum class BodyHashHeader { kNo, kYes };  // kYes adds x-amz-content-sha256 (S3 needs it)

struct SigningOptions {
  std::string region;
  std::string service;  // signing name: "secretsmanager"
  PathEncoding path_encoding = PathEncoding::kTwice;
  NormalisePath normalise_path = NormalisePath::kYes;
  BodyHashHeader body_hash_header = BodyHashHeader::kNo;
};

// The intermediate texts, for the vectors and for verification.
struct Signature {
  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;      // 64 hexadecimal digits
  std::string authorization;  // the header's value
};

// What Sign would put into the request's headers; the request must already carry host, x-amz-date (and the token). All
// headers that it has are signed.
Signature ComputeSignature(const http::Request& request, const Credentials& credentials, const SigningOptions& options,
                           std::string_view timestamp);

// Adds Host (from the origin), X-Amz-Date, X-Amz-Security-Token, X-Amz-Content-Sha256 if asked, and Authorization.
void Sign(http::Request& request, const Credentials& credentials, const SigningOptions& options, WallTime now);

// The parts of an Authorization header.
struct AuthorizationHeader {
  std::string access_key_id;
  std::string date;  // YYYYMMDD
  std::string region;
  std::string service;
  std::vector<std::string> signed_headers;
  std::string signature;
};
Result<AuthorizationHeader> ParseAuthorization(std::string_view header);

// Recomputes the signature of a received request over exactly its SignedHeaders. kUnauthenticated with the service's
// own reason ("The request signature we calculated does not match..."), also for a clock more than five minutes off.
// S3's path rule is taken when the scope's service is "s3"; an "UNSIGNED-PAYLOAD" body hash is honoured.
Result<void> Verify(const http::Request& request, const AuthorizationHeader& authorization,
                    const Credentials& credentials, WallTime now);

// Lower-case hexadecimal SHA-256.
std::string Sha256Hex(std::string_view bytes);

}  // namespace genesys_cfn::aws
