// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/parameter_input.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "template/pattern.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxNameBytes = 1011;
constexpr size_t kMaxLabelBytes = 100;
constexpr size_t kStandardBytes = 4096;
constexpr size_t kAdvancedBytes = 8192;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool IsReserved(std::string_view text) {
  const std::string first = ToLower(text.substr(0, 3));
  return first == "aws" || first == "ssm";
}

}  // namespace

JsonServiceError ParameterValidation(std::string message) {
  return {"ValidationException", std::move(message)};
}

std::optional<JsonServiceError> CheckParameterName(std::string_view name) {
  const bool valid = std::all_of(name.begin(), name.end(), [](char c) { return IsNameCharacter(c) || c == '/'; });
  if (name.empty() || name.size() > kMaxNameBytes || !valid) {
    return ParameterValidation(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of "
        "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following "
        "3 symbols .-_");
  }
  if (name.find('/') != std::string_view::npos && name.front() != '/') {
    return ParameterValidation("Parameter name must be a fully qualified name.");
  }
  if (IsReserved(name.substr(name.front() == '/' ? 1 : 0))) {
    return ParameterValidation(Concat("No access to reserved parameter name: ", name, "."));
  }
  return std::nullopt;
}

std::optional<JsonServiceError> CheckParameter(const ParameterVersion& parameter) {
  if (parameter.type.empty()) {
    return ParameterValidation("A parameter type is required when you create a parameter.");
  }
  if (parameter.type != "String" && parameter.type != "SecureString" && parameter.type != "StringList") {
    return ParameterValidation(Concat("1 validation error detected: Value '", parameter.type,
                                      "' at 'type' failed to satisfy constraint: Member must satisfy enum value set: "
                                      "[SecureString, StringList, String]"));
  }
  const bool advanced = parameter.tier == "Advanced";
  if (parameter.value.empty()) return ParameterValidation("Member must have length greater than or equal to 1");
  if (parameter.value.size() > (advanced ? kAdvancedBytes : kStandardBytes)) {
    return ParameterValidation(Concat(advanced ? "Advanced" : "Standard",
                                      " tier parameters support a maximum parameter value of ",
                                      advanced ? kAdvancedBytes : kStandardBytes, " characters."));
  }
  if (parameter.allowed_pattern.empty()) return std::nullopt;
  const auto pattern = cloudformation::Pattern::Compile(parameter.allowed_pattern);
  if (!pattern) {
    return JsonServiceError{
        "InvalidAllowedPatternException",
        Concat("The request does not meet the regular expression requirement: ", pattern.error().message)};
  }
  if (pattern->MatchesWhole(parameter.value)) return std::nullopt;
  return JsonServiceError{
      "ParameterPatternMismatchException",
      Concat("Parameter value, cannot be validated against allowedPattern: ", parameter.allowed_pattern)};
}

bool IsParameterLabel(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && std::all_of(label.begin(), label.end(), IsNameCharacter) &&
         (label.front() < '0' || label.front() > '9') && !IsReserved(label);
}

}  // namespace genesys_cfn::emulator
