// SPDX-License-Identifier: Apache-2.0
// A change set as JSON text, as the store keeps it. Reading is tolerant: what is missing keeps its default.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "emulator/cloudformation/change_set.h"

namespace genesys_cfn::emulator::change_set_json {

std::string Write(const ChangeSetRecord& record);
Result<ChangeSetRecord> Read(std::string_view text);

}  // namespace genesys_cfn::emulator::change_set_json
