/** Shell completion: a script a shell can source, made from the commands themselves. */
import type { Command } from 'commander'
import { usageError } from '../../base/std/operating-error.ts'

export function addCompletion(program: Command): void {
  program
    .command('completion <shell>')
    .summary('print a completion script for bash, zsh or fish')
    .description('print a completion script for bash, zsh or fish\n\nFor bash: source <(tributary completion bash)')
    .showHelpAfterError('  How it is used: tributary completion --help')
    .action((shell: string) => {
      process.stdout.write(`${completionScript(program, shell)}\n`)
    })
}

export function completionScript(program: Command, shell: string): string {
  switch (shell) {
    case 'bash':
      return bash(program)
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}`
    case 'fish':
      return fish(program)
    default:
      throw usageError(`there is no completion for ${shell}`, 'Known are: bash, zsh, fish.')
  }
}

/** What may follow each command: its own commands and options. Keys are command paths such as `trees add`. */
function words(program: Command): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const visit = (command: Command, path: readonly string[]): void => {
    const options = command.options.flatMap((option) => (option.long ? [option.long] : []))
    found.set(path.join(' '), [...command.commands.map((child) => child.name()), ...options, '--help'])
    for (const child of command.commands) visit(child, [...path, child.name()])
  }
  visit(program, [])
  return found
}

function bash(program: Command): string {
  const cases = [...words(program)].map(([path, next]) => `    '${path}') words='${next.join(' ')}' ;;`)
  return `_tributary() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  while :; do
    words=''
    case "$path" in
${cases.join('\n')}
    esac
    if [ -n "$words" ] || [ -z "$path" ]; then break; fi
    case "$path" in *' '*) path="\${path% *}" ;; *) path='' ;; esac
  done
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _tributary tributary`
}

function fish(program: Command): string {
  return [...words(program)]
    .flatMap(([path, next]) =>
      next.map((word) => {
        const condition =
          path === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${path.split(' ').at(-1)}`
        return word.startsWith('--')
          ? `complete -c tributary -n '${condition}' -l ${word.slice(2)}`
          : `complete -c tributary -f -n '${condition}' -a ${word}`
      }),
    )
    .join('\n')
}
