// SPDX-License-Identifier: Apache-2.0
// A YAML or JSON file with the place of everything in it, and mistakes at such places.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "json/value.h"
#include "yaml/load.h"

namespace genesys_cfn::action_tests {

// A mistake in a file: no case of the test file can be judged.
struct Diagnostic {
  std::string path;
  yaml::Mark place;  // from 1; columns in Unicode characters
  std::string message;
  std::string hint;         // what to do; may be empty
  std::string source_line;  // the beginning of the line at the place
};
using Diagnostics = std::vector<Diagnostic>;

// `mark` as yaml::Load gives it, with its column in bytes.
Diagnostic DiagnosticAt(std::string path, std::string_view text, yaml::Mark mark, std::string message,
                        std::string hint = {});

class SourceFile {
 public:
  static std::variant<SourceFile, Diagnostic> Load(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const json::Value& root() const { return document_.root; }

  // Of the value at the JSON pointer, or of its nearest ancestor.
  [[nodiscard]] yaml::Mark ValuePlace(std::string_view pointer) const;
  // Of the member's name.
  [[nodiscard]] yaml::Mark NamePlace(std::string_view pointer) const;

  [[nodiscard]] Diagnostic At(yaml::Mark place, std::string message, std::string hint = {}) const;

 private:
  SourceFile(std::string path, std::string text, yaml::Document document)
      : path_(std::move(path)), text_(std::move(text)), document_(std::move(document)) {}

  std::string path_;
  std::string text_;
  yaml::Document document_;
};

}  // namespace genesys_cfn::action_tests
