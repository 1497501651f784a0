// SPDX-License-Identifier: Apache-2.0
// The methods that a template can call on a value, with Java's names and behaviour.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "action_runtime/velocity_value.h"

namespace genesys_cfn::action_runtime {

// What a call gave. Failures are those at which the template stops.
struct NoSuchMethod {};  // Java has none of this name for these arguments: the reference has no value
struct CallFailure {
  std::string message;
  std::string hint;
};
using CallResult = std::variant<VelocityValue, NoSuchMethod, CallFailure>;

// The work that is still allowed, in bytes and steps. Methods take what they are going to use before they use it.
class WorkBudget {
 public:
  WorkBudget(size_t text_bytes, size_t work_bytes, size_t steps);
  // False: the limit is reached; exceeded() says which.
  bool TakeText(size_t bytes);
  bool TakeSteps(size_t steps);
  [[nodiscard]] const std::string& exceeded() const { return exceeded_; }
  [[nodiscard]] size_t text_bytes() const { return text_bytes_; }

 private:
  size_t text_bytes_;
  size_t work_bytes_;
  size_t steps_;
  std::string exceeded_;
};

struct MethodCall {
  std::string_view name;
  const std::vector<VelocityValue>& arguments;
  WorkBudget& budget;
};

CallResult CallStringMethod(const std::string& self, const MethodCall& call);
CallResult CallScalarMethod(const VelocityValue& self, const MethodCall& call);  // numbers and booleans
CallResult CallListMethod(VelocityList& self, const MethodCall& call);
CallResult CallMapMethod(VelocityMap& self, const MethodCall& call);
// Any value but a tool.
CallResult CallMethod(const VelocityValue& self, const MethodCall& call);

// Whether any value has a supported method of this name.
bool IsKnownMethod(std::string_view name);

// A failure that names the limit that was reached.
CallFailure LimitReached(const WorkBudget& budget);
// The text of a value, within the budget.
std::variant<std::string, CallFailure> LimitedText(const VelocityValue& value, WorkBudget& budget);
// A copy that shares nothing; `value` itself if it is no list or map. Takes steps. Nesting is limited.
std::variant<VelocityValue, CallFailure> CopyOf(const VelocityValue& value, WorkBudget& budget);

}  // namespace genesys_cfn::action_runtime
