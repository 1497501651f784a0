// SPDX-License-Identifier: Apache-2.0
// Reads the members of one object of a definition and reports what is wrong with them, so that every reader words the
// same mistake in the same way. Internal to this folder.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "definition/data_action.h"
#include "definition/members.h"
#include "json/value.h"

namespace genesys_cfn::definition {

// "a string", "an object", "null": the type of a value with its article.
std::string TypeWithArticle(const json::Value& value);
// Unicode characters of valid UTF-8.
size_t CountCharacters(std::string_view text);
// Levels of objects and arrays; 0 for a scalar.
size_t Depth(const json::Value& value);

class MemberReader {
 public:
  // `object` and `problems` must outlive the reader. An empty pointer is the definition itself.
  MemberReader(const json::Object& object, std::string_view pointer, std::vector<Problem>& problems)
      : object_(object), pointer_(pointer), problems_(problems) {}

  // A problem for each member of the object that is none of `members`.
  void RefuseUnknown(std::span<const Member> members) const;

  [[nodiscard]] const json::Value* Find(std::string_view name) const { return object_.Find(name); }
  // nullopt when absent or, with a problem, of another type.
  std::optional<std::string> String(std::string_view name) const;
  std::optional<bool> Boolean(std::string_view name) const;
  // nullptr when absent or, with a problem, of another type.
  const json::Object* Object(std::string_view name) const;
  // The same, and a problem when absent. `purpose` completes "is missing: ".
  const json::Object* RequiredObject(std::string_view name, std::string_view purpose) const;
  // An object whose values are all strings; values are never part of a message.
  std::optional<json::Object> StringMap(std::string_view name) const;

  void Report(std::string_view name, std::string message, Rule rule = Rule::kType) const;
  [[nodiscard]] std::string PointerTo(std::string_view name) const;

 private:
  const json::Object& object_;
  std::string pointer_;
  std::vector<Problem>& problems_;
};

}  // namespace genesys_cfn::definition
