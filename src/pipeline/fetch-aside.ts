/** Brings a branch here that is looked at and not kept: what it has joins a throw-away repository instead of the record. */
import { createScratch, type Scratch } from '../base/git/scratch.ts'
import type { Git } from '../base/git/spawn.ts'
import type { Instant } from '../base/model/instant.ts'
import { parseTreeName, type TreeName } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import { PLAIN_TREE, type Roster, type Source, type Tree } from '../base/model/roster.ts'
import type { Tip } from '../base/model/tip.ts'
import { assert } from '../base/std/assert.ts'
import { usageError } from '../base/std/operating-error.ts'
import { parseRemoteUrl } from '../base/text/remote-url.ts'
import { fetchTips } from '../stages/fetch/fetch-tips.ts'
import { PURPOSE } from '../stages/fetch/inspect.ts'
import type { Machine, Workspace } from './workspace.ts'

/** A branch that is tried. */
export interface Tried {
  readonly source: Source
  /** The tree of the roster in whose place it goes; by itself, after all others, when left out. */
  readonly as: string | undefined
}

/** The tree as the roster would have it. What the operator types may be a path, whatever the roster allows. */
export function treeFor(roster: Roster, { source, as }: Tried): Tree {
  const url = parseRemoteUrl(source.url, [...roster.fetch.schemes, 'file'])
  if (url.kind === 'refused') throw usageError(`${JSON.stringify(source.url)} ${url.why}`, url.hint)
  if (as === undefined) {
    const name = freeName(roster)
    const { url, branch } = source
    const plain = { ...PLAIN_TREE, group: undefined, pinned: undefined }
    return { name, kind: 'next', url, branch, ...plain }
  }
  const stands = roster.trees.find((tree) => tree.name === as)
  if (stands === undefined)
    throw usageError(
      `there is no tree ${JSON.stringify(as)} in the roster`,
      'The trees are listed by: tributary trees list',
    )
  return { ...stands, ...source, pinned: undefined }
}

/** `tried`, or with a number behind it where a tree is called that. */
export function freeName(roster: Roster): TreeName {
  const taken = new Set(roster.trees.map((tree) => tree.name.toLowerCase()))
  for (let place = 1; ; place += 1) {
    const name = parseTreeName(place === 1 ? 'tried' : `tried-${place}`)
    if (name !== undefined && !taken.has(name)) return name
  }
}

/** Named as quarantines are, so that the next fetch clears it away should we be killed. */
export function openAside({ git, pid }: Machine, { quarantineFolder: folder, record }: Workspace): Promise<Scratch> {
  return createScratch(git, { folder, purpose: PURPOSE, pid, gitDir: record.gitDir })
}

export interface Aside {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly roster: Roster
  readonly tree: Tree
  readonly now: Instant
  readonly upstream: CommitOid | undefined
}

/** Fetches the branch under all the checks that a tree's fetch has. */
export async function fetchAside(aside: Git, { workspace, machine, roster, tree, now, upstream }: Aside): Promise<Tip> {
  const { git, pid, passThrough, listen } = machine
  const schemes = [...roster.fetch.schemes, 'file']
  const fetched = await fetchTips({
    git,
    record: aside,
    roster: { ...roster, fetch: { ...roster.fetch, schemes }, trees: [tree] },
    previous: new Map(),
    previousUpstream: undefined,
    now,
    scratchFolder: workspace.quarantineFolder,
    pid,
    passThrough,
    ...(upstream === undefined ? {} : { upstreamStands: upstream }),
    listen,
  })
  const [tip] = fetched.tips
  assert(tip !== undefined, 'one tree was asked for')
  return tip
}
