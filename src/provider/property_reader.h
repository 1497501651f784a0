// SPDX-License-Identifier: Apache-2.0
// Reads single properties and reports what is wrong with them, so that every reader words the same mistake in the same
// way. Internal to this folder.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
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

  void RefuseUnknown(const std::vector<std::string>& known) const;
  // nullopt when absent or, with a problem, no text that holds something.
  [[nodiscard]] std::optional<std::string> Text(std::string_view name) const;
  // The same, and a problem when absent.
  [[nodiscard]] std::optional<std::string> RequiredText(std::string_view name) const;
  // Of two spellings of one property.
  [[nodiscard]] std::optional<std::string> OneOf(std::string_view name, std::string_view other) const;
  [[nodiscard]] std::optional<bool> Flag(std::string_view name) const;

  template <typename T>
  T Choice(std::string_view name, T fallback, std::initializer_list<std::pair<std::string_view, T>> choices) const {
    const json::Value* value = object_.Find(name);
    if (value == nullptr) return fallback;
    const std::string* text = value->AsString();
    std::vector<std::string> names;
    for (const auto& [word, choice] : choices) {
      if (text != nullptr && *text == word) return choice;
      names.emplace_back(word);
    }
    Report(name, Concat("must be one of ", Join(names, ", ")));
    return fallback;
  }

 private:
  const json::Object& object_;
  std::string pointer_;
  std::vector<definition::Problem>& problems_;
};

}  // namespace genesys_cfn::provider
