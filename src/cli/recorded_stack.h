// SPDX-License-Identifier: Apache-2.0
// What a stack recorded of its resources in Genesys Cloud. CloudFormation does not give a custom resource's properties
// away: they are its template, evaluated once more with the stack's parameters and the ids of its resources.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::cli {

inline constexpr std::string_view kDataActionType = "Custom::GenesysDataAction";

// Whether it is one of the provider's types.
bool IsOfOurs(std::string_view type);

// Everything that CloudFormation says about one stack.
struct StackFacts {
  aws::Stack stack;
  std::vector<aws::StackResource> resources;
  std::string template_text;                   // empty when no resource is one of ours
  std::map<std::string, std::string> exports;  // of all stacks; filled when the template imports any
};

struct RecordedResource {
  std::string logical_id;
  std::string physical_id;
  std::string type;
  // As the function was sent them, without ServiceToken and ServiceTimeout. What cannot be known again is a text that
  // IsUnknown (unknown_values.h) tells.
  json::Object properties;
  std::string problem;  // why there are no properties; empty when there are
};

// Requests: two, and one more for imports.
Result<StackFacts> ReadStackFacts(aws::CloudFormationClient& stacks, const aws::Stack& stack);

// The resources of ours that exist, in the order of their logical ids. Pure.
std::vector<RecordedResource> RecordedResources(const StackFacts& facts);

// Whether a resource of ours stands for something: made, not deleted, and under an id of the platform.
bool StandsForObject(const aws::StackResource& resource);

}  // namespace genesys_cfn::cli
