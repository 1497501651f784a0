// SPDX-License-Identifier: Apache-2.0
// What a stack recorded of its data actions. CloudFormation does not give a custom resource's properties away: they are
// its template, evaluated once more with the stack's parameters and the ids of its resources.
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

// Everything that CloudFormation says about one stack.
struct StackFacts {
  aws::Stack stack;
  std::vector<aws::StackResource> resources;
  std::string template_text;                   // empty when no resource is a data action
  std::map<std::string, std::string> exports;  // of all stacks; filled when the template imports any
};

struct RecordedAction {
  std::string logical_id;
  std::string physical_id;
  // As the function was sent them, without ServiceToken and ServiceTimeout. What cannot be known again - attributes of
  // other resources, NoEcho parameters - is a text that IsUnknown tells.
  json::Object properties;
  std::string problem;  // why there are no properties; empty when there are
};

// Requests: two, and one more for imports.
Result<StackFacts> ReadStackFacts(aws::CloudFormationClient& stacks, const aws::Stack& stack);

// The data actions that exist, in the order of their logical ids. Pure.
std::vector<RecordedAction> RecordedActions(const StackFacts& facts);

// Whether a resource stands for an action: made, not deleted, and under the id of one.
bool StandsForAction(const aws::StackResource& resource);

bool IsUnknown(std::string_view text);
// "!GetAtt Api.Url" of every unknown part of the value.
std::vector<std::string> UnknownParts(const json::Value& value);

}  // namespace genesys_cfn::cli
