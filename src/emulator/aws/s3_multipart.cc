// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_multipart.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "aws/xml_document.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/digests.h"
#include "emulator/aws/multipart_store.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/s3_conditions.h"
#include "emulator/aws/s3_objects.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
constexpr size_t kIdLength = 64;
constexpr int64_t kMaxPartNumber = 10'000;
constexpr int64_t kMinPartBytes = int64_t{5} << 20;
constexpr int64_t kMostListed = 1000;
// What one row of the database can hold, with room for Base64.
constexpr int64_t kMaxObjectBytes = int64_t{512} << 20;
constexpr aws::XmlLimits kXmlLimits{8, size_t{4} << 20};

http::Response NoSuchUpload(const S3Call& call) {
  return S3Error(404, "NoSuchUpload",
                 "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
                 "aborted or completed.",
                 XmlElementOf("UploadId", call.Parameter("uploadId")));
}

http::Response InvalidPart() {
  return S3Error(400, "InvalidPart",
                 "One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
                 "specified entity tag may not match the part's entity tag.");
}

std::optional<MultipartUpload> FindUpload(const S3Call& call, const S3Context& context) {
  return MultipartStore(context.transaction).Find(call.bucket, call.key, call.Parameter("uploadId"));
}

std::string_view WithoutQuotes(std::string_view tag) {
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') return tag.substr(1, tag.size() - 2);
  return tag;
}

struct WantedPart {
  int64_t number = 0;
  std::string etag;
};

// The list of a CompleteMultipartUpload, in ascending order; or the refusal.
std::variant<std::vector<WantedPart>, http::Response> ReadParts(const std::string& body) {
  const auto root = aws::ParseXml(body, kXmlLimits);
  if (!root || root->name != "CompleteMultipartUpload") return S3MalformedXml();
  std::vector<WantedPart> parts;
  for (const aws::XmlElement& part : root->children) {
    if (part.name != "Part") continue;
    const auto number = ParseInteger<int64_t>(Trim(part.TextOf("PartNumber")));
    if (!number || *number < 1 || *number > kMaxPartNumber) return S3MalformedXml();
    if (!parts.empty() && *number <= parts.back().number) {
      return S3Error(400, "InvalidPartOrder",
                     "The list of parts was not in ascending order. Parts must be ordered by part number.");
    }
    const std::string etag = part.TextOf("ETag");
    parts.push_back({*number, std::string(WithoutQuotes(Trim(etag)))});
  }
  if (parts.empty()) return S3MalformedXml();
  return parts;
}

// nullopt when every wanted part was uploaded, with this tag, and is large enough.
std::optional<http::Response> RefuseParts(const std::vector<WantedPart>& wanted,
                                          const std::vector<UploadedPart>& uploaded) {
  int64_t total = 0;
  for (const WantedPart& part : wanted) {
    const auto found = std::find_if(uploaded.begin(), uploaded.end(),
                                    [&part](const UploadedPart& other) { return other.number == part.number; });
    if (found == uploaded.end() || found->etag != part.etag) return InvalidPart();
    total += found->size;
    if (&part != &wanted.back() && found->size < kMinPartBytes) {
      return S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
                     XmlElementOf("PartNumber", std::to_string(part.number)) +
                         XmlElementOf("ProposedSize", std::to_string(found->size)) +
                         XmlElementOf("MinSizeAllowed", std::to_string(kMinPartBytes)));
    }
  }
  if (total > kMaxObjectBytes) {
    return S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
                   XmlElementOf("MaxSizeAllowed", std::to_string(kMaxObjectBytes)));
  }
  return std::nullopt;
}

