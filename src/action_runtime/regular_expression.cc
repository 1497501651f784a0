// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/regular_expression.h"

#include <re2/re2.h>

#include <utility>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr size_t kLongestPattern = 1'000;
constexpr int64_t kCompiledBytes = 1 << 20;

}  // namespace

struct RegularExpression::Compiled {
  Compiled(const std::string& pattern, const RE2::Options& options) : expression(pattern, options) {}
  RE2 expression;
};

RegularExpression::RegularExpression(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
RegularExpression::~RegularExpression() = default;

Result<std::shared_ptr<const RegularExpression>> RegularExpression::Compile(std::string_view pattern,
                                                                            std::string_view flags) {
  if (pattern.size() > kLongestPattern) {
    return Error{ErrorCode::kInvalidInput, Concat("a pattern may have ", kLongestPattern, " bytes")};
  }
  std::string prefix;
  for (const char flag : flags) {
    if (flag != 'i' && flag != 'm' && flag != 's') {
      return Error{ErrorCode::kInvalidInput, Concat("there is no flag '", flag, "' here; i, m and s are known")};
    }
    prefix += Concat("(?", flag, ")");
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kCompiledBytes);
  auto compiled = std::make_unique<Compiled>(Concat(prefix, pattern), options);
  if (!compiled->expression.ok()) return Error{ErrorCode::kInvalidInput, compiled->expression.error()};
  return std::shared_ptr<const RegularExpression>(new RegularExpression(std::move(compiled)));
}

bool RegularExpression::MatchesWhole(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

bool RegularExpression::MatchesPart(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->expression);
}

}  // namespace genesys_cfn::action_runtime
