// SPDX-License-Identifier: Apache-2.0
// An element of the few XML texts of the small services.
#pragma once

#include <string>
#include <string_view>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {

// "<Name>text</Name>", escaped.
inline std::string XmlElementOf(std::string_view name, std::string_view text) {
  return Concat('<', name, '>', EscapeXml(text), "</", name, '>');
}

}  // namespace genesys_cfn::emulator
