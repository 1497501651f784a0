// SPDX-License-Identifier: Apache-2.0
// Completion of the command line in shells: scripts that are made from the table of commands. Names of stacks come from
// `genesys-cfn status` when the state directory is there; nothing else is asked at run time. Pure.
#pragma once

#include <string>

#include "cli/command_table.h"

namespace genesys_cfn::cli {

std::string BashCompletion(const CommandTable& table);
std::string ZshCompletion(const CommandTable& table);
std::string FishCompletion(const CommandTable& table);

}  // namespace genesys_cfn::cli
