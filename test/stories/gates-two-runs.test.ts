/** Two runs of one workspace at the same time: what both want to know is built once. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cliEnvironment, cliFile } from '../world/cli.ts'
import { appears } from '../world/files.ts'
import { gatedWorld, runsOf, withWork } from '../world/gated.ts'

test('a second run waits for what the first one builds, and says the same', async () => {
  await using world = await gatedWorld({ trees: ['net'], gates: { build: '' } })
  withWork(world, ['net'])
  const { folder, dir } = world
  const line = `echo >> ${folder}/runs; echo > ${folder}/begun; until test -e ${folder}/go -o ! -e ${folder}; do sleep 1; done`
  world.configure((text) => text.replace("run = ''''''", () => `run = "${line}"`))
  const run = (): { readonly ended: Promise<unknown>; readonly said: () => string } => {
    let said = ''
    const child = spawn(process.execPath, [cliFile(), 'run', '--date', '2026-01-14'], {
      cwd: dir,
      env: cliEnvironment(),
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    return { ended: once(child, 'exit'), said: () => said }
  }
  const first = run()
  await appears(folder, 'begun')
  const second = run()
  // Its pool is open: a moment later it asks.
  await appears(join(dir, 'cache', 'gates'), '1')
  writeFileSync(join(folder, 'go'), '')
  await Promise.all([first.ended, second.ended])
  expect(runsOf(world)).toBe(1)
  expect(first.said()).toMatch(/build +passed +\d/)
  expect(second.said()).toMatch(/build +passed +known/)
  expect(existsSync(join(dir, 'cache', 'gates', 'asked'))).toBe(true)
})
