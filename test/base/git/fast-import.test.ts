import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importHistory } from '../../../src/base/git/fast-import.ts'
import { Git } from '../../../src/base/git/spawn.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'

const BY = { name: 'Net Maintainer', email: 'net@example.org' }
const AT = { epochSeconds: 1_767_225_600, zoneMinutes: 0 }

const patch = (ref: string, message: string, files: Readonly<{ [path: string]: string }>) =>
  ({ kind: 'commit', ref, author: BY, committer: BY, at: AT, message, files }) as const

test('branches grow, begin anew and are merged, and tags name them', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'net.git')
  initBare(dir)
  const door = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: [] }, dir)
  const tag = { kind: 'tag', name: 'v1', from: 'refs/heads/main', tagger: BY, at: AT, message: 'one\n' } as const
  await importHistory(door, [
    { ...patch('refs/heads/main', 'begin\n', { 'a b.c': 'ä\n' }), from: 'nothing' },
    patch('refs/heads/main', 'go on\n', { 'b.c': 'two\n' }),
    tag,
  ])
  await importHistory(door, [
    patch('refs/heads/main', 'a day later\n', { 'b.c': 'three\n' }),
    { ...patch('refs/heads/topic', 'beside it\n', { 'c.c': '' }), from: 'refs/tags/v1' },
  ])
  await importHistory(door, [
    { ...patch('refs/heads/main', 'merge\n', { 'c.c': '' }), merges: 'refs/heads/topic' },
    { ...patch('refs/heads/topic', 'anew\n', { 'd.c': 'd\n' }), from: 'refs/tags/v1' },
  ])
  expect(git(dir, ['log', '--graph', '--format=%s', 'main']).replace(/ +$/gm, '')).toMatchInlineSnapshot(`
    "*   merge
    |\\
    | * beside it
    * | a day later
    |/
    * go on
    * begin"
  `)
  expect(git(dir, ['log', '--format=%s', 'topic']).split('\n')).toEqual(['anew', 'go on', 'begin'])
  expect(git(dir, ['cat-file', 'blob', 'main:a b.c'])).toBe('ä')
  expect(git(dir, ['for-each-ref', '--format=%(objecttype) %(*subject)', 'refs/tags'])).toBe('tag go on')
})
