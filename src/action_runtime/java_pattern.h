// SPDX-License-Identifier: Apache-2.0
// The regular expressions of String.matches, replaceAll, replaceFirst and split, in linear time: what needs
// backtracking (look-around, back references, possessive quantifiers) is refused.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace genesys_cfn::action_runtime {

class JavaPattern {
 public:
  // The pattern, or why it is refused.
  static std::variant<JavaPattern, std::string> Compile(std::string_view pattern);
  JavaPattern(JavaPattern&&) noexcept;
  JavaPattern& operator=(JavaPattern&&) noexcept;
  ~JavaPattern();

  [[nodiscard]] bool MatchesWhole(std::string_view text) const;
  // With $1 and \x of the replacement resolved. nullopt when it would have more than `limit` bytes.
  struct BadReplacement {
    std::string message;
  };
  enum class Occurrences { kFirst, kAll };
  [[nodiscard]] std::variant<std::string, BadReplacement> Replace(std::string_view text, std::string_view replacement,
                                                                  Occurrences occurrences, size_t limit) const;
  // As String.split: at most `most` parts if it is positive; empty parts at the end go if it is 0.
  [[nodiscard]] std::vector<std::string> Split(std::string_view text, int64_t most) const;

 private:
  struct Compiled;
  explicit JavaPattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace genesys_cfn::action_runtime
