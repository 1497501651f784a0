// SPDX-License-Identifier: Apache-2.0
#include "yaml/scalar_offsets.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace genesys_cfn::yaml {
namespace {

constexpr size_t kNone = std::string_view::npos;

bool IsBlank(char c) {
  return c == ' ' || c == '\t';
}
bool IsBreak(char c) {
  return c == '\n' || c == '\r';
}

// Decodes a token once more, as libyaml and Boost.JSON do, and notes where every byte comes from. The caller compares
// the bytes with the value: a decoder that went wrong is noticed.
class Decoder {
 public:
  // [begin, end) of the text is what stands between the quotes, or the token.
  Decoder(std::string_view text, size_t begin, size_t end) : text_(text), at_(begin), end_(end) {}

  void Plain() { Flow('\0'); }
  void SingleQuoted() { Flow('\''); }
  void DoubleQuoted() { Flow('"'); }

  void Json() {
    while (at_ < end_) {
      if (text_[at_] == '\\') {
        Escape();
      } else {
        Copy();
      }
    }
  }

  // `at_` is behind the header's line. The indentation is found from the text, or is known.
  void Block(bool is_folded, char chomping, size_t indentation) {
    std::vector<size_t> breaks;  // of the empty lines before the next text
    size_t line_break = kNone;
    bool was_blank = false;
    SkipEmptyLines(indentation, breaks);
    while (at_ < end_ && TakeIndentation(indentation)) {
      const bool is_blank = at_ < end_ && IsBlank(text_[at_]);
      if (line_break != kNone) {
        if (!is_folded || was_blank || is_blank) {
          Add('\n', line_break);
        } else if (breaks.empty()) {
          Add(' ', line_break);
        } else {
          breaks.front() = line_break;
        }
      }
      line_break = kNone;
      AddBreaks(breaks);
      was_blank = is_blank;
      while (at_ < end_ && !IsBreak(text_[at_])) Copy();
      if (at_ < end_) {
        line_break = at_;
        SkipBreak();
      }
      SkipEmptyLines(indentation, breaks);
    }
    if (chomping != '-' && line_break != kNone) Add('\n', line_break);
    if (chomping == '+') AddBreaks(breaks);
  }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  std::vector<size_t> Take(size_t end) {
    offsets_.push_back(end);
    return std::move(offsets_);
  }
  // The token of a block reaches behind the empty lines below it; a text that is cut does not.
  std::vector<size_t> TakeBlock(size_t end) {
    const bool is_cut = !bytes_.empty() && bytes_.back() != '\n';
    return Take(is_cut ? offsets_.back() + 1 : end);
  }

 private:
  void Add(char byte, size_t offset) {
    bytes_ += byte;
    offsets_.push_back(offset);
  }
  void Copy() {
    Add(text_[at_], at_);
    ++at_;
  }
  void AddBreaks(std::vector<size_t>& breaks) {
    for (const size_t offset : breaks) Add('\n', offset);
    breaks.clear();
  }
  void SkipBreak() { at_ += text_[at_] == '\r' && at_ + 1 < end_ && text_[at_ + 1] == '\n' ? 2 : 1; }

  // Lines are joined: one break is a space, of more the first goes.
  void Flow(char quote) {
    while (at_ < end_) {
      const char c = text_[at_];
      if (IsBlank(c) || IsBreak(c)) {
        Whitespace(0);
      } else if (quote == '\'' && c == '\'') {
        Copy();
        ++at_;
      } else if (quote == '"' && c == '\\') {
        if (at_ + 1 < end_ && IsBreak(text_[at_ + 1])) {
          ++at_;
          SkipBreak();
          Whitespace(1);
        } else {
          Escape();
        }
      } else {
        Copy();
      }
    }
  }

  // `escaped`: breaks that a backslash has taken away just before.
  void Whitespace(size_t escaped) {
    const size_t start = at_;
    std::vector<size_t> breaks;
    while (at_ < end_ && (IsBlank(text_[at_]) || IsBreak(text_[at_]))) {
      if (IsBreak(text_[at_])) {
        breaks.push_back(at_);
        SkipBreak();
      } else {
        ++at_;
      }
    }
    if (breaks.empty() && escaped == 0) {
      for (size_t i = start; i < at_; ++i) Add(text_[i], i);
    } else if (escaped == 0 && breaks.size() == 1) {
      Add(' ', breaks.front());
    } else {
      for (size_t i = 1 - escaped; i < breaks.size(); ++i) Add('\n', breaks[i + escaped - 1]);
    }
  }

  void Escape() {
    const size_t start = at_;
    const char letter = at_ + 1 < end_ ? text_[at_ + 1] : '\\';
    at_ = std::min(at_ + 2, end_);
    const size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    if (digits > 0) {
      uint32_t code = Hexadecimal(digits);
      const bool is_high = code >= 0xd800 && code < 0xdc00;
      if (is_high && text_.substr(at_, 2) == "\\u") {
        at_ += 2;
        code = 0x10000 + ((code - 0xd800) << 10U) + (Hexadecimal(4) - 0xdc00);
      }
      return AddCharacter(code, start);
    }
    constexpr std::string_view kLetters = "0abtnvfre_NLP";
    constexpr char32_t kCodes[] = {0, 7, 8, 9, 10, 11, 12, 13, 27, 0xa0, 0x85, 0x2028, 0x2029};
    const size_t known = kLetters.find(letter);
    if (known != std::string_view::npos) return AddCharacter(kCodes[known], start);
    Add(letter == '\t' ? '\t' : letter, start);
  }

