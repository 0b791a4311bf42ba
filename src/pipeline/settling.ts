/** What conflicts of a run may be settled by: the resolutions on record at one head of their chain, and the roster's rules. */
import type { CommitOid } from '../base/model/oid.ts'
import type { ResolutionId, Settling } from '../base/model/settling.ts'
import type { RunRecord } from '../base/model/run.ts'
import { distinct } from '../base/std/collections.ts'
import { openShelf } from '../memory/resolutions/index-shelf.ts'
import { shelfOf } from '../memory/resolutions/memory-shelf.ts'
import { readResolution } from '../memory/resolutions/store.ts'
import type { SettlingGround } from '../stages/integrate/settle/settle.ts'
import type { Reading, Workspace } from './workspace.ts'

/** Merge fixes that are out of use: those an earlier release retired, and those the last one did. */
export function retiredFixes(previous: RunRecord | undefined): readonly ResolutionId[] {
  return distinct([...(previous?.plan.settling?.retired ?? []), ...(previous?.retired ?? [])])
}

/** Opens what a plan names, for a run. The caller closes it when merging is over. */
export async function openSettling(
  workspace: Pick<Workspace, 'shelfPath'>,
  reading: Reading,
  settling: Settling | undefined,
): Promise<{ readonly ground: SettlingGround | undefined } & Disposable> {
  if (settling?.resolutions === undefined)
    return { ground: settling && { ...settling, shelf: undefined }, [Symbol.dispose]: () => undefined }
  const shelf = await openShelf(workspace.shelfPath, reading.folders, reading.reader, settling.resolutions)
  return { ground: { ...settling, shelf }, [Symbol.dispose]: () => shelf[Symbol.dispose]() }
}

/**
 * The same from a release's record alone, without an index: what it used, and every merge fix it could have used. What is chosen among all
 * resolutions is chosen among these, too, since a choice depends on those that agree with it only.
 */
export async function settlingOf(reading: Reading, record: RunRecord): Promise<SettlingGround | undefined> {
  const { settling } = record.plan
  if (settling?.resolutions === undefined) return settling && { ...settling, shelf: undefined }
  const head: CommitOid = settling.resolutions
  const used = await Promise.all(usedBy(record).map((id) => readResolution(reading.folders, reading.reader, head, id)))
  return {
    ...settling,
    shelf: shelfOf(
      used.filter((resolution) => resolution !== undefined),
      [],
    ),
  }
}

/** Every resolution that a release names. */
export function usedBy(record: RunRecord): readonly ResolutionId[] {
  const ofTrees = [...record.trees, ...record.groups].flatMap(({ settled = [] }) => settled.flatMap(({ by }) => by))
  const ofConflicts = record.conflicts.flatMap(({ settled = [], partly }) => [...settled, ...(partly?.by ?? [])])
  const named = [...ofTrees, ...ofConflicts].flatMap((settler) => (settler.kind === 'resolution' ? [settler.id] : []))
  const fixes = record.conflicts.flatMap(({ fix }) => fix ?? [])
  return distinct([...named, ...fixes, ...(record.retired ?? [])])
}
