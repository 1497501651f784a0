// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_listing.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kMostListed = 1000;

// What every listing is asked with.
struct Question {
  std::string prefix;
  std::string delimiter;
  int64_t limit = kMostListed;
  bool encoded = false;

  // A key or prefix as the answer shows it.
  [[nodiscard]] std::string Shown(const std::string& text) const {
    return encoded ? PercentEncode(text, KeepSlash::kYes) : text;
  }
  // What a key is listed under: itself up to the first delimiter behind the prefix; "" when there is none.
  [[nodiscard]] std::string GroupOf(const std::string& key) const {
    const size_t end = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix.size());
    return end == std::string::npos ? std::string() : key.substr(0, end + delimiter.size());
  }
};

std::optional<Question> ReadQuestion(const S3Call& call) {
  Question question{call.Parameter("prefix"), call.Parameter("delimiter"), kMostListed,
                    call.Parameter("encoding-type") == "url"};
  const std::string asked = call.Parameter("max-keys");
  if (asked.empty()) return question;
  const auto limit = ParseInteger<int64_t>(asked);
  if (!limit || *limit < 0) return std::nullopt;
  question.limit = std::min(*limit, kMostListed);
  return question;
}

http::Response InvalidLimit(const S3Call& call) {
  return S3Error(400, "InvalidArgument", "Provided max-keys not an integer or within integer range",
                 XmlElementOf("ArgumentName", "max-keys") + XmlElementOf("ArgumentValue", call.Parameter("max-keys")));
}

// Where a page begins: behind a key (with all of its versions), or behind one of its versions.
struct Start {
  std::string key;
  std::string version_id;  // "" for behind the whole key
};

struct Page {
  std::string entries;  // objects, then groups, as XML
  int64_t count = 0;
  bool is_truncated = false;
  std::string last;  // the last key or group
  std::string last_version;
};

using Entry = std::string (*)(const Question& question, const ObjectVersion& object, bool is_newest);

Page ReadPage(const Question& question, const Start& start, ObjectStore::Which which, Entry entry, const S3Call& call,
              const S3Context& context) {
  Page page;
  std::string groups;
  std::string last_key;
  bool passed_version = start.version_id.empty();
  const bool starts_behind_group = !start.key.empty() && question.GroupOf(start.key) == start.key;
  const auto visit = [&](const ObjectVersion& object) {
    if (!object.key.starts_with(question.prefix)) return object.key < question.prefix;
    const bool is_newest = std::exchange(last_key, object.key) != object.key;
    if (object.key == start.key && (start.version_id.empty() || !passed_version)) {
      passed_version = passed_version || object.version_id == start.version_id;
      return true;
    }
    const std::string group = question.GroupOf(object.key);
    if (!group.empty() && (group == page.last || (starts_behind_group && group == start.key))) return true;
    if (page.count == question.limit) {
      page.is_truncated = true;
      return false;
    }
    ++page.count;
    page.last = group.empty() ? object.key : group;
    page.last_version = group.empty() ? object.version_id : "";
    if (group.empty()) {
      page.entries += entry(question, object, is_newest);
    } else {
      groups += Concat("<CommonPrefixes>", XmlElementOf("Prefix", question.Shown(group)), "</CommonPrefixes>");
    }
    return true;
  };
  if (question.limit > 0) context.objects().Visit(call.bucket, std::max(start.key, question.prefix), which, visit);
  page.entries += groups;
  return page;
}

std::string CommonParts(const ObjectVersion& object, const Question& question) {
  return Concat(XmlElementOf("Key", question.Shown(object.key)),
                XmlElementOf("LastModified", FormatIso8601(FromEpochMilliseconds(object.modified_ms))));
}

std::string DataParts(const ObjectVersion& object) {
  return Concat(XmlElementOf("ETag", Concat('"', object.etag, '"')), XmlElementOf("Size", std::to_string(object.size)),
                "<StorageClass>STANDARD</StorageClass>");
}

