// SPDX-License-Identifier: Apache-2.0
#include "definition/mask_credentials.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "definition/literal_credentials.h"
#include "json/write.h"

namespace genesys_cfn::definition {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::string_view kDiffers = " (differs)";

// What is found refers to its text, so it stays where it is.
class Side {
 public:
  Side(std::string_view name, const json::Value* member) : value(member) {
    if (value == nullptr) return;
    const std::string* string = value->AsString();
    text = string != nullptr ? *string : json::Write(*value);
    const bool has_members = value->is_object() || value->is_array();
    found = has_members ? FindLiteralCredentials(text) : FindLiteralCredentials(name, text);
  }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  [[nodiscard]] std::string_view At(const LiteralCredential& one) const {
    return std::string_view(text).substr(one.begin, one.end - one.begin);
  }

  const json::Value* value;
  std::string text;  // of a string the content, else JSON
  std::vector<LiteralCredential> found;
};

// The values by their names, in the order of the text.
std::map<std::string_view, std::vector<std::string_view>> ValuesOf(const Side& side) {
  std::map<std::string_view, std::vector<std::string_view>> values;
  for (const LiteralCredential& one : side.found) values[one.name].push_back(side.At(one));
  return values;
}

std::string Shown(const Side& side, const Side& other) {
  if (side.value == nullptr) return "(none)";
  const auto others = ValuesOf(other);
  std::map<std::string_view, size_t> seen;
  std::string shown;
  size_t at = 0;
  for (const LiteralCredential& one : side.found) {
    const auto counterparts = others.find(one.name);
    const size_t index = seen[one.name]++;
    const bool has_counterpart = counterparts != others.end() && index < counterparts->second.size();
    shown += std::string_view(side.text).substr(at, one.begin - at);
    shown += kMask;
    if (has_counterpart && counterparts->second[index] != side.At(one)) shown += kDiffers;
    at = one.end;
  }
  shown += std::string_view(side.text).substr(at);
  return side.value->is_string() ? json::Quote(shown) : shown;
}

}  // namespace

std::string MaskCredentials(std::string_view text) {
  std::string masked;
  size_t at = 0;
  for (const LiteralCredential& one : FindLiteralCredentials(text)) {
    masked += text.substr(at, one.begin - at);
    masked += kMask;
    at = one.end;
  }
  masked += text.substr(at);
  return masked;
}

ShownSides ShowMasked(std::string_view name, const json::Value* before, const json::Value* after) {
  const Side from(name, before);
  const Side to(name, after);
  ShownSides sides{Shown(from, to), Shown(to, from), 0};
  const auto [end, other_end] =
      std::mismatch(sides.before.begin(), sides.before.end(), sides.after.begin(), sides.after.end());
  sides.differs_at = static_cast<size_t>(end - sides.before.begin());
  if (sides.before != sides.after) return sides;
  if (const size_t mark = sides.before.find(kDiffers); mark != std::string::npos) {
    sides.differs_at = mark;
  } else {
    sides.before += kDiffers;
    sides.after += kDiffers;
  }
  return sides;
}

}  // namespace genesys_cfn::definition
