// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_deletion.h"

#include <optional>
#include <string>

#include "aws/xml_document.h"
#include "base/text.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/s3_objects.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMostDeleted = 1000;
constexpr aws::XmlLimits kXmlLimits{8, size_t{4} << 20};

struct Deleted {
  std::string marker_id;   // of the delete marker that was made or removed
  std::string version_id;  // that was removed
};

// What is not there is deleted as well, as S3 has it.
Deleted Delete(const std::string& bucket, const std::string& key, const std::optional<std::string>& version_id,
               const S3Context& context) {
  ObjectStore store = context.objects();
  if (version_id) {
    const auto object = store.Find(bucket, key, *version_id);
    store.Remove(bucket, key, *version_id);
    return {object && object->is_delete_marker ? *version_id : "", *version_id};
  }
  const Versioning versioning = store.VersioningOf(bucket);
  if (versioning == Versioning::kNever) {
    store.Remove(bucket, key, kNullVersion);
    return {};
  }
  ObjectVersion marker;
  marker.key = key;
  marker.version_id = NewVersionId(bucket, context);
  marker.is_delete_marker = true;
  marker.modified_ms = context.now_ms();
  store.Add(bucket, marker);
  return {marker.version_id, ""};
}

}  // namespace

http::Response DeleteObject(const S3Call& call, const S3Context& context) {
  const Deleted deleted = Delete(call.bucket, call.key, http::FindParameter(call.query, "versionId"), context);
  http::Response response{204, {}, ""};
  if (!deleted.marker_id.empty()) response.headers.Add("x-amz-delete-marker", "true");
  const std::string& version_id = deleted.version_id.empty() ? deleted.marker_id : deleted.version_id;
  if (!version_id.empty()) response.headers.Add("x-amz-version-id", version_id);
  return response;
}

http::Response DeleteObjects(const S3Call& call, const S3Context& context) {
  const auto root = aws::ParseXml(call.body, kXmlLimits);
  if (!root || root->name != "Delete") return S3MalformedXml();
  const bool is_quiet = root->TextOf("Quiet") == "true";
  size_t count = 0;
  for (const aws::XmlElement& object : root->children) {
    if (object.name != "Object") continue;
    if (object.TextOf("Key").empty()) return S3MalformedXml();
    ++count;
  }
  if (count == 0 || count > kMostDeleted) return S3MalformedXml();
  std::string out;
  for (const aws::XmlElement& object : root->children) {
    if (object.name != "Object") continue;
    const std::string key = object.TextOf("Key");
    const std::string version_id = object.TextOf("VersionId");
    const Deleted deleted =
        Delete(call.bucket, key, version_id.empty() ? std::nullopt : std::optional(version_id), context);
    if (is_quiet) continue;
    out += Concat("<Deleted>", XmlElementOf("Key", key));
    if (!deleted.version_id.empty()) out += XmlElementOf("VersionId", deleted.version_id);
    if (!deleted.marker_id.empty()) {
      out += XmlElementOf("DeleteMarker", "true") + XmlElementOf("DeleteMarkerVersionId", deleted.marker_id);
    }
    out += "</Deleted>";
  }
  return S3Document("DeleteResult", out);
}

}  // namespace genesys_cfn::emulator
