// SPDX-License-Identifier: Apache-2.0
#include "yaml/write.h"

#include <cstdint>

#include "base/text.h"
#include "json/write.h"
#include "yaml/scalar.h"

namespace genesys_cfn::yaml {
namespace {

// The character that starts at `at` of valid UTF-8, and its length.
std::pair<uint32_t, size_t> CharacterAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
  const uint32_t first = byte(at);
  const size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length == 1 || at + length > text.size()) return {first, 1};
  uint32_t code = first & (0xffU >> (length + 1));
  for (size_t i = 1; i < length; ++i) code = (code << 6U) | (byte(at + i) & 0x3fU);
  return {code, length};
}

// What YAML shows in double quotes only: control characters, and what some parser takes for a line break.
bool NeedsEscape(uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 || code == 0xfeff ||
         code == 0xfffe || code == 0xffff;
}

bool IsPrintable(std::string_view text, std::string_view and_also) {
  for (size_t at = 0; at < text.size();) {
    const auto [code, length] = CharacterAt(text, at);
    const bool is_allowed = code < 0x80 && and_also.find(static_cast<char>(code)) != std::string_view::npos;
    if (NeedsEscape(code) && !is_allowed) return false;
    at += length;
  }
  return true;
}

std::string Unicode(uint32_t code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(code >> static_cast<unsigned>(shift)) & 0xfU];
  return out;
}

std::string DoubleQuoted(std::string_view text) {
  std::string out = "\"";
  for (size_t at = 0; at < text.size();) {
    const auto [code, length] = CharacterAt(text, at);
    if (code == '"' || code == '\\') {
      out += Concat('\\', text[at]);
    } else if (code == '\n' || code == '\t' || code == '\r') {
      out += code == '\n' ? "\\n" : code == '\t' ? "\\t" : "\\r";
    } else if (NeedsEscape(code)) {
      out += Unicode(code);
    } else {
      out += text.substr(at, length);
    }
    at += length;
  }
  return out + '"';
}

// JSON's own escapes, and those that the style has beyond them.
std::string JsonString(std::string_view text, const WritingStyle& style) {
  const std::string quoted = json::Quote(text);
  if (!style.escapes_all && !style.escapes_slashes) return quoted;
  std::string out;
  for (size_t at = 0; at < quoted.size();) {
    const auto [code, length] = CharacterAt(quoted, at);
    if (code == '/' && style.escapes_slashes) {
      out += "\\/";
    } else if (code < 0x80 || !style.escapes_all) {
      out += quoted.substr(at, length);
    } else if (code < 0x10000) {
      out += Unicode(code);
    } else {
      out += Unicode(0xd800 + ((code - 0x10000) >> 10U)) + Unicode(0xdc00 + ((code - 0x10000) & 0x3ffU));
    }
    at += length;
  }
  return out;
}

// Stricter than the grammar: what other parsers read as a date stays quoted.
bool CanBePlain(std::string_view text, bool in_flow) {
  constexpr std::string_view kFirst = "-?:,[]{}#&*!|>'\"%@`=<~+.0123456789 \t";
  if (text.empty() || kFirst.find(text.front()) != std::string_view::npos || text.back() == ' ' || text.back() == ':') {
    return false;
  }
  if (!IsPrintable(text, "") || text.find(": ") != std::string_view::npos ||
      text.find(" #") != std::string_view::npos) {
    return false;
  }
  if (in_flow && text.find_first_of(",[]{}?") != std::string_view::npos) return false;
  return PlainScalar(text).is_string();
}

// Lines below a header, each with the indentation; without the last line's break.
std::string BlockScalar(char kind, std::string_view text, const WritingStyle& style, const std::string& indentation) {
  const size_t content = text.find_last_not_of('\n') + 1;
  const size_t breaks = text.size() - content;
  std::string out = Concat(kind, breaks == 0 ? "-" : breaks == 1 ? "" : "+");
  for (const std::string_view line : Split(text.substr(0, content), '\n')) {
    out += style.line_end;
    if (!line.empty()) out += Concat(indentation, style.unit, line);
  }
  for (size_t i = 1; i < breaks; ++i) out += style.line_end;
  return out;
}

bool FitsIntoBlock(std::string_view text) {
  const size_t first = text.find_first_not_of('\n');
  return first != std::string_view::npos && text[first] != ' ' && text[first] != '\t' && IsPrintable(text, "\n\t");
}

