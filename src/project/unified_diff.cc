// SPDX-License-Identifier: Apache-2.0
#include "project/unified_diff.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::project {
namespace {

constexpr size_t kContext = 3;
// Beyond so many different lines the way between the texts is not looked for.
constexpr size_t kMostEdits = 2'000;

using Lines = std::vector<std::string_view>;

// With their line ends.
Lines LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

struct Line {
  char sign;  // ' ', '-', '+'
  std::string_view text;
};

// Myers' greedy algorithm: the fewest lines taken away and added.
std::vector<Line> Script(const Lines& before, const Lines& after) {
  const auto old_size = static_cast<ptrdiff_t>(before.size());
  const auto new_size = static_cast<ptrdiff_t>(after.size());
  const auto most = static_cast<ptrdiff_t>(std::min(before.size() + after.size(), kMostEdits));
  std::vector<std::vector<ptrdiff_t>> traces;
  std::vector<ptrdiff_t> furthest(static_cast<size_t>(2 * most + 3), 0);
  const auto at = [most](auto& row, ptrdiff_t diagonal) -> auto& {
    return row[static_cast<size_t>(diagonal + most + 1)];
  };
  const auto comes_from_above = [&](auto& row, ptrdiff_t edits, ptrdiff_t diagonal) {
    return diagonal == -edits || (diagonal != edits && at(row, diagonal - 1) < at(row, diagonal + 1));
  };
  bool is_found = false;
  for (ptrdiff_t edits = 0; edits <= most && !is_found; ++edits) {
    traces.push_back(furthest);
    for (ptrdiff_t diagonal = -edits; diagonal <= edits && !is_found; diagonal += 2) {
      ptrdiff_t x =
          comes_from_above(furthest, edits, diagonal) ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < old_size && x - diagonal < new_size &&
             before[static_cast<size_t>(x)] == after[static_cast<size_t>(x - diagonal)]) {
        ++x;
      }
      at(furthest, diagonal) = x;
      is_found = x >= old_size && x - diagonal >= new_size;
    }
  }
  std::vector<Line> script;
  if (!is_found) {
    for (const std::string_view line : before) script.push_back({'-', line});
    for (const std::string_view line : after) script.push_back({'+', line});
    return script;
  }
  ptrdiff_t x = old_size;
  ptrdiff_t y = new_size;
  for (auto edits = static_cast<ptrdiff_t>(traces.size()) - 1; edits >= 0; --edits) {
    auto& row = traces[static_cast<size_t>(edits)];
    const ptrdiff_t diagonal = x - y;
    const ptrdiff_t from = comes_from_above(row, edits, diagonal) ? diagonal + 1 : diagonal - 1;
    const ptrdiff_t from_x = edits == 0 ? 0 : at(row, from);
    const ptrdiff_t from_y = edits == 0 ? 0 : from_x - from;
    while (x > from_x && y > from_y) {
      script.push_back({' ', before[static_cast<size_t>(--x)]});
      --y;
    }
    if (edits == 0) break;
    if (x == from_x) {
      script.push_back({'+', after[static_cast<size_t>(--y)]});
    } else {
      script.push_back({'-', before[static_cast<size_t>(--x)]});
    }
  }
  std::reverse(script.begin(), script.end());
  return script;
}

std::string Range(size_t first, size_t count) {
  const size_t shown = count == 0 ? first : first + 1;
  return count == 1 ? std::to_string(shown) : Concat(shown, ',', count);
}

}  // namespace

std::string UnifiedDiff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const std::vector<Line> script = Script(LinesOf(before), LinesOf(after));
  std::string out = Concat("--- ", path, "\n+++ ", path, '\n');
  size_t old_line = 0;
  size_t new_line = 0;
  for (size_t i = 0; i < script.size();) {
    if (script[i].sign == ' ') {
      ++i, ++old_line, ++new_line;
      continue;
    }
    // From the context before this change to that behind the last one which is near.
    const size_t begin = i - std::min(i, kContext);
    size_t last = i;
    for (size_t j = i; j < script.size() && j <= last + 2 * kContext; ++j) {
      if (script[j].sign != ' ') last = j;
    }
    const size_t end = std::min(script.size(), last + kContext + 1);
    const auto count = [&](char other) {
      return static_cast<size_t>(std::count_if(script.begin() + static_cast<ptrdiff_t>(begin),
                                               script.begin() + static_cast<ptrdiff_t>(end),
                                               [&](const Line& line) { return line.sign != other; }));
    };
    out += Concat("@@ -", Range(old_line - (i - begin), count('+')), " +", Range(new_line - (i - begin), count('-')),
                  " @@\n");
    for (size_t j = begin; j < end; ++j) {
      out += Concat(script[j].sign, script[j].text);
      if (!script[j].text.ends_with('\n')) out += "\n\\ No newline at end of file\n";
      if (j < i) continue;
      if (script[j].sign != '+') ++old_line;
      if (script[j].sign != '-') ++new_line;
    }
    i = end;
  }
  return out;
}

}  // namespace genesys_cfn::project
