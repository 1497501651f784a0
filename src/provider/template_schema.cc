// SPDX-License-Identifier: Apache-2.0
#include "provider/template_schema.h"

#include <algorithm>

#include "base/text.h"
#include "provider/definition_schema.h"
#include "provider/resource_tables.h"

namespace genesys_cfn::provider {
namespace {

using json::Array;
using json::Object;
using json::Value;

constexpr std::string_view kDraft = "http://json-schema.org/draft-07/schema#";

Value Expression() {
  return Object{{"description", "What an intrinsic function gives"},
                {"type", "object"},
                {"minProperties", 1},
                {"maxProperties", 1},
                {"additionalProperties", false},
                {"patternProperties", Object{{"^(Ref|Condition|Fn::.+)$", true}}}};
}

// Of a function, or what `schema` says.
Array OrExpression(Object schema) {
  return {std::move(schema), Object{{"$ref", "#/definitions/expression"}}};
}

Object CommonDefinitions() {
  return {{"expression", Expression()}, {"dataAction", DefinitionSchema(Surrounding::kTemplate)}};
}

Object Members(std::span<const PropertyRow> rows);

Object TextMap() {
  return {{"type", "object"}, {"additionalProperties", Object{{"anyOf", OrExpression({{"type", "string"}})}}}};
}

Array Alternatives(const PropertyRow& row) {
  const auto text = [] { return Object{{"type", "string"}, {"pattern", "\\S"}}; };
  switch (row.kind) {
    case ValueKind::kText:
      return OrExpression(text());
    case ValueKind::kAnyText:
    case ValueKind::kJsonText:
      return OrExpression({{"type", "string"}});
    case ValueKind::kFlag: {
      Array any = OrExpression({{"type", "boolean"}});
      any.emplace_back(Object{{"type", "string"}, {"pattern", "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"}});
      return any;
    }
    case ValueKind::kWholeNumber: {
      Array any = OrExpression({{"type", "integer"}});
      any.emplace_back(Object{{"type", "string"}, {"pattern", "^-?[0-9]+$"}});
      return any;
    }
    case ValueKind::kChoice:
      return OrExpression({{"enum", Array(row.words.begin(), row.words.end())}});
    case ValueKind::kObject:
      return OrExpression(Members(row.members));
    case ValueKind::kTextOrObject: {
      Array any = OrExpression(Members(row.members));
      any.emplace_back(text());
      return any;
    }
    case ValueKind::kTextMap:
      return OrExpression(TextMap());
    case ValueKind::kFreeObject:
      return {Object{{"type", "object"}}};
    case ValueKind::kList:
      if (row.members.empty()) return OrExpression({{"type", "array"}});
      return OrExpression({{"type", "array"}, {"items", Object{{"anyOf", OrExpression(Members(row.members))}}}});
    case ValueKind::kDataAction:
      return {Object{{"$ref", "#/definitions/dataAction"}}, Object{{"$ref", "#/definitions/expression"}},
              Object{{"type", "string"}}};
    case ValueKind::kDefinition:
      return {Object{{"type", "object"}}, Object{{"type", "string"}}};
    case ValueKind::kAnything:
      break;
  }
  return {true};
}

// Editors show plain text: of a link what it says.
std::string WithoutLinks(std::string_view markdown) {
  std::string out;
  for (size_t at = 0; at < markdown.size(); ++at) {
    const size_t close = markdown[at] == '[' ? markdown.find("](", at) : std::string_view::npos;
    const size_t end = close == std::string_view::npos ? close : markdown.find(')', close);
    if (end == std::string_view::npos) {
      out += markdown[at];
      continue;
    }
    out += markdown.substr(at + 1, close - at - 1);
    at = end;
  }
  return out;
}

Value SchemaOf(const PropertyRow& row) {
  Object schema;
  const std::string meaning =
      row.alias_of.empty() ? WithoutLinks(row.meaning) : Concat("another spelling of ", row.alias_of);
  if (!meaning.empty()) schema.Set("description", meaning);
  if (!row.fallback.empty()) schema.Set("default", row.fallback);
  schema.Set("anyOf", Alternatives(row));
  return schema;
}

void AddMembers(std::span<const PropertyRow> rows, Object& properties, Array& required) {
  for (const PropertyRow& row : rows) {
    properties.Append(std::string(row.name), SchemaOf(row));
    if (row.presence == Presence::kRequired) required.emplace_back(row.name);
  }
}

Object Members(std::span<const PropertyRow> rows) {
  Object properties;
  Array required;
  AddMembers(rows, properties, required);
  Object schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema.Set("required", std::move(required));
  return schema;
}

Value Requires(std::string_view name) {
  return Object{{"required", Array{name}}};
}

Value NotBoth(std::string_view one, std::string_view other) {
  return Object{{"not", Object{{"required", Array{one, other}}}}};
}

Object Properties(const ResourceTable& table) {
  Object properties;
  Array required;
  AddMembers(ServiceProperties(), properties, required);
  AddMembers(table.properties, properties, required);
  Array rules;
  for (const ExclusiveNames& exclusive : table.exclusive) {
    Array one;
    for (const std::string_view name : exclusive.names) one.push_back(Requires(name));
    if (exclusive.presence == Presence::kRequired) {
      rules.emplace_back(Object{{"oneOf", std::move(one)}});
      continue;
    }
    for (size_t i = 0; i < exclusive.names.size(); ++i) {
      for (size_t k = i + 1; k < exclusive.names.size(); ++k) {
        rules.push_back(NotBoth(exclusive.names[i], exclusive.names[k]));
      }
    }
  }
  for (const PropertyRow& row : table.properties) {
    if (!row.alias_of.empty()) rules.push_back(NotBoth(row.alias_of, row.name));
  }
  Object schema{{"description", table.summary},
                {"type", "object"},
                {"additionalProperties", false},
                {"properties", std::move(properties)},
                {"required", std::move(required)}};
  if (!rules.empty()) schema.Set("allOf", std::move(rules));
  return schema;
}

}  // namespace

json::Value PropertiesSchema(const ResourceTable& table) {
  Object schema{{"$schema", kDraft}, {"title", Concat("Properties of ", table.type)}};
  for (auto& [name, value] : Properties(table)) schema.Append(name, value);
  schema.Set("definitions", CommonDefinitions());
  return schema;
}

json::Value TemplateSchema() {
  Object definitions = CommonDefinitions();
  Array rules;
  for (const ResourceTable* table : AllTables()) {
    definitions.Append(std::string(table->type), Properties(*table));
    rules.emplace_back(Object{
        {"if", Object{{"properties", Object{{"Type", Object{{"const", table->type}}}}}, {"required", Array{"Type"}}}},
        {"then", Object{{"properties", Object{{"Properties", Object{{"$ref", Concat("#/definitions/", table->type)}}}}},
                        {"required", Array{"Properties"}}}}});
  }
  return Object{{"$schema", kDraft},
                {"title", "CloudFormation templates with resources of Genesys Cloud"},
                {"type", "object"},
                {"properties",
                 Object{{"Resources",
                         Object{{"type", "object"},
                                {"additionalProperties", Object{{"type", "object"}, {"allOf", std::move(rules)}}}}}}},
                {"required", Array{"Resources"}},
                {"definitions", std::move(definitions)}};
}

}  // namespace genesys_cfn::provider
