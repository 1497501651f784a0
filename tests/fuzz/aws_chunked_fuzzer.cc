// SPDX-License-Identifier: Apache-2.0
// The decoder of aws-chunked bodies over arbitrary bytes: what it takes must say the same when it is written again.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "emulator/aws/aws_chunked.h"

namespace {

std::string Encoded(const genesys_cfn::emulator::AwsChunkedBody& body) {
  std::string out;
  for (const auto& chunk : body.chunks) {
    char size[32];
    std::snprintf(size, sizeof(size), "%zx", chunk.data.size());
    out += size;
    if (!chunk.signature.empty()) out += ";chunk-signature=" + std::string(chunk.signature);
    out += "\r\n";
    out += chunk.data;
    if (!chunk.data.empty()) out += "\r\n";
  }
  for (const auto& [name, value] : body.trailers) out += name + ":" + value + "\r\n";
  if (!body.trailer_signature.empty()) out += "x-amz-trailer-signature:" + body.trailer_signature + "\r\n";
  return out + "\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto body = genesys_cfn::emulator::DecodeAwsChunked(input);
  if (!body) return 0;
  if (body->Payload().size() > size || !body->chunks.back().data.empty()) std::abort();
  const std::string again = Encoded(*body);
  const auto decoded = genesys_cfn::emulator::DecodeAwsChunked(again);
  if (!decoded || decoded->Payload() != body->Payload() || decoded->trailers != body->trailers) std::abort();
  return 0;
}
