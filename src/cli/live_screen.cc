// SPDX-License-Identifier: Apache-2.0
#include "cli/live_screen.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "cli/progress_model.h"

namespace genesys_cfn::cli {
namespace {

// How many rows a line takes; more than one when the terminal was made narrower since.
int Rows(const std::string& text, int columns) {
  const auto length =
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  const int width = std::max(1, columns);
  return std::max(1, (static_cast<int>(length) + width - 1) / width);
}

}  // namespace

std::string LiveScreen::Text(const ToneLine& line) const {
  std::string text = FitColumns(line.text, std::numeric_limits<size_t>::max());
  if (colour_ == Colour::kOff) return text;
  switch (line.tone) {
    case Tone::kAdded:
      return Concat("\x1b[32m", text, "\x1b[0m");
    case Tone::kChanged:
      return Concat("\x1b[33m", text, "\x1b[0m");
    case Tone::kRemoved:
      return Concat("\x1b[31m", text, "\x1b[0m");
    default:
      return text;
  }
}

std::string LiveScreen::Draw(const std::vector<ToneLine>& staying, const std::vector<ToneLine>& live,
                             TerminalSize size) {
  if (staying.empty() && live == drawn_) return {};
  std::string bytes;
  int up = 0;
  for (const ToneLine& line : drawn_) up += Rows(line.text, size.columns);
  if (up > 0) bytes += Concat("\x1b[", up, "A\r\x1b[J");
  for (const auto* lines : {&staying, &live}) {
    for (const ToneLine& line : *lines) bytes += Text(line) + "\n";
  }
  drawn_ = live;
  return bytes;
}

}  // namespace genesys_cfn::cli
