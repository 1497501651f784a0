// SPDX-License-Identifier: Apache-2.0
// AllowedPattern: a regular expression in Java's syntax, matched against the whole value. It is translated to POSIX, so
// what POSIX lacks (look-around, back references, word boundaries, Unicode classes) is refused instead of misread.
// Characters are bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::cloudformation {

class Pattern {
 public:
  // kInvalidInput with the reason; bounds the size of what the pattern expands to.
  static Result<Pattern> Compile(std::string_view text);

  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  [[nodiscard]] bool MatchesWhole(const std::string& value) const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace genesys_cfn::cloudformation
