// SPDX-License-Identifier: Apache-2.0
#include "definition/restore_types.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "definition/schema_keywords.h"

namespace genesys_cfn::definition {
namespace {

bool TakeDigits(std::string_view& text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(digits);
  return digits > 0;
}

// The grammar of RFC 8259 over the whole text: no blanks, no leading zero, no '+'.
bool IsJsonNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('0')) {
    text.remove_prefix(1);
  } else if (!TakeDigits(text)) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!TakeDigits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!TakeDigits(text)) return false;
  }
  return text.empty();
}

json::Value ToBoolean(const json::Value& value) {
  const std::string* text = value.AsString();
  if (text == nullptr || (*text != "true" && *text != "false")) return value;
  return *text == "true";
}

json::Value ToNumber(const json::Value& value) {
  const std::string* text = value.AsString();
  if (text == nullptr || !IsJsonNumber(*text)) return value;
  return json::Number{*text};
}

json::Value RestoreInstance(const json::Value& value, const json::Object& schema);

json::Value RestoreItems(const json::Array& values, const json::Object& schema) {
  const json::Value* items = schema.Find("items");
  json::Array out;
  for (size_t i = 0; i < values.size(); ++i) {
    const json::Value* item = items;
    if (items != nullptr && items->is_array()) item = i < items->AsArray()->size() ? &(*items->AsArray())[i] : nullptr;
    const json::Object* item_schema = item == nullptr ? nullptr : item->AsObject();
    out.push_back(item_schema == nullptr ? values[i] : RestoreInstance(values[i], *item_schema));
  }
  return out;
}

json::Value RestoreProperties(const json::Object& values, const json::Object& schema) {
  const json::Value* properties = schema.Find("properties");
  const json::Value* others = schema.Find("additionalProperties");
  json::Object out;
  for (const auto& [name, value] : values) {
    const json::Value* property = properties == nullptr ? nullptr : properties->Find(name);
    if (property == nullptr) property = others;
    const json::Object* property_schema = property == nullptr ? nullptr : property->AsObject();
    out.Append(name, property_schema == nullptr ? value : RestoreInstance(value, *property_schema));
  }
  return out;
}

// A value that `schema` describes. A list of types decides only when the text can be one of them alone: "string" in the
// list means that it can always be a string.
json::Value RestoreInstance(const json::Value& value, const json::Object& schema) {
  if (const json::Array* values = value.AsArray()) return RestoreItems(*values, schema);
  if (const json::Object* values = value.AsObject()) return RestoreProperties(*values, schema);
  if (!value.is_string() || AdmitsType(schema, "string")) return value;
  json::Value restored = AdmitsType(schema, "boolean") ? ToBoolean(value) : value;
  if (AdmitsType(schema, "number") || AdmitsType(schema, "integer")) restored = ToNumber(restored);
  return restored;
}

json::Value RestoreKeyword(KeywordKind kind, const json::Value& value, const json::Object& schema) {
  switch (kind) {
    case KeywordKind::kNumber:
    case KeywordKind::kCount:
      return ToNumber(value);
    case KeywordKind::kNumberOrBoolean:
      return ToNumber(ToBoolean(value));
    case KeywordKind::kBoolean:
    case KeywordKind::kRequired:
      return ToBoolean(value);
    case KeywordKind::kInstance:
      return RestoreInstance(value, schema);
    case KeywordKind::kInstanceList: {
      const json::Array* values = value.AsArray();
      if (values == nullptr) return value;
      json::Array out;
      for (const json::Value& item : *values) out.push_back(RestoreInstance(item, schema));
      return out;
    }
    default:
      return value;
  }
}

}  // namespace

json::Value RestoreSchema(const json::Value& schema) {
  const json::Object* members = schema.AsObject();
  // A string is never a schema: here it can only be a boolean one.
  if (members == nullptr) return ToBoolean(schema);
  json::Object out = MapSubschemas(*members, RestoreSchema);
  for (auto& [keyword, value] : out) value = RestoreKeyword(KindOf(keyword), value, *members);
  return out;
}

json::Value RestoreConfig(const json::Value& config) {
  const json::Object* members = config.AsObject();
  if (members == nullptr) return config;
  json::Object out = *members;
  if (json::Value* timeout = out.Find("timeoutSeconds")) *timeout = ToNumber(*timeout);
  return out;
}

}  // namespace genesys_cfn::definition
