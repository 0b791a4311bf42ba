import { expect, test } from 'vitest'
import { cliFile, runCli } from '../../../world/cli.ts'
import { World } from '../../../world/world.ts'

test('a pipe gets no colours unless they are asked for, whatever the environment is said to be', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  const print = (...words: string[]): string =>
    runCli(cliFile(), ['show', ...words], { cwd: world.dir, env: { CI: 'true', FORCE_COLOR: '1' } }).stdout
  expect(print()).toContain('next-')
  expect(print()).not.toContain('\u001b')
  expect(print('--color', 'always')).toContain('\u001b[1mnext-')
})
