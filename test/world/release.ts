/** Releases as they are recorded, for tests that read records: no git behind them, and ids made from words. */
import { createHash } from 'node:crypto'
import type { BlamedCommit, Conflict, ConflictId, Culprit } from '../../src/base/model/conflict.ts'
import { type Instant, startOfDay } from '../../src/base/model/instant.ts'
import { parseReleaseName, releaseDay, type ReleaseName } from '../../src/base/model/names.ts'
import type { BlobOid, CommitOid, TreeOid } from '../../src/base/model/oid.ts'
import type { Person } from '../../src/base/model/person.ts'
import type { Tree } from '../../src/base/model/roster.ts'
import type { PlannedTree, RunRecord, TreeRecord } from '../../src/base/model/run.ts'
import { treeName } from './roster.ts'

export const INTEGRATOR: Person = { name: 'Next Integrator', email: 'integrator@example.org' }

/** A commit id that is the same wherever a test says the same words. */
export function commitNamed(words: string): CommitOid {
  return hash(words) as CommitOid
}

export function releaseNamed(text: string): ReleaseName {
  const name = parseReleaseName(text)
  if (name === undefined) throw new Error(`the test calls a release ${text}`)
  return name
}

export function dayOf(text: string): Instant {
  const instant = startOfDay(text)
  if (instant === undefined) throw new Error(`the test calls a day ${text}`)
  return instant
}

/** What a test says of one tree of a release; it went in at its tip unless said otherwise. */
export interface TreeInRelease {
  readonly tree: Tree
  readonly planned?: Partial<PlannedTree>
  readonly done?: Partial<TreeRecord>
}

export function testRecord(release: string, trees: readonly TreeInRelease[], more: Partial<RunRecord> = {}): RunRecord {
  const name = releaseNamed(release)
  const day = releaseDay(name).day.replace(/(....)(..)(..)/, '$1-$2-$3')
  const planned = trees.map(plannedTree)
  return {
    plan: {
      release: name,
      instant: dayOf(day),
      integrator: INTEGRATOR,
      gitVersion: '2.39.5',
      upstream: {
        name: "Linus' tree",
        url: 'https://example.org/linux.git',
        branch: 'master',
        tip: commitNamed('upstream'),
      },
      trees: planned,
      decisions: undefined,
      previousRun: undefined,
      attributes: [],
      recordFolder: 'Next',
      settling: undefined,
      configuration: hash('tributary.toml'),
    },
    trees: trees.map(({ done }, n) => doneTree(planned[n]!, done)),
    groups: [],
    conflicts: [],
    retired: undefined,
    contentTree: hash('content') as TreeOid,
    ...more,
  }
}

function plannedTree({ tree, planned }: TreeInRelease): PlannedTree {
  const tip = commitNamed(`tip of ${tree.name}`)
  return {
    name: tree.name,
    kind: tree.kind,
    url: tree.url,
    branch: tree.branch,
    group: tree.group,
    pinned: tree.pinned,
    state: 'same',
    tip,
    since: undefined,
    versions: [{ commit: planned?.tip ?? tip, release: undefined }],
    reason: { kind: 'as-fetched' },
    ...planned,
  }
}

function doneTree(planned: PlannedTree, done: Partial<TreeRecord> = {}): TreeRecord {
  return {
    name: planned.name,
    outcome: 'merged',
    version: planned.tip,
    versionFrom: undefined,
    restores: undefined,
    mergeCommit: commitNamed(`merge of ${planned.name}`),
    result: undefined,
    why: undefined,
    settled: undefined,
    ...done,
  }
}

/** A conflict of a tree's tip with another tree, or with upstream where `partner` is left out. */
export interface ConflictWords {
  readonly tree: string
  readonly partner?: string
  readonly path: string
  /** Subjects of the commits blamed. Their authors are `<tree>-author@example.org`. */
  readonly ours?: readonly string[]
  readonly theirs?: readonly string[]
}

export function testConflict(words: ConflictWords, more: Partial<Conflict> = {}): Conflict {
  const oursBy = culprit(words.partner, words.ours ?? [`change ${words.path}`])
  const theirsBy = culprit(words.tree, words.theirs ?? [`change ${words.path}, too`])
  const stage = { mode: 0o100644, oid: hash(words.path) as BlobOid, path: words.path }
  return {
    id: hash(`conflict in ${words.path}`) as ConflictId,
    tree: treeName(words.tree),
    version: commitNamed(`tip of ${words.tree}`),
    path: words.path,
    kind: 'content',
    type: 'CONFLICT (contents)',
    base: stage,
    ours: stage,
    theirs: stage,
    hunks: [],
    pairs: [{ ours: [oursBy], theirs: theirsBy }],
    oursBy,
    theirsBy,
    settled: undefined,
    partly: undefined,
    fix: undefined,
    ...more,
  }
}

function culprit(tree: string | undefined, subjects: readonly string[]): Culprit {
  const author = { name: `${tree ?? 'upstream'} author`, email: `${tree ?? 'upstream'}-author@example.org` }
  const commits = subjects.map(
    (subject): BlamedCommit => ({ commit: commitNamed(subject), subject, author, committer: author }),
  )
  return { tree: tree === undefined ? undefined : treeName(tree), commits }
}

function hash(words: string): string {
  return createHash('sha1').update(words).digest('hex')
}