// What is to be uploaded: the call's body, or (a part of) the object that it names.
std::variant<std::string, http::Response> PartBody(const S3Call& call, const S3Context& context) {
  if (!call.headers.Get("x-amz-copy-source")) return call.body;
  auto source = CopySource(call, context);
  if (auto* refused = std::get_if<http::Response>(&source)) return std::move(*refused);
  const std::string& body = std::get<ObjectVersion>(source).body;
  const auto header = call.headers.Get("x-amz-copy-source-range");
  if (!header) return body;
  const RangeDecision decision = DecideRange(*header, body.size());
  if (decision.kind != RangeDecision::Kind::kPart) {
    return S3Error(400, "InvalidArgument",
                   "The x-amz-copy-source-range value must be of the form bytes=first-last "
                   "where first and last are the zero-based offsets of the first and last bytes "
                   "to copy");
  }
  return body.substr(decision.range.first, decision.range.last - decision.range.first + 1);
}

}  // namespace

http::Response CreateMultipartUpload(const S3Call& call, const S3Context& context) {
  if (auto refused = RefuseKey(call.key)) return *std::move(refused);
  auto headers = ObjectHeaders(call);
  if (auto* refused = std::get_if<http::Response>(&headers)) return std::move(*refused);
  const MultipartUpload upload{RandomText(context.random, kIdAlphabet, kIdLength), call.key, ContentTypeOf(call),
                               std::get<std::string>(headers), context.now_ms()};
  MultipartStore(context.transaction).Add(call.bucket, upload);
  return S3Document(
      "InitiateMultipartUploadResult",
      XmlElementOf("Bucket", call.bucket) + XmlElementOf("Key", call.key) + XmlElementOf("UploadId", upload.id));
}

http::Response UploadPart(const S3Call& call, const S3Context& context) {
  const auto number = ParseInteger<int64_t>(call.Parameter("partNumber"));
  if (!number || *number < 1 || *number > kMaxPartNumber) {
    return S3Error(
        400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive",
        XmlElementOf("ArgumentName", "partNumber") + XmlElementOf("ArgumentValue", call.Parameter("partNumber")));
  }
  const auto upload = FindUpload(call, context);
  if (!upload) return NoSuchUpload(call);
  auto body = PartBody(call, context);
  if (auto* refused = std::get_if<http::Response>(&body)) return std::move(*refused);
  UploadedPart part;
  part.number = *number;
  part.body = std::get<std::string>(std::move(body));
  part.etag = HexEncode(Md5(part.body));
  part.size = static_cast<int64_t>(part.body.size());
  part.modified_ms = context.now_ms();
  MultipartStore(context.transaction).AddPart(upload->id, part);
  const std::string tag = Concat('"', part.etag, '"');
  if (!call.headers.Get("x-amz-copy-source")) return {200, {{"ETag", tag}}, ""};
  return S3Document("CopyPartResult",
                    XmlElementOf("LastModified", FormatIso8601(context.now)) + XmlElementOf("ETag", tag));
}

http::Response CompleteMultipartUpload(const S3Call& call, const S3Context& context) {
  auto wanted = ReadParts(call.body);
  if (auto* refused = std::get_if<http::Response>(&wanted)) return std::move(*refused);
  const auto upload = FindUpload(call, context);
  if (!upload) return NoSuchUpload(call);
  MultipartStore store(context.transaction);
  const auto& parts = std::get<std::vector<WantedPart>>(wanted);
  if (auto refused = RefuseParts(parts, store.Parts(upload->id))) return *std::move(refused);
  if (auto refused = RefuseWrite(call, context)) return *std::move(refused);

  ObjectVersion object;
  std::string digests;
  for (const WantedPart& part : parts) {
    const std::string body = store.BodyOf(upload->id, part.number);
    digests += Md5(body);
    object.body += body;
  }
  object.key = call.key;
  object.version_id = NewVersionId(call.bucket, context);
  object.content_type = upload->content_type;
  object.headers = upload->headers;
  object.etag = Concat(HexEncode(Md5(digests)), '-', parts.size());
  object.size = static_cast<int64_t>(object.body.size());
  object.modified_ms = context.now_ms();
  context.objects().Add(call.bucket, object);
  store.Remove(upload->id);
  http::Response response =
      S3Document("CompleteMultipartUploadResult",
                 Concat(XmlElementOf("Location", Concat(context.identity.origin, '/', call.bucket, '/',
                                                        PercentEncode(call.key, KeepSlash::kYes))),
                        XmlElementOf("Bucket", call.bucket), XmlElementOf("Key", call.key),
                        XmlElementOf("ETag", Concat('"', object.etag, '"'))));
  if (object.version_id != kNullVersion) response.headers.Add("x-amz-version-id", object.version_id);
  return response;
}

