// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_objects.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/digests.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/s3_conditions.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kVersionAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
constexpr size_t kVersionLength = 32;
constexpr size_t kMaxKeyBytes = 1024;
constexpr size_t kMaxMetadataBytes = 2048;
constexpr std::string_view kMetadataPrefix = "x-amz-meta-";
constexpr std::string_view kChecksumPrefix = "x-amz-checksum-";
constexpr auto kKeptHeaders = std::to_array<std::string_view>(
    {"Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires"});
// Query parameters of a read that replace a header of the answer.
constexpr auto kReplacedHeaders = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"response-content-type", "Content-Type"},
     {"response-content-language", "Content-Language"},
     {"response-expires", "Expires"},
     {"response-cache-control", "Cache-Control"},
     {"response-content-disposition", "Content-Disposition"},
     {"response-content-encoding", "Content-Encoding"}});

// How the body was sent is no part of the object.
std::string WithoutAwsChunked(std::string_view encodings) {
  std::vector<std::string> kept;
  for (const std::string_view encoding : Split(encodings, ',')) {
    const std::string_view name = Trim(encoding);
    if (!name.empty() && !EqualsIgnoreCase(name, "aws-chunked")) kept.emplace_back(name);
  }
  return Join(kept, ",");
}

http::Response PreconditionFailed(std::string_view condition) {
  return S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold",
                 XmlElementOf("Condition", condition));
}

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Checksums are those of the whole object: they go with that alone.
enum class Which { kChecksums, kOthers };

void AddKeptHeaders(http::Response& response, const ObjectVersion& object, Which which) {
  for (const std::string_view line : Split(object.headers, '\n')) {
    const size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon);
    if (name.starts_with(kChecksumPrefix) == (which == Which::kChecksums)) {
      response.headers.Add(name, line.substr(colon + 2));
    }
  }
}

http::Response Answer(const ObjectVersion& object, const S3Call& call, const S3Context& context) {
  http::Response response{200,
                          {{"Content-Type", object.content_type},
                           {"ETag", Concat('"', object.etag, '"')},
                           {"Last-Modified", HttpDate(object.modified_ms)},
                           {"Accept-Ranges", "bytes"}},
                          object.body};
  if (context.objects().VersioningOf(call.bucket) != Versioning::kNever) {
    response.headers.Add("x-amz-version-id", object.version_id);
  }
  AddKeptHeaders(response, object, Which::kOthers);
  for (const auto& [parameter, header] : kReplacedHeaders) {
    const auto value = http::FindParameter(call.query, parameter);
    if (value && !HasControlCharacter(*value)) response.headers.Set(header, *value);
  }
  return response;
}

http::Response ObjectAnswer(const ObjectVersion& object, const S3Call& call, const S3Context& context) {
  http::Response response = Answer(object, call, context);
  const ReadDecision read = DecideRead(call.headers, object.etag, object.modified_ms);
  if (read == ReadDecision::kPreconditionFailed) {
    return PreconditionFailed(call.headers.Get("If-Match") ? "If-Match" : "If-Unmodified-Since");
  }
  if (read == ReadDecision::kNotModified) {
    response.status = 304;
    response.body.clear();
    return response;
  }
  const RangeDecision decision = DecideRange(call.Header("Range"), object.body.size());
  if (decision.kind == RangeDecision::Kind::kWhole) {
    if (EqualsIgnoreCase(call.Header("x-amz-checksum-mode"), "ENABLED")) {
      AddKeptHeaders(response, object, Which::kChecksums);
    }
    return response;
  }
  if (decision.kind == RangeDecision::Kind::kUnsatisfiable) {
    return S3Error(416, "InvalidRange", "The requested range is not satisfiable",
                   XmlElementOf("RangeRequested", call.Header("Range")) +
                       XmlElementOf("ActualObjectSize", std::to_string(object.body.size())));
  }
  const auto [first, last] = decision.range;
  response.status = 206;
  response.headers.Add("Content-Range", Concat("bytes ", first, '-', last, '/', object.body.size()));
  response.body = object.body.substr(first, last - first + 1);
  return response;
}

