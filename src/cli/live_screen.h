// SPDX-License-Identifier: Apache-2.0
// Lines at the bottom of a terminal that are drawn again and again, with the lines that stay above them. Pure: gives
// the bytes to write.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal_size.h"
#include "cli/tone.h"

namespace genesys_cfn::cli {

class LiveScreen {
 public:
  enum class Colour { kOff, kOn };
  explicit LiveScreen(Colour colour) : colour_(colour) {}

  // Puts `staying` above and `live` below in the place of the live lines of before; "" when nothing changes. The cursor
  // stands below the last line. Live lines must fit into the terminal.
  std::string Draw(const std::vector<ToneLine>& staying, const std::vector<ToneLine>& live, TerminalSize size);

 private:
  [[nodiscard]] std::string Text(const ToneLine& line) const;

  Colour colour_;
  std::vector<ToneLine> drawn_;
};

}  // namespace genesys_cfn::cli
