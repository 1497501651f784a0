// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genesys_cfn::cli {

// In characters.
struct TerminalSize {
  int columns = 80;
  int rows = 24;
};

}  // namespace genesys_cfn::cli
