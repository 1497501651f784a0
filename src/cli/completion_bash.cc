// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/completion_scripts.h"

namespace genesys_cfn::cli {
namespace {

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

}  // namespace

std::string BashCompletion(const CommandTable& table) {
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

}  // namespace genesys_cfn::cli
