// SPDX-License-Identifier: Apache-2.0
#include "aws/chunk_signer.h"

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {

ChunkSigner::ChunkSigner(const Credentials& credentials, const SigningOptions& options, std::string_view timestamp)
    : key_(SigningKey(credentials, timestamp.substr(0, 8), options)),
      time_and_scope_(Concat(timestamp, '\n', timestamp.substr(0, 8), '/', options.region, '/', options.service,
                             "/aws4_request\n")) {}

std::string ChunkSigner::OfChunk(std::string_view previous, std::string_view data) const {
  return HexEncode(HmacSha256(key_, Concat("AWS4-HMAC-SHA256-PAYLOAD\n", time_and_scope_, previous, '\n', Sha256Hex(""),
                                           '\n', Sha256Hex(data))));
}

std::string ChunkSigner::OfTrailer(std::string_view previous, std::string_view lines) const {
  return HexEncode(
      HmacSha256(key_, Concat("AWS4-HMAC-SHA256-TRAILER\n", time_and_scope_, previous, '\n', Sha256Hex(lines))));
}

}  // namespace genesys_cfn::aws