// The version that was asked for, or the answer that says why there is none.
std::variant<ObjectVersion, http::Response> FindObject(std::string_view bucket, const std::string& key,
                                                       const std::optional<std::string>& version_id,
                                                       const S3Context& context) {
  const ObjectStore store = context.objects();
  auto object = version_id ? store.Find(bucket, key, *version_id) : store.Newest(bucket, key);
  if (!object && version_id) {
    return S3Error(404, "NoSuchVersion", "The specified version does not exist.",
                   XmlElementOf("Key", key) + XmlElementOf("VersionId", *version_id));
  }
  if (!object) return S3NoSuchKey(key);
  if (!object->is_delete_marker) return *std::move(object);
  http::Response gone = version_id ? S3MethodNotAllowed() : S3NoSuchKey(key);
  gone.headers.Add("x-amz-delete-marker", "true");
  gone.headers.Add("x-amz-version-id", object->version_id);
  return gone;
}

}  // namespace

std::optional<http::Response> RefuseKey(std::string_view key) {
  if (key.size() > kMaxKeyBytes) {
    return S3Error(400, "KeyTooLongError", "Your key is too long",
                   XmlElementOf("Size", std::to_string(key.size())) +
                       XmlElementOf("MaxSizeAllowed", std::to_string(kMaxKeyBytes)));
  }
  return std::nullopt;
}

std::string ContentTypeOf(const S3Call& call) {
  const std::string given = call.Header("Content-Type");
  return given.empty() ? "binary/octet-stream" : given;
}

std::variant<std::string, http::Response> ObjectHeaders(const S3Call& call) {
  std::string lines;
  for (const std::string_view name : kKeptHeaders) {
    std::string value = call.Header(name);
    if (name == "Content-Encoding") value = WithoutAwsChunked(value);
    if (!value.empty()) lines += Concat(name, ": ", value, '\n');
  }
  size_t metadata_bytes = 0;
  for (const auto& [name, value] : call.headers.fields()) {
    const std::string lower_name = ToLower(name);
    if (!lower_name.starts_with(kMetadataPrefix)) continue;
    metadata_bytes += lower_name.size() - kMetadataPrefix.size() + value.size();
    lines += Concat(lower_name, ": ", value, '\n');
  }
  if (metadata_bytes > kMaxMetadataBytes) {
    return S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size",
                   XmlElementOf("Size", std::to_string(metadata_bytes)) +
                       XmlElementOf("MaxSizeAllowed", std::to_string(kMaxMetadataBytes)));
  }
  return lines;
}

std::optional<http::Response> RefuseWrite(const S3Call& call, const S3Context& context) {
  const auto match = call.headers.Get("If-Match");
  const auto none_match = call.headers.Get("If-None-Match");
  if (!match && !none_match) return std::nullopt;
  const auto current = context.objects().Newest(call.bucket, call.key);
  const bool exists = current && !current->is_delete_marker;
  if (none_match && *none_match != "*") return S3NotImplemented("If-None-Match of a write with anything but *");
  if (none_match && exists) return PreconditionFailed("If-None-Match");
  if (match && !exists) return S3NoSuchKey(call.key);
  if (match && DecideRead({{"If-Match", *match}}, current->etag, 0) != ReadDecision::kProceed) {
    return PreconditionFailed("If-Match");
  }
  return std::nullopt;
}

std::string NewVersionId(std::string_view bucket, const S3Context& context) {
  if (context.objects().VersioningOf(bucket) != Versioning::kEnabled) return std::string(kNullVersion);
  return RandomText(context.random, kVersionAlphabet, kVersionLength);
}

http::Headers WrittenHeaders(const ObjectVersion& object, std::string_view bucket, const S3Context& context) {
  http::Headers headers{{"ETag", Concat('"', object.etag, '"')}};
  if (context.objects().VersioningOf(bucket) == Versioning::kEnabled) {
    headers.Add("x-amz-version-id", object.version_id);
  }
  return headers;
}