http::Response AbortMultipartUpload(const S3Call& call, const S3Context& context) {
  const auto upload = FindUpload(call, context);
  if (!upload) return NoSuchUpload(call);
  MultipartStore(context.transaction).Remove(upload->id);
  return {204, {}, ""};
}

http::Response ListParts(const S3Call& call, const S3Context& context) {
  const auto upload = FindUpload(call, context);
  if (!upload) return NoSuchUpload(call);
  const int64_t after = ParseInteger<int64_t>(call.Parameter("part-number-marker")).value_or(0);
  const int64_t limit =
      std::clamp<int64_t>(ParseInteger<int64_t>(call.Parameter("max-parts")).value_or(kMostListed), 0, kMostListed);
  std::string entries;
  int64_t count = 0;
  int64_t last = 0;
  bool is_truncated = false;
  for (const UploadedPart& part : MultipartStore(context.transaction).Parts(upload->id)) {
    if (part.number <= after) continue;
    is_truncated = count == limit;
    if (is_truncated) break;
    ++count;
    last = part.number;
    entries += Concat("<Part>", XmlElementOf("PartNumber", std::to_string(part.number)),
                      XmlElementOf("LastModified", FormatIso8601(FromEpochMilliseconds(part.modified_ms))),
                      XmlElementOf("ETag", Concat('"', part.etag, '"')),
                      XmlElementOf("Size", std::to_string(part.size)), "</Part>");
  }
  return S3Document("ListPartsResult", Concat(XmlElementOf("Bucket", call.bucket), XmlElementOf("Key", call.key),
                                              XmlElementOf("UploadId", upload->id),
                                              XmlElementOf("PartNumberMarker", std::to_string(after)),
                                              XmlElementOf("NextPartNumberMarker", std::to_string(last)),
                                              XmlElementOf("MaxParts", std::to_string(limit)),
                                              XmlElementOf("IsTruncated", is_truncated ? "true" : "false"), entries,
                                              "<StorageClass>STANDARD</StorageClass>"));
}

http::Response ListMultipartUploads(const S3Call& call, const S3Context& context) {
  const std::string prefix = call.Parameter("prefix");
  const std::string key_marker = call.Parameter("key-marker");
  const bool encoded = call.Parameter("encoding-type") == "url";
  std::string entries;
  int64_t count = 0;
  bool is_truncated = false;
  std::string last;
  for (const MultipartUpload& upload : MultipartStore(context.transaction).List(call.bucket, prefix)) {
    if (!key_marker.empty() && upload.key <= key_marker) continue;
    is_truncated = count >= kMostListed && upload.key != last;  // all uploads of one key are on one page
    if (is_truncated) break;
    ++count;
    last = upload.key;
    entries +=
        Concat("<Upload>", XmlElementOf("Key", encoded ? PercentEncode(upload.key, KeepSlash::kYes) : upload.key),
               XmlElementOf("UploadId", upload.id), "<StorageClass>STANDARD</StorageClass>",
               XmlElementOf("Initiated", FormatIso8601(FromEpochMilliseconds(upload.created_ms))), "</Upload>");
  }
  std::string out = Concat(XmlElementOf("Bucket", call.bucket), XmlElementOf("KeyMarker", key_marker),
                           XmlElementOf("Prefix", prefix), XmlElementOf("MaxUploads", std::to_string(kMostListed)),
                           XmlElementOf("IsTruncated", is_truncated ? "true" : "false"));
  if (is_truncated) out += XmlElementOf("NextKeyMarker", last);
  return S3Document("ListMultipartUploadsResult", out + entries);
}

}  // namespace genesys_cfn::emulator
