// SPDX-License-Identifier: Apache-2.0
// The payload of a request to S3: chunks joined and their signatures verified, digests and checksums compared.
#pragma once

#include <string>
#include <variant>

#include "emulator/aws/s3_authentication.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

struct S3Body {
  std::string payload;
  std::string checksums;  // the x-amz-checksum-... headers, each "name: value\n"
};

// The body, or S3's refusal of it.
std::variant<S3Body, http::Response> ReadS3Body(const http::Request& request, const S3Signature& signature);

}  // namespace genesys_cfn::emulator
