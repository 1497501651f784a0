// SPDX-License-Identifier: Apache-2.0
// Hexadecimal, Base64 (RFC 4648), percent encoding (RFC 3986) and the escapes of XML.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace genesys_cfn {

// Lower-case, two digits a byte.
std::string HexEncode(std::string_view bytes);

// With padding, without line breaks.
std::string Base64Encode(std::string_view bytes);
// nullopt for wrong characters, padding or length.
std::optional<std::string> Base64Decode(std::string_view text);

enum class KeepSlash { kNo, kYes };
// Everything but `A-Z a-z 0-9 - _ . ~` (and '/', if kept) as %XX with upper-case digits; a blank is %20. This is the
// encoding of SigV4 and of path segments.
std::string PercentEncode(std::string_view text, KeepSlash keep_slash = KeepSlash::kNo);
// nullopt for a '%' that two hexadecimal digits do not follow. '+' stays '+'.
std::optional<std::string> PercentDecode(std::string_view text);

// For the text of an element and the value of an attribute. Characters that XML cannot hold become U+FFFD.
std::string EscapeXml(std::string_view text);

}  // namespace genesys_cfn
