// SPDX-License-Identifier: Apache-2.0
#include "yaml/load.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "json/parse.h"
#include "yaml/compose.h"
#include "yaml/json_positions.h"

namespace genesys_cfn::yaml {
namespace {

// json::Parse's errors start with "line L, column C: "; the contract of parse.h.
SyntaxError FromJsonError(const std::string& message) {
  SyntaxError error{{1, 1}, message};
  constexpr std::string_view kLine = "line ";
  constexpr std::string_view kColumn = ", column ";
  const size_t column = message.find(kColumn);
  const size_t end = message.find(": ");
  if (!message.starts_with(kLine) || column == std::string::npos || end == std::string::npos || end < column) {
    return error;
  }
  const std::string_view text = message;
  const auto line_number = ParseInteger<int>(text.substr(kLine.size(), column - kLine.size()));
  const size_t column_start = column + kColumn.size();
  const auto column_number = ParseInteger<int>(text.substr(column_start, end - column_start));
  if (line_number && column_number) error = {{*line_number, *column_number}, message.substr(end + 2)};
  return error;
}

std::variant<Document, SyntaxError> LoadJson(std::string_view text, const LoadOptions& options) {
  json::ParseOptions parse_options;
  parse_options.max_depth = options.max_depth;
  auto root = json::Parse(text, parse_options);
  if (!root) return FromJsonError(root.error().message);
  Document document{*std::move(root), {}, {}};
  FindJsonPlaces(text, options.places, document);
  return document;
}

}  // namespace

Mark Positions::Find(std::string_view pointer) const {
  while (true) {
    if (const auto name = names.find(pointer); name != names.end()) return name->second;
    if (const auto value = values.find(pointer); value != values.end()) return value->second;
    const size_t parent = pointer.rfind('/');
    if (pointer.empty() || parent == std::string_view::npos) return {1, 1};
    pointer = pointer.substr(0, parent);
  }
}

bool IsJson(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && text[start] == '{';
}

std::variant<Document, SyntaxError> Load(std::string_view text, const LoadOptions& options) {
  if (text.size() > options.max_bytes) {
    return SyntaxError{{1, 1}, Concat("the text has ", text.size(), " bytes, more than ", options.max_bytes)};
  }
  return IsJson(text) ? LoadJson(text, options) : ComposeYaml(text, options);
}

}  // namespace genesys_cfn::yaml