  uint32_t Hexadecimal(size_t digits) {
    uint32_t code = 0;
    for (size_t i = 0; i < digits && at_ < end_; ++i, ++at_) {
      const char c = text_[at_];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - 'A' + 10;
      code = code * 16 + static_cast<uint32_t>(digit & 0xf);
    }
    return code;
  }

  void AddCharacter(uint32_t code, size_t offset) {
    const auto tail = [&](unsigned shift) { Add(static_cast<char>(0x80U | ((code >> shift) & 0x3fU)), offset); };
    if (code < 0x80) {
      Add(static_cast<char>(code), offset);
    } else if (code < 0x800) {
      Add(static_cast<char>(0xc0U | (code >> 6U)), offset);
      tail(0);
    } else if (code < 0x10000) {
      Add(static_cast<char>(0xe0U | (code >> 12U)), offset);
      tail(6);
      tail(0);
    } else {
      Add(static_cast<char>(0xf0U | ((code >> 18U) & 7U)), offset);
      tail(12);
      tail(6);
      tail(0);
    }
  }

  // Lines without text, and with no more blanks than the indentation.
  void SkipEmptyLines(size_t indentation, std::vector<size_t>& breaks) {
    while (at_ < end_) {
      size_t next = at_;
      while (next < end_ && next - at_ < indentation && text_[next] == ' ') ++next;
      if (next >= end_ || !IsBreak(text_[next])) return;
      at_ = next;
      breaks.push_back(at_);
      SkipBreak();
    }
  }

  bool TakeIndentation(size_t indentation) {
    const std::string_view blanks = text_.substr(at_, std::min(indentation, end_ - at_));
    if (blanks.size() < indentation || blanks.find_first_not_of(' ') != std::string_view::npos) return false;
    at_ += indentation;
    return true;
  }

  std::string_view text_;
  size_t at_;
  size_t end_;
  std::string bytes_;
  std::vector<size_t> offsets_;
};

// Of the first line that has text; a block may begin with empty ones.
size_t IndentationAt(std::string_view text, size_t at, size_t end) {
  while (at < end) {
    size_t next = at;
    while (next < end && text[next] == ' ') ++next;
    if (next >= end || !IsBreak(text[next])) return next - at;
    at = next + 1;
  }
  return 0;
}

std::optional<std::vector<size_t>> Block(std::string_view text, const Span& span, std::string_view value) {
  char chomping = ' ';
  bool is_indentation_given = false;
  size_t at = span.begin + 1;
  for (; at < span.end && !IsBreak(text[at]) && text[at] != ' ' && text[at] != '#'; ++at) {
    if (text[at] == '+' || text[at] == '-') chomping = text[at];
    if (text[at] >= '1' && text[at] <= '9') is_indentation_given = true;
  }
  while (at < span.end && !IsBreak(text[at])) ++at;
  if (at < span.end) at += text.substr(at, 2) == "\r\n" ? 2 : 1;
  // A given indentation is relative to a parent that is not known here: the one that fits is right.
  const size_t found = IndentationAt(text, at, span.end);
  for (size_t indentation = found; indentation > 0; --indentation) {
    Decoder decoder(text, at, span.end);
    decoder.Block(span.style == TokenStyle::kFolded, chomping, indentation);
    if (decoder.bytes() == value) return decoder.TakeBlock(span.end);
    if (!is_indentation_given) break;
  }
  return std::nullopt;
}

std::optional<std::vector<size_t>> Line(std::string_view text, const Span& span, std::string_view value) {
  const bool is_quoted = span.style != TokenStyle::kPlain && span.end >= span.begin + 2;
  Decoder decoder(text, span.begin + (is_quoted ? 1 : 0), span.end - (is_quoted ? 1 : 0));
  if (span.style == TokenStyle::kJsonString) {
    decoder.Json();
  } else if (span.style == TokenStyle::kDoubleQuoted) {
    decoder.DoubleQuoted();
  } else if (span.style == TokenStyle::kSingleQuoted) {
    decoder.SingleQuoted();
  } else {
    decoder.Plain();
  }
  if (decoder.bytes() != value) return std::nullopt;
  return decoder.Take(span.end - (is_quoted ? 1 : 0));
}

}  // namespace

std::vector<size_t> ScalarOffsets(std::string_view text, const Span& span, std::string_view value) {
  const bool is_block = span.style == TokenStyle::kLiteral || span.style == TokenStyle::kFolded;
  if (span.begin < span.end && span.end <= text.size() && span.style != TokenStyle::kCollection) {
    if (auto offsets = is_block ? Block(text, span, value) : Line(text, span, value)) return *std::move(offsets);
  }
  return std::vector<size_t>(value.size() + 1, span.begin);
}

}  // namespace genesys_cfn::yaml
