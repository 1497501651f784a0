// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace genesys_cfn::emulator {

// The text of node_runtime.cjs, which node runs.
extern const std::string_view kNodeRuntime;

}  // namespace genesys_cfn::emulator
