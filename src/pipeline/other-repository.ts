/** Another repository, named by the operator to be read: a folder on this machine, or a URL, of which what is named is fetched. */
import { cp, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findRepository } from '../base/git/find-repository.ts'
import { resolveCommit } from '../base/git/rev-parse.ts'
import { createScratch } from '../base/git/scratch.ts'
import type { Instant } from '../base/model/instant.ts'
import { branchFault, REF_UPSTREAM, type TreeName } from '../base/model/names.ts'
import { type CommitOid, isOid } from '../base/model/oid.ts'
import { PLAIN_TREE, type Roster, type Tree } from '../base/model/roster.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { parseRemoteUrl } from '../base/text/remote-url.ts'
import type { Git } from '../base/git/spawn.ts'
import { fetchTips } from '../stages/fetch/fetch-tips.ts'
import { PURPOSE } from '../stages/fetch/inspect.ts'
import { openWorkshop, type Workshop } from '../stages/integrate/workshop.ts'
import { commitInRecord } from './record-commit.ts'
import type { Machine, Workspace } from './workspace.ts'

/** A repository to read history from. */
export interface OtherRepository extends AsyncDisposable {
  /** Where its objects are. */
  readonly gitDir: string
  /** The commits that names stand for there, in the order of the names. Throws for one that stands for none. */
  find(names: readonly string[]): Promise<readonly CommitOid[]>
}

export interface Opening {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly roster: Roster
}

/** The record itself when no other is named. */
export async function openRepository(opening: Opening, repo: string | undefined): Promise<OtherRepository> {
  const { workspace, machine } = opening
  if (repo === undefined) return plainly(workspace.record.gitDir, (name) => commitInRecord(workspace.record.git, name))
  const gitDir = await folderOf(machine.git, repo)
  return gitDir === undefined
    ? fetched(opening, repo)
    : plainly(gitDir, (name) => resolveCommit(machine.git.at(gitDir), name))
}

/** The repository that a folder typed by the operator belongs to; undefined when a URL was typed. */
export async function folderOf(git: Git, repo: string): Promise<string | undefined> {
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(repo)
  if (isUrl && !repo.startsWith('file:///')) return undefined
  const folder = isUrl ? decodeURIComponent(repo.slice('file://'.length)) : resolve(repo)
  const there = await stat(folder).catch(() => undefined)
  const found = there?.isDirectory() === true ? await findRepository(git, folder) : undefined
  if (found !== undefined) return found
  // `host:path` is how ssh calls a repository.
  if (!isUrl && there === undefined && /^[^/]+:/.test(repo)) return undefined
  throw usageError(`there is no git repository in ${oneLine(folder)}`, 'Name its folder, or an https, ssh or git URL.')
}

/** A workshop that sees what the repository has. A shallow clone's edge is an edge there too. */
export async function openWorkshopOn(machine: Machine, { gitDir }: OtherRepository): Promise<Workshop> {
  const { git, pid, scratchFolder } = machine
  const shop = await openWorkshop(git, { recordDir: gitDir, scratchFolder, pid })
  await cp(join(gitDir, 'shallow'), join(shop.scratch.gitDir, 'shallow')).catch(() => undefined)
  return shop
}

function plainly(gitDir: string, findOne: (name: string) => Promise<CommitOid | undefined>): OtherRepository {
  return {
    gitDir,
    async find(names) {
      const found = await Promise.all(names.map(findOne))
      return found.map((commit, at) => commit ?? notFound(names[at] ?? ''))
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function notFound(name: string): never {
  throw usageError(
    `there is no commit ${JSON.stringify(oneLine(name))}`,
    'Name a branch, a tag or a commit that is there.',
  )
}

/** What is fetched joins a repository apart, under all the checks that a tree has, and goes away with it. */
async function fetched(opening: Opening, url: string): Promise<OtherRepository> {
  const { machine, workspace } = opening
  const { quarantineFolder: folder, record } = workspace
  const aside = await createScratch(machine.git, { folder, purpose: PURPOSE, pid: machine.pid, gitDir: record.gitDir })
  return {
    gitDir: aside.gitDir,
    find: (names) => bring(opening, { url, names, into: aside.git, now: machine.clock() }),
    [Symbol.asyncDispose]: () => aside[Symbol.asyncDispose](),
  }
}

export interface Bringing {
  readonly url: string
  /** Branches, or whole ids of commits. */
  readonly names: readonly string[]
  readonly into: Git
  readonly now: Instant
}

/** Fetches commits by way of the quarantine. They stand under `refs/trees/` in `into` then, by names that `stagingName` gives. */
export async function bring(
  { workspace, machine, roster }: Opening,
  bringing: Bringing,
): Promise<readonly CommitOid[]> {
  const { url, names, into, now } = bringing
  const trees = names.map((name, place) => stagedTree(url, name, place))
  const schemes = [...roster.fetch.schemes, 'file']
  const parsed = parseRemoteUrl(url, schemes)
  if (parsed.kind === 'refused') throw usageError(`${JSON.stringify(oneLine(url))} ${parsed.why}`, parsed.hint)
  const stands = await resolveCommit(workspace.record.git, REF_UPSTREAM)
  const { tips } = await fetchTips({
    git: machine.git,
    record: into,
    roster: {
      ...roster,
      fetch: { ...roster.fetch, schemes },
      trees,
      ...(stands ? {} : { upstream: upstreamFrom(roster, trees) }),
    },
    previous: new Map(),
    previousUpstream: undefined,
    now,
    scratchFolder: workspace.quarantineFolder,
    pid: machine.pid,
    passThrough: machine.passThrough,
    ...(stands ? { upstreamStands: stands } : {}),
    listen: machine.listen,
  })
  return tips.map(
    (tip, place) =>
      tip.commit ?? notBrought(url, names[place] ?? '', 'why' in tip ? tip.why : 'there is no such branch'),
  )
}

export function stagingName(place: number): TreeName {
  return `staged-${place}` as TreeName
}

function stagedTree(url: string, name: string, place: number): Tree {
  const fault = isOid(name) ? undefined : branchFault(name)
  if (fault !== undefined)
    throw usageError(
      `the branch ${JSON.stringify(oneLine(name))} ${fault}`,
      'Of a URL, name branches or whole commit ids.',
    )
  const pinned = isOid(name) ? (name as CommitOid) : undefined
  const plain = { ...PLAIN_TREE, kind: 'next', group: undefined } as const
  return { ...plain, name: stagingName(place), url, branch: pinned === undefined ? name : 'main', pinned }
}

/** Where nothing of upstream is known yet, the first branch asked for stands in for it. */
function upstreamFrom({ upstream }: Roster, trees: readonly Tree[]): Roster['upstream'] {
  const tree = trees.find(({ pinned }) => pinned === undefined)
  return tree === undefined ? upstream : { ...upstream, url: tree.url, branch: tree.branch }
}

function notBrought(url: string, name: string, why: string): never {
  throw new OperatingError(
    'git-failed',
    `${oneLine(name)} cannot be had from ${oneLine(url)}: ${oneLine(why)}`,
    'Name a branch that is there, or a whole commit id.',
  )
}
