/** A folder to make something in: that is whole in the end, or nothing of it is there. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
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
  await mkdir(dir, { recursive: true })
  try {
    return await fill()
  } catch (error) {
    const made = there === undefined ? [dir] : (await readdir(dir)).map((name) => join(dir, name))
    for (const path of made) await rm(path, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}
