/**
 * Merges contents ahead of time: all files that several sides changed, in a few large questions to two git processes, supposing that
 * every tree goes in at its best version. Where that proves wrong, the merge itself asks again; nothing here decides anything.
 */
import type { Change } from '../../base/git/diff-tree.ts'
import type { Entry } from '../../base/git/folder.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import { contentKey, type ContentMemo, forgetLost, learnContents } from './content-merge.ts'
import { type BothChanged, isFile } from './plain-merge.ts'
import type { Workshop } from './workshop.ts'

/** Fewer files than this are not worth a second process. */
const SHARE_MIN = 40

/** One path's future: how it stands, and who changes it next. */
interface Future {
  readonly path: string
  ours: Entry
  readonly next: { readonly base: Entry; readonly theirs: Entry }[]
}

export async function foresee(
  shop: Workshop,
  upstream: TreeOid,
  versions: readonly (readonly Change[])[],
  memo: ContentMemo,
): Promise<void> {
  const futures = await futuresOf(shop, upstream, versions)
  for (let wave = advance(futures); wave.length > 0; wave = advance(futures)) {
    await learnTogether(
      shop,
      wave.map(({ job }) => job),
      memo,
    )
    for (const { future, job } of wave) future.ours = memo.get(contentKey(job)) ?? future.ours
  }
}

/** Files that some version changed, as upstream has them. What is added, deleted or no regular file is left to the merge itself. */
async function futuresOf(
  shop: Workshop,
  upstream: TreeOid,
  versions: readonly (readonly Change[])[],
): Promise<Future[]> {
  const futures = new Map<string, Future | undefined>()
  for (const change of versions.flat()) {
    const { path, oldMode, oldOid, newMode, newOid } = change
    if (!isFile(oldMode) || !isFile(newMode)) {
      futures.set(path, undefined)
      continue
    }
    if (!futures.has(path)) {
      const ours = await shop.folders.at(upstream, path)
      futures.set(path, ours && isFile(ours.mode) ? { path, ours, next: [] } : undefined)
    }
    futures.get(path)?.next.push({ base: { mode: oldMode, oid: oldOid }, theirs: { mode: newMode, oid: newOid } })
  }
  return [...futures.values()].filter((future) => future !== undefined)
}

/** Goes on to the next change of each path that needs merging; changes onto what is still the base are simply taken. */
function advance(futures: readonly Future[]): { readonly future: Future; readonly job: BothChanged }[] {
  const wave: { future: Future; job: BothChanged }[] = []
  for (const future of futures) {
    for (let change = future.next.shift(); change !== undefined; change = future.next.shift()) {
      if (!same(future.ours, change.base)) {
        wave.push({ future, job: { path: future.path, ours: future.ours, ...change } })
        break
      }
      future.ours = change.theirs
    }
  }
  return wave
}

/** Half of them each, so that both cores of a small machine are at it. */
async function learnTogether(shop: Workshop, jobs: readonly BothChanged[], memo: ContentMemo): Promise<void> {
  // What comes of these is merged with what comes next.
  await forgetLost(shop, jobs, memo)
  const unknown = jobs.filter((job) => !memo.has(contentKey(job)))
  if (unknown.length < SHARE_MIN) return learnContents(shop, shop.merger, unknown, memo)
  const half = Math.ceil(unknown.length / 2)
  await Promise.all([
    learnContents(shop, shop.merger, unknown.slice(0, half), memo),
    learnContents(shop, shop.second, unknown.slice(half), memo),
  ])
}

function same(a: Entry, b: Entry): boolean {
  return a.oid === b.oid && a.mode === b.mode
}
