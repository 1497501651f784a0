// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_operations.h"

#include <algorithm>
#include <array>
#include <optional>

#include "aws/sigv4.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";
constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view kVersionAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
constexpr size_t kVersionLength = 32;
constexpr size_t kEntityTagLength = 32;
constexpr int64_t kMostListed = 1000;
constexpr size_t kMaxKeyBytes = 1024;

// The query parameters that are understood; others name a part of S3 that is not there.
constexpr auto kKnownParameters =
    std::to_array<std::string_view>({"versionId", "versioning", "list-type", "prefix", "delimiter", "max-keys",
                                     "start-after", "continuation-token", "encoding-type", "fetch-owner", "x-id"});

http::Response Xml(int status, std::string body) {
  return {status, {{"Content-Type", "application/xml"}}, Concat(kXmlHead, body)};
}

http::Response NotImplemented(std::string_view what) {
  return S3Error(501, "NotImplemented", Concat("The local S3 does not offer ", what, "."));
}

http::Response NotAllowed() {
  return S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
}

std::string Parameter(const std::vector<http::QueryParameter>& query, std::string_view name) {
  return http::FindParameter(query, name).value_or("");
}

bool Has(const std::vector<http::QueryParameter>& query, std::string_view name) {
  return http::FindParameter(query, name).has_value();
}

bool IsBucketName(std::string_view name) {
  const auto edge = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return name.size() >= 3 && name.size() <= 63 && edge(name.front()) && edge(name.back()) &&
         name.find("..") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), [&](char c) { return edge(c) || c == '-' || c == '.'; });
}

// "Fri, 02 Jan 2026 03:04:05 GMT".
std::string HttpDate(int64_t milliseconds) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const WallTime time = FromEpochMilliseconds(milliseconds);
  const std::string iso = FormatIso8601(time);  // "2026-01-02T03:04:05..."
  const auto day = std::chrono::weekday(std::chrono::floor<std::chrono::days>(time)).c_encoding();
  const auto month = ParseInteger<size_t>(std::string_view(iso).substr(5, 2)).value_or(1);
  return Concat(kDays[day], ", ", iso.substr(8, 2), " ", kMonths[month - 1], " ", iso.substr(0, 4), " ",
                iso.substr(11, 8), " GMT");
}

struct Range {
  size_t first = 0;
  size_t last = 0;  // inclusive
};
// "bytes=0-9" or "bytes=5-" of `size` bytes; nullopt for what S3 ignores (other units, several ranges).
std::optional<Range> ReadRange(std::string_view header, size_t size) {
  if (!header.starts_with("bytes=")) return std::nullopt;
  header.remove_prefix(std::string_view("bytes=").size());
  const size_t dash = header.find('-');
  const auto first = ParseInteger<size_t>(header.substr(0, dash));
  if (dash == std::string_view::npos || !first) return std::nullopt;
  const std::string_view end = header.substr(dash + 1);
  const auto last = end.empty() ? std::optional<size_t>(size) : ParseInteger<size_t>(end);
  if (!last || *last < *first) return std::nullopt;
  return Range{*first, std::min(*last, size == 0 ? 0 : size - 1)};
}

http::Response NoSuchKey(const std::string& key) {
  return S3Error(404, "NoSuchKey", "The specified key does not exist.", XmlElementOf("Key", key));
}

http::Response ObjectAnswer(const http::Request& request, const ObjectVersion& object) {
  http::Response response{200,
                          {{"Content-Type", object.content_type},
                           {"ETag", Concat('"', object.etag, '"')},
                           {"Last-Modified", HttpDate(object.modified_ms)},
                           {"Accept-Ranges", "bytes"},
                           {"x-amz-version-id", object.version_id}},
                          object.body};
  const auto range = ReadRange(request.headers.Get("Range").value_or(""), object.body.size());
  if (!range) return response;
  if (range->first >= object.body.size()) {
    return S3Error(416, "InvalidRange", "The requested range is not satisfiable",
                   XmlElementOf("ActualObjectSize", std::to_string(object.body.size())));
  }
  response.status = 206;
  response.headers.Add("Content-Range", Concat("bytes ", range->first, '-', range->last, '/', object.body.size()));
  response.body = object.body.substr(range->first, range->last - range->first + 1);
  return response;
}

std::string Contents(const ObjectVersion& object, const std::string& shown_key) {
  return Concat("<Contents>", XmlElementOf("Key", shown_key),
                XmlElementOf("LastModified", FormatIso8601(FromEpochMilliseconds(object.modified_ms))),
                XmlElementOf("ETag", Concat('"', object.etag, '"')), XmlElementOf("Size", std::to_string(object.size)),
                "<StorageClass>STANDARD</StorageClass></Contents>");
}

