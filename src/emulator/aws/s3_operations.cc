// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_operations.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/s3_bucket_settings.h"
#include "emulator/aws/s3_buckets.h"
#include "emulator/aws/s3_deletion.h"
#include "emulator/aws/s3_listing.h"
#include "emulator/aws/s3_multipart.h"
#include "emulator/aws/s3_objects.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

// The query parameters that are understood, beside the settings of buckets; others name a part of S3 that is not there.
constexpr auto kKnownParameters = std::to_array<std::string_view>({
    "acl",
    "continuation-token",
    "delete",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "key-marker",
    "list-type",
    "location",
    "marker",
    "max-buckets",
    "max-keys",
    "max-parts",
    "max-uploads",
    "part-number-marker",
    "partNumber",
    "prefix",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "start-after",
    "uploadId",
    "upload-id-marker",
    "uploads",
    "version-id-marker",
    "versionId",
    "versioning",
    "versions",
    "x-id",
});

bool IsKnown(std::string_view parameter) {
  return IsBucketSetting(parameter) ||
         std::find(kKnownParameters.begin(), kKnownParameters.end(), parameter) != kKnownParameters.end();
}

// Who owns everything here; lists of access are not kept.
http::Response AccessControl(const S3Call& call, const S3Context& context) {
  if (call.method == "PUT") return {200, {}, ""};
  if (call.method != "GET") return S3MethodNotAllowed();
  const std::string id = XmlElementOf("ID", context.identity.account);
  return S3Document("AccessControlPolicy",
                    Concat("<Owner>", id,
                           "</Owner><AccessControlList><Grant><Grantee "
                           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">",
                           id, "</Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>"));
}

http::Response CallBucket(const S3Call& call, const S3Context& context) {
  if (call.Asks("acl")) return AccessControl(call, context);
  if (auto answer = CallBucketSetting(call, context)) return *std::move(answer);
  if (call.Asks("versioning") && call.method == "PUT") return PutBucketVersioning(call, context);
  if (call.method == "HEAD") return HeadBucket(call, context);
  if (call.method == "DELETE") return DeleteBucket(call, context);
  if (call.method == "POST" && call.Asks("delete")) return DeleteObjects(call, context);
  if (call.method != "GET") return S3MethodNotAllowed();
  if (call.Asks("versioning")) return GetBucketVersioning(call, context);
  if (call.Asks("location")) return GetBucketLocation(call, context);
  if (call.Asks("uploads")) return ListMultipartUploads(call, context);
  if (call.Asks("versions")) return ListObjectVersions(call, context);
  return call.Parameter("list-type") == "2" ? ListObjectsV2(call, context) : ListObjects(call, context);
}

// The tags of objects are not kept.
http::Response ObjectTags(const S3Call& call) {
  if (call.method == "GET") return S3Document("Tagging", "<TagSet></TagSet>");
  return S3NotImplemented("tags of objects");
}

http::Response CallObject(const S3Call& call, const S3Context& context) {
  if (call.Asks("acl")) return AccessControl(call, context);
  if (call.Asks("tagging")) return ObjectTags(call);
  if (call.method == "POST" && call.Asks("uploads")) return CreateMultipartUpload(call, context);
  if (call.Asks("uploadId")) {
    if (call.method == "PUT") return UploadPart(call, context);
    if (call.method == "POST") return CompleteMultipartUpload(call, context);
    if (call.method == "DELETE") return AbortMultipartUpload(call, context);
    if (call.method == "GET") return ListParts(call, context);
  }
  if (call.Asks("partNumber")) return S3NotImplemented("reading single parts of an object");
  if (call.method == "GET" || call.method == "HEAD") return GetObject(call, context);
  if (call.method == "DELETE") return DeleteObject(call, context);
  if (call.method != "PUT") return S3MethodNotAllowed();
  return call.headers.Get("x-amz-copy-source") ? CopyObject(call, context) : PutObject(call, context);
}

}  // namespace

http::Response CallS3(const S3Call& call, const S3Context& context) {
  if (call.bucket.empty()) return call.method == "GET" ? ListBuckets(call, context) : S3MethodNotAllowed();
  for (const http::QueryParameter& parameter : call.query) {
    if (!IsKnown(parameter.name)) return S3NotImplemented(Concat("the query parameter ", parameter.name));
  }
  const bool is_plain =
      std::all_of(call.query.begin(), call.query.end(), [](const auto& parameter) { return parameter.name == "x-id"; });
  if (call.key.empty() && call.method == "PUT" && is_plain) return CreateBucket(call, context);
  if (!context.objects().HasBucket(call.bucket)) return S3NoSuchBucket(call.bucket);
  return call.key.empty() ? CallBucket(call, context) : CallObject(call, context);
}

}  // namespace genesys_cfn::emulator
