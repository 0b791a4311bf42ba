/** Clears away what a fetch left behind that was killed. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../../base/git/pack-files.ts'
import { PURPOSE } from './inspect.ts'

/** Removes the quarantines of processes that are dead; returns how many there were. */
export async function clearLeftovers(folder: string, recordObjects: string): Promise<number> {
  const dead = (await namesIn(folder)).filter(isLeftBehind)
  for (const name of dead) {
    await undoHalfJoined(join(folder, name, 'objects'), recordObjects)
    await rm(join(folder, name), { recursive: true, force: true })
  }
  return dead.length
}

/** `tributary-fetch-<pid>-…`, as `createScratch` names them. */
function isLeftBehind(name: string): boolean {
  const pid = new RegExp(`^tributary-${PURPOSE}-(\\d+)-`).exec(name)?.[1]
  return pid !== undefined && !isAlive(Number(pid))
}

/** Signal 0 only asks. A process of somebody else's may not be signalled, but it is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
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