// What a key is listed under: itself up to the first delimiter behind the prefix; "" when there is none.
std::string GroupOf(const std::string& key, size_t prefix_length, const std::string& delimiter) {
  const size_t end = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix_length);
  return end == std::string::npos ? std::string() : key.substr(0, end + delimiter.size());
}

}  // namespace

http::Response S3Error(int status, std::string_view code, std::string_view message, std::string_view more) {
  return Xml(status, Concat("<Error>", XmlElementOf("Code", code), XmlElementOf("Message", message), more, "</Error>"));
}

http::Response S3Operations::Call(const http::Request& request) {
  std::string_view path = http::PathOf(request.target);
  path.remove_prefix(std::min<size_t>(1, path.size()));
  const size_t slash = path.find('/');
  const auto bucket = PercentDecode(path.substr(0, slash));
  const auto key = slash == std::string_view::npos ? std::string() : PercentDecode(path.substr(slash + 1));
  if (!bucket || !key || !IsValidUtf8(*key)) return S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
  if (bucket->empty()) return request.method == "GET" ? ListBuckets() : NotAllowed();
  const Target target{*bucket, *key, http::ParseQuery(http::QueryOf(request.target))};
  for (const http::QueryParameter& parameter : target.query) {
    const bool known =
        std::find(kKnownParameters.begin(), kKnownParameters.end(), parameter.name) != kKnownParameters.end();
    if (!known) return NotImplemented(Concat("the query parameter ", parameter.name));
  }
  const bool makes_bucket = target.key.empty() && request.method == "PUT" && !Has(target.query, "versioning");
  if (makes_bucket) return CreateBucket(target);
  if (!store_.HasBucket(target.bucket)) {
    return S3Error(404, "NoSuchBucket", "The specified bucket does not exist",
                   XmlElementOf("BucketName", target.bucket));
  }
  return target.key.empty() ? CallBucket(request, target) : CallObject(request, target);
}

http::Response S3Operations::CallBucket(const http::Request& request, const Target& target) {
  if (Has(target.query, "versioning")) return Versioning(request);
  if (request.method == "HEAD") return {200, {{"x-amz-bucket-region", identity_.region}}, ""};
  if (request.method == "GET" && Parameter(target.query, "list-type") == "2") return List(target);
  if (request.method == "GET") return NotImplemented("ListObjects; it offers ListObjectsV2");
  if (request.method == "DELETE") return NotImplemented("deleting buckets");
  return NotAllowed();
}

http::Response S3Operations::Versioning(const http::Request& request) const {
  const std::string enabled = "<Status>Enabled</Status>";
  if (request.method == "GET") {
    return Xml(200,
               Concat("<VersioningConfiguration xmlns=\"", kNamespace, "\">", enabled, "</VersioningConfiguration>"));
  }
  if (request.method != "PUT") return NotAllowed();
  if (request.body.find(enabled) == std::string::npos) return NotImplemented("buckets without versions");
  return {200, {}, ""};
}

http::Response S3Operations::CreateBucket(const Target& target) {
  if (!IsBucketName(target.bucket)) return S3Error(400, "InvalidBucketName", "The specified bucket is not valid.");
  if (store_.HasBucket(target.bucket)) {
    return S3Error(409, "BucketAlreadyOwnedByYou",
                   "Your previous request to create the named bucket succeeded and you already own it.",
                   XmlElementOf("BucketName", target.bucket));
  }
  store_.AddBucket(target.bucket, ToEpochMilliseconds(now_));
  return {200, {{"Location", Concat('/', target.bucket)}}, ""};
}

http::Response S3Operations::ListBuckets() const {
  std::string out = Concat("<ListAllMyBucketsResult xmlns=\"", kNamespace, "\"><Owner>",
                           XmlElementOf("ID", identity_.account), "</Owner><Buckets>");
  for (const auto& [name, created_ms] : store_.Buckets()) {
    out += Concat("<Bucket>", XmlElementOf("Name", name),
                  XmlElementOf("CreationDate", FormatIso8601(FromEpochMilliseconds(created_ms))), "</Bucket>");
  }
  return Xml(200, Concat(out, "</Buckets></ListAllMyBucketsResult>"));
}

