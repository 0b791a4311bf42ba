/** Clears away what a fetch left behind that was killed. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../../base/git/pack-files.ts'
import { deadScratches } from '../../base/git/scratch.ts'
import { PURPOSE } from './inspect.ts'

/** Removes the quarantines of processes that are dead; returns how many there were. */
export async function clearLeftovers(folder: string, recordObjects: string): Promise<number> {
  const dead = await deadScratches(folder, PURPOSE)
  for (const quarantine of dead) {
    await undoHalfJoined(join(quarantine, 'objects'), recordObjects)
    await rm(quarantine, { recursive: true, force: true })
  }
  return dead.length
}

/**
 * A pack joins as .pack, .rev, .idx. Where the index is still in the quarantine and the pack is not, the others stand
 * in the record as files that nothing reads: they are taken out again.
 */
async function undoHalfJoined(quarantineObjects: string, recordObjects: string): Promise<void> {
  const left = await namesIn(join(quarantineObjects, 'pack'))
  const halves = left.filter((file) => file.endsWith('.idx') && !left.includes(file.replace(/idx$/, 'pack')))
  for (const idx of halves) {
    const [pack, rev, joined] = ['pack', 'rev', 'idx'].map((ending) =>
      join(recordObjects, 'pack', idx.replace(/idx$/, ending)),
    )
    if (pack === undefined || rev === undefined || joined === undefined || (await exists(joined))) continue
    await rm(pack, { force: true })
    await rm(rev, { force: true })
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}
