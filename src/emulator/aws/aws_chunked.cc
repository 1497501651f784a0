// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/aws_chunked.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kExtension = ";chunk-signature=";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";
constexpr size_t kMaxLine = 4096;
constexpr size_t kMaxTrailers = 32;
// A chunk has a price of its own here; SDKs send at least 8,192 bytes in all but the last.
constexpr size_t kMaxChunks = size_t{1} << 18;

// Takes the next line from `rest`; nullopt when there is none, or a very long one.
std::optional<std::string_view> TakeLine(std::string_view& rest) {
  const size_t end = rest.substr(0, kMaxLine).find(kLineEnd);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + kLineEnd.size());
  return line;
}

std::optional<size_t> ParseSize(std::string_view text) {
  size_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size, 16);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return size;
}

// Takes one chunk without the line end behind its data.
std::optional<AwsChunkedBody::Chunk> TakeChunk(std::string_view& rest) {
  const auto line = TakeLine(rest);
  if (!line) return std::nullopt;
  const size_t semicolon = line->find(';');
  const auto size = ParseSize(line->substr(0, semicolon));
  if (!size || *size > rest.size()) return std::nullopt;
  AwsChunkedBody::Chunk chunk{rest.substr(0, *size), {}};
  if (semicolon != std::string_view::npos) {
    if (!line->substr(semicolon).starts_with(kExtension)) return std::nullopt;
    chunk.signature = line->substr(semicolon + kExtension.size());
  }
  rest.remove_prefix(*size);
  return chunk;
}

bool IsToken(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

bool IsPrintable(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// Takes the trailers and the empty line behind them; some clients leave that away after a signature.
bool TakeTrailers(std::string_view& rest, AwsChunkedBody& body) {
  while (!rest.empty()) {
    const auto line = TakeLine(rest);
    if (!line) return false;
    if (line->empty()) return rest.empty();
    const size_t colon = line->find(':');
    if (colon == std::string_view::npos) return false;
    const std::string name = ToLower(line->substr(0, colon));
    const std::string value(Trim(line->substr(colon + 1)));
    if (!IsToken(name) || !IsPrintable(value)) return false;
    if (name == kTrailerSignature) {
      body.trailer_signature = value;
      continue;
    }
    if (body.trailers.size() == kMaxTrailers) return false;
    body.trailers.emplace_back(name, value);
  }
  return true;
}

}  // namespace

std::string AwsChunkedBody::Payload() const {
  std::string payload;
  for (const Chunk& chunk : chunks) payload += chunk.data;
  return payload;
}

std::optional<AwsChunkedBody> DecodeAwsChunked(std::string_view encoded) {
  AwsChunkedBody body;
  std::string_view rest = encoded;
  while (body.chunks.size() < kMaxChunks) {
    const auto chunk = TakeChunk(rest);
    if (!chunk) return std::nullopt;
    body.chunks.push_back(*chunk);
    if (chunk->data.empty()) {
      if (!TakeTrailers(rest, body)) return std::nullopt;
      return body;
    }
    if (!rest.starts_with(kLineEnd)) return std::nullopt;
    rest.remove_prefix(kLineEnd.size());
  }
  return std::nullopt;
}

bool VerifyChunks(const AwsChunkedBody& body, const aws::ChunkSigner& signer, std::string_view first,
                  bool has_trailer) {
  std::string previous(first);
  for (const AwsChunkedBody::Chunk& chunk : body.chunks) {
    const std::string expected = signer.OfChunk(previous, chunk.data);
    if (expected != chunk.signature) return false;
    previous = expected;
  }
  if (!has_trailer) return true;
  std::string lines;
  for (const auto& [name, value] : body.trailers) lines += Concat(name, ':', value, '\n');
  return signer.OfTrailer(previous, lines) == body.trailer_signature;
}

}  // namespace genesys_cfn::emulator
