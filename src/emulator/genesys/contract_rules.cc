// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/contract_rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

using Problem = std::optional<ApiFailure>;

constexpr std::array<std::string_view, 5> kScalarTypes = {"string", "integer", "number", "boolean", "null"};
constexpr std::array<std::string_view, 7> kTypes = {"string", "integer", "number", "boolean",
                                                    "null",   "object",  "array"};
// Keywords whose value is data, not a schema.
constexpr std::array<std::string_view, 5> kDataKeywords = {"default", "enum", "const", "example", "examples"};

template <typename List>
bool Contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsInputName(std::string_view name) {
  return !name.empty() && IsLetter(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
    return IsLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool IsType(const json::Value& schema, std::string_view type) {
  const json::Value* const found = schema.Find("type");
  if (found == nullptr) return false;
  if (const json::Array* const several = found->AsArray()) return Contains(*several, type);
  return found->AsString() != nullptr && *found->AsString() == type;
}

// "type" is one of `allowed`, or a list of them.
template <typename List>
bool HasTypeOf(const json::Value& schema, const List& allowed) {
  const json::Value* const type = schema.Find("type");
  if (type == nullptr) return false;
  const auto is_allowed = [&](const json::Value& name) {
    return name.AsString() != nullptr && Contains(allowed, *name.AsString());
  };
  const json::Array* const several = type->AsArray();
  return several == nullptr ? is_allowed(*type)
                            : !several->empty() && std::all_of(several->begin(), several->end(), is_allowed);
}

// What both contracts have in common, at every depth: no $ref, and keywords of the right type.
Problem CheckKeywords(const json::Value& schema, const std::string& field) {
  for (const auto& [keyword, value] : *schema.AsObject()) {
    const std::string place = Concat(field, ".", keyword);
    if (keyword == "$ref") return InvalidField(place, "references are not supported in a contract");
    if (keyword == "type" && !HasTypeOf(schema, kTypes)) return InvalidField(place, "is not a JSON schema type");
    if (keyword == "required" && !value.is_array()) return InvalidField(place, "must be an array of property names");
    if (keyword == "properties" && !value.is_object()) return InvalidField(place, "must be an object");
    if (Contains(kDataKeywords, keyword)) continue;
    if (keyword == "properties") {
      for (const auto& [name, property] : *value.AsObject()) {
        const std::string property_place = Concat(place, ".", name);
        if (!property.is_object()) return InvalidField(property_place, "must be a JSON schema, which is an object");
        if (Problem problem = CheckKeywords(property, property_place)) return problem;
      }
    } else if (value.is_object()) {
      if (Problem problem = CheckKeywords(value, place)) return problem;
    } else if (value.is_array()) {
      for (const json::Value& element : *value.AsArray()) {
        if (!element.is_object()) continue;
        if (Problem problem = CheckKeywords(element, place)) return problem;
      }
    }
  }
  return std::nullopt;
}

Problem CheckInputProperties(const json::Value& schema, const std::string& field) {
  const json::Value* const properties = schema.Find("properties");
  if (properties == nullptr) return std::nullopt;
  for (const auto& [name, property] : *properties->AsObject()) {
    const std::string place = Concat(field, ".properties.", name);
    if (!IsInputName(name)) {
      return InvalidField(place,
                          "an input's name must start with a letter and consist of letters, digits, '_' and '-'");
    }
    if (!HasTypeOf(property, kScalarTypes)) {
      return InvalidField(place, "an input must be a string, integer, number, boolean or null");
    }
  }
  return std::nullopt;
}

Problem CheckNoNestedArrays(const json::Value& schema, const std::string& field, bool inside_array) {
  const bool is_array = IsType(schema, "array") || schema.Find("items") != nullptr;
  if (is_array && inside_array) return InvalidField(field, "an array inside an array is not supported");
  if (const json::Value* const items = schema.Find("items"); items != nullptr && items->is_object()) {
    if (Problem problem = CheckNoNestedArrays(*items, Concat(field, ".items"), true)) return problem;
  }
  const json::Value* const properties = schema.Find("properties");
  if (properties == nullptr) return std::nullopt;
  for (const auto& [name, property] : *properties->AsObject()) {
    if (Problem problem = CheckNoNestedArrays(property, Concat(field, ".properties.", name), inside_array)) {
      return problem;
    }
  }
  return std::nullopt;
}

// The schema at contract.`side`.`member`, which must be an object.
std::variant<const json::Value*, ApiFailure> FindSchema(const json::Value& contract, std::string_view side,
                                                        std::string_view member) {
  const json::Value* const part = contract.Find(side);
  if (part == nullptr || !part->is_object()) return InvalidField(Concat("contract.", side), "is required");
  const json::Value* const schema = part->Find(member);
  const std::string field = Concat("contract.", side, ".", member);
  if (schema == nullptr || schema->is_null()) return InvalidField(field, "is required");
  if (!schema->is_object()) return InvalidField(field, "must be a JSON schema, which is an object");
  return schema;
}

}  // namespace

Problem CheckContractShape(const json::Value* contract) {
  if (contract == nullptr || !contract->is_object()) return InvalidField("contract", "is required");
  const auto input = FindSchema(*contract, "input", "inputSchema");
  if (const auto* failure = std::get_if<ApiFailure>(&input)) return *failure;
  const auto output = FindSchema(*contract, "output", "successSchema");
  if (const auto* failure = std::get_if<ApiFailure>(&output)) return *failure;
  return std::nullopt;
}

Problem CheckInputSchema(const json::Value& schema) {
  const std::string field = "contract.input.inputSchema";
  if (Problem problem = CheckKeywords(schema, field)) return problem;
  if (!HasTypeOf(schema, std::array<std::string_view, 1>{"object"})) {
    return InvalidField(Concat(field, ".type"), "must be \"object\"");
  }
  return CheckInputProperties(schema, field);
}

Problem CheckSuccessSchema(const json::Value& schema) {
  const std::string field = "contract.output.successSchema";
  if (Problem problem = CheckKeywords(schema, field)) return problem;
  if (!HasTypeOf(schema, std::array<std::string_view, 2>{"object", "array"})) {
    return InvalidField(Concat(field, ".type"), "must be \"object\" or \"array\"");
  }
  return CheckNoNestedArrays(schema, field, false);
}

Problem CheckContract(const json::Value* contract) {
  if (Problem problem = CheckContractShape(contract)) return problem;
  if (Problem problem = CheckInputSchema(*contract->Find("input")->Find("inputSchema"))) return problem;
  return CheckSuccessSchema(*contract->Find("output")->Find("successSchema"));
}

}  // namespace genesys_cfn::emulator
