// SPDX-License-Identifier: Apache-2.0
#include "template/parameters.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "template/decimal.h"
#include "template/parameter_types.h"
#include "template/pattern.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kMaxValueBytes = 4096;

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

Error Violation(const ParameterDeclaration& declaration, std::string_view default_text) {
  if (declaration.constraint_description.empty()) {
    return Invalid(Concat("Parameter '", declaration.name, "' ", default_text));
  }
  return Invalid(
      Concat("Parameter ", declaration.name, " failed to satisfy constraint: ", declaration.constraint_description));
}

size_t CharacterCount(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::vector<std::string> Items(const ParameterDeclaration& declaration, const std::string& text) {
  if (!IsListType(declaration.type)) return {text};
  std::vector<std::string> items;
  for (const std::string_view item : Split(text, ',')) items.emplace_back(Trim(item));
  return items;
}

Result<void> CheckNumber(const ParameterDeclaration& declaration, const std::string& item) {
  if (!IsDecimal(Trim(item))) return Invalid(Concat("Parameter '", declaration.name, "' must be a number."));
  const auto& [least, most] = std::tie(declaration.min_value, declaration.max_value);
  if (least && CompareDecimals(Trim(item), *least) < 0) {
    return Violation(declaration, Concat("must be a number not less than ", *least));
  }
  if (most && CompareDecimals(Trim(item), *most) > 0) {
    return Violation(declaration, Concat("must be a number not greater than ", *most));
  }
  return {};
}

Result<void> CheckLength(const ParameterDeclaration& declaration, std::string_view value) {
  const auto length = static_cast<int64_t>(CharacterCount(value));
  if (declaration.min_length && length < *declaration.min_length) {
    return Violation(declaration, Concat("must contain at least ", *declaration.min_length, " characters"));
  }
  if (declaration.max_length && length > *declaration.max_length) {
    return Violation(declaration, Concat("must contain at most ", *declaration.max_length, " characters"));
  }
  return {};
}

Result<void> CheckValue(const ParameterDeclaration& declaration, const std::string& value) {
  if (value.size() > kMaxValueBytes) {
    return Invalid(Concat("Parameter '", declaration.name, "' has a value of ", value.size(),
                          " bytes; a parameter holds at most ", kMaxValueBytes));
  }
  if (!IsValidUtf8(value)) {
    return Invalid(Concat("Parameter '", declaration.name, "' has a value that is not valid UTF-8"));
  }
  std::optional<Pattern> pattern;
  if (declaration.allowed_pattern) {
    auto compiled = Pattern::Compile(*declaration.allowed_pattern);
    if (!compiled) return compiled.error().WithContext(Concat("AllowedPattern of parameter ", declaration.name));
    pattern = *std::move(compiled);
  }
  const auto& allowed = declaration.allowed_values;
  // The constraints of a stored parameter are those of its name.
  const bool is_name = StoredType(declaration.type).has_value();
  for (const std::string& item : is_name ? std::vector<std::string>{value} : Items(declaration, value)) {
    if (IsNumberType(declaration.type)) TRY(CheckNumber(declaration, item));
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), item) == allowed.end()) {
      return Violation(declaration, "must be one of AllowedValues");
    }
    if (pattern && !pattern->MatchesWhole(item)) {
      return Violation(declaration, Concat("must match pattern ", *declaration.allowed_pattern));
    }
  }
  return CheckLength(declaration, value);
}

Result<void> CheckNames(const Template& source, const std::map<std::string, GivenParameter>& given,
                        const std::map<std::string, std::string>& previous) {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : given) {
    const ParameterDeclaration* declaration = source.FindParameter(name);
    if (declaration == nullptr) {
      unknown.push_back(name);
    } else if (value.use_previous && !previous.contains(name) && declaration->default_value) {
      return Invalid(
          Concat("Invalid input for parameter key ", name,
                 ". Cannot specify usePreviousValue as true for a parameter key not in the previous template"));
    }
  }
  if (unknown.empty()) return {};
  return Invalid(Concat("Parameters: [", Join(unknown, ", "), "] do not exist in the template"));
}

std::optional<std::string> Choose(const ParameterDeclaration& declaration,
                                  const std::map<std::string, GivenParameter>& given,
                                  const std::map<std::string, std::string>& previous) {
  const auto value = given.find(declaration.name);
  if (value == given.end()) return declaration.default_value;
  if (!value->second.use_previous) return value->second.value;
  const auto stored = previous.find(declaration.name);
  return stored != previous.end() ? std::optional(stored->second) : std::nullopt;
}

}  // namespace

Result<std::map<std::string, std::string>> ResolveParameters(const Template& source,
                                                             const std::map<std::string, GivenParameter>& given,
                                                             const std::map<std::string, std::string>& previous) {
  TRY(CheckNames(source, given, previous));
  std::map<std::string, std::string> resolved;
  std::vector<std::string> missing;
  for (const ParameterDeclaration& declaration : source.parameters) {
    if (auto value = Choose(declaration, given, previous)) {
      resolved.emplace(declaration.name, *std::move(value));
    } else {
      missing.push_back(declaration.name);
    }
  }
  if (!missing.empty()) return Invalid(Concat("Parameters: [", Join(missing, ", "), "] must have values"));
  for (const ParameterDeclaration& declaration : source.parameters) {
    TRY(CheckValue(declaration, resolved.at(declaration.name)));
  }
  return resolved;
}

json::Value ParameterValue(const ParameterDeclaration& declaration, const std::string& text) {
  if (!IsListType(declaration.type)) return text;
  json::Array items;
  for (std::string& item : Items(declaration, text)) items.emplace_back(std::move(item));
  return items;
}

}  // namespace genesys_cfn::cloudformation