std::string Plain(const json::Value& scalar) {
  if (const bool* flag = scalar.AsBool()) return *flag ? "true" : "false";
  if (const json::Number* number = scalar.AsNumber()) return number->text;
  return "null";
}

std::string BestScalar(const json::Value& scalar, const WritingStyle& style, const WritingPlace& place) {
  return WriteScalar(scalar, TokenStyle::kPlain, style, place).front();
}

bool IsCollection(const json::Value& value) {
  return value.is_object() || value.is_array();
}

bool IsEmpty(const json::Value& value) {
  return value.is_object() ? value.AsObject()->empty() : value.AsArray()->empty();
}

}  // namespace

std::vector<std::string> WriteScalar(const json::Value& scalar, TokenStyle wanted, const WritingStyle& style,
                                     const WritingPlace& place) {
  const std::string* text = scalar.AsString();
  if (text == nullptr) return {Plain(scalar)};
  if (style.is_json) return {JsonString(*text, style)};
  std::vector<std::string> ways;
  const bool has_lines = text->find('\n') != std::string::npos;
  const bool may_be_block = !place.in_flow && FitsIntoBlock(*text);
  const bool is_one_line = Trim(*text).find('\n') == std::string_view::npos;
  if (wanted == TokenStyle::kFolded && may_be_block && is_one_line) {
    ways.push_back(BlockScalar('>', *text, style, place.indentation));
  }
  const bool is_block = wanted == TokenStyle::kLiteral || wanted == TokenStyle::kFolded;
  if (may_be_block && (is_block || (has_lines && !is_one_line && wanted != TokenStyle::kDoubleQuoted))) {
    ways.push_back(BlockScalar('|', *text, style, place.indentation));
  }
  if (wanted == TokenStyle::kPlain && CanBePlain(*text, place.in_flow)) ways.push_back(*text);
  if (wanted != TokenStyle::kDoubleQuoted && IsPrintable(*text, "")) {
    ways.push_back(Concat("'", ReplaceAll(*text, "'", "''"), "'"));
  }
  ways.push_back(DoubleQuoted(*text));
  return ways;
}

std::string WriteFlow(const json::Value& value, const WritingStyle& style, const WritingPlace& place) {
  WritingPlace inner = place;
  inner.in_flow = true;
  if (!IsCollection(value)) return BestScalar(value, style, inner);
  const bool is_object = value.is_object();
  if (IsEmpty(value)) return is_object ? "{}" : "[]";
  const bool has_lines = style.is_json && !place.on_one_line;
  if (has_lines) inner.indentation += style.unit;
  const std::string start = has_lines ? style.line_end + inner.indentation : "";
  std::string out;
  const auto add = [&](const std::string& part) {
    out += Concat(out.empty() ? "" : has_lines ? "," : ", ", start, part);
  };
  if (is_object) {
    for (const auto& [name, member] : *value.AsObject()) {
      add(Concat(BestScalar(name, style, inner), ": ", WriteFlow(member, style, inner)));
    }
  } else {
    for (const json::Value& item : *value.AsArray()) add(WriteFlow(item, style, inner));
  }
  const std::string end = has_lines ? style.line_end + place.indentation : "";
  return Concat(is_object ? "{" : "[", out, end, is_object ? "}" : "]");
}

std::string WriteBlock(const json::Value& value, const WritingStyle& style, const WritingPlace& place) {
  std::string out;
  const auto add = [&](const std::string& head, const json::Value& member) {
    if (!out.empty()) out += style.line_end + place.indentation;
    out += head;
    if (!IsCollection(member)) {
      out += ' ' + BestScalar(member, style, place);
    } else if (IsEmpty(member)) {
      out += ' ' + WriteFlow(member, style, place);
    } else {
      WritingPlace inner = place;
      inner.indentation += style.unit;
      out += Concat(style.line_end, inner.indentation, WriteBlock(member, style, inner));
    }
  };
  if (const json::Object* object = value.AsObject()) {
    for (const auto& [name, member] : *object) add(BestScalar(name, style, {"", true, true}) + ":", member);
  } else {
    for (const json::Value& item : *value.AsArray()) add("-", item);
  }
  return out;
}

}  // namespace genesys_cfn::yaml
