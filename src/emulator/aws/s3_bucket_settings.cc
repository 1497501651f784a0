// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_bucket_settings.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "aws/xml_document.h"
#include "base/text.h"
#include "emulator/aws/s3_answers.h"
#include "emulator/aws/xml_text.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxPolicyBytes = 20'480;
constexpr aws::XmlLimits kXmlLimits{16, size_t{256} << 10};

struct Setting {
  std::string_view name;  // the query parameter
  std::string_view root;  // of the document; "" for JSON
  // Until it is set: the content of the root element, or the code and text of a 404.
  std::string_view content;
  std::string_view error_code;
  std::string_view error_message;
};

constexpr auto kSettings = std::to_array<Setting>({
    {"policy", "", "", "NoSuchBucketPolicy", "The bucket policy does not exist"},
    {"encryption", "ServerSideEncryptionConfiguration",
     "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></"
     "ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>",
     "", ""},
    {"publicAccessBlock", "PublicAccessBlockConfiguration",
     "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</"
     "BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>",
     "", ""},
    {"ownershipControls", "OwnershipControls", "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>",
     "", ""},
    {"tagging", "Tagging", "", "NoSuchTagSet", "The TagSet does not exist"},
    {"lifecycle", "LifecycleConfiguration", "", "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist"},
    {"cors", "CORSConfiguration", "", "NoSuchCORSConfiguration", "The CORS configuration does not exist"},
    {"website", "WebsiteConfiguration", "", "NoSuchWebsiteConfiguration",
     "The specified bucket does not have a website configuration"},
    {"replication", "ReplicationConfiguration", "", "ReplicationConfigurationNotFoundError",
     "The replication configuration was not found"},
    {"object-lock", "ObjectLockConfiguration", "", "ObjectLockConfigurationNotFoundError",
     "Object Lock configuration does not exist for this bucket"},
    {"notification", "NotificationConfiguration", "", "", ""},
    {"logging", "BucketLoggingStatus", "", "", ""},
    {"accelerate", "AccelerateConfiguration", "", "", ""},
    {"requestPayment", "RequestPaymentConfiguration", "<Payer>BucketOwner</Payer>", "", ""},
});

const Setting* Find(std::string_view name) {
  const auto found =
      std::find_if(kSettings.begin(), kSettings.end(), [name](const Setting& setting) { return setting.name == name; });
  return found == kSettings.end() ? nullptr : &*found;
}

http::Response Read(const Setting& setting, const S3Call& call, const S3Context& context) {
  const auto document = context.objects().Setting(call.bucket, setting.name);
  if (document && setting.root.empty()) return {200, {{"Content-Type", "application/json"}}, *document};
  if (document) return {200, {{"Content-Type", "application/xml"}}, *document};
  if (setting.error_code.empty()) return S3Document(setting.root, setting.content);
  return S3Error(404, setting.error_code, setting.error_message, XmlElementOf("BucketName", call.bucket));
}

http::Response Write(const Setting& setting, const S3Call& call, const S3Context& context) {
  if (setting.root.empty()) {
    const auto policy = json::Parse(call.body);
    if (call.body.size() > kMaxPolicyBytes || !policy || !policy->is_object()) {
      return S3Error(400, "MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    }
  } else {
    const auto root = aws::ParseXml(call.body, kXmlLimits);
    if (!root || root->name != setting.root) return S3MalformedXml();
  }
  context.objects().SetSetting(call.bucket, setting.name, call.body);
  return {setting.root.empty() || setting.name == "tagging" ? 204 : 200, {}, ""};
}

}  // namespace

bool IsBucketSetting(std::string_view query_parameter) {
  return Find(query_parameter) != nullptr;
}

std::optional<http::Response> CallBucketSetting(const S3Call& call, const S3Context& context) {
  for (const http::QueryParameter& parameter : call.query) {
    const Setting* setting = Find(parameter.name);
    if (setting == nullptr) continue;
    if (call.method == "GET") return Read(*setting, call, context);
    if (call.method == "PUT") return Write(*setting, call, context);
    if (call.method != "DELETE") return S3MethodNotAllowed();
    context.objects().RemoveSetting(call.bucket, setting->name);
    return http::Response{204, {}, ""};
  }
  return std::nullopt;
}

}  // namespace genesys_cfn::emulator
