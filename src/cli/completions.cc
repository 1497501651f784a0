// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/completion_scripts.h"
#include "cli/exit_code.h"

namespace genesys_cfn::cli {
namespace {

std::string ScriptFor(Shell shell) {
  const CommandTable table = DescribeCommandLine();
  switch (shell) {
    case Shell::kBash:
      return BashCompletion(table);
    case Shell::kZsh:
      return ZshCompletion(table);
    case Shell::kFish:
      break;
  }
  return FishCompletion(table);
}

}  // namespace

Result<int> RunCompletions(CommandContext& context, const CompletionsCommand& command) {
  context.surroundings.out << ScriptFor(command.shell);
  return kDone;
}

}  // namespace genesys_cfn::cli
