// SPDX-License-Identifier: Apache-2.0
// What a native resource type is on paper: its properties, which of them a change replaces the resource for, and how
// its physical name is made. Errors are worded as the service's schema validation words them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

enum class PropertyKind { kText, kWhole, kFlag, kList, kObject, kAny };
enum class PropertyChange { kInPlace, kReplaces };

struct PropertyRule {
  std::string_view name;
  PropertyKind kind = PropertyKind::kAny;
  PropertyChange change = PropertyChange::kInPlace;
};

struct NameRules {
  std::string_view property;  // gives the physical name; "" when it is always generated
  size_t max_bytes = 64;
  enum class Style {
    kStackAndId,   // <stack>-<logical id>-<12 random letters and digits>
    kLowerCase,    // the same in lower case
    kLogicalId,    // <logical id>-<12 random>
    kParameter,    // CFN-<logical id>-<12 random>
    kAbbreviated,  // <4 of the stack>-<4 of the logical id>-<13 random capitals and digits>
  } style = Style::kStackAndId;
};

struct ResourceSchema {
  std::string_view type;
  NameRules name;
  std::vector<PropertyRule> properties;
  std::vector<std::string_view> required = {};
};

// kInvalidInput: "Properties validation failed for resource X with message:" and a line for each violation.
Result<void> CheckProperties(const ResourceSchema& schema, std::string_view logical_id, const json::Object& properties);
bool ChangeReplaces(const ResourceSchema& schema, const json::Object& before, const json::Object& after);
// The name property, or a generated name.
Result<std::string> PhysicalName(const ResourceSchema& schema, std::string_view stack_name, std::string_view logical_id,
                                 const json::Object& properties, Random& random);

// The text of a scalar: CloudFormation takes "5" for 5 and the reverse.
std::optional<std::string> ScalarText(const json::Value* value);
std::string TextOr(const json::Object& properties, std::string_view name, std::string_view otherwise);
bool FlagOr(const json::Object& properties, std::string_view name, bool otherwise);
// The error is one of schema validation.
Result<int> WholeOr(const json::Object& properties, std::string_view name, int otherwise, int low, int high);

// An error as a resource handler gives it: `Resource handler returned message: "..." (HandlerErrorCode: ...)`.
Error HandlerError(std::string_view message, std::string_view code);

}  // namespace genesys_cfn::emulator
