// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "definition/data_action.h"
#include "definition/normalise.h"

namespace genesys_cfn::definition {
namespace {

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return text;
}

std::string LeftOut(size_t count) {
  return count == 0 ? "" : Concat("; and ", count, " more");
}

// As many whole parts as fit, then how many did not. A first part that is too long alone is cut.
std::string JoinWithin(const std::vector<std::string>& parts, size_t limit) {
  std::string out;
  size_t used = 0;
  for (const std::string& part : parts) {
    const std::string next = Concat(out, used == 0 ? "" : "; ", OneLine(part));
    if (next.size() + LeftOut(parts.size() - used - 1).size() > limit) break;
    out = next;
    ++used;
  }
  if (used == 0 && !parts.empty()) {
    const std::string ending = Concat("...", LeftOut(parts.size() - 1));
    if (ending.size() >= limit) return std::string(TruncateUtf8(OneLine(parts[0]), limit));
    return Concat(TruncateUtf8(OneLine(parts[0]), limit - ending.size()), ending);
  }
  return out + LeftOut(parts.size() - used);
}

}  // namespace

std::string Describe(const std::vector<Problem>& problems, size_t limit) {
  std::vector<std::string> parts;
  for (const Problem& problem : problems) {
    parts.push_back(problem.pointer.empty() ? problem.message : Concat(problem.pointer, ": ", problem.message));
  }
  return JoinWithin(parts, limit);
}

std::string Describe(const std::vector<FieldDifference>& differences, size_t limit, ShowValues show) {
  const auto shown = [show](const std::string& value) -> std::string_view {
    return show == ShowValues::kYes || value == "(none)" ? std::string_view(value) : "***";
  };
  std::vector<std::string> parts;
  for (const FieldDifference& difference : differences) {
    parts.push_back(Concat(difference.field, ": ", shown(difference.before), " -> ", shown(difference.after)));
  }
  return JoinWithin(parts, limit);
}

}  // namespace genesys_cfn::definition
