// SPDX-License-Identifier: Apache-2.0
// Fn::Cidr: an IP block cut into smaller ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace genesys_cfn::cloudformation {

// The first `count` (1 to 256) blocks with `subnet_bits` bits for hosts in `block` ("10.0.0.0/16", "2001:db8::/56").
// Without subnet_bits: 8, for IPv4 only. kInvalidInput with a text that says what does not fit.
Result<std::vector<std::string>> CidrBlocks(std::string_view block, int64_t count, std::optional<int64_t> subnet_bits);

}  // namespace genesys_cfn::cloudformation
