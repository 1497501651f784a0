// SPDX-License-Identifier: Apache-2.0
#include "template/pattern_syntax.h"

#include <algorithm>
#include <bitset>
#include <optional>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

using Bytes = std::bitset<256>;

constexpr size_t kMaxGroupDepth = 50;
// Matchers expand x{1,64} to 64 copies; this many atoms in all compile in little time and memory.
constexpr size_t kMaxExpandedAtoms = 20'000;

unsigned char Byte(char c) {
  return static_cast<unsigned char>(c);
}

Bytes Range(char from, char to) {
  Bytes bytes;
  for (size_t i = Byte(from); i <= Byte(to); ++i) bytes.set(i);
  return bytes;
}

// The sets of \d, \w, \s and their complements; the zero byte is in none.
std::optional<Bytes> ClassOf(char letter) {
  Bytes bytes;
  switch (letter | 0x20) {
    case 'd':
      bytes = Range('0', '9');
      break;
    case 'w':
      bytes = Range('0', '9') | Range('A', 'Z') | Range('a', 'z') | Range('_', '_');
      break;
    case 's':
      bytes = Range('\t', '\r') | Range(' ', ' ');
      break;
    default:
      return std::nullopt;
  }
  if (letter >= 'A' && letter <= 'Z') bytes.flip();
  bytes.reset(0);
  return bytes;
}

std::optional<char> ControlCharacter(char letter) {
  switch (letter) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    default:
      return std::nullopt;
  }
}

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string LiteralOf(char c) {
  constexpr std::string_view kSpecial = ".[]()*+?{}|^$\\";
  return kSpecial.find(c) == std::string_view::npos ? std::string(1, c) : std::string{'\\', c};
}

// A POSIX bracket knows no escapes: its special characters lose their meaning by their place.
std::string BracketOf(const Bytes& bytes) {
  std::string body = bytes[Byte(']')] ? "]" : "";
  for (size_t i = 1; i < bytes.size(); ++i) {
    const char c = static_cast<char>(i);
    if (bytes[i] && c != ']' && c != '[' && c != '^' && c != '-') body += c;
  }
  for (const char c : {'[', '^', '-'}) {
    if (bytes[Byte(c)]) body += c;
  }
  if (body == "^") return "\\^";
  if (body == "^-") return "[-^]";
  return Concat('[', body, ']');
}

