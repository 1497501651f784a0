// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/java_pattern.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

struct JavaPattern::Compiled {
  re2::RE2 expression;
};

JavaPattern::JavaPattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
JavaPattern::JavaPattern(JavaPattern&&) noexcept = default;
JavaPattern& JavaPattern::operator=(JavaPattern&&) noexcept = default;
JavaPattern::~JavaPattern() = default;

std::variant<JavaPattern, std::string> JavaPattern::Compile(std::string_view pattern) {
  constexpr size_t kLongest = 1000;
  if (pattern.size() > kLongest) return Concat("it has more than ", kLongest, " bytes");
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  std::unique_ptr<Compiled> compiled(new Compiled{re2::RE2(Piece(pattern), options)});
  if (!compiled->expression.ok()) return compiled->expression.error();
  return JavaPattern(std::move(compiled));
}

bool JavaPattern::MatchesWhole(std::string_view text) const {
  return re2::RE2::FullMatch(Piece(text), compiled_->expression);
}

size_t JavaPattern::size() const {
  return static_cast<size_t>(std::max(compiled_->expression.ProgramSize(), 1));
}

std::variant<std::string, JavaPattern::BadReplacement, JavaPattern::Stopped> JavaPattern::Replace(
    std::string_view text, std::string_view replacement, Occurrences occurrences, size_t limit,
    const Permission& may_match) const {
  std::vector<re2::StringPiece> groups(static_cast<size_t>(compiled_->expression.NumberOfCapturingGroups()) + 1);
  std::string out;
  size_t copied = 0;
  size_t from = 0;
  while (from <= text.size() && compiled_->expression.Match(Piece(text), from, text.size(), re2::RE2::UNANCHORED,
                                                            groups.data(), static_cast<int>(groups.size()))) {
    if (!may_match(text.size() - from)) return Stopped();
    const size_t begin = static_cast<size_t>(groups[0].data() - text.data());
    out += text.substr(copied, begin - copied);
    for (size_t i = 0; i < replacement.size(); ++i) {
      const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
      if (replacement[i] == '\\') {
        if (i + 1 == replacement.size()) return BadReplacement{"the replacement ends with a backslash"};
        out += replacement[++i];
      } else if (replacement[i] == '$') {
        if (next < '0' || next > '9') return BadReplacement{"a $ of the replacement is followed by no group number"};
        size_t group = static_cast<size_t>(next - '0');
        ++i;
        if (group >= groups.size()) return BadReplacement{Concat("the pattern has no group ", group)};
        // As many digits as name a group that exists.
        while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
          const size_t longer = group * 10 + static_cast<size_t>(replacement[i + 1] - '0');
          if (longer >= groups.size()) break;
          group = longer;
          ++i;
        }
        out.append(groups[group].data() == nullptr ? "" : groups[group].data(), groups[group].size());
      } else {
        out += replacement[i];
      }
      if (out.size() > limit) return out;
    }
    copied = begin + groups[0].size();
    from = copied;
    if (groups[0].empty()) {  // goes on behind the next character
      ++from;
      while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
    }
    if (occurrences == Occurrences::kFirst) break;
  }
  out += text.substr(std::min(copied, text.size()));
  return out;
}

std::optional<std::vector<std::string>> JavaPattern::Split(std::string_view text, int64_t most,
                                                           const Permission& may_match) const {
  std::vector<std::string> parts;
  re2::StringPiece match;
  size_t copied = 0;
  size_t from = 0;
  while (from <= text.size() && (most <= 0 || parts.size() + 1 < static_cast<size_t>(most)) &&
         compiled_->expression.Match(Piece(text), from, text.size(), re2::RE2::UNANCHORED, &match, 1)) {
    if (!may_match(text.size() - from)) return std::nullopt;
    const size_t begin = static_cast<size_t>(match.data() - text.data());
    const size_t end = begin + match.size();
    // Nothing splits in front of the first character, or behind the last.
    if (!(match.empty() && (begin == 0 || begin == text.size())) && !(end == 0)) {
      parts.emplace_back(text.substr(copied, begin - copied));
      copied = end;
    }
    from = end;
    if (match.empty()) {
      ++from;
      while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
    }
  }
  if (parts.empty()) return std::vector<std::string>{std::string(text)};
  parts.emplace_back(text.substr(copied));
  while (most == 0 && !parts.empty() && parts.back().empty()) parts.pop_back();
  return parts;
}

}  // namespace genesys_cfn::action_runtime
