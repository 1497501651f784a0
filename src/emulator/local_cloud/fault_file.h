// SPDX-License-Identifier: Apache-2.0
// A file of scripted faults, YAML or JSON: {"faults": [...]}, each as docs/faults.md has it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "emulator/genesys/fault.h"

namespace genesys_cfn::emulator {

// kInvalidInput names every mistake as "faults.yaml:3:5: ...", one a line; `name` is how messages call the file.
Result<std::vector<Fault>> ParseFaultFile(std::string_view text, std::string_view name);
// kIo when the file cannot be read.
Result<std::vector<Fault>> ReadFaultFile(const std::string& path);

}  // namespace genesys_cfn::emulator
