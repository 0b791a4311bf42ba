import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packNames } from '../../../src/base/git/pack-files.ts'
import { createScratch } from '../../../src/base/git/scratch.ts'
import { clearLeftovers } from '../../../src/stages/fetch/leftovers.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

/** The id of a process that has been and gone. */
function deadPid(): number {
  return spawnSync('true').pid
}

/** A quarantine with one pack in it, and a record beside it. */
async function quarantineOf(
  folder: string,
  pid: number,
): Promise<{ record: string; scratch: string; packDir: string; name: string }> {
  const record = join(folder, 'record.git')
  const scratch = join(folder, 'scratch')
  initBare(record)
  const quarantine = await createScratch(testGit(), { folder: scratch, purpose: 'fetch', pid, gitDir: record })
  importCommits(quarantine.gitDir, [{ branch: 'main', subject: 'x', files: { x: '' } }])
  git(quarantine.gitDir, ['repack', '-adq'])
  const [name = ''] = await packNames(quarantine.objectsDir)
  return { record, scratch, packDir: join(quarantine.objectsDir, 'pack'), name }
}

test('the quarantine of a dead process goes, and that of a living one stays', async () => {
  using folder = testFolder()
  const { record, scratch } = await quarantineOf(folder.path, deadPid())
  const living = await createScratch(testGit(), { folder: scratch, purpose: 'fetch', pid: process.pid, gitDir: record })
  mkdirSync(join(scratch, 'of somebody else'))
  expect(await clearLeftovers(scratch, join(record, 'objects'))).toBe(1)
  expect(readdirSync(scratch).sort()).toEqual(['of somebody else', living.gitDir.slice(scratch.length + 1)].sort())
})

test('a pack that had joined but for its index is taken out again', async () => {
  using folder = testFolder()
  const { record, scratch, packDir, name } = await quarantineOf(folder.path, deadPid())
  const joined = join(record, 'objects', 'pack', `${name}.pack`)
  renameSync(join(packDir, `${name}.pack`), joined)
  await clearLeftovers(scratch, join(record, 'objects'))
  expect(existsSync(joined)).toBe(false)
})

test('a pack that has joined stays, though the same came once more', async () => {
  using folder = testFolder()
  const { record, scratch, packDir, name } = await quarantineOf(folder.path, deadPid())
  for (const ending of ['pack', 'idx']) {
    renameSync(join(packDir, `${name}.${ending}`), join(record, 'objects', 'pack', `${name}.${ending}`))
  }
  git(packDir, ['index-pack', '-o', join(packDir, `${name}.idx`), join(record, 'objects', 'pack', `${name}.pack`)])
  await clearLeftovers(scratch, join(record, 'objects'))
  expect(existsSync(join(record, 'objects', 'pack', `${name}.pack`))).toBe(true)
})

test('without a scratch folder there is nothing to clear', async () => {
  using folder = testFolder()
  expect(await clearLeftovers(join(folder.path, 'nowhere'), join(folder.path, 'objects'))).toBe(0)
})
