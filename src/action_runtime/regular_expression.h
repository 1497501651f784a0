// SPDX-License-Identifier: Apache-2.0
// A regular expression in linear time, whatever the pattern. The syntax is RE2's: that of Java without look-around and
// back references, which are refused.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::action_runtime {

class RegularExpression {
 public:
  // `flags` are Java's letters: i (ignore case), m (^ and $ at line ends), s (. is any character). kInvalidInput with
  // the reason.
  static Result<std::shared_ptr<const RegularExpression>> Compile(std::string_view pattern, std::string_view flags);

  RegularExpression(const RegularExpression&) = delete;
  RegularExpression& operator=(const RegularExpression&) = delete;
  ~RegularExpression();

  [[nodiscard]] bool MatchesWhole(std::string_view text) const;
  [[nodiscard]] bool MatchesPart(std::string_view text) const;

 private:
  struct Compiled;
  explicit RegularExpression(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace genesys_cfn::action_runtime
