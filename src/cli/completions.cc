// SPDX-License-Identifier: Apache-2.0
#include "cli/completions.h"

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"

namespace genesys_cfn::cli {
namespace {

// A text in single quotes, in any of the three shells.
std::string Quoted(std::string_view text, Shell shell) {
  return Concat("'", ReplaceAll(text, "'", shell == Shell::kFish ? "\\'" : "'\\''"), "'");
}

std::vector<std::string> NamesOf(const std::vector<OptionEntry>& options) {
  std::vector<std::string> names;
  for (const OptionEntry& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

std::vector<OptionEntry> Positionals(const CommandEntry& command) {
  std::vector<OptionEntry> found;
  for (const OptionEntry& option : command.options) {
    if (option.names.empty()) found.push_back(option);
  }
  return found;
}

// ---- bash

constexpr std::string_view kBashHead =
    R"(# Completion for bash, written by `genesys-cfn completions bash`. Source this file, or put it into
# ~/.local/share/bash-completion/completions as genesys-cfn.

_genesys_cfn_stacks() {
  [[ -d ${GENESYS_CFN_STATE_DIR:-.genesys-cfn} ]] && genesys-cfn status 2>/dev/null | awk 'NR > 1 {print $1}'
}

)";

constexpr std::string_view kBashTail = R"(
_genesys_cfn() {
  local word=${COMP_WORDS[COMP_CWORD]} command='' option='' position=0 index at kind values
  COMPREPLY=()
  [[ $word == '=' ]] && word=''
  for ((index = 1; index < COMP_CWORD; index++)); do
    at=${COMP_WORDS[index]}
    if [[ $at == -* ]]; then
      option=$at
    elif [[ $at == '=' ]]; then
      continue
    elif [[ -n $option ]]; then
      case $(_genesys_cfn_value "$command $option") in
        '') option=''; position=$((position + 1)) ;;
        list*) ;;
        *) option='' ;;
      esac
      if [[ -z $command && $position -gt 0 ]]; then command=$at; position=0; fi
    elif [[ -z $command ]]; then
      command=$at
    else
      position=$((position + 1))
    fi
  done
  if [[ $word == -* ]]; then
    values=$(_genesys_cfn_options "$command")
  else
    kind=''
    [[ -n $option ]] && kind=$(_genesys_cfn_value "$command $option")
    [[ -z $kind ]] && kind=$(_genesys_cfn_position "$command" "$position")
    kind=${kind#list }
    case $kind in
      file) compopt -o filenames 2>/dev/null; values=''; mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
      directory) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
      stack) values=$(_genesys_cfn_stacks) ;;
      words\ *) values=${kind#words } ;;
      *) return ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
}
complete -F _genesys_cfn genesys-cfn
)";

std::string BashKind(const OptionEntry& option) {
  const std::string list = option.is_list ? "list " : "";
  switch (option.kind) {
    case ValueKind::kFile:
      return list + "file";
    case ValueKind::kDirectory:
      return list + "directory";
    case ValueKind::kStack:
      return list + "stack";
    case ValueKind::kChoice:
      return Concat(list, "words ", Join(option.choices, " "));
    case ValueKind::kText:
      return list + "text";
    case ValueKind::kNone:
      break;
  }
  return {};
}

std::string BashValues(std::string_view command, const std::vector<OptionEntry>& options) {
  std::string rows;
  for (const OptionEntry& option : options) {
    if (option.kind == ValueKind::kNone || option.names.empty()) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names) patterns.push_back(Concat(command, name));
    rows += Concat("    ", Join(patterns, " | "), ") echo '", BashKind(option), "' ;;\n");
  }
  return rows;
}

std::string Bash(const CommandTable& table) {
  std::vector<std::string> names;
  const std::string common = Join(NamesOf(table.common), " ");
  std::string options = "_genesys_cfn_options() {\n  case $1 in\n";
  std::string values = "_genesys_cfn_value() {\n  case $1 in\n" + BashValues("*' '", table.common);
  std::string positions;
  for (const CommandEntry& command : table.commands) {
    names.push_back(command.name);
    options += Concat("    ", command.name, ") echo '", Join(NamesOf(command.options), " "), " ", common, "' ;;\n");
    values += BashValues(Concat("'", command.name, " '"), command.options);
    const auto by_place = Positionals(command);
    for (size_t i = 0; i < by_place.size(); ++i) {
      positions +=
          Concat("    '", command.name, " ", i, "'", by_place[i].is_list ? Concat(" | '", command.name, " '*") : "",
                 ") echo '", BashKind(by_place[i]), "' ;;\n");
    }
  }
  options += Concat("    *) echo '", common, "' ;;\n  esac\n}\n\n");
  values += "  esac\n}\n\n";
  return Concat(kBashHead, options, values, "_genesys_cfn_position() {\n  case \"$1 $2\" in\n    ' '*) echo 'words ",
                Join(names, " "), "' ;;\n", positions, "  esac\n}\n", kBashTail);
}

