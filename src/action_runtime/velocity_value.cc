// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_value.h"

#include <algorithm>
#include <charconv>

#include "action_runtime/java_text.h"

namespace genesys_cfn::action_runtime {
namespace {

void Append(std::string& out, const VelocityValue& value, size_t limit) {
  if (out.size() > limit) return;
  if (value.is_null()) {
    out += "null";
  } else if (const bool* flag = value.AsBool()) {
    out += *flag ? "true" : "false";
  } else if (const int64_t* integer = value.AsInteger()) {
    out += std::to_string(*integer);
  } else if (const json::Number* large = value.AsLargeInteger()) {
    out += large->text;
  } else if (const auto number = value.AsDouble()) {
    out += DoubleText(*number);
  } else if (const std::string* text = value.AsString()) {
    out += *text;
  } else if (const auto list = value.AsList()) {
    out += '[';
    for (size_t i = 0; i < list->items.size() && out.size() <= limit; ++i) {
      if (i > 0) out += ", ";
      Append(out, list->items[i], limit);
    }
    out += ']';
  } else if (const auto map = value.AsMap()) {
    out += '{';
    for (size_t i = 0; i < map->members.size() && out.size() <= limit; ++i) {
      if (i > 0) out += ", ";
      out += map->members[i].first;
      out += '=';
      Append(out, map->members[i].second, limit);
    }
    out += '}';
  } else if (const ToolName* tool = value.AsTool()) {
    out += tool->name;
  }
}

}  // namespace

VelocityValue::VelocityValue(std::string text) : data_(std::make_shared<const std::string>(std::move(text))) {}

VelocityValue VelocityValue::FromJson(const json::Value& value) {
  if (const bool* flag = value.AsBool()) return *flag;
  if (const json::Number* number = value.AsNumber()) {
    if (const auto integer = value.AsInteger()) return *integer;
    if (number->text.find_first_of(".eE") == std::string::npos) return *number;
    return *VelocityValue(*number).AsDouble();
  }
  if (const std::string* text = value.AsString()) return *text;
  if (const json::Array* array = value.AsArray()) {
    auto list = std::make_shared<VelocityList>();
    for (const json::Value& item : *array) list->items.push_back(FromJson(item));
    return list;
  }
  if (const json::Object* object = value.AsObject()) {
    auto map = std::make_shared<VelocityMap>();
    for (const auto& [name, member] : *object) map->members.emplace_back(name, FromJson(member));
    return map;
  }
  return {};
}

std::optional<double> VelocityValue::AsDouble() const {
  if (const int64_t* integer = AsInteger()) return static_cast<double>(*integer);
  if (const double* number = std::get_if<double>(&data_)) return *number;
  if (const json::Number* number = std::get_if<json::Number>(&data_)) {
    double out = 0;
    std::from_chars(number->text.data(), number->text.data() + number->text.size(), out);
    return out;
  }
  return std::nullopt;
}

const std::string* VelocityValue::AsString() const {
  const auto* text = std::get_if<std::shared_ptr<const std::string>>(&data_);
  return text == nullptr ? nullptr : text->get();
}

std::shared_ptr<VelocityList> VelocityValue::AsList() const {
  const auto* list = std::get_if<std::shared_ptr<VelocityList>>(&data_);
  return list == nullptr ? nullptr : *list;
}

std::shared_ptr<VelocityMap> VelocityValue::AsMap() const {
  const auto* map = std::get_if<std::shared_ptr<VelocityMap>>(&data_);
  return map == nullptr ? nullptr : *map;
}

std::string_view VelocityValue::TypeName() const {
  if (AsBool() != nullptr) return "a boolean";
  if (AsInteger() != nullptr) return "an integer";
  if (AsDouble()) return "a number";
  if (AsString() != nullptr) return "a text";
  if (AsList()) return "a list";
  if (AsMap()) return "a map";
  return AsTool() != nullptr ? "a tool" : "null";
}

size_t VelocityValue::Depth() const {
  size_t deepest = 0;
  if (const auto list = AsList()) {
    for (const VelocityValue& item : list->items) deepest = std::max(deepest, item.Depth());
    return deepest + 1;
  }
  if (const auto map = AsMap()) {
    for (const auto& member : map->members) deepest = std::max(deepest, member.second.Depth());
    return deepest + 1;
  }
  return 0;
}

const VelocityValue* VelocityMap::Find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

VelocityValue VelocityMap::Put(std::string name, VelocityValue value) {
  for (auto& [key, old] : members) {
    if (key == name) return std::exchange(old, std::move(value));
  }
  members.emplace_back(std::move(name), std::move(value));
  return {};
}

std::string TextOf(const VelocityValue& value, size_t limit) {
  std::string out;
  Append(out, value, limit);
  return out;
}

bool IsEqual(const VelocityValue& a, const VelocityValue& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.AsInteger() != nullptr && b.AsInteger() != nullptr) return *a.AsInteger() == *b.AsInteger();
  if (a.AsDouble() && b.AsDouble()) return *a.AsDouble() == *b.AsDouble();
  constexpr size_t limit = 1 << 20;
  return TextOf(a, limit) == TextOf(b, limit);
}

}  // namespace genesys_cfn::action_runtime
