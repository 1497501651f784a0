// SPDX-License-Identifier: Apache-2.0
// Writing and reading one record as a JSON object, for stack_json.cc and change_set_json.cc.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::emulator::record_json {

// One object as text, member by member: records are written at every step, and this copies nothing but text.
class ObjectText {
 public:
  ObjectText& Text(std::string_view name, std::string_view text) { return Raw(name, json::Quote(text)); }
  ObjectText& Integer(std::string_view name, int64_t number) { return Raw(name, std::to_string(number)); }
  ObjectText& Flag(std::string_view name, bool flag) { return Raw(name, flag ? "true" : "false"); }
  ObjectText& Time(std::string_view name, const std::optional<WallTime>& time) {
    return time.has_value() ? Integer(name, ToEpochMilliseconds(*time)) : *this;
  }
  template <typename Enumeration>
  ObjectText& Choice(std::string_view name, Enumeration choice) {
    return Integer(name, static_cast<int64_t>(choice));
  }
  ObjectText& Members(std::string_view name, const json::Object& object) { return Raw(name, json::Write(object)); }
  template <typename Strings>
  ObjectText& Texts(std::string_view name, const Strings& texts) {
    json::Array items;
    for (const std::string& text : texts) items.emplace_back(text);
    return Items(name, std::move(items));
  }
  ObjectText& Items(std::string_view name, json::Array items) {
    return Raw(name, json::Write(json::Value(std::move(items))));
  }
  // The value is JSON text.
  ObjectText& Raw(std::string_view name, std::string_view value) {
    out_ += out_.empty() ? "{" : ",";
    out_ += json::Quote(name);
    out_ += ':';
    out_ += value;
    return *this;
  }
  std::string Take() { return std::move(out_) + "}"; }

 private:
  std::string out_;
};

// Reads members of one object; absent or of another type: the default.
class Reader {
 public:
  explicit Reader(const json::Value* value) : value_(value) {}

  [[nodiscard]] const json::Value* Find(std::string_view name) const {
    return value_ == nullptr ? nullptr : value_->Find(name);
  }
  [[nodiscard]] std::string Text(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_string() ? *found->AsString() : "";
  }
  [[nodiscard]] int64_t Integer(std::string_view name) const {
    const json::Value* found = Find(name);
    return found == nullptr ? 0 : found->AsInteger().value_or(0);
  }
  [[nodiscard]] bool Flag(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_bool() && *found->AsBool();
  }
  [[nodiscard]] json::Object Members(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_object() ? *found->AsObject() : json::Object();
  }
  [[nodiscard]] json::Array Items(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_array() ? *found->AsArray() : json::Array();
  }
  [[nodiscard]] std::vector<std::string> Texts(std::string_view name) const {
    std::vector<std::string> texts;
    for (const json::Value& item : Items(name)) texts.push_back(item.is_string() ? *item.AsString() : "");
    return texts;
  }
  [[nodiscard]] std::set<std::string> TextSet(std::string_view name) const {
    const std::vector<std::string> texts = Texts(name);
    return {texts.begin(), texts.end()};
  }
  [[nodiscard]] std::optional<WallTime> Time(std::string_view name) const {
    const json::Value* found = Find(name);
    if (found == nullptr || !found->AsInteger().has_value()) return std::nullopt;
    return FromEpochMilliseconds(*found->AsInteger());
  }
  template <typename Enumeration>
  [[nodiscard]] Enumeration Choice(std::string_view name) const {
    return static_cast<Enumeration>(Integer(name));
  }

 private:
  const json::Value* value_;
};

// The text at the index of an array of texts; "" when there is none.
inline std::string TextAt(const json::Value& item, size_t index) {
  const json::Array* texts = item.AsArray();
  if (texts == nullptr || texts->size() <= index || !(*texts)[index].is_string()) return "";
  return *(*texts)[index].AsString();
}

}  // namespace genesys_cfn::emulator::record_json
