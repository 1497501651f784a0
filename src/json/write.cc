// SPDX-License-Identifier: Apache-2.0
#include "json/write.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::json {
namespace {

// Appends `text` with each malformed UTF-8 byte replaced; slow, for text that is known to have some.
void AppendUtf8(std::string& out, std::string_view text) {
  while (!text.empty()) {
    size_t length = 0;
    for (size_t candidate = 1; candidate <= 4 && candidate <= text.size() && length == 0; ++candidate) {
      if (IsValidUtf8(text.substr(0, candidate))) length = candidate;
    }
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

// What follows the backslash in the escape of each byte; 'u' for \u00XX, 0 for a byte that is written as it is.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (size_t byte = 0; byte < 0x20; ++byte) escapes[byte] = 'u';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  return escapes;
}();

constexpr uint64_t EightTimes(char byte) {
  return uint64_t{0x0101'0101'0101'0101} * static_cast<unsigned char>(byte);
}

// Whether one of the eight bytes is a control character, a quote, a backslash or not ASCII. A subtraction sets a byte's
// highest bit when the byte is less than what is subtracted; it borrows from another byte only if that is so.
bool HasSpecial(uint64_t bytes) {
  const uint64_t control = bytes - EightTimes(' ');
  const uint64_t quote = (bytes ^ EightTimes('"')) - EightTimes(1);
  const uint64_t backslash = (bytes ^ EightTimes('\\')) - EightTimes(1);
  return ((bytes | control | quote | backslash) & EightTimes('\x80')) != 0;
}

// Whether the text can be written as it is, as nearly all text can.
bool IsPlain(std::string_view text) {
  uint64_t bytes = 0;
  for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    if (HasSpecial(bytes)) return false;
  }
  bytes = EightTimes(' ');
  if (!text.empty()) std::memcpy(&bytes, text.data(), text.size());
  return !HasSpecial(bytes);
}

void AppendQuoted(std::string& out, std::string_view text) {
  if (IsPlain(text)) {
    const size_t start = out.size();
    out.resize(start + text.size() + 2, '"');
    text.copy(out.data() + start + 1, text.size());
    return;
  }
  out += '"';
  const bool is_valid = IsValidUtf8(text);
  const auto append = [&out, is_valid](std::string_view part) {
    if (is_valid) {
      out += part;
    } else {
      AppendUtf8(out, part);
    }
  };
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    append(text.substr(start, i - start));
    start = i + 1;
    out += '\\';
    out += escape;
    if (escape == 'u') out += Concat("00", HexEncode(text.substr(i, 1)));
  }
  append(text.substr(start));
  out += '"';
}

// One pass over the value; `level_` is the nesting depth, for the indentation.
class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  void Append(const Value& value) {
    if (const bool* flag = value.AsBool()) {
      out_ += *flag ? "true" : "false";
    } else if (const Number* number = value.AsNumber()) {
      out_ += number->text;
    } else if (const std::string* text = value.AsString()) {
      AppendQuoted(out_, *text);
    } else if (const Array* array = value.AsArray()) {
      AppendItems(*array, '[', ']', [this](const Value& item) { Append(item); });
    } else if (const Object* object = value.AsObject()) {
      Append(*object);
    } else {
      out_ += "null";
    }
  }
  void Append(const Object& object) {
    AppendItems(object, '{', '}', [this](const Object::Member& member) {
      AppendQuoted(out_, member.first);
      out_ += pretty_ ? ": " : ":";
      Append(member.second);
    });
  }

  std::string Take() { return std::move(out_); }

 private:
  template <typename Container, typename AppendItem>
  void AppendItems(const Container& items, char open, char close, AppendItem append_item) {
    out_ += open;
    ++level_;
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      NewLine();
      append_item(item);
    }
    --level_;
    if (!first) NewLine();
    out_ += close;
  }
  void NewLine() {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(2 * level_, ' ');
  }

  bool pretty_;
  size_t level_ = 0;
  std::string out_;
};

template <typename T>
std::string WriteWith(Writer writer, const T& value) {
  writer.Append(value);
  return writer.Take();
}

}  // namespace

std::string Write(const Value& value) {
  return WriteWith(Writer(false), value);
}
std::string Write(const Object& object) {
  return WriteWith(Writer(false), object);
}
std::string WritePretty(const Value& value) {
  return WriteWith(Writer(true), value);
}

std::string Quote(std::string_view text) {
  std::string out;
  AppendQuoted(out, text);
  return out;
}

}  // namespace genesys_cfn::json
