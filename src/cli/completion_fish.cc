// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/completion_scripts.h"

namespace genesys_cfn::cli {
namespace {

std::string Quoted(std::string_view text) {
  return Concat("'", ReplaceAll(text, "'", "\\'"), "'");
}

std::string FishAction(const OptionEntry& option) {
  switch (option.kind) {
    case ValueKind::kFile:
      return " -r -F";
    case ValueKind::kDirectory:
      return " -x -a '(__fish_complete_directories)'";
    case ValueKind::kStack:
      return " -x -a '(__genesys_cfn_stacks)'";
    case ValueKind::kChoice:
      return Concat(" -x -a ", Quoted(Join(option.choices, " ")));
    case ValueKind::kText:
      return " -x";
    case ValueKind::kNone:
      break;
  }
  return {};
}

std::string FishOptions(const std::vector<OptionEntry>& options, std::string_view condition) {
  std::string rows;
  for (const OptionEntry& option : options) {
    std::string action = FishAction(option);
    if (option.names.empty()) {
      // The value of a place is not that of an option: "-r" and "-x" would ask for one.
      action = ReplaceAll(ReplaceAll(action, " -r", ""), " -x", "");
      if (!action.empty()) rows += Concat("complete -c genesys-cfn", condition, action, "\n");
      continue;
    }
    rows += Concat("complete -c genesys-cfn", condition);
    for (const std::string& name : option.names) {
      rows += name.starts_with("--") ? Concat(" -l ", name.substr(2)) : Concat(" -s ", name.substr(1));
    }
    rows += Concat(action, " -d ", Quoted(option.about), "\n");
  }
  return rows;
}

constexpr std::string_view kFishHead =
    R"(# Completion for fish, written by `genesys-cfn completions fish`. Put this file into ~/.config/fish/completions as
# genesys-cfn.fish.

function __genesys_cfn_stacks
  set -q GENESYS_CFN_STATE_DIR; or set -l GENESYS_CFN_STATE_DIR .genesys-cfn
  test -d $GENESYS_CFN_STATE_DIR; and genesys-cfn status 2>/dev/null | awk 'NR > 1 {print $1}'
end

# Whether the command on the line is this one; "" for none.
function __genesys_cfn_command_is
  set -l words (commandline -opc)
  set -l skips no
  set -l command ''
  for word in $words[2..]
    if test $skips = yes
      set skips no
    else if contains -- $word OPTIONS
      set skips yes
    else if not string match -q -- '-*' $word
      set command $word
      break
    end
  end
  test "$command" = "$argv[1]"
end

complete -c genesys-cfn -f
)";

}  // namespace

std::string FishCompletion(const CommandTable& table) {
  std::vector<std::string> with_value;
  for (const OptionEntry& option : table.common) {
    if (option.kind != ValueKind::kNone) with_value.insert(with_value.end(), option.names.begin(), option.names.end());
  }
  std::string script = ReplaceAll(kFishHead, "OPTIONS", Join(with_value, " "));
  script += FishOptions(table.common, "");
  for (const CommandEntry& command : table.commands) {
    script += Concat("complete -c genesys-cfn -n '__genesys_cfn_command_is \"\"' -a ", command.name, " -d ",
                     Quoted(command.about), "\n");
    script += FishOptions(command.options, Concat(" -n '__genesys_cfn_command_is ", command.name, "'"));
  }
  return script;
}

}  // namespace genesys_cfn::cli
