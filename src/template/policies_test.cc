// SPDX-License-Identifier: Apache-2.0
#include "template/policies.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kExtended = "Transform: AWS::LanguageExtensions\n";

std::string Resolved(std::string_view head, std::string_view policy, std::string_view environment) {
  LoadResult loaded = LoadTemplate(Concat(head, R"(Parameters: {Environment: {Type: String}}
Mappings: {Policies: {live: {Policy: Retain}, dev: {Policy: Delete}, bad: {Policy: Snapshot}, list: {Policy: [a]}}}
Conditions: {IsLive: !Equals [!Ref Environment, live]}
Resources: {A: {Type: Custom::X, DeletionPolicy: )",
                                          policy, "}}\n"));
  if (!loaded.value) return loaded.diagnostics.front().message;
  EvaluationContext context;
  context.source = &*loaded.value;
  context.parameters = {{"Environment", std::string(environment)}};
  context.conditions = EvaluateConditions(context).value();
  const auto resolved = ResolvePolicies(*loaded.value, context);
  if (!resolved) return resolved.error().message;
  return Concat(static_cast<int>(loaded.value->resources.front().deletion_policy));
}

TEST(ResolvePolicies, TakesExpressionsInTheExtendedLanguage) {
  EXPECT_EQ(Resolved(kExtended, "!If [IsLive, RetainExceptOnCreate, Delete]", "live"), "2");
  EXPECT_EQ(Resolved(kExtended, "!If [IsLive, RetainExceptOnCreate, Delete]", "dev"), "0");
  EXPECT_EQ(Resolved(kExtended, "!FindInMap [Policies, !Ref Environment, Policy]", "live"), "1");
  EXPECT_EQ(Resolved(kExtended, "Retain", "dev"), "1");
  EXPECT_EQ(Resolved("", "!If [IsLive, Retain, Delete]", "live"),
            "Template format error: Every DeletionPolicy member must be a string.");
}

TEST(ResolvePolicies, RefusesWhatIsNoPolicy) {
  EXPECT_EQ(Resolved(kExtended, "!Ref Environment", "Retian"),
            "Template format error: Unrecognized DeletionPolicy Retian for resource A");
  EXPECT_EQ(Resolved(kExtended, "!FindInMap [Policies, bad, Policy]", ""),
            "Template error: resource type Custom::X does not support deletion policy Snapshot");
  EXPECT_EQ(Resolved(kExtended, "!FindInMap [Policies, list, Policy]", ""),
            "Template format error: Every DeletionPolicy member must be a string.");
  EXPECT_EQ(Resolved(kExtended, "!GetAtt B.x", ""),
            "Template format error: Unresolved resource dependencies [B] in the Resources block of the template");
}

TEST(ParsePolicy, TakesSnapshotWhereTheTypeHasIt) {
  ResourceDeclaration resource;
  resource.type = "AWS::RDS::DBInstance";
  EXPECT_EQ(ParsePolicy("DeletionPolicy", "Snapshot", resource).value(), DeletionPolicy::kDelete);
  EXPECT_FALSE(ParsePolicy("UpdateReplacePolicy", "RetainExceptOnCreate", resource));
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
