// SPDX-License-Identifier: Apache-2.0
// The few XML texts of the small services.
#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace genesys_cfn::emulator {

// & < > " and carriage returns as entities; control characters that XML cannot hold become U+FFFD.
std::string XmlText(std::string_view text);

// "<Name>text</Name>", escaped.
inline std::string XmlElementOf(std::string_view name, std::string_view text) {
  return Concat('<', name, '>', XmlText(text), "</", name, '>');
}

}  // namespace genesys_cfn::emulator
