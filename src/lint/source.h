// SPDX-License-Identifier: Apache-2.0
// Documents with the way back to the file: also those that stand as JSON inside a string of another one.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lint/finding.h"
#include "yaml/load.h"

namespace genesys_cfn::lint {

// A text and where each of its bytes stands in the file.
struct MappedText {
  std::string text;
  std::vector<size_t> offsets;  // one a byte and one for the end; empty for the file itself

  [[nodiscard]] Range At(size_t begin, size_t end) const;
  [[nodiscard]] Range Whole() const { return At(0, text.size()); }
};

struct SourceError {
  Range range;
  std::string message;
};

class SourceDocument {
 public:
  static std::variant<SourceDocument, SourceError> Load(MappedText text);

  [[nodiscard]] const json::Value& root() const { return document_.root; }
  // The value's token, or for an object or array the name in front of it. A pointer may go on into a string that holds
  // JSON. Of a pointer that leads nowhere: the nearest ancestor.
  [[nodiscard]] Range Value(std::string_view pointer) const;
  // The member's name; of an item the value.
  [[nodiscard]] Range Name(std::string_view pointer) const;
  // The string at the pointer; nullopt when there is none.
  [[nodiscard]] std::optional<MappedText> Text(std::string_view pointer) const;

 private:
  enum class Part { kName, kValue };
  [[nodiscard]] Range Find(std::string_view pointer, Part part) const;
  // The document in the string at the pointer; nullptr when it is not JSON.
  [[nodiscard]] const SourceDocument* Inner(std::string_view pointer) const;
  [[nodiscard]] std::optional<MappedText> OwnText(std::string_view pointer) const;

  MappedText text_;
  yaml::Document document_;
  mutable std::map<std::string, std::unique_ptr<SourceDocument>, std::less<>> inner_;
};

// Line and column of json::Parse's message as an offset, and what follows them.
SourceError JsonErrorIn(const MappedText& text, const std::string& message);

}  // namespace genesys_cfn::lint
