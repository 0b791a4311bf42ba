/** What conflicts of a run may be settled by: the resolutions on record at one head of their chain, and the roster's rules. */
import type { ResolutionId, Settling } from '../base/model/settling.ts'
import type { RunRecord } from '../base/model/run.ts'
import { distinct } from '../base/std/collections.ts'
import { earlierShelf } from '../memory/resolutions/earlier-shelf.ts'
import { openShelf } from '../memory/resolutions/index-shelf.ts'
import { shelfOf } from '../memory/resolutions/memory-shelf.ts'
import { hasAllOf, readResolution, readResolutions, readWithdrawals } from '../memory/resolutions/store.ts'
import type { SettlingGround } from '../stages/integrate/settle/settle.ts'
import type { Heads } from './ground.ts'
import type { Reading, Workspace } from './workspace.ts'

/** Merge fixes that are out of use: those an earlier release retired, and those the last one did. */
export function retiredFixes(previous: RunRecord | undefined): readonly ResolutionId[] {
  return distinct([...(previous?.plan.settling?.retired ?? []), ...(previous?.retired ?? [])])
}

interface Opened extends Disposable {
  readonly ground: SettlingGround | undefined
}

/** Opens what a plan names, for a run. The caller closes it when merging is over. */
export async function openSettling(
  workspace: Pick<Workspace, 'shelfPath'>,
  reading: Reading,
  settling: Settling | undefined,
): Promise<Opened> {
  if (settling?.resolutions === undefined)
    return { ground: settling && { ...settling, shelf: undefined }, [Symbol.dispose]: () => undefined }
  const shelf = await openShelf(workspace.shelfPath, reading.folders, reading.reader, settling.resolutions)
  return { ground: { ...settling, shelf }, [Symbol.dispose]: () => shelf[Symbol.dispose]() }
}

/**
 * The same for a release that is there. Not only what the release names is looked for: where two answers differ, nothing was settled, and neither
 * is named. What is on record now is indexed, so the index finds what may matter, and the chain as the release had it says what did.
 */
export async function reopenSettling(
  workspace: Pick<Workspace, 'shelfPath'>,
  { folders, reader, heads }: Reading & { readonly heads: Pick<Heads, 'resolutions'> },
  settling: Settling | undefined,
): Promise<Opened> {
  if (settling?.resolutions === undefined) return openSettling(workspace, { folders, reader }, settling)
  const { resolutions: head } = settling
  const now = heads.resolutions
  if (now === undefined || !(await hasAllOf(folders, reader, now, head))) {
    // Somebody moved the ref to another chain. That must cost the release nothing.
    const { resolutions, withdrawals } = await readResolutions(folders, reader, head)
    return { ground: { ...settling, shelf: shelfOf(resolutions, withdrawals) }, [Symbol.dispose]: () => undefined }
  }
  const index = await openShelf(workspace.shelfPath, folders, reader, now)
  const shelf = earlierShelf(index, async (id) => {
    const resolution = await readResolution(folders, reader, head, id)
    return resolution && { resolution, withdrawals: await readWithdrawals(folders, reader, head, id) }
  })
  return { ground: { ...settling, shelf }, [Symbol.dispose]: () => index[Symbol.dispose]() }
}
