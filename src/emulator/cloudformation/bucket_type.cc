// SPDX-License-Identifier: Apache-2.0
// AWS::S3::Bucket: really made in the local S3. Of its settings the versioning is passed on.
#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/resource_type.h"

namespace genesys_cfn::emulator {
namespace {

using enum PropertyKind;

bool IsBucketName(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return name.size() >= 3 && name.size() <= 63 && plain(name.front()) && plain(name.back()) &&
         std::ranges::all_of(name, [&](char c) { return plain(c) || c == '-' || c == '.'; });
}

BucketResources::Versions VersionsOf(const json::Object& properties) {
  const json::Value* configuration = properties.Find("VersioningConfiguration");
  const std::string status = configuration == nullptr ? "" : configuration->FindString("Status").value_or("");
  if (status == "Enabled") return BucketResources::Versions::kKept;
  return status == "Suspended" ? BucketResources::Versions::kSuspended : BucketResources::Versions::kNone;
}

class BucketType final : public ResourceType {
 public:
  explicit BucketType(const LocalResourceTypesOptions& options) : options_(options) {}

  [[nodiscard]] const ResourceSchema& schema() const override {
    static const ResourceSchema schema{"AWS::S3::Bucket",
                                       {"BucketName", 63, NameRules::Style::kLowerCase},
                                       {{"BucketName", kText, PropertyChange::kReplaces},
                                        {"ObjectLockEnabled", kFlag, PropertyChange::kReplaces},
                                        {"AccelerateConfiguration", kObject},
                                        {"AccessControl", kText},
                                        {"AnalyticsConfigurations", kList},
                                        {"BucketEncryption", kObject},
                                        {"CorsConfiguration", kObject},
                                        {"IntelligentTieringConfigurations", kList},
                                        {"InventoryConfigurations", kList},
                                        {"LifecycleConfiguration", kObject},
                                        {"LoggingConfiguration", kObject},
                                        {"MetadataTableConfiguration", kObject},
                                        {"MetricsConfigurations", kList},
                                        {"NotificationConfiguration", kObject},
                                        {"ObjectLockConfiguration", kObject},
                                        {"OwnershipControls", kObject},
                                        {"PublicAccessBlockConfiguration", kObject},
                                        {"ReplicationConfiguration", kObject},
                                        {"Tags", kList},
                                        {"VersioningConfiguration", kObject},
                                        {"WebsiteConfiguration", kObject}}};
    return schema;
  }

  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override {
    const std::string& name = resource.physical_id;
    if (options_.services.buckets == nullptr) return HandlerError("there is no S3 here", "ServiceUnavailable");
    if (!IsBucketName(name)) {
      return HandlerError("The specified bucket is not valid. (Service: S3, Status Code: 400)", "InvalidRequest");
    }
    const auto made = options_.services.buckets->Make(name, VersionsOf(properties), OwnerOf(resource));
    if (!made.has_value()) {
      if (made.error().code != ErrorCode::kConflict) return made.error();
      return HandlerError(Concat(name, " already exists (Service: S3, Status Code: 409)"), "AlreadyExists");
    }
    return Attributes(name);
  }

  Result<void> Delete(const NativeResource& resource, const json::Object& /*properties*/) override {
    if (options_.services.buckets == nullptr) return {};
    auto deleted = options_.services.buckets->Delete(resource.physical_id, OwnerOf(resource));
    if (deleted.has_value() || deleted.error().code != ErrorCode::kConflict) return deleted;
    return HandlerError("The bucket you tried to delete is not empty (Service: S3, Status Code: 409)",
                        "GeneralServiceException");
  }

 private:
  [[nodiscard]] json::Object Attributes(const std::string& name) const {
    const std::string& region = options_.identity.region;
    return {{"Arn", Concat("arn:aws:s3:::", name)},
            {"DomainName", Concat(name, ".s3.amazonaws.com")},
            {"DualStackDomainName", Concat(name, ".s3.dualstack.", region, ".amazonaws.com")},
            {"RegionalDomainName", Concat(name, ".s3.", region, ".amazonaws.com")},
            {"WebsiteURL", Concat("http://", name, ".s3-website-", region, ".amazonaws.com")}};
  }

  const LocalResourceTypesOptions& options_;
};

}  // namespace

void AddBucketType(const LocalResourceTypesOptions& options, ResourceTypeList& types) {
  types.push_back(std::make_unique<BucketType>(options));
}

}  // namespace genesys_cfn::emulator
