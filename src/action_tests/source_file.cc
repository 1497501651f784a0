// SPDX-License-Identifier: Apache-2.0
#include "action_tests/source_file.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::action_tests {
namespace {

constexpr size_t kShownLine = 160;  // bytes

std::string_view LineAt(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find_first_of("\r\n"));
}

}  // namespace

Diagnostic DiagnosticAt(std::string path, std::string_view text, yaml::Mark mark, std::string message,
                        std::string hint) {
  const std::string_view line = LineAt(text, mark.line);
  const std::string_view before = line.substr(0, static_cast<size_t>(std::max(mark.column, 1) - 1));
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
  const auto characters = std::count_if(before.begin(), before.end(), starts_character);
  return {std::move(path),
          {mark.line, static_cast<int>(characters) + 1},
          std::move(message),
          std::move(hint),
          std::string(TruncateUtf8(line, kShownLine))};
}

std::variant<SourceFile, Diagnostic> SourceFile::Load(std::string path, std::string text) {
  auto loaded = yaml::Load(text);
  if (auto* const error = std::get_if<yaml::SyntaxError>(&loaded)) {
    if (error->kind == yaml::SyntaxErrorKind::kUnsupported) {
      error->message = "anchors, aliases and merge keys are not possible here";
    }
    return DiagnosticAt(std::move(path), text, error->mark, std::move(error->message));
  }
  return SourceFile(std::move(path), std::move(text), std::move(std::get<yaml::Document>(loaded)));
}

yaml::Mark SourceFile::ValuePlace(std::string_view pointer) const {
  const auto value = document_.positions.values.find(pointer);
  return value == document_.positions.values.end() ? document_.positions.Find(pointer) : value->second;
}

yaml::Mark SourceFile::NamePlace(std::string_view pointer) const {
  return document_.positions.Find(pointer);
}

Diagnostic SourceFile::At(yaml::Mark place, std::string message, std::string hint) const {
  return DiagnosticAt(path_, text_, place, std::move(message), std::move(hint));
}

}  // namespace genesys_cfn::action_tests
