import { expect, test } from 'vitest'
import { strayFile } from '../../src/rules/stray-file.ts'
import { testCommit, testFacts } from '../world/facts.ts'

function found(
  paths: readonly string[],
  kind: 'added' | 'modified' = 'added',
  markers: readonly string[] = [],
): string[] {
  const changes = paths.map((path) => ({ path, kind, insertions: 1, deletions: 0 }))
  return strayFile(testFacts([{ tree: 'net', commits: [testCommit({ number: 1, changes, markers })] }])).map(
    ({ what, evidence }) => [what, ...evidence].join(' | '),
  )
}

test('what tools leave lying about is found by its name', () => {
  expect(found(['net/core.c.rej', 'net/core.c'])).toEqual([
    'It adds 1 file that looks left over. | net/core.c.rej: hunks that did not apply',
  ])
  const left = ['a.orig', 'b~', 'x/.core.c.swp', '#c#', '.#d', '.DS_Store', 'e_BACKUP_4711.c', 'nohup.out']
  expect(found(left)[0]).toMatch(/^It adds 8 files that look left over/)
})

test('what only looks a little like it is not, and what was there before is no news', () => {
  expect(found(['origin', 'rej.c', 'docs/a.original', 'swap.sw', '~/x', '.swiftlint.yml', 'base.c'])).toEqual([])
  expect(found(['net/core.c.rej'], 'modified')).toEqual([])
})

test('conflict markers are a finding of their own', () => {
  expect(found(['net/core.c'], 'modified', ['net/core.c'])).toEqual([
    'It adds conflict markers to 1 file. | net/core.c',
  ])
})
