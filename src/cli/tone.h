// SPDX-License-Identifier: Apache-2.0
// What a line is about, for its colour.
#pragma once

#include <string>

namespace genesys_cfn::cli {

enum class Tone { kPlain, kAdded, kChanged, kRemoved };

struct ToneLine {
  Tone tone;
  std::string text;

  friend bool operator==(const ToneLine&, const ToneLine&) = default;
};

}  // namespace genesys_cfn::cli
