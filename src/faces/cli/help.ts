/** `tributary help`, which tells of a command that there is none instead of listing all that there are. */
import type { Command } from 'commander'

export function addHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help [command...]')
    .summary('how a command is used')
    .description('how a command is used\n\nThe same as --help behind it.')
    .action((names: readonly string[]) => {
      let found = program
      for (const name of names) {
        const next = found.commands.find((command) => command.name() === name)
        if (next === undefined) found.error(`error: unknown command '${name}'`, { code: 'commander.unknownCommand' })
        else found = next
      }
      found.outputHelp()
    })
}
