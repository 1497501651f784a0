// SPDX-License-Identifier: Apache-2.0
// What is wrong at one place of a file.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace genesys_cfn::lint {

enum class Severity { kNote, kWarning, kError };

// Bytes of the file, [begin, end).
struct Range {
  size_t begin = 0;
  size_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

// Another place of the same file that the finding speaks of.
struct RelatedPlace {
  Range range;
  std::string message;
};

struct Finding {
  std::string_view code;  // of a rule in rules.h
  Severity severity = Severity::kError;
  Range range;
  std::string message;
  std::string hint;  // what to do; may be empty
  std::vector<RelatedPlace> related = {};
};

enum class FileKind { kTemplate, kDataAction, kOther };

struct CheckedFile {
  std::string path;
  std::string text;
  FileKind kind = FileKind::kOther;
  std::vector<Finding> findings;  // in the order of the text
};

}  // namespace genesys_cfn::lint
