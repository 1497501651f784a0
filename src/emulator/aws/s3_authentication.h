// SPDX-License-Identifier: Apache-2.0
// Who may call the local S3: a signature in the Authorization header (version 4), or in the URL (version 4, or the old
// version 2 that SDKs still take for presigned URLs in us-east-1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "aws/credentials.h"
#include "aws/sigv4.h"
#include "base/clock.h"
#include "emulator/aws/access_keys.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

// What the signatures of chunks follow from.
struct S3Signature {
  std::optional<aws::Credentials> credentials;  // absent when the key was taken unverified
  aws::SigningOptions options;
  std::string timestamp;
  std::string signature;
  bool is_presigned = false;
};

// The accepted signature, or S3's refusal. The body is compared with the hash in the headers, unless that says that it
// is none.
std::variant<S3Signature, http::Response> AuthenticateS3(const http::Request& request, std::string_view region,
                                                         const AccessKeys& keys, WallTime now);

// A presigned URL also carries headers ("x-amz-meta-colour=blue"): the request with these as headers, and without the
// parameters of the signature. A checksum in the URL is ignored: SDKs put that of an empty body there.
http::Request WithoutSignatureParameters(const http::Request& request);

}  // namespace genesys_cfn::emulator