http::Response S3Operations::List(const Target& target) const {
  const std::string asked = Parameter(target.query, "max-keys");
  const int64_t limit = std::clamp<int64_t>(ParseInteger<int64_t>(asked).value_or(kMostListed), 0, kMostListed);
  const std::string prefix = Parameter(target.query, "prefix");
  const auto token = Base64Decode(Parameter(target.query, "continuation-token"));
  if (!token) return S3Error(400, "InvalidArgument", "The continuation token provided is incorrect");
  const std::string after = std::max(*token, Parameter(target.query, "start-after"));
  const bool encoded = Parameter(target.query, "encoding-type") == "url";
  const auto shown = [encoded](const std::string& text) {
    return encoded ? PercentEncode(text, KeepSlash::kYes) : text;
  };
  const std::string delimiter = Parameter(target.query, "delimiter");
  std::string entries;
  std::string last;
  int64_t count = 0;
  bool more = false;
  for (const ObjectVersion& object :
       store_.List(target.bucket, prefix, after, delimiter.empty() ? limit + 1 : int64_t{-1})) {
    const std::string group = GroupOf(object.key, prefix.size(), delimiter);
    if (!group.empty() && (group == last || group == *token)) continue;
    more = count == limit;
    if (more) break;
    ++count;
    last = group.empty() ? object.key : group;
    entries += group.empty() ? Contents(object, shown(object.key))
                             : Concat("<CommonPrefixes>", XmlElementOf("Prefix", shown(group)), "</CommonPrefixes>");
  }
  std::string out =
      Concat("<ListBucketResult xmlns=\"", kNamespace, "\">", XmlElementOf("Name", target.bucket),
             XmlElementOf("Prefix", shown(prefix)), XmlElementOf("KeyCount", std::to_string(count)),
             XmlElementOf("MaxKeys", std::to_string(limit)), XmlElementOf("IsTruncated", more ? "true" : "false"));
  if (encoded) out += XmlElementOf("EncodingType", "url");
  if (!delimiter.empty()) out += XmlElementOf("Delimiter", shown(delimiter));
  if (more && count > 0) out += XmlElementOf("NextContinuationToken", Base64Encode(last));
  return Xml(200, Concat(out, entries, "</ListBucketResult>"));
}

http::Response S3Operations::CallObject(const http::Request& request, const Target& target) {
  if (request.method == "GET" || request.method == "HEAD") return Get(request, target);
  if (request.method == "PUT") return Put(request, target);
  if (request.method == "DELETE") return Delete(target);
  return NotAllowed();
}

http::Response S3Operations::Put(const http::Request& request, const Target& target) {
  if (request.headers.Get("x-amz-copy-source")) return NotImplemented("copying objects");
  if (target.key.size() > kMaxKeyBytes) return S3Error(400, "KeyTooLongError", "Your key is too long");
  ObjectVersion object;
  object.key = target.key;
  object.version_id = RandomText(random_, kVersionAlphabet, kVersionLength);
  object.content_type = request.headers.Get("Content-Type").value_or("binary/octet-stream");
  object.etag = aws::Sha256Hex(request.body).substr(0, kEntityTagLength);
  object.body = request.body;
  object.size = static_cast<int64_t>(request.body.size());
  object.modified_ms = ToEpochMilliseconds(now_);
  store_.Add(target.bucket, object);
  return {200, {{"ETag", Concat('"', object.etag, '"')}, {"x-amz-version-id", object.version_id}}, ""};
}

http::Response S3Operations::Get(const http::Request& request, const Target& target) const {
  const auto version_id = http::FindParameter(target.query, "versionId");
  const auto object =
      version_id ? store_.Find(target.bucket, target.key, *version_id) : store_.Newest(target.bucket, target.key);
  if (!object && version_id) {
    return S3Error(404, "NoSuchVersion", "The specified version does not exist.",
                   XmlElementOf("Key", target.key) + XmlElementOf("VersionId", *version_id));
  }
  if (!object) return NoSuchKey(target.key);
  if (!object->is_delete_marker) return ObjectAnswer(request, *object);
  http::Response gone = version_id ? NotAllowed() : NoSuchKey(target.key);
  gone.headers.Add("x-amz-delete-marker", "true");
  gone.headers.Add("x-amz-version-id", object->version_id);
  return gone;
}

http::Response S3Operations::Delete(const Target& target) {
  const auto version_id = http::FindParameter(target.query, "versionId");
  http::Response response{204, {}, ""};
  if (version_id) {
    const auto object = store_.Find(target.bucket, target.key, *version_id);
    if (object && object->is_delete_marker) response.headers.Add("x-amz-delete-marker", "true");
    store_.Remove(target.bucket, target.key, *version_id);
    response.headers.Add("x-amz-version-id", *version_id);
    return response;
  }
  ObjectVersion marker;
  marker.key = target.key;
  marker.version_id = RandomText(random_, kVersionAlphabet, kVersionLength);
  marker.is_delete_marker = true;
  marker.modified_ms = ToEpochMilliseconds(now_);
  store_.Add(target.bucket, marker);
  response.headers.Add("x-amz-delete-marker", "true");
  response.headers.Add("x-amz-version-id", marker.version_id);
  return response;
}

}  // namespace genesys_cfn::emulator
