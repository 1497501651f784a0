// SPDX-License-Identifier: Apache-2.0
// Signatures of the parts of a body that is sent in signed chunks (S3's STREAMING-AWS4-HMAC-SHA256-PAYLOAD): each
// follows from the one before it, the first from the signature of the request's headers.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "aws/sigv4.h"

namespace genesys_cfn::aws {

class ChunkSigner {
 public:
  ChunkSigner(const Credentials& credentials, const SigningOptions& options, std::string_view timestamp);

  [[nodiscard]] std::string OfChunk(std::string_view previous, std::string_view data) const;
  // `lines` are the trailing headers, each "name:value\n".
  [[nodiscard]] std::string OfTrailer(std::string_view previous, std::string_view lines) const;

 private:
  std::string key_;
  std::string time_and_scope_;
};

}  // namespace genesys_cfn::aws
