// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <array>
#include <cstdio>
#include <utility>

#include "base/text.h"

namespace genesys_cfn {
namespace {

std::string_view Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "info";
}

void AppendQuoted(std::string& line, std::string_view text) {
  line += '"';
  const bool valid = IsValidUtf8(text);
  size_t start = 0;  // of what can be appended as it is
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool quoted = byte == '"' || byte == '\\';
    if (!quoted && byte >= 0x20 && (byte < 0x80 || valid)) continue;
    line += text.substr(start, i - start);
    start = i + 1;
    if (quoted) {
      line += '\\';
      line += text[i];
    } else if (byte < 0x20) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
      line += escape.data();
    } else {
      line += "\\ufffd";
    }
  }
  line += text.substr(start);
  line += '"';
}

}  // namespace

void JsonLinesLogger::Log(LogLevel level, std::string_view event, std::vector<LogField> fields) {
  std::string line =
      Concat("{\"time\":\"", FormatIso8601(clock_.Now()), "\",\"level\":\"", Name(level), "\",\"event\":");
  AppendQuoted(line, event);
  for (const LogField& field : fields) {
    line += ',';
    AppendQuoted(line, field.name);
    line += ':';
    if (const auto* text = std::get_if<std::string>(&field.value)) {
      AppendQuoted(line, *text);
    } else if (const auto* number = std::get_if<int64_t>(&field.value)) {
      line += std::to_string(*number);
    } else {
      line += std::get<bool>(field.value) ? "true" : "false";
    }
  }
  line += '}';
  WriteLine(std::move(line));
}

void JsonLinesLogger::WriteLine(std::string line) {
  line += '\n';
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

}  // namespace genesys_cfn
