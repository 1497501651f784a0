// SPDX-License-Identifier: Apache-2.0
#include "definition/schema_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "definition/member_reader.h"
#include "definition/schema_keywords.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::definition {
namespace {

constexpr std::string_view kScalarTypes[] = {"string", "integer", "number", "boolean", "null"};
constexpr std::string_view kReservedNames[] = {"orgId", "integrationId", "rawRequest"};

bool IsScalarType(std::string_view type) {
  return std::find(std::begin(kScalarTypes), std::end(kScalarTypes), type) != std::end(kScalarTypes);
}

bool IsTypeName(const json::Value& value) {
  const std::string* name = value.AsString();
  return name != nullptr && (IsScalarType(*name) || *name == "object" || *name == "array");
}

// A short form of a value for a message.
std::string Shown(const json::Value& value) {
  if (value.is_array() || value.is_object()) return TypeWithArticle(value);
  return std::string(TruncateUtf8(json::Write(value), 40));
}

bool IsCount(const json::Value& value) {
  if (!value.is_number()) return false;
  const std::string number = json::CanonicalNumber(value.AsNumber()->text);
  return !number.starts_with('-') && number.find("e-") == std::string::npos;
}

bool IsListOfStrings(const json::Value& value) {
  const json::Array* list = value.AsArray();
  return list != nullptr && std::all_of(list->begin(), list->end(), [](const auto& item) { return item.is_string(); });
}

bool IsSchemaType(const json::Value& value) {
  const json::Array* list = value.AsArray();
  if (list == nullptr) return IsTypeName(value);
  return !list->empty() && std::all_of(list->begin(), list->end(), IsTypeName);
}

// What the keyword must hold, when `value` is something else. Schemas inside are the caller's to visit.
std::optional<std::string_view> Violated(KeywordKind kind, const json::Value& value) {
  switch (kind) {
    case KeywordKind::kSchemaList:
      if (!value.is_array()) return "a list of schemas";
      break;
    case KeywordKind::kSchemaMap:
    case KeywordKind::kDependencies:
      if (!value.is_object()) return "an object";
      break;
    case KeywordKind::kNumber:
      if (!value.is_number()) return "a number";
      break;
    case KeywordKind::kCount:
      if (!IsCount(value)) return "a whole number from 0";
      break;
    case KeywordKind::kNumberOrBoolean:
      if (!value.is_number() && !value.is_bool()) return "a number, or true or false";
      break;
    case KeywordKind::kBoolean:
      if (!value.is_bool()) return "true or false";
      break;
    case KeywordKind::kRequired:
      if (!IsListOfStrings(value) && !value.is_bool()) return "a list of property names";
      break;
    case KeywordKind::kInstanceList:
      if (!value.is_array()) return "a list of values";
      break;
    case KeywordKind::kText:
      if (!value.is_string()) return "a string";
      break;
    default:
      break;
  }
  return std::nullopt;
}

void CheckInputProperty(std::string_view name, const json::Value& property, const std::string& pointer,
                        std::vector<Problem>& problems) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const bool starts_well = !name.empty() && kLetters.find(name.front()) != std::string_view::npos;
  const auto is_allowed = [&](char c) {
    return kLetters.find(c) != std::string_view::npos || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (!starts_well || !std::all_of(name.begin(), name.end(), is_allowed)) {
    problems.push_back(
        {pointer, "an input's name must start with a letter and hold only letters, digits, _ and -", Rule::kInputName});
  }
  if (std::find(std::begin(kReservedNames), std::end(kReservedNames), name) != std::end(kReservedNames)) {
    problems.push_back({pointer,
                        Concat("\"", name, "\" is a name of the platform's own; choose another for this input"),
                        Rule::kReservedName});
  }
  if (!property.is_object() && !property.is_bool()) return;  // CheckKeywords has said so
  constexpr std::string_view kRule = "string, integer, number, boolean or null: an input is flat";
  const json::Value* type = property.Find("type");
  if (type == nullptr) {
    problems.push_back({pointer, Concat("an input needs a type, one of ", kRule), Rule::kInputType});
  } else if (IsSchemaType(*type) &&
             (AdmitsType(*property.AsObject(), "object") || AdmitsType(*property.AsObject(), "array"))) {
    problems.push_back({json::AppendToken(pointer, "type"), Concat("must be ", kRule), Rule::kInputType});
  }
}

bool IsArray(const json::Object& schema) {
  return AdmitsType(schema, "array") || (!schema.Contains("type") && schema.Contains("items"));
}

void CheckArrays(const json::Value& schema, const std::string& pointer, bool inside_array,
                 std::vector<Problem>& problems) {
  const json::Object* members = schema.AsObject();
  if (members == nullptr) return;
  if (inside_array && IsArray(*members)) {
    problems.push_back(
        {pointer, "is an array inside an array, which the platform refuses at any depth", Rule::kNestedArray});
    return;
  }
  ForEachSubschema(*members, pointer, [&](const json::Value& inner, const std::string& at, std::string_view keyword) {
    const bool is_item = keyword == "items" || keyword == "additionalItems" || keyword == "contains";
    CheckArrays(inner, at, inside_array || is_item, problems);
  });
}

void CheckRootRequired(const json::Object& schema, const std::string& pointer, std::vector<Problem>& problems) {
  const json::Value* required = schema.Find("required");
  if (required == nullptr || !required->is_bool()) return;
  problems.push_back(
      {json::AppendToken(pointer, "required"), "must be a list of property names, not a boolean", Rule::kKeyword});
}

}  // namespace

