// SPDX-License-Identifier: Apache-2.0
// YAML (and JSON, which needs positions too) as a json::Value plus the place of every value in the text.
// CloudFormation's short tags come out in their long form: `!Sub x` is {"Fn::Sub": "x"}, `!GetAtt A.B` is
// {"Fn::GetAtt": ["A", "B"]}.
//
// Scalars: a plain scalar that YAML 1.1 reads as a boolean is a boolean (yes, on, True, ...); one that is a JSON number
// keeps its text as a number; YAML 1.1's other integers are numbers too (012 is 10, 0x1F is 31, 1_000 is 1000, 1:30 is
// 90); `null`, `~` and an empty value are null; everything else, quoted scalars always, is a string of its source text
// (0128 and .5 stay as written). Duplicate keys, unknown tags, aliases, merge keys
// and more than one document are errors, as in CloudFormation (aws-protocols.md 4.1).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::yaml {

// From 1; columns in bytes.
struct Mark {
  int line = 0;
  int column = 0;
  friend bool operator==(const Mark&, const Mark&) = default;
};

// The position of each value and, for members, of its name, by JSON pointer.
struct Positions {
  std::map<std::string, Mark, std::less<>> values;
  std::map<std::string, Mark, std::less<>> names;

  // Of the name if the pointer is a member's, else of the value; of the nearest ancestor when the pointer itself is
  // unknown (a member that is missing); {1, 1} at the least.
  [[nodiscard]] Mark Find(std::string_view pointer) const;
};

// Bytes of the text, [begin, end). Of an object or array in YAML: its first byte alone.
enum class TokenStyle { kCollection, kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded, kJsonString };
struct Span {
  size_t begin = 0;
  size_t end = 0;
  TokenStyle style = TokenStyle::kCollection;  // of a JSON number, boolean or null: kPlain
  friend bool operator==(const Span&, const Span&) = default;
};

// The tokens of values and of members' names, by JSON pointer. scalar_offsets.h looks inside of one.
struct Spans {
  std::map<std::string, Span, std::less<>> values;
  std::map<std::string, Span, std::less<>> names;
};

struct Document {
  json::Value root;
  Positions positions;
  Spans spans;  // filled when LoadOptions asks for them
};

// kUnsupported is well-formed YAML that CloudFormation refuses; its message is then the service's own.
enum class SyntaxErrorKind { kMalformed, kUnsupported };

struct SyntaxError {
  Mark mark;
  std::string message;
  SyntaxErrorKind kind = SyntaxErrorKind::kMalformed;
};

enum class Places { kMarks, kMarksAndSpans };

struct LoadOptions {
  size_t max_depth = 64;
  size_t max_bytes = size_t{4} << 20;
  Places places = Places::kMarks;
};

// Whether Load reads the text as JSON: it starts with '{' after blanks.
bool IsJson(std::string_view text);

// Text that starts with '{' (after blanks) is read as JSON, strictly; everything else as YAML.
std::variant<Document, SyntaxError> Load(std::string_view text, const LoadOptions& options = {});

}  // namespace genesys_cfn::yaml
