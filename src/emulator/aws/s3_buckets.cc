// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_buckets.h"

#include <algorithm>
#include <string>

#include "aws/xml_document.h"
#include "base/text.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {
namespace {

// The region whose buckets have no location, and may be made a second time.
constexpr std::string_view kFirstRegion = "us-east-1";
constexpr aws::XmlLimits kXmlLimits{8, size_t{64} << 10};

bool IsBucketName(std::string_view name) {
  const auto edge = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool looks_like_address =
      name.find_first_not_of("0123456789.") == std::string_view::npos && Split(name, '.').size() == 4;
  return name.size() >= 3 && name.size() <= 63 && edge(name.front()) && edge(name.back()) && !looks_like_address &&
         name.find("..") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), [&](char c) { return edge(c) || c == '-' || c == '.'; });
}

}  // namespace

http::Response ListBuckets(const S3Call& /*call*/, const S3Context& context) {
  std::string out = Concat("<Owner>", XmlElementOf("ID", context.identity.account), "</Owner><Buckets>");
  for (const auto& [name, created_ms] : context.objects().Buckets()) {
    out += Concat("<Bucket>", XmlElementOf("Name", name),
                  XmlElementOf("CreationDate", FormatIso8601(FromEpochMilliseconds(created_ms))), "</Bucket>");
  }
  return S3Document("ListAllMyBucketsResult", out + "</Buckets>");
}

http::Response CreateBucket(const S3Call& call, const S3Context& context) {
  if (!IsBucketName(call.bucket)) {
    return S3Error(400, "InvalidBucketName", "The specified bucket is not valid.",
                   XmlElementOf("BucketName", call.bucket));
  }
  std::string location;
  if (!Trim(call.body).empty()) {
    const auto root = aws::ParseXml(call.body, kXmlLimits);
    if (!root || root->name != "CreateBucketConfiguration") return S3MalformedXml();
    location = root->TextOf("LocationConstraint");
  }
  if (!location.empty() && location != context.identity.region) {
    return S3Error(400, "IllegalLocationConstraintException",
                   Concat("The ", location,
                          " location constraint is incompatible for the region specific endpoint this request was sent "
                          "to."));
  }
  http::Response made{200, {{"Location", Concat('/', call.bucket)}}, ""};
  if (!context.objects().HasBucket(call.bucket)) {
    context.objects().AddBucket(call.bucket, context.now_ms());
    return made;
  }
  if (context.identity.region == kFirstRegion) return made;
  return S3Error(409, "BucketAlreadyOwnedByYou",
                 "Your previous request to create the named bucket succeeded and you already own it.",
                 XmlElementOf("BucketName", call.bucket));
}

http::Response HeadBucket(const S3Call& /*call*/, const S3Context& context) {
  return {200, {{"x-amz-bucket-region", context.identity.region}, {"Content-Type", "application/xml"}}, ""};
}

http::Response DeleteBucket(const S3Call& call, const S3Context& context) {
  if (!context.objects().IsEmpty(call.bucket)) {
    const bool versioned = context.objects().VersioningOf(call.bucket) != Versioning::kNever;
    return S3Error(409, "BucketNotEmpty",
                   versioned
                       ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                       : "The bucket you tried to delete is not empty",
                   XmlElementOf("BucketName", call.bucket));
  }
  context.objects().RemoveBucket(call.bucket);
  return {204, {}, ""};
}

http::Response GetBucketLocation(const S3Call& /*call*/, const S3Context& context) {
  const std::string& region = context.identity.region;
  return S3Document("LocationConstraint", region == kFirstRegion ? "" : EscapeXml(region));
}

http::Response GetBucketVersioning(const S3Call& call, const S3Context& context) {
  const Versioning versioning = context.objects().VersioningOf(call.bucket);
  std::string status;
  if (versioning == Versioning::kEnabled) status = XmlElementOf("Status", "Enabled");
  if (versioning == Versioning::kSuspended) status = XmlElementOf("Status", "Suspended");
  return S3Document("VersioningConfiguration", status);
}

http::Response PutBucketVersioning(const S3Call& call, const S3Context& context) {
  const auto root = aws::ParseXml(call.body, kXmlLimits);
  if (!root || root->name != "VersioningConfiguration") return S3MalformedXml();
  const std::string status = root->TextOf("Status");
  if (status != "Enabled" && status != "Suspended") {
    return S3Error(400, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
  }
  context.objects().SetVersioning(call.bucket, status == "Enabled" ? Versioning::kEnabled : Versioning::kSuspended);
  return {200, {}, ""};
}

}  // namespace genesys_cfn::emulator
