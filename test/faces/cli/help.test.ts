import { expect, test } from 'vitest'
import { makeProgram } from '../../../src/faces/cli/program.ts'
import { openTerminal } from '../../world/typed.ts'

test('every command stands in a chapter of the help, once', () => {
  const program = makeProgram()
  const help = program.helpInformation()
  for (const command of program.commands)
    expect(help.split(new RegExp(`^ {2}${command.name()}\\b(?!-)`, 'm'))).toHaveLength(2)
  expect(help).not.toContain('\nCommands:')
})

test('help of a command is what it says of itself', async () => {
  using terminal = openTerminal()
  const asked = await terminal.tributary('.', 'help', 'trees', 'add')
  expect(asked).toContain('Usage: tributary trees add [options] <name> <url#branch>')
})

test('help of a command that is not there says so', async () => {
  const program = makeProgram().configureOutput({ writeErr: () => undefined, outputError: () => undefined })
  const asked = program.parseAsync(['node', 'tributary', 'help', 'nosuch'])
  await expect(asked).rejects.toMatchObject({ exitCode: 1, message: "error: unknown command 'nosuch'" })
})
