/** The files that are kept of what a gate built: copied out of its work tree before the next candidate takes their place. */
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gate } from '../../../base/model/gate.ts'
import { byText } from '../../../base/std/collections.ts'
import { globFits, globMayFitBelow } from '../../../base/text/glob.ts'

/** Runs of a gate of which files are kept: enough for a week of releases, and for whoever compares two of them. */
const RUNS_KEPT = 10

/** Bytes of one run. A kernel with its modules and debug information packed is 1 GB. */
const BYTES_MAX = 4 * 1024 ** 3

/** `folder` is the gate's own. What one run left under the candidate's name, the next one of the same candidate replaces. */
export async function keepArtefacts(
  tree: string,
  { artefacts }: Pick<Gate, 'artefacts'>,
  folder: string,
  candidate: string,
): Promise<void> {
  if (artefacts.length === 0) return
  const own = join(folder, candidate)
  await rm(own, { recursive: true, force: true })
  await mkdir(own, { recursive: true, mode: 0o700 })
  let bytes = 0
  for await (const path of filesFitting(tree, artefacts)) {
    const from = below(tree, path)
    bytes += (await lstat(from)).size
    if (bytes > BYTES_MAX) break
    await mkdir(below(own, path.replace(/[^/]*$/, '')), { recursive: true })
    // What even its maker may not read is not kept.
    await copyFile(from, below(own, path), constants.COPYFILE_FICLONE).catch(() => undefined)
  }
  await forgetOldest(folder)
}

/** Regular files only: a link that a tree holds could lead to any file of this machine. */
async function* filesFitting(tree: string, globs: readonly string[], prefix = ''): AsyncGenerator<string> {
  const entries = await readdir(below(tree, prefix), { encoding: 'latin1' }).catch(() => [])
  for (const name of entries.toSorted(byText)) {
    const path = prefix + name
    const found = await lstat(below(tree, path))
    if (found.isDirectory() && globs.some((glob) => globMayFitBelow(glob, path)))
      yield* filesFitting(tree, globs, `${path}/`)
    else if (found.isFile() && globs.some((glob) => globFits(glob, path))) yield path
  }
}

async function forgetOldest(folder: string): Promise<void> {
  const names = await readdir(folder)
  const runs = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })))
  const old = runs.sort((a, b) => b.at - a.at).slice(RUNS_KEPT)
  for (const { name } of old) await rm(join(folder, name), { recursive: true, force: true })
}

/** Paths below a work tree are bytes, one character each; that of the folder itself is text. */
function below(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')])
}
