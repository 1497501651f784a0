// SPDX-License-Identifier: Apache-2.0
#include "definition/schema_keywords.h"

#include <algorithm>
#include <array>
#include <utility>

#include "json/pointer.h"

namespace genesys_cfn::definition {
namespace {

using Kind = KeywordKind;

constexpr auto kKeywords = std::to_array<std::pair<std::string_view, Kind>>({
    {"additionalItems", Kind::kSchema},
    {"additionalProperties", Kind::kSchema},
    {"contains", Kind::kSchema},
    {"else", Kind::kSchema},
    {"if", Kind::kSchema},
    {"not", Kind::kSchema},
    {"propertyNames", Kind::kSchema},
    {"then", Kind::kSchema},
    {"items", Kind::kSchemaOrList},
    {"allOf", Kind::kSchemaList},
    {"anyOf", Kind::kSchemaList},
    {"oneOf", Kind::kSchemaList},
    {"$defs", Kind::kSchemaMap},
    {"definitions", Kind::kSchemaMap},
    {"patternProperties", Kind::kSchemaMap},
    {"properties", Kind::kSchemaMap},
    {"dependencies", Kind::kDependencies},
    {"divisibleBy", Kind::kNumber},
    {"maximum", Kind::kNumber},
    {"minimum", Kind::kNumber},
    {"multipleOf", Kind::kNumber},
    {"maxItems", Kind::kCount},
    {"maxLength", Kind::kCount},
    {"maxProperties", Kind::kCount},
    {"minItems", Kind::kCount},
    {"minLength", Kind::kCount},
    {"minProperties", Kind::kCount},
    {"exclusiveMaximum", Kind::kNumberOrBoolean},
    {"exclusiveMinimum", Kind::kNumberOrBoolean},
    {"readOnly", Kind::kBoolean},
    {"uniqueItems", Kind::kBoolean},
    {"writeOnly", Kind::kBoolean},
    {"required", Kind::kRequired},
    {"const", Kind::kInstance},
    {"default", Kind::kInstance},
    {"enum", Kind::kInstanceList},
    {"examples", Kind::kInstanceList},
    {"$comment", Kind::kText},
    {"$id", Kind::kText},
    {"$schema", Kind::kText},
    {"description", Kind::kText},
    {"format", Kind::kText},
    {"id", Kind::kText},
    {"pattern", Kind::kText},
    {"title", Kind::kText},
});

bool HoldsMap(Kind kind) {
  return kind == Kind::kSchemaMap || kind == Kind::kDependencies;
}
bool HoldsList(Kind kind) {
  return kind == Kind::kSchemaList || kind == Kind::kSchemaOrList;
}
bool HoldsOne(Kind kind) {
  return kind == Kind::kSchema || kind == Kind::kSchemaOrList;
}
// A dependency may also be a list of names, or one name in draft 3.
bool IsNoSchema(Kind kind, const json::Value& value) {
  return kind == Kind::kDependencies && !value.is_object();
}

json::Value MapMember(Kind kind, const json::Value& value, const SchemaChange& change) {
  const json::Object* map = value.AsObject();
  if (HoldsMap(kind) && map != nullptr) {
    json::Object out;
    for (const auto& [name, schema] : *map) out.Append(name, IsNoSchema(kind, schema) ? schema : change(schema));
    return out;
  }
  const json::Array* list = value.AsArray();
  if (HoldsList(kind) && list != nullptr) {
    json::Array out;
    for (const json::Value& schema : *list) out.push_back(change(schema));
    return out;
  }
  return HoldsOne(kind) && list == nullptr ? change(value) : value;
}

}  // namespace

KeywordKind KindOf(std::string_view keyword) {
  const auto* found =
      std::find_if(kKeywords.begin(), kKeywords.end(), [&](const auto& k) { return k.first == keyword; });
  return found == kKeywords.end() ? Kind::kOther : found->second;
}

void ForEachSubschema(const json::Object& schema, const std::string& pointer, const SchemaVisitor& visit) {
  for (const auto& [keyword, value] : schema) {
    const Kind kind = KindOf(keyword);
    const std::string at = json::AppendToken(pointer, keyword);
    const json::Object* map = value.AsObject();
    const json::Array* list = value.AsArray();
    if (HoldsMap(kind) && map != nullptr) {
      for (const auto& [name, inner] : *map) {
        if (!IsNoSchema(kind, inner)) visit(inner, json::AppendToken(at, name), keyword);
      }
    } else if (HoldsList(kind) && list != nullptr) {
      for (size_t i = 0; i < list->size(); ++i) visit((*list)[i], json::AppendIndex(at, i), keyword);
    } else if (HoldsOne(kind) && list == nullptr) {
      visit(value, at, keyword);
    }
  }
}

json::Object MapSubschemas(const json::Object& schema, const SchemaChange& change) {
  json::Object out;
  for (const auto& [keyword, value] : schema) out.Append(keyword, MapMember(KindOf(keyword), value, change));
  return out;
}

bool AdmitsType(const json::Object& schema, std::string_view name) {
  const json::Value* type = schema.Find("type");
  if (type == nullptr) return false;
  const auto is_name = [&](const json::Value& value) { return value.is_string() && *value.AsString() == name; };
  const json::Array* names = type->AsArray();
  return names == nullptr ? is_name(*type) : std::any_of(names->begin(), names->end(), is_name);
}

}  // namespace genesys_cfn::definition
