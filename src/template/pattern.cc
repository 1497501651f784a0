// SPDX-License-Identifier: Apache-2.0
#include "template/pattern.h"

#include <regex.h>

#include <utility>

#include "base/text.h"
#include "template/pattern_syntax.h"

namespace genesys_cfn::cloudformation {

struct Pattern::Compiled {
  Compiled() = default;
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() {
    if (is_ready) regfree(&expression);
  }
  regex_t expression{};
  bool is_ready = false;
};

Result<Pattern> Pattern::Compile(std::string_view text) {
  TRY_ASSIGN(const std::string posix, ToPosixPattern(text));
  auto compiled = std::make_unique<Compiled>();
  const int status = regcomp(&compiled->expression, Concat("^(", posix, ")$").c_str(), REG_EXTENDED | REG_NOSUB);
  if (status != 0) {
    char reason[128];
    regerror(status, &compiled->expression, reason, sizeof reason);
    return Error{ErrorCode::kInvalidInput, reason};
  }
  compiled->is_ready = true;
  return Pattern(std::move(compiled));
}

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::MatchesWhole(const std::string& value) const {
  // The matcher takes C strings: a value with a zero byte would be judged by its beginning only.
  if (value.find('\0') != std::string::npos) return false;
  return regexec(&compiled_->expression, value.c_str(), 0, nullptr, 0) == 0;
}

}  // namespace genesys_cfn::cloudformation
