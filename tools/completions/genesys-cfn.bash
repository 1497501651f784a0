# SPDX-License-Identifier: Apache-2.0
# Completion for bash: source this file, or put it into /usr/share/bash-completion/completions as genesys-cfn. Commands
# and options are those that the program itself names.
_genesys_cfn() {
  local word=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]} command='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case ${COMP_WORDS[index]} in
      --state-dir | --output | --access-key | --secret-key-file) index=$((index + 1)) ;;
      -*) ;;
      *) command=${COMP_WORDS[index]}; break ;;
    esac
  done
  if [[ $word == -* ]]; then
    # shellcheck disable=SC2207,SC2086
    COMPREPLY=($(compgen -W "$("$program" $command --help 2>/dev/null | grep -oE '^ +(-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+')" -- "$word"))
  elif [[ -z $command ]]; then
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -W "$("$program" --help 2>/dev/null | awk '/^Subcommands:/ {on = 1; next} /^[^ ]/ {on = 0} on && /^  [a-z]/ {print $1}')" -- "$word"))
  else
    # shellcheck disable=SC2207
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _genesys_cfn genesys-cfn
