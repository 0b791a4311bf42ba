/**
 * The chain of resolutions, `refs/tributary/resolutions`: a folder for each, of files that never change and are named by what they hold, so
 * that two people's chains are united without loss.
 *
 *     3f/3f2a…/record.json                  the resolution
 *     3f/3f2a…/0/{base,ours,theirs,preimage,result}   the contents of its first file, kept alive here
 *     3f/3f2a…/fix-0/{before,after}         those of its merge fix
 *     3f/3f2a…/withdrawn/9c….json           that it holds no more
 */
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { MODE_SUBMODULE } from '../../base/git/objects.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { BlobOid, CommitOid } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { byText } from '../../base/std/collections.ts'
import { type ChainFile, type ChainObject, extendChain, readChain, readChainFile, rootOf } from '../record/chain.ts'
import { formatResolution, formatWithdrawal, withdrawalName } from './make.ts'
import { parseResolution, parseWithdrawal } from './parse.ts'

export interface Additions {
  readonly head: CommitOid | undefined
  readonly resolutions: readonly Resolution[]
  readonly withdrawals: readonly Withdrawal[]
  readonly by: Person
  readonly at: Instant
  readonly message: string
}

/** Makes the next commit of the chain. The contents that the resolutions name are in the repository already, or in `folders.made`. */
export function extendResolutions(folders: Folders, reader: ObjectReader, additions: Additions): Promise<CommitOid> {
  const { head, resolutions, withdrawals, by, at, message } = additions
  return extendChain(folders, reader, {
    head,
    files: [...resolutions.map(recordFile), ...withdrawals.map(withdrawalFile)],
    objects: resolutions.flatMap(contentsOf),
    keeps: [],
    by,
    at,
    message,
  })
}

export function folderOf(id: ResolutionId): string {
  return `${id.slice(0, 2)}/${id}`
}

function recordFile(resolution: Resolution): ChainFile {
  return { path: `${folderOf(resolution.id)}/record.json`, content: formatResolution(resolution) }
}

function withdrawalFile(withdrawal: Withdrawal): ChainFile {
  const path = `${folderOf(withdrawal.resolution)}/withdrawn/${withdrawalName(withdrawal)}.json`
  return { path, content: formatWithdrawal(withdrawal) }
}

/** What a resolution names, as entries that keep it alive. A submodule's commit is in no repository of ours. */
export function contentsOf({ id, files, fixes }: Resolution): ChainObject[] {
  const found: ChainObject[] = []
  const keep = (path: string, entry: { readonly mode: number; readonly oid: BlobOid } | undefined): void => {
    if (entry !== undefined && entry.mode !== MODE_SUBMODULE)
      found.push({ path: `${folderOf(id)}/${path}`, oid: entry.oid })
  }
  for (const [place, file] of files.entries()) {
    keep(`${place}/base`, file.base)
    keep(`${place}/ours`, file.ours)
    keep(`${place}/theirs`, file.theirs)
    keep(`${place}/preimage`, file.preimage && { mode: 0, oid: file.preimage })
    for (const [at, placed] of file.result.entries()) keep(`${place}/result${at === 0 ? '' : `-${at}`}`, placed)
  }
  for (const [place, { before, after }] of fixes.entries()) {
    keep(`fix-${place}/before`, before)
    keep(`fix-${place}/after`, after)
  }
  return found
}

/** One resolution; undefined when the chain has none of that id. */
export async function readResolution(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  id: ResolutionId,
): Promise<Resolution | undefined> {
  if (!/^[0-9a-f]{20}$/.test(id)) return undefined
  const text = await readChainFile(folders, reader, head, `${folderOf(id)}/record.json`)
  return text === undefined ? undefined : parseResolution(text, id)
}

/** How one resolution was taken back, oldest first; mostly it was not. */
export async function readWithdrawals(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  id: ResolutionId,
): Promise<Withdrawal[]> {
  const below = `${folderOf(id)}/withdrawn`
  const files = await readChain(folders, reader, head, (path) => below.startsWith(path) || path.startsWith(`${below}/`))
  const records = files.map(({ path, content }) => (isRecord(path) ? readRecord(path, content) : undefined))
  return inOrder(records.flatMap((record) => (record && 'withdrawal' in record ? [record.withdrawal] : [])))
}

/** Whether the chain at one head has all records that it had at another, which then is an earlier one. */
export async function hasAllOf(
  folders: Folders,
  reader: ObjectReader,
  later: CommitOid,
  earlier: CommitOid,
): Promise<boolean> {
  const roots = await Promise.all([rootOf(reader, earlier), rootOf(reader, later)])
  const { leaves } = await compareTrees(folders, ...roots, leadsToRecord)
  return leaves.every(({ oldMode }) => oldMode === 0)
}

export interface Recorded {
  /** Oldest first, as are the withdrawals. */
  readonly resolutions: readonly Resolution[]
  readonly withdrawals: readonly Withdrawal[]
  /** Paths in the chain that are named like one of ours and hold something else. */
  readonly strange: readonly string[]
}

export async function readResolutions(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
): Promise<Recorded> {
  const files = await readChain(folders, reader, head, leadsToRecord)
  const resolutions: Resolution[] = []
  const withdrawals: Withdrawal[] = []
  const strange: string[] = []
  for (const { path, content } of files) {
    const read = readRecord(path, content)
    if (read === undefined) strange.push(path)
    else if ('resolution' in read) resolutions.push(read.resolution)
    else withdrawals.push(read.withdrawal)
  }
  return {
    resolutions: resolutions.sort(byAge),
    withdrawals: inOrder(withdrawals),
    strange,
  }
}

function inOrder(withdrawals: readonly Withdrawal[]): Withdrawal[] {
  return withdrawals.toSorted((a, b) => a.at.epochSeconds - b.at.epochSeconds)
}

/** A text of ours in the chain, by its path. The others hold contents of files, of any size. */
const RECORD = /^([0-9a-f]{2})\/(\1[0-9a-f]{18})\/(?:record|withdrawn\/([0-9a-f]{20}))\.json$/

export function isRecord(path: string): boolean {
  return RECORD.test(path)
}

/** Whether the path of a file or folder is one of ours, or on the way to one. */
export function leadsToRecord(path: string): boolean {
  const [top = '', id, name, below] = path.split('/')
  if (!/^[0-9a-f]{2}$/.test(top)) return false
  if (id === undefined) return true
  if (name === undefined) return /^[0-9a-f]{20}$/.test(id)
  return below === undefined && name === 'withdrawn' ? true : isRecord(path)
}

export type ReadRecord = { readonly resolution: Resolution } | { readonly withdrawal: Withdrawal }

/** Undefined when the file is not what its path says. */
export function readRecord(path: string, content: string): ReadRecord | undefined {
  const [, , id = '', name] = RECORD.exec(path) ?? []
  if (name === undefined) {
    const resolution = parseResolution(content, id as ResolutionId)
    return resolution && { resolution }
  }
  const withdrawal = parseWithdrawal(content, id as ResolutionId, name)
  return withdrawal && { withdrawal }
}

export function byAge(a: Resolution, b: Resolution): number {
  return a.at.epochSeconds - b.at.epochSeconds || byText(a.id, b.id)
}
