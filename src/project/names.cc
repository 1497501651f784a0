// SPDX-License-Identifier: Apache-2.0
#include "project/names.h"

#include "base/text.h"

namespace genesys_cfn::project {
namespace {

constexpr size_t kLongestStem = 80;
constexpr size_t kLongestLogicalId = 200;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c);
}

}  // namespace

std::string FileStem(std::string_view name) {
  std::string stem;
  for (const char c : name) {
    if (IsWordCharacter(c)) {
      stem += c;
    } else if (!stem.empty() && stem.back() != '-') {
      stem += '-';
    }
  }
  stem.resize(std::min(stem.size(), kLongestStem));
  while (stem.ends_with('-')) stem.pop_back();
  return stem.empty() ? "action" : ToLower(stem);
}

std::string LogicalId(std::string_view name, std::string_view kind) {
  std::string id;
  bool word_starts = true;
  for (const char c : name) {
    if (!IsWordCharacter(c)) {
      word_starts = true;
      continue;
    }
    id += word_starts && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    word_starts = false;
  }
  if (id.empty() || IsDigit(id.front())) id = std::string(kind) + id;
  id.resize(std::min(id.size(), kLongestLogicalId));
  return id;
}

std::string UniqueNames::Take(const std::string& name) {
  std::string candidate = name;
  for (size_t number = 2; !taken_.insert(ToLower(candidate)).second; ++number) {
    candidate = Concat(name, separator_, number);
  }
  return candidate;
}

}  // namespace genesys_cfn::project
