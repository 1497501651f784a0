// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/completion_scripts.h"

namespace genesys_cfn::cli {
namespace {

std::string Quoted(std::string_view text) {
  return Concat("'", ReplaceAll(text, "'", "'\\''"), "'");
}

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
      rows += Concat(indentation, Quoted(Concat(place, ZshAction(option))), " \\\n");
    }
    const std::string about = ReplaceAll(ReplaceAll(option.about, "[", "\\["), "]", "\\]");
    for (const std::string& name : option.names) {
      const std::string repeated = option.is_list ? "*" : "";
      rows += Concat(indentation, Quoted(Concat(repeated, name, "[", about, "]", ZshAction(option))), " \\\n");
    }
  }
  return rows;
}

}  // namespace

std::string ZshCompletion(const CommandTable& table) {
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
    script += Concat("    ", Quoted(Concat(command.name, ":", command.about)), "\n");
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

}  // namespace genesys_cfn::cli
