// SPDX-License-Identifier: Apache-2.0
// Signature version 2 of presigned S3 URLs: HMAC-SHA1 over the method, a few headers and the resource.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

// `query` is the request's, `expires` its Expires as it was sent.
std::string OldStringToSign(const http::Request& request, const std::vector<http::QueryParameter>& query,
                            std::string_view expires);
// Base64.
std::string OldSignature(const aws::Credentials& credentials, std::string_view string_to_sign);

}  // namespace genesys_cfn::emulator
