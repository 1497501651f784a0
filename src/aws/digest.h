// SPDX-License-Identifier: Apache-2.0
// The cryptographic primitives of Signature Version 4, over raw bytes.
#pragma once

#include <string>
#include <string_view>

namespace genesys_cfn::aws {

// 32 bytes each.
std::string Sha256(std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view bytes);

// Takes the same time wherever two texts of one length differ.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

}  // namespace genesys_cfn::aws
