// SPDX-License-Identifier: Apache-2.0
// Records as JSON text, the form in which the store keeps what it need not search by. Reading is tolerant: what is
// missing keeps its default.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "emulator/cloudformation/stack_record.h"

namespace genesys_cfn::emulator::stack_json {

std::string WriteInput(const StackInput& input);
// nullptr: nothing but defaults.
StackInput ReadInput(const json::Value* value);
std::string WriteStack(const StackRecord& record);
Result<StackRecord> ReadStack(std::string_view text);
std::string WriteResource(const ResourceRecord& resource);
Result<ResourceRecord> ReadResource(std::string_view text);

}  // namespace genesys_cfn::emulator::stack_json
