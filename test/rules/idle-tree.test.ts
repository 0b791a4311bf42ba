import { expect, test } from 'vitest'
import type { Facts } from '../../src/base/model/facts.ts'
import { idleTree } from '../../src/rules/idle-tree.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'
import { dayOf } from '../world/release.ts'

const WHO = { name: 'Net Maintainer', email: 'net@example.org' }

function commitOf(number: number, day: string) {
  const signed = { who: WHO, when: dayOf(day) }
  return testCommit({ number, author: signed, committer: signed })
}

function told(facts: Facts): string[] {
  return idleTree(facts).map(({ what, evidence }) => [what, ...evidence].join(' | '))
}

test('a tree that has not moved for more than a year is found, with a row for the table of such trees', () => {
  expect(told(testFacts([{ tree: 'net', end: commitOf(1, '2024-12-01') }]))).toEqual([
    'Its last commit is of 2024-12-01, more than a year ago. | net  2024-12-01  https://example.org/net.git#main  nothing beyond upstream',
  ])
  expect(told(testFacts([{ tree: 'net', end: commitOf(1, '2025-02-01') }]))).toEqual([])
  expect(told(testFacts([{ tree: 'net', end: undefined }]))).toEqual([])
})

test('a tree of which all is upstream under other ids is found, one of which some is is not', () => {
  const commits = [commitOf(1, '2026-01-01'), commitOf(2, '2026-01-01')]
  const twin = { commit: testOid(9), subject: 's' }
  const twins = new Map(commits.map(({ oid }) => [oid, twin]))
  expect(told(testFacts([{ tree: 'net', commits, twins }]))[0]).toContain(
    'All its 2 commits are upstream as other commits.',
  )
  expect(told(testFacts([{ tree: 'net', commits, twins: new Map([[testOid(1), twin]]) }]))).toEqual([])
})

test('a tree of merges alone is found', () => {
  const merge = { ...commitOf(3, '2026-01-01'), parents: [testOid(1), testOid(2)] }
  expect(told(testFacts([{ tree: 'net', commits: [merge] }]))[0]).toContain('It has 1 merge beyond upstream')
})

test('a tree on an ancient release is found, unless it has merged a newer one', () => {
  const commits = [commitOf(1, '2026-01-01')]
  const old = commitOf(8, '2023-05-05')
  expect(told(testFacts([{ tree: 'net', commits, bases: [old] }]))[0]).toContain('is of 2023-05-05')
  expect(told(testFacts([{ tree: 'net', commits, bases: [old, commitOf(9, '2025-12-01')] }]))).toEqual([])
})
