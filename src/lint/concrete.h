// SPDX-License-Identifier: Apache-2.0
// A definition as far as it is known before deployment: what intrinsic functions give is unknown, what stands in them
// literally is not. Fn::If is followed into one branch, Fn::Sub's text is kept around its variables.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lint/source.h"

namespace genesys_cfn::lint {

// Stands for a text that is not known. A character of Unicode's private use area, which no definition holds.
inline constexpr std::string_view kUnknown = "\xEE\x80\x80";
bool IsUnknown(std::string_view text);

class Concrete {
 public:
  // A value without functions, as it stands.
  Concrete(const SourceDocument& document, std::string place, json::Value value);
  // With functions replaced; `branch` is what conditions are, nullopt when several conditions matter and none is known.
  static Concrete Of(const SourceDocument& document, std::string place, std::optional<bool> branch);

  [[nodiscard]] const json::Value& value() const { return value_; }
  // Pointers are into value().
  [[nodiscard]] Range Value(std::string_view pointer) const;
  [[nodiscard]] Range Name(std::string_view pointer) const;
  [[nodiscard]] std::optional<MappedText> Text(std::string_view pointer) const;
  // Whether the value there, or an ancestor, depends on what is not known.
  [[nodiscard]] bool IsUnknownAt(std::string_view pointer) const;

 private:
  Concrete(const SourceDocument& document, std::string place);
  [[nodiscard]] std::string Source(std::string_view pointer) const;
  std::optional<json::Value> Resolve(const json::Value& value, const std::string& source, const std::string& pointer,
                                     std::optional<bool> branch);
  json::Value Unknown(const std::string& pointer);
  json::Value Substituted(const json::Value& argument, const std::string& source, const std::string& pointer);

  const SourceDocument* document_;
  std::string place_;
  json::Value value_;
  std::map<std::string, std::string, std::less<>> moved_;  // pointer here -> pointer in the document
  std::map<std::string, MappedText, std::less<>> texts_;
  std::set<std::string, std::less<>> unknown_;
};

// The names of the conditions that Fn::If asks for below the value.
std::set<std::string> ConditionsIn(const json::Value& value);

}  // namespace genesys_cfn::lint
