// SPDX-License-Identifier: Apache-2.0
// Completion of the command line in shells: scripts that are made from the table of commands. Names of stacks come from
// `genesys-cfn status` when the state directory is there; nothing else is asked at run time.
#pragma once

#include <string>

#include "cli/command_line.h"
#include "cli/command_table.h"

namespace genesys_cfn::cli {

std::string CompletionScript(Shell shell, const CommandTable& table);

}  // namespace genesys_cfn::cli