class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  Result<std::string> Run() {
    while (at_ < text_.size() && error_.empty()) Step();
    if (error_.empty() && groups_.size() > 1) Fail("a group is not closed");
    if (!error_.empty()) return Error{ErrorCode::kInvalidInput, error_};
    return std::move(out_);
  }

 private:
  void Step() {
    const char c = text_[at_++];
    switch (c) {
      case '\0':
        return Fail("a zero byte is not possible");
      case '\\':
        return Escape();
      case '[':
        return Class();
      case '(':
        return OpenGroup();
      case ')':
        return CloseGroup();
      case '*':
      case '+':
      case '?':
        return Quantifier(std::string(1, c), 1);
      case '{':
        return Bounds();
      case '.':
        return Atom("[^\n\r]");
      case '|':
      case '^':
      case '$':
        out_ += c;
        can_repeat_ = false;
        return;
      default:
        return Atom(LiteralOf(c));
    }
  }

  void Escape() {
    if (at_ >= text_.size()) return Fail("it ends with a backslash");
    const char c = text_[at_++];
    if (const auto bytes = ClassOf(c)) return Atom(BracketOf(*bytes));
    if (const auto control = ControlCharacter(c)) return Atom(std::string(1, *control));
    if (IsLetterOrDigit(c)) return Unsupported(Concat('\\', c));
    Atom(LiteralOf(c));
  }

  void OpenGroup() {
    if (text_.substr(at_).starts_with("?:")) {
      at_ += 2;
    } else if (text_.substr(at_).starts_with("?")) {
      return Unsupported(Concat('(', text_.substr(at_, 2)));
    }
    if (groups_.size() > kMaxGroupDepth) return Fail("its groups are nested too deeply");
    out_ += '(';
    groups_.push_back(0);
    can_repeat_ = false;
  }

  void CloseGroup() {
    if (groups_.size() == 1) return Fail("a ')' has no '('");
    const size_t size = std::max<size_t>(groups_.back(), 1);
    groups_.pop_back();
    out_ += ')';
    AddAtoms(size);
  }

  void Bounds() {
    const size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) return Fail("a '{' is not closed");
    const std::string_view inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    const size_t comma = inside.find(',');
    const auto least = ParseInteger<uint16_t>(inside.substr(0, comma));
    const bool is_open = comma != std::string_view::npos && comma + 1 == inside.size();
    const auto most =
        comma == std::string_view::npos || is_open ? least : ParseInteger<uint16_t>(inside.substr(comma + 1));
    if (!least || !most || *most < *least) return Fail(Concat("{", TruncateUtf8(inside, 20), "} is no repetition"));
    Quantifier(Concat('{', inside, '}'), std::max<size_t>(*most, 1));
  }

  void Quantifier(const std::string& text, size_t copies) {
    if (!can_repeat_) return Fail(Concat("there is nothing to repeat before ", text));
    if (at_ < text_.size() && text_[at_] == '+') return Unsupported(text + "+");
    if (at_ < text_.size() && text_[at_] == '?') ++at_;  // lazy: the whole value matches or not, all the same
    out_ += text;
    can_repeat_ = false;
    const size_t atoms = last_atoms_;
    if (copies > 1) AddAtoms(atoms * (copies - 1));
    can_repeat_ = false;
  }

  void Class() {
    const bool is_negated = at_ < text_.size() && text_[at_] == '^';
    if (is_negated) ++at_;
    Bytes bytes;
    while (error_.empty()) {
      if (at_ >= text_.size()) return Fail("a '[' is not closed");
      if (text_[at_] == ']') break;
      ClassItem(bytes);
    }
    if (!error_.empty()) return;
    ++at_;
    if (is_negated) bytes.flip();
    bytes.reset(0);
    if (bytes.none()) return Fail("a class in brackets is empty");
    Atom(BracketOf(bytes));
  }

  void ClassItem(Bytes& bytes) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
      if (const auto set = ClassOf(text_[at_ + 1])) {
        at_ += 2;
        bytes |= *set;
        return;
      }
    }
    const auto first = ClassCharacter();
    if (!first) return;
    const bool is_range = at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']';
    if (!is_range) {
      bytes.set(Byte(*first));
      return;
    }
    ++at_;
    const auto last = ClassCharacter();
    if (!last) return;
    if (Byte(*last) < Byte(*first)) return Fail("a range in brackets runs backwards");
    bytes |= Range(*first, *last);
  }

  std::optional<char> ClassCharacter() {
    const char c = text_[at_++];
    if (c == '[' || text_.substr(at_ - 1).starts_with("&&")) {
      Unsupported("a class inside a class");
    } else if (Byte(c) >= 0x80 || c == '\0') {
      Unsupported("a character beyond ASCII inside brackets");
    } else if (c != '\\') {
      return c;
    } else if (at_ >= text_.size()) {
      Fail("it ends with a backslash");
    } else {
      const char escaped = text_[at_++];
      if (const auto control = ControlCharacter(escaped)) return control;
      if (!IsLetterOrDigit(escaped) && Byte(escaped) < 0x80) return escaped;
      Unsupported(Concat('\\', escaped));
    }
    return std::nullopt;
  }

  void Atom(const std::string& text) {
    out_ += text;
    AddAtoms(1);
  }

  void AddAtoms(size_t count) {
    last_atoms_ = count;
    groups_.back() += count;
    can_repeat_ = true;
    if (groups_.back() > kMaxExpandedAtoms) Fail("its repetitions are too large");
  }

  void Fail(std::string reason) {
    if (error_.empty()) error_ = std::move(reason);
  }
  void Unsupported(std::string_view what) { Fail(Concat("the local cloud does not support ", what, " in a pattern")); }

  std::string_view text_;
  size_t at_ = 0;
  std::string out_;
  std::string error_;
  std::vector<size_t> groups_ = {0};  // atoms in each open group, the whole pattern first
  size_t last_atoms_ = 0;             // of the last atom or group, for a repetition of it
  bool can_repeat_ = false;
};

}  // namespace

Result<std::string> ToPosixPattern(std::string_view text) {
  return Translator(text).Run();
}

}  // namespace genesys_cfn::cloudformation
