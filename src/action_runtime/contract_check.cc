// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/contract_check.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "json/canonical.h"
#include "json/pointer.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr size_t kMostViolations = 20;

// 5.0 and 5e0 are integers, as JSON Schema has it since draft 6 and validators had it before.
bool IsInteger(const json::Number& number) {
  const std::string text = json::CanonicalNumber(number.text);
  const size_t exponent = text.find('e');
  return exponent == std::string::npos || text[exponent + 1] != '-';
}

bool HasType(const json::Value& value, std::string_view type) {
  if (type == "integer") return value.is_number() && IsInteger(*value.AsNumber());
  return json::TypeName(value) == type;
}

std::string NameOfType(const json::Value& value) {
  return value.is_number() && IsInteger(*value.AsNumber()) ? "integer" : std::string(json::TypeName(value));
}

std::optional<double> NumberAt(const json::Value& schema, std::string_view name) {
  const json::Value* const limit = schema.Find(name);
  if (limit == nullptr || !limit->is_number()) return std::nullopt;
  return std::strtod(limit->AsNumber()->text.c_str(), nullptr);
}

size_t CharactersOf(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) >> 6) != 2; }));
}

class Checker {
 public:
  void Check(const json::Value& schema, const json::Value& value, const std::string& pointer) {
    if (violations_.size() >= kMostViolations || !schema.is_object()) return;
    if (!CheckType(schema, value, pointer)) return;
    CheckEnum(schema, value, pointer);
    if (value.is_number()) {
      CheckBounds(schema, std::strtod(value.AsNumber()->text.c_str(), nullptr), "minimum", "maximum", "", pointer);
    }
    if (const auto* const text = value.AsString()) {
      CheckBounds(schema, static_cast<double>(CharactersOf(*text)), "minLength", "maxLength", " characters", pointer);
    }
    if (const auto* const array = value.AsArray()) CheckItems(schema, *array, pointer);
    if (const auto* const object = value.AsObject()) CheckMembers(schema, *object, pointer);
  }

  std::vector<ContractViolation> Take() { return std::move(violations_); }

 private:
  void Add(const std::string& pointer, std::string message) {
    if (violations_.size() < kMostViolations) violations_.push_back({pointer, std::move(message)});
  }

  bool CheckType(const json::Value& schema, const json::Value& value, const std::string& pointer) {
    const json::Value* const type = schema.Find("type");
    if (type == nullptr) return true;
    std::vector<std::string> wanted;
    if (type->is_string()) wanted.push_back(*type->AsString());
    if (const auto* const types = type->AsArray()) {
      for (const json::Value& one : *types) {
        if (one.is_string()) wanted.push_back(*one.AsString());
      }
    }
    const auto fits = [&](const std::string& one) { return one == "any" || HasType(value, one); };
    if (wanted.empty() || std::any_of(wanted.begin(), wanted.end(), fits)) return true;
    Add(pointer, Concat("must be of type ", Join(wanted, " or "), ", not ", NameOfType(value)));
    return false;
  }

  void CheckEnum(const json::Value& schema, const json::Value& value, const std::string& pointer) {
    const json::Value* const values = schema.Find("enum");
    if (values == nullptr || !values->is_array()) return;
    for (const json::Value& one : *values->AsArray()) {
      if (json::Equivalent(one, value)) return;
    }
    Add(pointer, "must be one of the values of the schema's enum");
  }

  void CheckBounds(const json::Value& schema, double measured, std::string_view least, std::string_view most,
                   std::string_view unit, const std::string& pointer) {
    const auto text = [&](std::string_view name) { return schema.Find(name)->AsNumber()->text; };
    const auto minimum = NumberAt(schema, least);
    if (minimum.has_value() && measured < *minimum) Add(pointer, Concat("must have at least ", text(least), unit));
    const auto maximum = NumberAt(schema, most);
    if (maximum.has_value() && measured > *maximum) Add(pointer, Concat("must have at most ", text(most), unit));
  }

  void CheckItems(const json::Value& schema, const json::Array& array, const std::string& pointer) {
    CheckBounds(schema, static_cast<double>(array.size()), "minItems", "maxItems", " items", pointer);
    const json::Value* const items = schema.Find("items");
    if (items == nullptr) return;
    for (size_t index = 0; index < array.size() && violations_.size() < kMostViolations; ++index) {
      const json::Value* item = items;
      if (const auto* const tuple = items->AsArray()) {
        if (index >= tuple->size()) return;
        item = &(*tuple)[index];
      }
      Check(*item, array[index], json::AppendIndex(pointer, index));
    }
  }

  void CheckMembers(const json::Value& schema, const json::Object& object, const std::string& pointer) {
    const json::Value* const required = schema.Find("required");
    if (required != nullptr && required->is_array()) {
      for (const json::Value& name : *required->AsArray()) {
        if (name.is_string() && !object.Contains(*name.AsString())) {
          Add(pointer, Concat("must have '", *name.AsString(), "', which the schema requires"));
        }
      }
    }
    const json::Value* const properties = schema.Find("properties");
    const json::Value* const others = schema.Find("additionalProperties");
    for (const auto& [name, member] : object) {
      if (violations_.size() >= kMostViolations) return;
      const json::Value* property = properties == nullptr ? nullptr : properties->Find(name);
      if (property == nullptr) property = others;
      if (property == nullptr) continue;
      if (property->is_bool() && !*property->AsBool()) {
        Add(pointer, Concat("must not have '", name, "', which the schema does not know"));
      }
      Check(*property, member, json::AppendToken(pointer, name));
    }
  }

  std::vector<ContractViolation> violations_;
};

}  // namespace

std::vector<ContractViolation> CheckContract(const json::Value& schema, const json::Value& value) {
  Checker checker;
  checker.Check(schema, value, "");
  return checker.Take();
}

std::string Describe(const std::vector<ContractViolation>& violations) {
  std::vector<std::string> lines;
  for (const ContractViolation& violation : violations) {
    lines.push_back(Concat(violation.pointer.empty() ? "/" : violation.pointer, " ", violation.message));
  }
  return Join(lines, "; ");
}

json::Object WithDefaults(const json::Value& schema, json::Object inputs) {
  const json::Value* const properties = schema.Find("properties");
  if (properties == nullptr || !properties->is_object()) return inputs;
  for (const auto& [name, property] : *properties->AsObject()) {
    const json::Value* const value = property.Find("default");
    if (value != nullptr && !inputs.Contains(name)) inputs.Append(name, *value);
  }
  return inputs;
}

}  // namespace genesys_cfn::action_runtime
