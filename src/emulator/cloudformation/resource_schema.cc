// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/resource_schema.h"

#include <algorithm>

#include "base/text.h"
#include "json/canonical.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view kLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kLowerAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr size_t kRandomBytes = 12;

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

std::string_view KindName(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kText:
      return "String";
    case PropertyKind::kWhole:
      return "Integer";
    case PropertyKind::kFlag:
      return "Boolean";
    case PropertyKind::kList:
      return "JSONArray";
    case PropertyKind::kObject:
    case PropertyKind::kAny:
      break;
  }
  return "JSONObject";
}

std::string_view ShapeName(const json::Value& value) {
  if (value.is_array()) return "JSONArray";
  if (value.is_object()) return "JSONObject";
  if (value.is_number()) return "Number";
  if (value.is_bool()) return "Boolean";
  return "String";
}

bool Fits(const json::Value& value, PropertyKind kind) {
  switch (kind) {
    case PropertyKind::kText:
      return ScalarText(&value).has_value();
    case PropertyKind::kWhole:
      return ParseInteger<int64_t>(ScalarText(&value).value_or("")).has_value();
    case PropertyKind::kFlag: {
      const std::string text = ToLower(ScalarText(&value).value_or(""));
      return text == "true" || text == "false";
    }
    case PropertyKind::kList:
      return value.is_array();
    case PropertyKind::kObject:
      return value.is_object();
    case PropertyKind::kAny:
      break;
  }
  return true;
}

std::string Cut(std::string_view text, size_t bytes) {
  return std::string(text.substr(0, bytes));
}

}  // namespace

Result<void> CheckProperties(const ResourceSchema& schema, std::string_view logical_id,
                             const json::Object& properties) {
  std::vector<std::string> violations;
  for (const std::string_view name : schema.required) {
    if (!properties.Contains(name)) violations.push_back(Concat("#: required key [", name, "] not found"));
  }
  for (const auto& [name, value] : properties) {
    const auto rule = std::ranges::find(schema.properties, std::string_view(name), &PropertyRule::name);
    if (rule == schema.properties.end()) {
      violations.push_back(Concat("#: extraneous key [", name, "] is not permitted"));
    } else if (!Fits(value, rule->kind)) {
      violations.push_back(
          Concat("#/", name, ": expected type: ", KindName(rule->kind), ", found: ", ShapeName(value)));
    }
  }
  if (violations.empty()) return {};
  return Invalid(
      Concat("Properties validation failed for resource ", logical_id, " with message:\n", Join(violations, "\n")));
}

bool ChangeReplaces(const ResourceSchema& schema, const json::Object& before, const json::Object& after) {
  return std::ranges::any_of(schema.properties, [&](const PropertyRule& rule) {
    if (rule.change != PropertyChange::kReplaces) return false;
    const json::Value* old_value = before.Find(rule.name);
    const json::Value* new_value = after.Find(rule.name);
    if (old_value == nullptr || new_value == nullptr) return old_value != new_value;
    return !json::Equivalent(*old_value, *new_value);
  });
}

Result<std::string> PhysicalName(const ResourceSchema& schema, std::string_view stack_name, std::string_view logical_id,
                                 const json::Object& properties, Random& random) {
  const NameRules& rules = schema.name;
  if (const json::Value* name = rules.property.empty() ? nullptr : properties.Find(rules.property)) {
    const auto text = ScalarText(name);
    if (name->is_string() && !text->empty()) return *text;
    return Invalid(Concat("Properties validation failed for resource ", logical_id, " with message:\n#/",
                          rules.property, ": expected minLength: 1, actual: 0"));
  }
  const size_t room = rules.max_bytes - kRandomBytes - 1;
  const std::string both = Concat(stack_name, "-", logical_id);
  switch (rules.style) {
    case NameRules::Style::kStackAndId:
      return Concat(Cut(both, room), "-", RandomText(random, kLettersAndDigits, kRandomBytes));
    case NameRules::Style::kLowerCase:
      return Concat(Cut(ToLower(both), room), "-", RandomText(random, kLowerAndDigits, kRandomBytes));
    case NameRules::Style::kLogicalId:
      return Concat(Cut(std::string(logical_id), room), "-", RandomText(random, kLettersAndDigits, kRandomBytes));
    case NameRules::Style::kParameter:
      return Concat("CFN-", Cut(std::string(logical_id), room - 4), "-",
                    RandomText(random, kLettersAndDigits, kRandomBytes));
    case NameRules::Style::kAbbreviated:
      break;
  }
  constexpr size_t kAbbreviation = 4;
  return Concat(stack_name.substr(0, kAbbreviation), "-", logical_id.substr(0, kAbbreviation), "-",
                RandomText(random, kCapitals, kRandomBytes + 1));
}

std::optional<std::string> ScalarText(const json::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (const auto* text = value->AsString()) return *text;
  if (const auto* number = value->AsNumber()) return number->text;
  if (const auto* flag = value->AsBool()) return *flag ? "true" : "false";
  return std::nullopt;
}

std::string TextOr(const json::Object& properties, std::string_view name, std::string_view otherwise) {
  return ScalarText(properties.Find(name)).value_or(std::string(otherwise));
}

bool FlagOr(const json::Object& properties, std::string_view name, bool otherwise) {
  const auto text = ScalarText(properties.Find(name));
  return text.has_value() ? EqualsIgnoreCase(*text, "true") : otherwise;
}

Result<int> WholeOr(const json::Object& properties, std::string_view name, int otherwise, int low, int high) {
  const json::Value* value = properties.Find(name);
  if (value == nullptr) return otherwise;
  const auto number = ParseInteger<int>(ScalarText(value).value_or(""));
  if (!number.has_value() || *number < low || *number > high) {
    return Invalid(
        Concat("Properties validation failed: ", name, " must be a whole number from ", low, " to ", high, "."));
  }
  return *number;
}

Error HandlerError(std::string_view message, std::string_view code) {
  return Invalid(Concat("Resource handler returned message: \"", message, "\" (HandlerErrorCode: ", code, ")"));
}

}  // namespace genesys_cfn::emulator
