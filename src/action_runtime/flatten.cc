// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/flatten.h"

#include <map>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr std::string_view kItems = "items";
constexpr size_t kMostPlaces = 1'000'000;

std::string Joined(std::string_view prefix, std::string_view name) {
  return prefix.empty() ? std::string(name) : Concat(prefix, ".", name);
}

enum class Inside { kNothing, kArray };

void FlattenInto(const json::Value& schema, const std::string& prefix, Inside inside, json::Object& properties,
                 FlattenedSchema& out) {
  if (const json::Value* const members = schema.Find("properties");
      members != nullptr && members->is_object() && !members->AsObject()->empty()) {
    for (const auto& [name, member] : *members->AsObject()) {
      FlattenInto(member, Joined(prefix, name), inside, properties, out);
    }
    return;
  }
  const json::Value* const items = schema.Find("items");
  if (items != nullptr && items->is_object()) {
    FlattenInto(*items, prefix, Inside::kArray, properties, out);
    return;
  }
  const std::string name = prefix.empty() ? std::string(kItems) : prefix;
  if (inside == Inside::kArray) {
    properties.Set(name, json::Object{{"type", "array"}, {"items", schema}});
    out.array_properties.push_back(name);
  } else if (!prefix.empty()) {
    properties.Set(name, schema);
  }
}

// The columns of the result, in the order in which they were met.
class Columns {
 public:
  Result<void> Flatten(const json::Value& value, const std::string& prefix, Inside inside) {
    if (const auto* const object = value.AsObject()) {
      for (const auto& [name, member] : *object) TRY(Flatten(member, Joined(prefix, name), inside));
      return {};
    }
    if (const auto* const array = value.AsArray(); array != nullptr && inside == Inside::kNothing) {
      return FlattenArray(*array, prefix);
    }
    return Put(prefix.empty() ? std::string(kItems) : prefix, value, inside);
  }

  json::Object Take() {
    std::vector<json::Object::Member> members;
    for (auto& [name, value] : columns_) members.emplace_back(name, std::move(value));
    return json::Object(std::move(members));
  }

 private:
  Result<void> FlattenArray(const json::Array& array, const std::string& prefix) {
    row_ = 0;
    const size_t first = columns_.size();
    if (array.empty() && !prefix.empty()) TRY(Declare(prefix));
    for (const json::Value& item : array) {
      TRY(Flatten(item, prefix, Inside::kArray));
      ++row_;
    }
    for (size_t column = first; column < columns_.size(); ++column) TRY(PadTo(column, array.size()));
    return {};
  }

  Result<void> Declare(const std::string& name) {
    if (!places_.emplace(name, columns_.size()).second) return {};
    columns_.emplace_back(name, json::Array{});
    return Count(1);
  }

  Result<void> Put(const std::string& name, const json::Value& value, Inside inside) {
    if (inside == Inside::kNothing) {
      // An object's names with dots can meet a joined name; the first one stays.
      if (places_.emplace(name, columns_.size()).second) columns_.emplace_back(name, value);
      return Count(1);
    }
    TRY(Declare(name));
    const size_t column = places_.at(name);
    if (!columns_[column].second.is_array()) return {};
    TRY(PadTo(column, row_));
    columns_[column].second.AsArray()->push_back(value);
    return Count(1);
  }

  Result<void> PadTo(size_t column, size_t size) {
    auto* const cells = columns_[column].second.AsArray();
    if (cells == nullptr || cells->size() >= size) return {};
    TRY(Count(size - cells->size()));
    cells->resize(size);
    return {};
  }

  Result<void> Count(size_t places) {
    count_ += places;
    if (count_ <= kMostPlaces) return {};
    return Error{ErrorCode::kInvalidInput, Concat("the flattened result has more than ", kMostPlaces, " places")};
  }

  std::vector<json::Object::Member> columns_;
  std::map<std::string, size_t, std::less<>> places_;
  size_t row_ = 0;
  size_t count_ = 0;
};

}  // namespace

FlattenedSchema FlattenSchema(const json::Value& schema) {
  FlattenedSchema out;
  json::Object properties;
  FlattenInto(schema, "", Inside::kNothing, properties, out);
  json::Object flat{{"type", "object"}};
  for (const std::string_view name : {"$schema", "title", "description"}) {
    if (const json::Value* const kept = schema.Find(name)) flat.Set(name, *kept);
  }
  const json::Value* const type = schema.Find("type");
  const json::Value* const required = schema.Find("required");
  if (required != nullptr && type != nullptr && *type == json::Value("object")) {
    json::Array kept;
    for (const json::Value& name : required->is_array() ? *required->AsArray() : json::Array{}) {
      if (name.is_string() && properties.Contains(*name.AsString())) kept.push_back(name);
    }
    flat.Set("required", std::move(kept));
  }
  flat.Set("properties", std::move(properties));
  flat.Set("additionalProperties", true);
  out.schema = std::move(flat);
  return out;
}

Result<json::Value> FlattenResult(const json::Value& value) {
  Columns columns;
  TRY(columns.Flatten(value, "", Inside::kNothing));
  return json::Value(columns.Take());
}

}  // namespace genesys_cfn::action_runtime