http::Response PutObject(const S3Call& call, const S3Context& context) {
  if (auto refused = RefuseKey(call.key)) return *std::move(refused);
  if (auto refused = RefuseWrite(call, context)) return *std::move(refused);
  auto headers = ObjectHeaders(call);
  if (auto* refused = std::get_if<http::Response>(&headers)) return std::move(*refused);
  ObjectVersion object;
  object.key = call.key;
  object.version_id = NewVersionId(call.bucket, context);
  object.content_type = ContentTypeOf(call);
  object.headers = std::get<std::string>(headers) + call.checksums;
  object.etag = HexEncode(Md5(call.body));
  object.body = call.body;
  object.size = static_cast<int64_t>(call.body.size());
  object.modified_ms = context.now_ms();
  context.objects().Add(call.bucket, object);
  return {200, WrittenHeaders(object, call.bucket, context), ""};
}

http::Response GetObject(const S3Call& call, const S3Context& context) {
  auto found = FindObject(call.bucket, call.key, http::FindParameter(call.query, "versionId"), context);
  if (auto* refused = std::get_if<http::Response>(&found)) return std::move(*refused);
  return ObjectAnswer(std::get<ObjectVersion>(found), call, context);
}

std::variant<ObjectVersion, http::Response> CopySource(const S3Call& call, const S3Context& context) {
  const std::string header = call.Header("x-amz-copy-source");
  std::string_view path = http::PathOf(header);
  if (path.starts_with('/')) path.remove_prefix(1);
  const size_t slash = path.find('/');
  const auto bucket = PercentDecode(path.substr(0, slash));
  const auto key =
      slash == std::string_view::npos ? std::optional<std::string>() : PercentDecode(path.substr(slash + 1));
  if (!bucket || !key || key->empty()) {
    return S3Error(400, "InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                   XmlElementOf("ArgumentName", "x-amz-copy-source") + XmlElementOf("ArgumentValue", header));
  }
  if (!context.objects().HasBucket(*bucket)) return S3NoSuchBucket(*bucket);
  const auto version_id = http::FindParameter(http::ParseQuery(http::QueryOf(header)), "versionId");
  auto found = FindObject(*bucket, *key, version_id, context);
  const auto* gone = std::get_if<http::Response>(&found);
  if (gone != nullptr && gone->status == 405) {
    return S3Error(400, "InvalidRequest",
                   "The source of a copy request may not specifically refer to a delete marker by "
                   "version id.");
  }
  return found;
}

http::Response CopyObject(const S3Call& call, const S3Context& context) {
  if (auto refused = RefuseKey(call.key)) return *std::move(refused);
  auto source = CopySource(call, context);
  if (auto* refused = std::get_if<http::Response>(&source)) return std::move(*refused);
  auto& object = std::get<ObjectVersion>(source);
  const bool replaces = EqualsIgnoreCase(call.Header("x-amz-metadata-directive"), "REPLACE");
  const std::string itself = Concat(call.bucket, '/', call.key);
  const std::string named = PercentDecode(call.Header("x-amz-copy-source")).value_or("");
  if (!replaces && (named == itself || named == Concat('/', itself))) {
    return S3Error(400, "InvalidRequest",
                   "This copy request is illegal because it is trying to copy an object to itself without changing the "
                   "object's metadata, storage class, website redirect location or encryption attributes.");
  }
  if (replaces) {
    auto headers = ObjectHeaders(call);
    if (auto* refused = std::get_if<http::Response>(&headers)) return std::move(*refused);
    object.headers = std::get<std::string>(headers);
    object.content_type = ContentTypeOf(call);
  }
  const std::string source_version = object.version_id;
  object.key = call.key;
  object.version_id = NewVersionId(call.bucket, context);
  object.etag = HexEncode(Md5(object.body));
  object.modified_ms = context.now_ms();
  context.objects().Add(call.bucket, object);
  http::Response response = S3Document("CopyObjectResult", XmlElementOf("LastModified", FormatIso8601(context.now)) +
                                                               XmlElementOf("ETag", Concat('"', object.etag, '"')));
  if (source_version != kNullVersion) response.headers.Add("x-amz-copy-source-version-id", source_version);
  if (object.version_id != kNullVersion) response.headers.Add("x-amz-version-id", object.version_id);
  return response;
}

}  // namespace genesys_cfn::emulator
