// SPDX-License-Identifier: Apache-2.0
// For this folder's tests: JSON written in place, CloudFormation's stringification, and a small definition to change.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "definition/data_action.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::definition {

inline json::Value MustParse(std::string_view text) {
  auto value = json::Parse(text);
  EXPECT_TRUE(value) << text << ": " << (value ? "" : value.error().message);
  return value ? *value : json::Value();
}

// What CloudFormation makes of a property: every boolean and number a string, at any depth.
inline json::Value Stringify(const json::Value& value) {
  if (const bool* flag = value.AsBool()) return *flag ? "true" : "false";
  if (const json::Number* number = value.AsNumber()) return number->text;
  if (const json::Array* array = value.AsArray()) {
    json::Array out;
    for (const json::Value& item : *array) out.push_back(Stringify(item));
    return out;
  }
  if (const json::Object* object = value.AsObject()) {
    json::Object out;
    for (const auto& [name, member] : *object) out.Append(name, Stringify(member));
    return out;
  }
  return value;
}

inline json::Value SmallDefinition() {
  return MustParse(R"({
    "name": "Lookup case", "integrationType": "custom-rest-actions", "actionType": "custom", "secure": false,
    "config": {
      "request": {"requestUrlTemplate": "https://crm.example.com/cases/${input.id}", "requestType": "POST",
                  "headers": {"x-api-key": "k1"}, "requestTemplate": "{\"a\": 1}"},
      "response": {"translationMap": {"id": "$.id"}, "translationMapDefaults": {"id": "0"},
                   "successTemplate": "{\"id\": ${id}}"}},
    "contract": {
      "input": {"inputSchema": {"type": "object", "required": ["id"],
                                "properties": {"id": {"type": "string", "minLength": 1}}}},
      "output": {"successSchema": {"type": "object", "properties": {"id": {"type": "integer"}},
                                   "additionalProperties": true}}}})");
}

// The member at a pointer of plain names, which must exist up to its parent.
inline json::Value& At(json::Value& document, std::initializer_list<std::string_view> path) {
  json::Value* value = &document;
  for (const std::string_view name : path) {
    json::Value* member = value->AsObject()->Find(name);
    value = member != nullptr ? member : &value->AsObject()->Set(name, json::Value());
  }
  return *value;
}

inline DataAction MustLoad(const json::Value& source, const Overrides& overrides = {}) {
  LoadResult result = Load(source, overrides);
  EXPECT_TRUE(result.action.has_value()) << Describe(result.problems, 2000);
  return result.action ? *result.action : DataAction();
}

// "pointer: message" of each problem.
inline std::vector<std::string> ProblemsOf(const json::Value& source, const Overrides& overrides = {}) {
  const LoadResult result = Load(source, overrides);
  EXPECT_EQ(result.action.has_value(), result.problems.empty());
  std::vector<std::string> out;
  for (const Problem& problem : result.problems) out.push_back(problem.pointer + ": " + problem.message);
  return out;
}

}  // namespace genesys_cfn::definition
