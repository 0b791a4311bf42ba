/** Gates of a user who is not root: what root left in a work tree stands in nobody's way for long, and is told of. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cliEnvironment, cliFile, type CliResult } from '../world/cli.ts'
import { gatedWorld, withWork } from '../world/gated.ts'

const NOBODY = 65_534

function asNobody(cwd: string, ...args: readonly string[]): CliResult {
  const [uid, gid] = [NOBODY, NOBODY]
  const setting = { cwd, env: cliEnvironment(), encoding: 'utf8', uid, gid } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [cliFile(), ...args], setting)
  return { exit: status, stdout, stderr }
}

test('what a gate left as root is moved aside, and where to is said', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'only root can become somebody else')
  await using world = await gatedWorld({ trees: ['net'], gates: { build: 'cat net/core.c' } })
  withWork(world, ['net'])
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, world.folder])
  skip(asNobody(world.dir, '--version').exit !== 0, 'nobody may not read the program here')
  expect(asNobody(world.dir, 'run').stderr).toContain('the gate build passed')
  // As a build that calls sudo, or docker, leaves it: where the candidate has a file.
  const slot = join(world.dir, 'cache', 'gates', '0')
  execFileSync('rm', ['-r', join(slot, 'tree', 'net')])
  const left = join(slot, 'tree', 'net', 'core.c')
  mkdirSync(left, { recursive: true })
  writeFileSync(join(left, 'object'), '')
  chmodSync(left, 0o700)
  world.configure((text) => text.replace('cat net/core.c', 'cat ./net/core.c'))
  const again = asNobody(world.dir, 'run')
  expect(again.stderr).toContain('the gate build passed')
  expect(again.stderr).toContain(
    `a gate left files that this user cannot remove, so they were moved to ${slot}/tree.stuck-1; remove them as the user they belong to`,
  )
  expect(readdirSync(join(slot, 'tree.stuck-1'))).toContain('net')
})
