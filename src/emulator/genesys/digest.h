// SPDX-License-Identifier: Apache-2.0
// How client secrets and tokens are kept: as SHA-256 digests, so that a copy of the database opens nothing.
#pragma once

#include <string>
#include <string_view>

namespace genesys_cfn::emulator {

// Lower-case hexadecimal SHA-256 of `salt` and `secret`.
std::string SecretDigest(std::string_view salt, std::string_view secret);

}  // namespace genesys_cfn::emulator
