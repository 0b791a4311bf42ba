import { mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { movePack, packIds, packNames, packObjectCount, storePack } from '../../../src/base/git/pack-files.ts'
import type { Oid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'

test('a pack is counted, listed and moved', async () => {
  using folder = testFolder()
  const from = join(folder.path, 'from.git')
  const to = join(folder.path, 'to.git')
  initBare(from)
  initBare(to)
  importCommits(from, [{ branch: 'main', subject: 'x', files: { a: '1', b: '2' } }])
  git(from, ['repack', '-adq'])
  const [name = ''] = await packNames(join(from, 'objects'))
  const pack = join(from, 'objects', 'pack', name)
  expect(await packObjectCount(`${pack}.pack`)).toBe(4)
  const listed: Oid[] = []
  for await (const ids of packIds(`${pack}.idx`)) listed.push(...ids)
  expect(listed).toEqual(git(from, ['rev-list', '--objects', '--no-object-names', '--all']).split('\n').sort())
  const main = git(from, ['rev-parse', 'main'])
  await movePack(name, join(from, 'objects'), join(to, 'objects'))
  expect(readdirSync(join(from, 'objects', 'pack')).filter((file) => file.endsWith('.idx'))).toEqual([])
  expect(git(to, ['cat-file', '-t', main])).toBe('commit')
})

test('a file that is no pack holds nothing, and one that is no index is not read', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'x')
  writeFileSync(path, 'PAC')
  expect(await packObjectCount(path)).toBe(0)
  await expect(packIds(path).next()).rejects.toThrow('is no pack index of version 2')
})

test('while a pack is being written, nothing that git would open stands half written in the folder', async () => {
  using folder = testFolder()
  const objects = join(folder.path, 'objects')
  mkdirSync(join(objects, 'pack'), { recursive: true })
  const seen = new Set<string>()
  const watcher = watch(join(objects, 'pack'), (_, name) => name !== null && seen.add(name))
  const sum = Buffer.alloc(20, 7)
  const name = `pack-${sum.toString('hex')}`
  await storePack(objects, { pack: Buffer.alloc(1000, 1), index: Buffer.alloc(1000, 2), sum })
  while (!seen.has(`${name}.idx`)) await new Promise((resolve) => watcher.once('change', resolve))
  watcher.close()
  expect([...seen].filter((file) => /\.(idx|pack)$/.test(file)).toSorted()).toEqual([`${name}.idx`, `${name}.pack`])
  expect(readdirSync(join(objects, 'pack')).toSorted()).toEqual([`${name}.idx`, `${name}.pack`])
})
