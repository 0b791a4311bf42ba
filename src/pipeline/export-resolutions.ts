/** Gives what is on record to git's rerere: puts it into an `rr-cache`. */
import type { BlobOid } from '../base/model/oid.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { offersOf } from '../memory/resolutions/rr-cache/variants.ts'
import { writeCache, type Written } from '../memory/resolutions/rr-cache/write-cache.ts'
import { readResolutions } from '../memory/resolutions/store.ts'
import { look } from './look.ts'
import type { Workspace } from './workspace.ts'

export interface Export extends Written {
  /** Resolutions in force of which rerere keeps nothing. */
  readonly unfit: number
}

/** Everything in force that rerere could have learned itself. What stands in the folder already stays as it is. */
export async function exportResolutions(workspace: Workspace, folder: string): Promise<Export> {
  await using looked = await look(workspace)
  const { folders, reader, heads } = looked
  const { resolutions, withdrawals } = await readResolutions(folders, reader, heads.resolutions)
  const offers = offersOf(resolutions, withdrawals)
  try {
    const written = await writeCache(folder, offers, (oid) => reader.read(oid as BlobOid, 'blob'))
    return { ...written, unfit: offers.unfit }
  } catch (error) {
    if (error instanceof OperatingError) throw error
    throw new OperatingError(
      'disk',
      `cannot write into ${oneLine(folder)}: ${oneLine((error as Error).message)}`,
      'Name the folder rr-cache of a clone: tributary resolutions export ../linux/.git/rr-cache',
      error,
    )
  }
}
