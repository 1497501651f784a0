// SPDX-License-Identifier: Apache-2.0
// A value while a template is rendered: what Java's null, Boolean, Long, Double, String, List and Map are there. Lists
// and maps are shared, so that $list.add(...) is seen by all who hold the list, as in Java; but what is put into one is
// a copy if it is a list or a map itself, so that nothing can contain itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "json/value.h"

namespace genesys_cfn::action_runtime {

class VelocityValue;
struct VelocityList;
struct VelocityMap;

// A set of functions such as $esc, by its name.
struct ToolName {
  std::string name;
};

class VelocityValue {
 public:
  VelocityValue() = default;                                                     // null
  VelocityValue(bool flag) : data_(flag) {}                                      // NOLINT(google-explicit-constructor)
  VelocityValue(int64_t number) : data_(number) {}                               // NOLINT(google-explicit-constructor)
  VelocityValue(double number) : data_(number) {}                                // NOLINT(google-explicit-constructor)
  VelocityValue(json::Number number) : data_(std::move(number)) {}               // NOLINT(google-explicit-constructor)
  VelocityValue(std::string text);                                               // NOLINT(google-explicit-constructor)
  VelocityValue(std::shared_ptr<VelocityList> list) : data_(std::move(list)) {}  // NOLINT(google-explicit-constructor)
  VelocityValue(std::shared_ptr<VelocityMap> map) : data_(std::move(map)) {}     // NOLINT(google-explicit-constructor)
  VelocityValue(ToolName tool) : data_(std::move(tool)) {}                       // NOLINT(google-explicit-constructor)
  VelocityValue(const char*) = delete;

  // Objects become maps, arrays lists. Integers beyond 64 bits keep their digits until somebody computes with them.
  static VelocityValue FromJson(const json::Value& value);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  [[nodiscard]] bool is_number() const { return AsInteger() != nullptr || AsDouble().has_value(); }
  [[nodiscard]] const bool* AsBool() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] const int64_t* AsInteger() const { return std::get_if<int64_t>(&data_); }
  [[nodiscard]] const json::Number* AsLargeInteger() const { return std::get_if<json::Number>(&data_); }
  // Of any number.
  [[nodiscard]] std::optional<double> AsDouble() const;
  [[nodiscard]] const std::string* AsString() const;
  [[nodiscard]] std::shared_ptr<VelocityList> AsList() const;
  [[nodiscard]] std::shared_ptr<VelocityMap> AsMap() const;
  [[nodiscard]] const ToolName* AsTool() const { return std::get_if<ToolName>(&data_); }
  [[nodiscard]] std::string_view TypeName() const;

  // Lists and maps inside each other; 0 for everything else.
  [[nodiscard]] size_t Depth() const;

 private:
  std::variant<std::monostate, bool, int64_t, double, json::Number, std::shared_ptr<const std::string>,
               std::shared_ptr<VelocityList>, std::shared_ptr<VelocityMap>, ToolName>
      data_;
};

struct VelocityList {
  std::vector<VelocityValue> items;
};

// In the order of insertion.
struct VelocityMap {
  std::vector<std::pair<std::string, VelocityValue>> members;
  [[nodiscard]] const VelocityValue* Find(std::string_view name) const;
  // The value that was there before; null when there was none.
  VelocityValue Put(std::string name, VelocityValue value);
};

// As toString() writes it: [a, b], {k=v}, 1.0E7. Stops soon after `limit` bytes.
std::string TextOf(const VelocityValue& value, size_t limit);
// As Velocity's == compares: numbers by value, everything else of different types by text.
bool IsEqual(const VelocityValue& a, const VelocityValue& b);

}  // namespace genesys_cfn::action_runtime
