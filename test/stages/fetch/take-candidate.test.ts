import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { transportTo } from '../../../src/base/git/transport.ts'
import type { CommitOid, Oid } from '../../../src/base/model/oid.ts'
import { parseRemoteUrl } from '../../../src/base/text/remote-url.ts'
import { openDesk } from '../../../src/stages/fetch/desk.ts'
import { KnownShapes } from '../../../src/stages/fetch/known-shapes.ts'
import type { Received } from '../../../src/stages/fetch/quarantine.ts'
import { takeCandidate } from '../../../src/stages/fetch/take-candidate.ts'
import { EvilObjects } from '../../world/evil.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { ROOMY } from '../../world/fetch-scene.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

async function take(folder: string, candidate: Oid, limits = ROOMY): Promise<Received> {
  const url = parseRemoteUrl(join(folder, 'record.git'), ['file'])
  if (url.kind !== 'ok') throw new Error(url.why)
  const recordDir = join(folder, 'own.git')
  const place = { git: testGit(), recordDir, folder: join(folder, 'quarantine'), pid: process.pid }
  await using desk = await openDesk(place.git, { ...place, gitDir: recordDir })
  const none = { identity: undefined, knownHosts: undefined, credentialHelper: undefined, passThrough: {} }
  const transport = transportTo(url.url, [], { ...none, globalConfig: desk.globalConfig })
  const gate = { ...place, record: place.git.at(recordDir), shapes: new KnownShapes() }
  return await takeCandidate(gate, transport, candidate as CommitOid, limits)
}

function objectsIn(folder: string): string {
  return git(join(folder, 'own.git'), ['count-objects', '-v'])
}

test('a candidate comes by its id, one after the other, and each replaces the one before', async () => {
  using folder = testFolder()
  const record = join(folder.path, 'record.git')
  for (const dir of [record, join(folder.path, 'own.git')]) initBare(dir)
  importCommits(record, [
    { branch: 'one', subject: 'one', files: { 'a.c': 'one\n' } },
    { branch: 'two', parents: ['one'], subject: 'two', files: { 'a.c': 'two\n' } },
    { branch: 'three', subject: 'another history', files: { 'b.c': 'three\n' } },
  ])
  for (const branch of ['one', 'two', 'three']) {
    const oid = git(record, ['rev-parse', branch]) as Oid
    expect(await take(folder.path, oid)).toEqual({ kind: 'here', oids: [oid] })
    expect(git(join(folder.path, 'own.git'), ['rev-parse', 'refs/trees/candidate'])).toBe(oid)
  }
  expect(readdirSync(join(folder.path, 'quarantine'))).toEqual([])
})

test('what hides files, or is more than allowed, does not join, whoever let it into the record', async () => {
  using folder = testFolder()
  const record = join(folder.path, 'record.git')
  for (const dir of [record, join(folder.path, 'own.git')]) initBare(dir)
  const evil = new EvilObjects()
  const hook = evil.tree(['100644', 'config', evil.blob('[core]\n')])
  const hidden = evil.commit(evil.tree(['40000', '.git', hook]))
  const deep = evil.commit(
    evil.tree(['40000', 'a', evil.tree(['40000', 'b', evil.tree(['100644', 'c', evil.blob()])])]),
  )
  evil.install(record, 'evil', hidden)
  const nothing = objectsIn(folder.path)
  expect(await take(folder.path, hidden)).toEqual({
    kind: 'refused',
    why: 'object f7255aa83410 is at fault: a folder lists a file called ".git", or one that some file systems take for it (hasDotgit)',
  })
  expect(await take(folder.path, deep, { ...ROOMY, treeDepth: 2 })).toEqual({
    kind: 'refused',
    why: 'it nests folders deeper than the 2 that are allowed',
  })
  expect(await take(folder.path, 'f'.repeat(40) as Oid)).toMatchObject({ kind: 'unreachable' })
  expect(objectsIn(folder.path)).toBe(nothing)
})
