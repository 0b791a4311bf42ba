/** The files that are kept of what a gate built: copied out of its work tree before the next candidate takes their place. */
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Gate, GateName } from '../../../base/model/gate.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { byText } from '../../../base/std/collections.ts'
import { globFits, globMayFitBelow } from '../../../base/text/glob.ts'
import { inWords } from './in-words.ts'

/** Runs of a gate of which files are kept: enough for a week of releases, and for whoever compares two of them. */
const RUNS_KEPT = 10

/** Bytes of one run. A kernel with its modules and debug information packed is 1 GB. */
const BYTES_MAX = 4 * 1024 ** 3

/** Files of one run: a kernel has 7,000 modules. */
const FILES_MAX = 20_000

/** A file that was kept. Its path is bytes, one character each. */
export interface Artefact {
  readonly path: string
  readonly bytes: number
  readonly isProgram: boolean
}

/** What is kept of one run. */
export interface Artefacts {
  /** Where it stands on this machine. */
  readonly folder: string
  readonly files: readonly Artefact[]
  /** Why this is not all; the end of a sentence that begins with the artefacts. */
  readonly lack: string | undefined
}

/** Where a gate's artefacts of one candidate stand, below the folder that gates have. */
export function artefactsFolder(gates: string, gate: GateName, candidate: CommitOid | TreeOid): string {
  return join(gates, 'artefacts', gate, candidate)
}

/** What one run left in `folder`, the next one of the same candidate replaces. Undefined when the gate names none. */
export async function keepArtefacts(
  tree: string,
  { artefacts }: Pick<Gate, 'artefacts'>,
  folder: string,
): Promise<Artefacts | undefined> {
  if (artefacts.length === 0) return undefined
  await beginFolder(folder)
  const files: Artefact[] = []
  let bytes = 0
  let lack: string | undefined
  for await (const path of filesFitting(tree, artefacts)) {
    const { size, mode } = await lstat(below(tree, path))
    lack = tooMuch(files.length + 1, bytes + size)
    if (lack !== undefined) break
    await mkdir(below(folder, parentOf(path)), { recursive: true })
    // What even its maker may not read is not kept.
    const isKept = await copyFile(below(tree, path), below(folder, path), constants.COPYFILE_FICLONE).then(
      () => true,
      () => false,
    )
    if (!isKept) continue
    bytes += size
    files.push({ path, bytes: size, isProgram: (mode & 0o100) !== 0 })
  }
  await forgetOldest(dirname(folder))
  return { folder, files, lack }
}

function tooMuch(files: number, bytes: number): string | undefined {
  if (files > FILES_MAX) return `are more than ${FILES_MAX} files; the rest was not kept`
  return bytes > BYTES_MAX ? `are more than ${inWords(BYTES_MAX)}; the rest was not kept` : undefined
}

/** Those of another machine, as they arrive. */
export async function storeArtefacts(
  folder: string,
  files: AsyncIterable<{ readonly artefact: Artefact; readonly content: Buffer }>,
): Promise<void> {
  await beginFolder(folder)
  for await (const { artefact, content } of files) {
    await mkdir(below(folder, parentOf(artefact.path)), { recursive: true })
    await writeFile(below(folder, artefact.path), content, { flag: 'wx', mode: artefact.isProgram ? 0o755 : 0o644 })
  }
  await forgetOldest(dirname(folder))
}

export function readArtefact({ folder }: Artefacts, { path }: Artefact): Promise<Buffer> {
  return readFile(below(folder, path))
}

async function beginFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

function parentOf(path: string): string {
  return path.replace(/[^/]*$/, '')
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
