// SPDX-License-Identifier: Apache-2.0
// The content encoding `aws-chunked`, in which SDKs send bodies to S3 that they do not want to hash beforehand: chunks
// that may each carry a signature, and checksums behind the last one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/chunk_signer.h"

namespace genesys_cfn::emulator {

struct AwsChunkedBody {
  struct Chunk {
    std::string_view data;       // into the encoded body
    std::string_view signature;  // "" when there is none
  };
  std::vector<Chunk> chunks;  // the last one is empty
  std::vector<std::pair<std::string, std::string>> trailers;
  std::string trailer_signature;

  [[nodiscard]] std::string Payload() const;
};

// nullopt for anything that is not one complete body. Takes time and memory in proportion to `encoded`, which must
// outlive the result.
std::optional<AwsChunkedBody> DecodeAwsChunked(std::string_view encoded);

// Whether every chunk's signature (and the trailers', if `has_trailer`) follows from `first`, the one of the request's
// headers.
bool VerifyChunks(const AwsChunkedBody& body, const aws::ChunkSigner& signer, std::string_view first, bool has_trailer);

}  // namespace genesys_cfn::emulator
