/** What a worker lists of a gate's artefacts, and how that is read: shape, sizes and names are checked, for they become files here. */
import type { Gate } from '../../../base/model/gate.ts'
import { globFits } from '../../../base/text/glob.ts'
import { oneLine } from '../../../base/text/printable.ts'
import type { Artefact } from '../pool/artefacts.ts'

/** Bytes of one run: all of them lie in the queue's memory for a moment. A kernel's image is 15 MB, its modules without debug information 40 MB. */
export const BYTES_MAX = 64 * 1024 ** 2

/** Files of one run: the list of them is part of the answer. */
export const FILES_MAX = 1_000

export interface Parcel {
  readonly files: readonly Artefact[]
  /** Why this is not all; the end of a sentence that begins with the artefacts. */
  readonly lack: string | undefined
}

/** The list, or why it is garbage. Each path has to be one that the gate asked for, and stays below where it is put. */
export function readParcel(value: unknown, { artefacts }: Pick<Gate, 'artefacts'>): Parcel | string {
  if (typeof value !== 'object' || value === null) return 'its list of artefacts is none'
  const { files, lack } = value as Readonly<Record<string, unknown>>
  if (!Array.isArray(files) || files.length > FILES_MAX || !files.every(isArtefact))
    return 'its list of artefacts is none, or too long'
  const stray = files.find(({ path }) => !isPlain(path) || !artefacts.some((glob) => globFits(glob, path)))
  if (stray !== undefined) return `it sent ${JSON.stringify(oneLine(stray.path, 100))}, which nobody asked for`
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > BYTES_MAX) return 'its artefacts are too large'
  return { files, lack: typeof lack === 'string' ? oneLine(lack, 500) : undefined }
}

function isArtefact(value: unknown): value is Artefact {
  if (typeof value !== 'object' || value === null) return false
  const { path, bytes, isProgram } = value as Readonly<Record<string, unknown>>
  return typeof path === 'string' && Number.isSafeInteger(bytes) && Number(bytes) >= 0 && typeof isProgram === 'boolean'
}

/** Names of bytes, none of which leads elsewhere. */
function isPlain(path: string): boolean {
  const isBytes = path.length < 4096 && !path.includes('\0') && Buffer.from(path, 'latin1').toString('latin1') === path
  return isBytes && path.split('/').every((name) => name !== '' && name !== '.' && name !== '..')
}
