# SPDX-License-Identifier: Apache-2.0
# Completion for fish: put this file into ~/.config/fish/completions. Commands are those that the program itself names.
complete -c genesys-cfn -n __fish_use_subcommand -f -a "(genesys-cfn --help 2>/dev/null | awk '/^Subcommands:/ {on = 1; next} /^[^ ]/ {on = 0} on && /^  [a-z]/ {print \$1}')"
complete -c genesys-cfn -l output -x -a 'text json'
complete -c genesys-cfn -l state-dir -r