std::string ObjectEntry(const Question& question, const ObjectVersion& object, bool /*is_newest*/) {
  return Concat("<Contents>", CommonParts(object, question), DataParts(object), "</Contents>");
}

std::string VersionEntry(const Question& question, const ObjectVersion& object, bool is_newest) {
  const std::string_view name = object.is_delete_marker ? "DeleteMarker" : "Version";
  return Concat('<', name, '>', CommonParts(object, question), XmlElementOf("VersionId", object.version_id),
                XmlElementOf("IsLatest", is_newest ? "true" : "false"),
                object.is_delete_marker ? "" : DataParts(object), "</", name, '>');
}

std::string Head(const Question& question, const S3Call& call, const Page& page) {
  std::string out = Concat(XmlElementOf("Name", call.bucket), XmlElementOf("Prefix", question.Shown(question.prefix)),
                           XmlElementOf("MaxKeys", std::to_string(question.limit)),
                           XmlElementOf("IsTruncated", page.is_truncated ? "true" : "false"));
  if (question.encoded) out += XmlElementOf("EncodingType", "url");
  if (!question.delimiter.empty()) out += XmlElementOf("Delimiter", question.Shown(question.delimiter));
  return out;
}

}  // namespace

http::Response ListObjects(const S3Call& call, const S3Context& context) {
  const auto question = ReadQuestion(call);
  if (!question) return InvalidLimit(call);
  const std::string marker = call.Parameter("marker");
  const Page page = ReadPage(*question, {marker, ""}, ObjectStore::Which::kCurrent, &ObjectEntry, call, context);
  std::string out = Head(*question, call, page) + XmlElementOf("Marker", question->Shown(marker));
  if (page.is_truncated && !question->delimiter.empty()) out += XmlElementOf("NextMarker", question->Shown(page.last));
  return S3Document("ListBucketResult", out + page.entries);
}

http::Response ListObjectsV2(const S3Call& call, const S3Context& context) {
  const auto question = ReadQuestion(call);
  if (!question) return InvalidLimit(call);
  const std::string token = call.Parameter("continuation-token");
  const auto continued = Base64Decode(token);
  if (!continued || (call.Asks("continuation-token") && continued->empty())) {
    return S3Error(400, "InvalidArgument", "The continuation token provided is incorrect",
                   XmlElementOf("ArgumentName", "continuation-token"));
  }
  const std::string start = call.Parameter("start-after");
  const Page page =
      ReadPage(*question, {std::max(*continued, start), ""}, ObjectStore::Which::kCurrent, &ObjectEntry, call, context);
  std::string out = Head(*question, call, page) + XmlElementOf("KeyCount", std::to_string(page.count));
  if (!token.empty()) out += XmlElementOf("ContinuationToken", token);
  if (!start.empty()) out += XmlElementOf("StartAfter", question->Shown(start));
  if (page.is_truncated) out += XmlElementOf("NextContinuationToken", Base64Encode(page.last));
  return S3Document("ListBucketResult", out + page.entries);
}

http::Response ListObjectVersions(const S3Call& call, const S3Context& context) {
  const auto question = ReadQuestion(call);
  if (!question) return InvalidLimit(call);
  const Start start{call.Parameter("key-marker"), call.Parameter("version-id-marker")};
  if (start.key.empty() && !start.version_id.empty()) {
    return S3Error(400, "InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  }
  const Page page = ReadPage(*question, start, ObjectStore::Which::kAll, &VersionEntry, call, context);
  std::string out = Head(*question, call, page) + XmlElementOf("KeyMarker", question->Shown(start.key)) +
                    XmlElementOf("VersionIdMarker", start.version_id);
  if (page.is_truncated) {
    out += XmlElementOf("NextKeyMarker", question->Shown(page.last));
    if (!page.last_version.empty()) out += XmlElementOf("NextVersionIdMarker", page.last_version);
  }
  return S3Document("ListVersionsResult", out + page.entries);
}

}  // namespace genesys_cfn::emulator
