// SPDX-License-Identifier: Apache-2.0
#include "template/policies.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "template/functions.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::array<std::string_view, 8> kTypesWithSnapshots = {
    "AWS::DocDB::DBCluster",          "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",        "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",           "AWS::Redshift::Cluster"};

bool IsDeletion(std::string_view attribute) {
  return attribute == "DeletionPolicy";
}

Result<DeletionPolicy> Resolve(std::string_view attribute, const json::Value& expression,
                               const ResourceDeclaration& resource, const EvaluationContext& context) {
  TRY_ASSIGN(const auto value, Evaluate(expression, context));
  if (!value) return DeletionPolicy::kDelete;
  const std::string* text = value->AsString();
  if (text != nullptr) return ParsePolicy(attribute, *text, resource);
  return Error{ErrorCode::kInvalidInput,
               Concat("Template format error: Every ", attribute, " member must be a string.")};
}

}  // namespace

std::vector<std::string> PoliciesOf(std::string_view attribute) {
  if (IsDeletion(attribute)) return {"Delete", "Retain", "RetainExceptOnCreate", "Snapshot"};
  return {"Delete", "Retain", "Snapshot"};
}

Result<DeletionPolicy> ParsePolicy(std::string_view attribute, std::string_view text,
                                   const ResourceDeclaration& resource) {
  if (text == "Delete") return DeletionPolicy::kDelete;
  if (text == "Retain") return DeletionPolicy::kRetain;
  if (text == "RetainExceptOnCreate" && IsDeletion(attribute)) return DeletionPolicy::kRetainExceptOnCreate;
  if (text != "Snapshot") {
    return Error{ErrorCode::kInvalidInput, Concat("Template format error: Unrecognized ", attribute, ' ',
                                                  TruncateUtf8(text, 80), " for resource ", resource.logical_id)};
  }
  if (std::find(kTypesWithSnapshots.begin(), kTypesWithSnapshots.end(), resource.type) != kTypesWithSnapshots.end()) {
    return DeletionPolicy::kDelete;
  }
  return Error{ErrorCode::kInvalidInput,
               Concat("Template error: resource type ", resource.type, " does not support ",
                      IsDeletion(attribute) ? "deletion" : "update replace", " policy Snapshot")};
}

Result<void> ResolvePolicies(Template& source, const EvaluationContext& context) {
  for (ResourceDeclaration& resource : source.resources) {
    if (resource.deletion_policy_expression) {
      TRY_ASSIGN(resource.deletion_policy,
                 Resolve("DeletionPolicy", *resource.deletion_policy_expression, resource, context));
    }
    if (resource.update_replace_policy_expression) {
      TRY_ASSIGN(resource.update_replace_policy,
                 Resolve("UpdateReplacePolicy", *resource.update_replace_policy_expression, resource, context));
    }
  }
  return {};
}

}  // namespace genesys_cfn::cloudformation
