// SPDX-License-Identifier: Apache-2.0
// Reads single properties as values. What is of the wrong kind counts as absent here: property_check.h has reported it.
// Internal to this folder.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "definition/data_action.h"
#include "json/pointer.h"
#include "json/value.h"

namespace genesys_cfn::provider {

class PropertyReader {
 public:
  // Both must outlive the reader. The pointer is that of `object`; empty for the properties themselves.
  PropertyReader(const json::Object& object, std::string pointer, std::vector<definition::Problem>& problems)
      : object_(object), pointer_(std::move(pointer)), problems_(problems) {}

  void Report(std::string_view name, std::string message, definition::Rule rule = definition::Rule::kOther) const {
    problems_.push_back({name.empty() ? pointer_ : json::AppendToken(pointer_, name), std::move(message), rule});
  }
  [[nodiscard]] const json::Value* Find(std::string_view name) const { return object_.Find(name); }
  [[nodiscard]] bool Has(std::string_view name) const { return object_.Contains(name); }

  // nullopt when absent, no string or blank.
  [[nodiscard]] std::optional<std::string> Text(std::string_view name) const;
  [[nodiscard]] std::optional<bool> Flag(std::string_view name) const;
  // The words stand in the order of T's values. What is none of them is the first.
  template <typename T>
  [[nodiscard]] T Choice(std::string_view name, std::span<const std::string_view> words) const {
    const json::Value* value = object_.Find(name);
    const std::string* text = value == nullptr ? nullptr : value->AsString();
    const auto at = text == nullptr ? words.end() : std::find(words.begin(), words.end(), *text);
    return at == words.end() ? T{} : static_cast<T>(at - words.begin());
  }

 private:
  const json::Object& object_;
  std::string pointer_;
  std::vector<definition::Problem>& problems_;
};

}  // namespace genesys_cfn::provider
