// SPDX-License-Identifier: Apache-2.0
// Signature Version 4 (aws-protocols.md 3.1): signing requests, and verifying them in the local cloud. Checked against
// both official vector suites.
#pragma once

#include <optional>
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

// How far a signature's time may be from now; S3 allows 15 minutes.
inline constexpr Milliseconds kAllowedSkew{5 * 60 * 1000};

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
// The same over exactly these headers (lower case), with this text where the body's hash stands: for what was received.
Signature ComputeSignatureOver(const http::Request& request, const std::vector<std::string>& signed_headers,
                               std::string_view body_hash, const Credentials& credentials,
                               const SigningOptions& options, std::string_view timestamp);
// The key of one day, region and service, which signs whatever belongs together.
std::string SigningKey(const Credentials& credentials, std::string_view date, const SigningOptions& options);
// "20260102T030405Z" as a time; nullopt for anything else.
std::optional<WallTime> ParseTimestamp(std::string_view text);

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
// own reason ("The request signature we calculated does not match..."), also for a clock that is further off.
// For the service "s3" its path rule is taken, and a body hash that is no hash is honoured ("UNSIGNED-PAYLOAD",
// "STREAMING-...": the signature then says nothing about the body).
Result<void> Verify(const http::Request& request, const AuthorizationHeader& authorization,
                    const Credentials& credentials, WallTime now, Milliseconds allowed_skew = kAllowedSkew);

// Lower-case hexadecimal SHA-256.
std::string Sha256Hex(std::string_view bytes);

}  // namespace genesys_cfn::aws
