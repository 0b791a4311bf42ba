/** A folder to make something in: that is whole in the end, or nothing of it is there. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exists } from '../base/git/pack-files.ts'
import { usageError } from '../base/std/operating-error.ts'

/** Makes the folder, unless it is there and holds nothing; what `fill` leaves half done is taken away again. */
export async function fillEmptyFolder<Result>(dir: string, fill: () => Promise<Result>): Promise<Result> {
  const there = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    if (error.code === 'ENOTDIR')
      throw usageError(`${dir} is no folder`, 'Name a folder that is not there yet, or an empty one.')
    throw error
  })
  if (there !== undefined && there.length > 0)
    throw usageError(`${dir} is not empty`, 'Name a folder that is not there yet, or an empty one.')
  await makeFolder(dir)
  try {
    return await fill()
  } catch (error) {
    const made = there === undefined ? [dir] : (await readdir(dir)).map((name) => join(dir, name))
    for (const path of made) await rm(path, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}

/** With the folders above it. Node's own way never ends where folders are there and none can be made in them, as in /proc. */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const above = dirname(dir)
    if (code !== 'ENOENT') throw error
    if (await exists(above)) throw usageError(`no folder can be made in ${above}`, 'Name a folder on a disk.')
    await makeFolder(above)
    await mkdir(dir)
  }
}
