// SPDX-License-Identifier: Apache-2.0
// Types that are records: they have their names, checks and attributes, and no effect of their own.
#include <algorithm>

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/cloudformation/resource_type.h"

namespace genesys_cfn::emulator {
namespace {

using enum PropertyKind;
constexpr PropertyChange kReplaces = PropertyChange::kReplaces;

// What the functions of the table below know.
struct Named {
  const CloudIdentity& identity;
  const std::string& id;  // what Ref gives
  const json::Object& properties;

  [[nodiscard]] std::string Arn(std::string_view service, std::string_view rest) const {
    return Concat("arn:aws:", service, ":", identity.region, ":", identity.account, ":", rest);
  }
  [[nodiscard]] std::string IamArn(std::string_view rest) const {
    return Concat("arn:aws:iam::", identity.account, ":", rest);
  }
  // An id such as IAM gives: the same for the same name.
  [[nodiscard]] std::string UniqueId(std::string_view prefix) const {
    std::string digits = HexEncode(aws::Sha256(Concat(identity.account, "/", id))).substr(0, 17);
    std::ranges::transform(digits, digits.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    return Concat(prefix, digits);
  }
};

struct RecordRow {
  ResourceSchema schema;
  json::Object (*attributes)(const Named&);
  std::string (*physical_id)(const CloudIdentity&, std::string_view name) = nullptr;  // nullptr: the name
  std::string_view capability = {};
  std::string_view naming_property = {};  // needs CAPABILITY_NAMED_IAM
};

json::Object IdOnly(const Named& named) {
  return {{"Id", named.id}};
}

std::vector<RecordRow> IamRows() {
  return {
      {{"AWS::IAM::Role",
        {"RoleName"},
        {{"RoleName", kText, kReplaces},
         {"Path", kText, kReplaces},
         {"AssumeRolePolicyDocument", kAny},
         {"Description", kText},
         {"ManagedPolicyArns", kList},
         {"MaxSessionDuration", kWhole},
         {"PermissionsBoundary", kText},
         {"Policies", kList},
         {"Tags", kList}},
        {"AssumeRolePolicyDocument"}},
       [](const Named& named) -> json::Object {
         const std::string path = TextOr(named.properties, "Path", "/");
         return {{"Arn", named.IamArn(Concat("role", path, named.id))}, {"RoleId", named.UniqueId("AROA")}};
       },
       nullptr,
       "CAPABILITY_IAM",
       "RoleName"},
      {{"AWS::IAM::Policy",
        {"", 64, NameRules::Style::kAbbreviated},
        {{"PolicyName", kText, kReplaces},
         {"PolicyDocument", kAny},
         {"Groups", kList},
         {"Roles", kList},
         {"Users", kList}},
        {"PolicyName", "PolicyDocument"}},
       IdOnly,
       nullptr,
       "CAPABILITY_IAM"},
      {{"AWS::IAM::ManagedPolicy",
        {"ManagedPolicyName", 128},
        {{"ManagedPolicyName", kText, kReplaces},
         {"Path", kText, kReplaces},
         {"Description", kText, kReplaces},
         {"PolicyDocument", kAny},
         {"Groups", kList},
         {"Roles", kList},
         {"Users", kList}},
        {"PolicyDocument"}},
       [](const Named& named) -> json::Object {
         return {{"PolicyArn", named.id},    {"PolicyId", named.UniqueId("ANPA")},
                 {"DefaultVersionId", "v1"}, {"AttachmentCount", 0},
                 {"IsAttachable", true},     {"PermissionsBoundaryUsageCount", 0}};
       },
       [](const CloudIdentity& identity, std::string_view name) {
         return Concat("arn:aws:iam::", identity.account, ":policy/", name);
       },
       "CAPABILITY_IAM",
       "ManagedPolicyName"},
  };
}

std::vector<RecordRow> OtherRows() {
  return {
      {{"AWS::Lambda::Permission",
        {},
        {{"Action", kText, kReplaces},
         {"FunctionName", kText, kReplaces},
         {"Principal", kText, kReplaces},
         {"SourceArn", kText, kReplaces},
         {"SourceAccount", kText, kReplaces},
         {"EventSourceToken", kText, kReplaces},
         {"FunctionUrlAuthType", kText, kReplaces},
         {"PrincipalOrgID", kText, kReplaces}},
        {"Action", "FunctionName", "Principal"}},
       IdOnly},
      {{"AWS::Logs::LogGroup",
        {"LogGroupName", 512},
        {{"LogGroupName", kText, kReplaces},
         {"RetentionInDays", kWhole},
         {"KmsKeyId", kText},
         {"DataProtectionPolicy", kObject},
         {"LogGroupClass", kText},
         {"FieldIndexPolicies", kList},
         {"Tags", kList}}},
       [](const Named& named) -> json::Object {
         return {{"Arn", named.Arn("logs", Concat("log-group:", named.id, ":*"))}};
       }},
      {{"AWS::SQS::Queue",
        {"QueueName", 80},
        {{"QueueName", kText, kReplaces},
         {"FifoQueue", kFlag, kReplaces},
         {"ContentBasedDeduplication", kFlag},
         {"DeduplicationScope", kText},
         {"DelaySeconds", kWhole},
         {"FifoThroughputLimit", kText},
         {"KmsDataKeyReusePeriodSeconds", kWhole},
         {"KmsMasterKeyId", kText},
         {"MaximumMessageSize", kWhole},
         {"MessageRetentionPeriod", kWhole},
         {"ReceiveMessageWaitTimeSeconds", kWhole},
         {"RedriveAllowPolicy", kAny},
         {"RedrivePolicy", kAny},
         {"SqsManagedSseEnabled", kFlag},
         {"Tags", kList},
         {"VisibilityTimeout", kWhole}}},
       [](const Named& named) -> json::Object {
         const std::string name = named.id.substr(named.id.rfind('/') + 1);
         return {{"Arn", named.Arn("sqs", name)}, {"QueueName", name}, {"QueueUrl", named.id}};
       },
       [](const CloudIdentity& identity, std::string_view name) {
         return Concat("https://sqs.", identity.region, ".amazonaws.com/", identity.account, "/", name);
       }},
      {{"AWS::CloudWatch::Alarm",
        {"AlarmName", 255},
        {{"AlarmName", kText, kReplaces},
         {"ActionsEnabled", kFlag},
         {"AlarmActions", kList},
         {"AlarmDescription", kText},
         {"ComparisonOperator", kText},
         {"DatapointsToAlarm", kWhole},
         {"Dimensions", kList},
         {"EvaluateLowSampleCountPercentile", kText},
         {"EvaluationPeriods", kWhole},
         {"ExtendedStatistic", kText},
         {"InsufficientDataActions", kList},
         {"MetricName", kText},
         {"Metrics", kList},
         {"Namespace", kText},
         {"OKActions", kList},
         {"Period", kWhole},
         {"Statistic", kText},
         {"Tags", kList},
         {"Threshold", kText},
         {"ThresholdMetricId", kText},
         {"TreatMissingData", kText},
         {"Unit", kText}},
        {"ComparisonOperator", "EvaluationPeriods"}},
       [](const Named& named) -> json::Object {
         return {{"Arn", named.Arn("cloudwatch", Concat("alarm:", named.id))}};
       }},
      {{"AWS::CloudFormation::WaitConditionHandle", {}, {}}, IdOnly},
      {{"AWS::CDK::Metadata", {}, {{"Analytics", kText}}}, IdOnly},
  };
}

// The parts of Policies that the schema above does not see.
Result<void> CheckInlinePolicies(const NativeResource& resource, const json::Object& properties) {
  const json::Value* policies = properties.Find("Policies");
  if (policies == nullptr || !policies->is_array()) return {};
  for (const json::Value& policy : *policies->AsArray()) {
    for (const std::string_view name : {"PolicyName", "PolicyDocument"}) {
      if (policy.Find(name) != nullptr) continue;
      return Error{ErrorCode::kInvalidInput, Concat("Properties validation failed for resource ", resource.logical_id,
                                                    " with message:\n#/Policies: required key [", name, "] not found")};
    }
  }
  return {};
}

class RecordType final : public ResourceType {
 public:
  RecordType(RecordRow row, const CloudIdentity& identity) : row_(std::move(row)), identity_(identity) {}

  [[nodiscard]] const ResourceSchema& schema() const override { return row_.schema; }
  [[nodiscard]] std::string_view Capability(const json::Object& properties) const override {
    const bool named = !row_.naming_property.empty() && properties.Contains(row_.naming_property);
    return named ? "CAPABILITY_NAMED_IAM" : row_.capability;
  }
  [[nodiscard]] std::string PhysicalId(std::string name, Random& /*random*/) const override {
    return row_.physical_id == nullptr ? name : row_.physical_id(identity_, name);
  }
  Result<json::Object> Create(const NativeResource& resource, const json::Object& properties) override {
    TRY(CheckInlinePolicies(resource, properties));
    return row_.attributes({identity_, resource.physical_id, properties});
  }

 private:
  const RecordRow row_;
  const CloudIdentity& identity_;
};

}  // namespace

void AddRecordTypes(const LocalResourceTypesOptions& options, ResourceTypeList& types) {
  for (auto rows : {IamRows(), OtherRows()}) {
    for (RecordRow& row : rows) types.push_back(std::make_unique<RecordType>(std::move(row), options.identity));
  }
}

}  // namespace genesys_cfn::emulator
