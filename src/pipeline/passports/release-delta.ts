/** What a release is otherwise than the one before, commit by commit: asked of git for the trees that moved, in a handful of processes. */
import { readCommitKeys } from '../../base/git/commit-keys.ts'
import { type CommitLink, commitsBeyond } from '../../base/git/commit-walk.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { distinct } from '../../base/std/collections.ts'
import type { LastTaken, PassportBook } from '../../memory/record/passports/passport-book.ts'
import type { Brought, ReleaseDelta } from '../../memory/record/passports/take-release.ts'
import { commitsOfTips } from '../judging/commits-of-trees.ts'

export async function releaseDelta(
  git: Git,
  book: PassportBook,
  { name, record }: Release,
  before: LastTaken | undefined,
): Promise<ReleaseDelta> {
  const upstream = record.plan.upstream.tip
  const now = new Map(record.trees.flatMap(({ name: tree, version }) => (version ? [[tree, version] as const] : [])))
  const isRewound = before !== undefined && (await commitsBeyond(git, [before.upstream], [upstream])).length > 0
  const landed = before === undefined ? [] : ordinary(await commitsBeyond(git, [upstream], [before.upstream]))
  const versions = changedVersions(before?.versions ?? new Map(), now, isRewound)
  const moves = await movesOf(git, book, versions, upstream)
  // Trees that stand still lose what upstream took.
  const taken = landed.flatMap((oid) => book.bringersOf(oid)).filter(({ tree }) => !versions.has(tree))
  const unknown = distinct([...moves.entered.map(({ oid }) => oid), ...landed]).filter((oid) => !book.has(oid))
  const keys = await readCommitKeys(git, unknown)
  return {
    release: name,
    at: record.plan.instant,
    upstream,
    versions,
    entered: moves.entered,
    left: [...moves.left, ...taken],
    landed,
    keys: new Map(keys.map((one) => [one.oid, one])),
  }
}

type Versions = ReadonlyMap<TreeName, CommitOid | undefined>

/** When upstream lost commits, any tree may bring more than it did. */
function changedVersions(before: Versions, now: Versions, isRewound: boolean): Versions {
  const trees = distinct([...before.keys(), ...now.keys()])
  const changed = trees.filter((tree) => isRewound || before.get(tree) !== now.get(tree))
  return new Map(changed.map((tree) => [tree, now.get(tree)]))
}

async function movesOf(
  git: Git,
  book: PassportBook,
  versions: Versions,
  upstream: CommitOid,
): Promise<{ readonly entered: readonly Brought[]; readonly left: readonly Brought[] }> {
  const trees = [...versions.keys()]
  const tips = [...versions.values()]
  const links = await commitsBeyond(git, distinct(tips.flatMap((tip) => tip ?? [])), [upstream])
  const merges = new Set(links.flatMap(({ commit, parents }) => (parents.length > 1 ? [commit] : [])))
  const entered: Brought[] = []
  const left: Brought[] = []
  for (const [place, commits] of commitsOfTips(links, tips).entries()) {
    const tree = trees[place] as TreeName
    const had = book.broughtBy(tree)
    const has = new Set(commits.filter((commit) => !merges.has(commit)))
    for (const oid of has) if (!had.has(oid)) entered.push({ tree, oid })
    for (const oid of had) if (!has.has(oid)) left.push({ tree, oid })
  }
  return { entered, left }
}

/** Without merges. */
function ordinary(links: readonly CommitLink[]): CommitOid[] {
  return links.flatMap(({ commit, parents }) => (parents.length > 1 ? [] : [commit]))
}