void CheckKeywords(const json::Value& schema, const std::string& pointer, std::vector<Problem>& problems) {
  const json::Object* members = schema.AsObject();
  if (members == nullptr) {
    if (schema.is_bool()) return;
    problems.push_back(
        {pointer, Concat("must be a schema (an object, or true or false), not ", Shown(schema)), Rule::kKeyword});
    return;
  }
  for (const auto& [keyword, value] : *members) {
    const std::string at = json::AppendToken(pointer, keyword);
    if (keyword == "$ref") {
      problems.push_back({at, "the platform takes no references; write the schema itself here", Rule::kReference});
    } else if (keyword == "type" && !IsSchemaType(value)) {
      const std::string* name = value.AsString();
      const std::optional<std::string> meant =
          name == nullptr ? std::nullopt
                          : Suggest(*name, {"string", "integer", "number", "boolean", "null", "object", "array"});
      problems.push_back({at,
                          Concat("must be string, integer, number, boolean, null, object or array, not ", Shown(value),
                                 meant ? Concat("; did you mean \"", *meant, "\"?") : ""),
                          Rule::kKeyword});
    } else if (const auto rule = Violated(KindOf(keyword), value)) {
      problems.push_back({at, Concat("must be ", *rule, ", not ", Shown(value)), Rule::kKeyword});
    }
  }
  ForEachSubschema(*members, pointer,
                   [&](const json::Value& inner, const std::string& at, std::string_view /*keyword*/) {
                     CheckKeywords(inner, at, problems);
                   });
}

void CheckInputSchema(const json::Object& schema, const std::string& pointer, std::vector<Problem>& problems) {
  if (json::Value(schema).FindString("type") != "object") {
    problems.push_back({json::AppendToken(pointer, "type"), "must be \"object\": an input schema describes an object",
                        Rule::kInputRoot});
  }
  CheckRootRequired(schema, pointer, problems);
  const json::Value* properties = schema.Find("properties");
  const json::Object* inputs = properties == nullptr ? nullptr : properties->AsObject();
  if (inputs == nullptr) return;
  const std::string at = json::AppendToken(pointer, "properties");
  for (const auto& [name, property] : *inputs) {
    CheckInputProperty(name, property, json::AppendToken(at, name), problems);
  }
}

void CheckOutputSchema(const json::Object& schema, const std::string& pointer, std::vector<Problem>& problems) {
  const std::optional<std::string> type = json::Value(schema).FindString("type");
  if (type != "object" && type != "array") {
    problems.push_back({json::AppendToken(pointer, "type"),
                        "must be \"object\" or \"array\": these an output schema can describe", Rule::kOutputRoot});
  }
  CheckRootRequired(schema, pointer, problems);
  CheckArrays(schema, pointer, false, problems);
}

}  // namespace genesys_cfn::definition
