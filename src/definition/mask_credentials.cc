// SPDX-License-Identifier: Apache-2.0
#include "definition/mask_credentials.h"

#include <algorithm>
#include <vector>

#include "definition/literal_credentials.h"
#include "json/write.h"

namespace genesys_cfn::definition {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::string_view kDiffers = " (differs)";

struct Side {
  const json::Value* value = nullptr;
  std::string text;  // of a string the content, else JSON
  std::vector<LiteralCredential> found;

  [[nodiscard]] std::string_view At(const LiteralCredential& one) const {
    return std::string_view(text).substr(one.begin, one.end - one.begin);
  }
};

Side Look(std::string_view name, const json::Value* value) {
  Side side{value, {}, {}};
  if (value == nullptr) return side;
  const std::string* string = value->AsString();
  side.text = string != nullptr ? *string : json::Write(*value);
  const bool has_members = value->is_object() || value->is_array();
  side.found = has_members ? FindLiteralCredentials(side.text) : FindLiteralCredentials(name, side.text);
  return side;
}

// The credential of the same name, in the same place among those of the name; nullptr when there is none.
const LiteralCredential* Counterpart(const Side& side, size_t index, const Side& other) {
  const std::string_view name = side.found[index].name;
  const auto has_name = [&](const LiteralCredential& one) { return one.name == name; };
  auto before = std::count_if(side.found.begin(), side.found.begin() + static_cast<std::ptrdiff_t>(index), has_name);
  for (const LiteralCredential& one : other.found) {
    if (has_name(one) && before-- == 0) return &one;
  }
  return nullptr;
}

std::string Shown(const Side& side, const Side& other) {
  if (side.value == nullptr) return "(none)";
  std::string shown;
  size_t at = 0;
  for (size_t i = 0; i < side.found.size(); ++i) {
    const LiteralCredential* counterpart = Counterpart(side, i, other);
    shown += side.text.substr(at, side.found[i].begin - at);
    shown += kMask;
    if (counterpart != nullptr && other.At(*counterpart) != side.At(side.found[i])) shown += kDiffers;
    at = side.found[i].end;
  }
  shown += side.text.substr(at);
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
  const Side from = Look(name, before);
  const Side to = Look(name, after);
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
