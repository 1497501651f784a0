// SPDX-License-Identifier: Apache-2.0
// Values as YAML or JSON text, in the style of what stands around them. Whether a text reads back as its value is the
// caller's to check: it takes the first candidate that does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "yaml/load.h"

namespace genesys_cfn::yaml {

struct WritingStyle {
  bool is_json = false;
  // Of JSON: characters beyond ASCII as \uXXXX, and "/" as "\/".
  bool escapes_all = false;
  bool escapes_slashes = false;
  std::string line_end = "\n";
  std::string unit = "  ";  // of indentation
};

// Where the text will stand.
struct WritingPlace {
  std::string indentation;  // of the line of the member or item
  bool in_flow = false;
  bool on_one_line = false;  // of JSON and flow collections
};

// Ways to write a scalar, best first; `wanted` is the style to keep where it can hold the text. The last one is right
// for every string. A block scalar's text has no line break behind its last line.
std::vector<std::string> WriteScalar(const json::Value& scalar, TokenStyle wanted, const WritingStyle& style,
                                     const WritingPlace& place);

// `a: {b: [c, d]}` on one line, with plain scalars where that is possible; of JSON one member a line unless the place
// says otherwise.
std::string WriteFlow(const json::Value& value, const WritingStyle& style, const WritingPlace& place);

// A collection that is not empty over several lines, the first without indentation, the last without line break.
// `place.indentation` is that of its members or items.
std::string WriteBlock(const json::Value& value, const WritingStyle& style, const WritingPlace& place);

}  // namespace genesys_cfn::yaml
