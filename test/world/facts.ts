/** Facts for tests of rules, made up without git. */
import type { CommitFacts, PatchId, PathChange } from '../../src/base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../../src/base/model/facts.ts'
import { type CommitOid, commitOid } from '../../src/base/model/oid.ts'
import { NO_OWNERS } from '../../src/base/model/owners.ts'
import type { Tree } from '../../src/base/model/roster.ts'
import { EPOCH } from './fast-import.ts'
import { dayOf } from './release.ts'
import { testTree } from './roster.ts'

/** The commit of that number: its id and its patch id are made of it. */
export function testOid(number: number): CommitOid {
  return commitOid(number.toString(16).padStart(40, '0'))
}

export interface CommitSketch extends Partial<Omit<CommitFacts, 'changes' | 'oid'>> {
  readonly number: number
  /** Each a file with a line more. */
  readonly paths?: readonly string[]
  readonly changes?: readonly PathChange[]
}

export function testCommit({ number, paths = [], changes, ...more }: CommitSketch): CommitFacts {
  const signed = {
    who: { name: 'Test Author', email: 'author@example.org' },
    when: { epochSeconds: EPOCH + number * 60, zoneMinutes: 0 },
  }
  return {
    oid: testOid(number),
    parents: [testOid(0)],
    author: signed,
    committer: signed,
    message: `change ${number}\n\nSigned-off-by: Test Author <author@example.org>\n`,
    changes: changes ?? paths.map((path) => ({ path, kind: 'modified', insertions: 1, deletions: 0 })),
    patchId: `patch${number}` as PatchId,
    markers: [],
    ...more,
  }
}

export interface TreeSketch extends Partial<Omit<TreeFacts, 'tree' | 'merges' | 'brings'>> {
  readonly tree: string | Tree
}

const NO_CYCLE = {
  calendar: { kind: 'unknown', why: 'no-tags', passedOver: [] },
  arrivals: undefined,
} satisfies Pick<Facts, 'calendar' | 'arrivals'>

/** Facts of trees in this order, each with its commits, parents first. A commit of two parents is a merge. */
export function testFacts(trees: readonly TreeSketch[], more: Partial<Omit<Facts, 'trees'>> = {}): Facts {
  const met = new Set<CommitOid>()
  const judged = trees.map(({ tree: named, commits: all = [], ...rest }): TreeFacts => {
    const tree = typeof named === 'string' ? testTree(named) : named
    const commits = all.filter(({ parents }) => parents.length < 2)
    const brings = commits.filter(({ oid }) => !met.has(oid))
    for (const { oid } of brings) met.add(oid)
    const tip = all.at(-1)?.oid ?? testOid(0)
    const merges = all.filter(({ parents }) => parents.length > 1)
    const known = { end: all.at(-1), bases: [], twins: new Map(), lost: [] }
    return { tree, tip: { tree: tree.name, state: 'same', commit: tip }, merges, brings, ...known, ...rest, commits }
  })
  return {
    trees: judged,
    upstream: testOid(0),
    named: new Map(),
    mergedTwins: [],
    owners: NO_OWNERS,
    ...NO_CYCLE,
    now: dayOf('2026-01-14'),
    ...more,
  }
}
