/** What conflicts of a run may be settled by: the resolutions on record at one head of their chain, and the roster's rules. */
import type { ResolutionId, Settling } from '../base/model/settling.ts'
import type { RunRecord } from '../base/model/run.ts'
import { distinct } from '../base/std/collections.ts'
import { openShelf } from '../memory/resolutions/index-shelf.ts'
import { shelfOf } from '../memory/resolutions/memory-shelf.ts'
import { readResolutions } from '../memory/resolutions/store.ts'
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
 * The same from the chain alone, without an index. All of it is read, and not only what the release names: where two answers differ, nothing
 * was settled, and neither is named.
 */
export async function settlingOf(reading: Reading, record: RunRecord): Promise<SettlingGround | undefined> {
  const { settling } = record.plan
  if (settling?.resolutions === undefined) return settling && { ...settling, shelf: undefined }
  const { resolutions, withdrawals } = await readResolutions(reading.folders, reading.reader, settling.resolutions)
  return { ...settling, shelf: shelfOf(resolutions, withdrawals) }
}
