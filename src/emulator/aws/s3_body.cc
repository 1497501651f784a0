// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_body.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "aws/chunk_signer.h"
#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/aws_chunked.h"
#include "emulator/aws/digests.h"
#include "emulator/aws/s3_answers.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kUnsignedStream = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
constexpr std::string_view kSignedStream = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
constexpr std::string_view kSignedStreamWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
constexpr size_t kMd5Bytes = 16;

template <typename Word>
std::string BigEndian(Word value) {
  std::string bytes(sizeof(Word), '\0');
  for (size_t index = bytes.size(); index-- > 0; value >>= 8) bytes[index] = static_cast<char>(value & 0xFF);
  return bytes;
}

struct Checksum {
  std::string_view header;
  std::string_view shown;
  std::string (*compute)(std::string_view bytes);
};
constexpr auto kChecksums = std::to_array<Checksum>({
    {"x-amz-checksum-crc32", "CRC32", [](std::string_view bytes) { return BigEndian(Crc32(bytes)); }},
    {"x-amz-checksum-crc32c", "CRC32C", [](std::string_view bytes) { return BigEndian(Crc32c(bytes)); }},
    {"x-amz-checksum-crc64nvme", "CRC64NVME", [](std::string_view bytes) { return BigEndian(Crc64Nvme(bytes)); }},
    {"x-amz-checksum-sha1", "SHA1", [](std::string_view bytes) { return Sha1(bytes); }},
    {"x-amz-checksum-sha256", "SHA256", [](std::string_view bytes) { return aws::Sha256(bytes); }},
});

http::Response IncompleteBody() {
  return S3Error(400, "IncompleteBody", "The request body terminated unexpectedly");
}

http::Response MalformedTrailer() {
  return S3Error(400, "MalformedTrailerError",
                 "The request contained trailing data that was not well-formed or did not conform to our published "
                 "schema.");
}

// Adds what the client sent beside the payload to `body`; or says what is wrong with it.
std::optional<http::Response> CheckChecksums(const http::Headers& headers, S3Body& body) {
  for (const Checksum& checksum : kChecksums) {
    const auto sent = headers.Get(checksum.header);
    if (!sent) continue;
    const auto decoded = Base64Decode(*sent);
    const std::string computed = checksum.compute(body.payload);
    if (!decoded || decoded->size() != computed.size()) {
      return S3Error(400, "InvalidRequest", Concat("Value for ", checksum.header, " header is invalid."));
    }
    if (*decoded != computed) {
      return S3Error(400, "BadDigest",
                     Concat("The ", checksum.shown, " you specified did not match the calculated checksum."));
    }
    body.checksums += Concat(checksum.header, ": ", *sent, '\n');
  }
  const auto md5 = headers.Get("Content-MD5");
  if (!md5) return std::nullopt;
  const auto decoded = Base64Decode(*md5);
  if (!decoded || decoded->size() != kMd5Bytes) {
    return S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  if (*decoded == Md5(body.payload)) return std::nullopt;
  return S3Error(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
}

// Joins the chunks into `body`, and adds their trailers to `headers`.
std::optional<http::Response> JoinChunks(const http::Request& request, const S3Signature& signature,
                                         std::string_view kind, http::Headers& headers, S3Body& body) {
  const auto length_header = request.headers.Get("x-amz-decoded-content-length");
  const auto length = length_header ? ParseInteger<size_t>(*length_header) : std::nullopt;
  if (!length) {
    return S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  const auto chunked = DecodeAwsChunked(request.body);
  if (!chunked) return IncompleteBody();
  const bool has_trailer = kind != kSignedStream;
  if (kind != kUnsignedStream && signature.credentials) {
    const aws::ChunkSigner signer(*signature.credentials, signature.options, signature.timestamp);
    if (!VerifyChunks(*chunked, signer, signature.signature, has_trailer)) {
      return S3Error(
          403, "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check your key and "
          "signing method.");
    }
  }
  if (!has_trailer && !chunked->trailers.empty()) return MalformedTrailer();
  for (const auto& [name, value] : chunked->trailers) headers.Set(name, value);
  const std::string promises = request.headers.Get("x-amz-trailer").value_or("");
  for (const std::string_view promised : Split(promises, ',')) {
    const std::string name = ToLower(Trim(promised));
    const bool came = std::any_of(chunked->trailers.begin(), chunked->trailers.end(),
                                  [&name](const auto& trailer) { return trailer.first == name; });
    if (!name.empty() && !came) return MalformedTrailer();
  }
  body.payload = chunked->Payload();
  if (body.payload.size() != *length) return IncompleteBody();
  return std::nullopt;
}

}  // namespace

std::variant<S3Body, http::Response> ReadS3Body(const http::Request& request, const S3Signature& signature) {
  S3Body body;
  http::Headers headers = request.headers;
  const std::string kind = request.headers.Get("x-amz-content-sha256").value_or("");
  if (kind == kUnsignedStream || kind == kSignedStream || kind == kSignedStreamWithTrailer) {
    if (auto refused = JoinChunks(request, signature, kind, headers, body)) return *std::move(refused);
  } else if (kind.starts_with("STREAMING-")) {
    return S3NotImplemented(Concat("bodies of the kind ", kind));
  } else {
    body.payload = request.body;
  }
  if (auto refused = CheckChecksums(headers, body)) return *std::move(refused);
  return body;
}

}  // namespace genesys_cfn::emulator