// ---- zsh

std::string ZshAction(const OptionEntry& option) {
  switch (option.kind) {
    case ValueKind::kFile:
      return ":file:_files";
    case ValueKind::kDirectory:
      return ":directory:_files -/";
    case ValueKind::kStack:
      return ":stack:_genesys_cfn_stacks";
    case ValueKind::kChoice:
      return Concat(":value:(", Join(option.choices, " "), ")");
    case ValueKind::kText:
      return ":value: ";
    case ValueKind::kNone:
      break;
  }
  return {};
}

std::string ZshSpecifications(const std::vector<OptionEntry>& options, std::string_view indentation) {
  std::string rows;
  size_t position = 0;
  for (const OptionEntry& option : options) {
    if (option.names.empty()) {
      const std::string place = option.is_list ? "*" : Concat(++position);
      rows += Concat(indentation, Quoted(Concat(place, ZshAction(option)), Shell::kZsh), " \\\n");
    }
    const std::string about = ReplaceAll(ReplaceAll(option.about, "[", "\\["), "]", "\\]");
    for (const std::string& name : option.names) {
      const std::string repeated = option.is_list ? "*" : "";
      rows +=
          Concat(indentation, Quoted(Concat(repeated, name, "[", about, "]", ZshAction(option)), Shell::kZsh), " \\\n");
    }
  }
  return rows;
}

std::string Zsh(const CommandTable& table) {
  std::string script =
      "#compdef genesys-cfn\n"
      "# Completion for zsh, written by `genesys-cfn completions zsh`. Put this file into a folder of $fpath as "
      "_genesys-cfn.\n\n"
      "_genesys_cfn_stacks() {\n"
      "  [[ -d ${GENESYS_CFN_STATE_DIR:-.genesys-cfn} ]] || return\n"
      "  compadd -- ${(f)\"$(genesys-cfn status 2>/dev/null | awk 'NR > 1 {print $1}')\"}\n"
      "}\n\n"
      "_genesys_cfn_commands() {\n  local -a commands=(\n";
  for (const CommandEntry& command : table.commands) {
    script += Concat("    ", Quoted(Concat(command.name, ":", command.about), Shell::kZsh), "\n");
  }
  script +=
      "  )\n  _describe -t commands command commands\n}\n\n"
      "_genesys-cfn() {\n  local curcontext=$curcontext state line\n  typeset -A opt_args\n  local -a common=(\n";
  script += ReplaceAll(ZshSpecifications(table.common, "    "), " \\\n", "\n");
  script +=
      "  )\n  _arguments -C $common '1:command:_genesys_cfn_commands' '*::argument:->argument'\n"
      "  [[ $state == argument ]] || return\n  case $line[1] in\n";
  for (const CommandEntry& command : table.commands) {
    script += Concat("    ", command.name, ")\n      _arguments \\\n", ZshSpecifications(command.options, "        "),
                     "        $common\n      ;;\n");
  }
  return script +
         "  esac\n}\n\nif [[ $funcstack[1] == _genesys-cfn ]]; then\n  _genesys-cfn \"$@\"\nelse\n"
         "  compdef _genesys-cfn genesys-cfn\nfi\n";
}

// ---- fish

std::string FishAction(const OptionEntry& option) {
  switch (option.kind) {
    case ValueKind::kFile:
      return " -r -F";
    case ValueKind::kDirectory:
      return " -x -a '(__fish_complete_directories)'";
    case ValueKind::kStack:
      return " -x -a '(__genesys_cfn_stacks)'";
    case ValueKind::kChoice:
      return Concat(" -x -a ", Quoted(Join(option.choices, " "), Shell::kFish));
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
    rows += Concat(action, " -d ", Quoted(option.about, Shell::kFish), "\n");
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

std::string Fish(const CommandTable& table) {
  std::vector<std::string> with_value;
  for (const OptionEntry& option : table.common) {
    if (option.kind != ValueKind::kNone) with_value.insert(with_value.end(), option.names.begin(), option.names.end());
  }
  std::string script = ReplaceAll(kFishHead, "OPTIONS", Join(with_value, " "));
  script += FishOptions(table.common, "");
  for (const CommandEntry& command : table.commands) {
    script += Concat("complete -c genesys-cfn -n '__genesys_cfn_command_is \"\"' -a ", command.name, " -d ",
                     Quoted(command.about, Shell::kFish), "\n");
    script += FishOptions(command.options, Concat(" -n '__genesys_cfn_command_is ", command.name, "'"));
  }
  return script;
}

}  // namespace

std::string CompletionScript(Shell shell, const CommandTable& table) {
  if (shell == Shell::kBash) return Bash(table);
  return shell == Shell::kZsh ? Zsh(table) : Fish(table);
}

Result<int> RunCompletions(CommandContext& context, const CompletionsCommand& command) {
  context.surroundings.out << CompletionScript(command.shell, DescribeCommandLine());
  return kDone;
}

}  // namespace genesys_cfn::cli
