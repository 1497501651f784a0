// SPDX-License-Identifier: Apache-2.0
// The execution of an action as a list of numbered steps, which is how the platform's test shows it
// (TestExecutionResult, genesys-cloud-api.md 3.1). The names of the steps are our own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "action_runtime/action.h"
#include "base/clock.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

// What is said of a failed step: the beginnings of an ErrorBody.
struct StepError {
  int status = 400;
  std::string code = "bad.request";
  std::string message;
};

struct ExecutedStep {
  std::string_view name;  // one of kSteps
  std::optional<json::Value> result = {};
  std::optional<StepError> error = {};
};

// In their order; a step's number is its place from 1. The success template is number 10, as on the platform.
namespace steps {
inline constexpr std::string_view kInput = "Check the input against the input schema";
inline constexpr std::string_view kCredentials = "Read the credentials of the integration";
inline constexpr std::string_view kAuthentication = "Run the authentication action";
inline constexpr std::string_view kUrl = "Render requestUrlTemplate";
inline constexpr std::string_view kHeaders = "Render the headers";
inline constexpr std::string_view kBody = "Render requestTemplate";
inline constexpr std::string_view kSend = "Send the request";
inline constexpr std::string_view kParse = "Parse the response";
inline constexpr std::string_view kMap = "Apply the translationMap";
inline constexpr std::string_view kSuccess = "Render successTemplate";
inline constexpr std::string_view kOutput = "Check the result against the output schema";
inline constexpr std::string_view kFlatten = "Flatten the result";
}  // namespace steps

// What the integration contributes. The strings in it are secrets: steps show *** in their place.
struct IntegrationContext {
  IntegrationKind kind = IntegrationKind::kWebServices;
  json::Object credentials = {};
  // The result of the integration's authentication action; nullopt: it has none.
  std::optional<json::Object> auth_response = {};
  // Why that action gave none.
  std::optional<StepError> auth_failure = {};
};

// The steps so far; once one has an error, nothing follows.
struct Execution {
  std::vector<ExecutedStep> steps;
  std::optional<json::Value> result = {};  // set when all went well
  // Names of the translationMap whose paths found something, and those for which their defaults stood in.
  std::vector<std::string> mapped = {};
  std::vector<std::string> defaulted = {};

  // The error of the last step; nullptr when there is none.
  [[nodiscard]] const StepError* error() const;
  void Pass(std::string_view name, std::optional<json::Value> shown = {});
  void Fail(std::string_view name, StepError error);
};

// Every secret of the context replaced by ***, also as part of a text.
std::string Masked(std::string text, const IntegrationContext& context);
json::Value Masked(const json::Value& value, const IntegrationContext& context);

}  // namespace genesys_cfn::action_runtime
