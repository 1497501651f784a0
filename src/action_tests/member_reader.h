// SPDX-License-Identifier: Apache-2.0
// Reads the members of an object in a file, and collects what is wrong with them. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "action_tests/source_file.h"

namespace genesys_cfn::action_tests {

// What is wrong in one file; must not outlive it.
class Problems {
 public:
  explicit Problems(const SourceFile& file) : file_(file) {}

  void Add(std::string_view pointer, std::string message, std::string hint = {});
  void AddAtName(std::string_view pointer, std::string message, std::string hint = {});
  // In the order of the text, at most 20.
  Diagnostics Take();

 private:
  const SourceFile& file_;
  Diagnostics found_;
};

// "Did you mean X?", or else what is possible.
std::string Hint(std::string_view word, const std::vector<std::string>& candidates);

class MemberReader {
 public:
  // nullopt, with a problem, when the value is no object.
  static std::optional<MemberReader> Of(const json::Value& value, std::string pointer, Problems& problems);

  [[nodiscard]] std::string PointerTo(std::string_view name) const;
  [[nodiscard]] const json::Value* Find(std::string_view name) const { return object_->Find(name); }
  [[nodiscard]] bool Has(std::string_view name) const { return Find(name) != nullptr; }
  void Add(std::string_view name, std::string message, std::string hint = {}) const;

  // True when there are none.
  bool RefuseOthers(const std::vector<std::string>& known) const;
  // Each is nullopt when the member is absent or, with a problem, when it is of another kind.
  [[nodiscard]] std::optional<std::string> Text(std::string_view name) const;  // never empty
  [[nodiscard]] std::optional<std::string> OneOf(std::string_view name, const std::vector<std::string>& words) const;
  [[nodiscard]] std::optional<int> Integer(std::string_view name, int least, int most) const;
  [[nodiscard]] std::optional<json::Object> Object(std::string_view name) const;
  [[nodiscard]] std::optional<MemberReader> Inner(std::string_view name) const;
  // An object of texts; numbers count as their text. Null is a problem, or kept as nullopt.
  using Texts = std::vector<std::pair<std::string, std::optional<std::string>>>;
  enum class Nulls { kRefused, kKept };
  [[nodiscard]] Texts TextsAt(std::string_view name, Nulls nulls) const;
  [[nodiscard]] std::map<std::string, std::string, std::less<>> TextMap(std::string_view name) const;

 private:
  MemberReader(const json::Object& object, std::string pointer, Problems& problems)
      : object_(&object), pointer_(std::move(pointer)), problems_(&problems) {}

  const json::Object* object_;
  std::string pointer_;
  Problems* problems_;
};

}  // namespace genesys_cfn::action_tests
