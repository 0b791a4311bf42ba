import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takeOwnership } from '../../../src/base/std/ownership.ts'
import { testFolder } from '../../world/folder.ts'

test('of many that want the same, one gets it, also when it has to be taken from the dead', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'owner')
  const dead = execFileSync('sh', ['-c', 'echo $$']).toString()
  for (const before of [undefined, dead, 'garbage', '']) {
    if (before !== undefined) writeFileSync(path, before)
    const got = await Promise.all(Array.from({ length: 20 }, () => takeOwnership(path, process.pid)))
    expect(got.filter(Boolean)).toHaveLength(1)
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
    expect(readdirSync(folder.path)).toEqual(['owner'])
  }
})
