/** Keeps between runs what spares the next one work. Both files can be deleted at any time. */
import type { CommitOid } from '../../base/model/oid.ts'
import { loadDerived, saveDerived } from '../../memory/record/derived-file.ts'
import type { EarlierMerge } from './conflict/clash.ts'
import { emptyMemo, type Memo, trimMemo } from './memo.ts'

/** Changed whenever the memo's meaning does, or the shape of what stands in it; of its own keys the file's key tells. */
const MEMO_FORMAT = 'tributary memo 2'
const MERGES_FORMAT = 'tributary merges 1'

/** What the memo belongs to: another head of the chain of runs may lack the trees that it names. */
export interface MemoKey {
  readonly runs: CommitOid | undefined
  readonly gitVersion: string
}

/** The memo of the run that `key` names, or an empty one. */
export async function loadMemo(path: string, key: MemoKey): Promise<Memo> {
  return (await loadDerived<Memo>(path, keyText(memoFormat(), key))) ?? emptyMemo()
}

export function saveMemo(path: string, key: MemoKey, memo: Memo, pid: number): Promise<void> {
  trimMemo(memo)
  return saveDerived(path, keyText(memoFormat(), key), memo, pid)
}

/** Where an integration ended and what stands in it: all that merging one more branch onto it takes. */
export interface LastMerges {
  readonly head: CommitOid
  readonly earlier: readonly EarlierMerge[]
}

export function loadMerges(path: string, key: MemoKey): Promise<LastMerges | undefined> {
  return loadDerived<LastMerges>(path, keyText(MERGES_FORMAT, key))
}

export function saveMerges(path: string, key: MemoKey, merges: LastMerges, pid: number): Promise<void> {
  return saveDerived(path, keyText(MERGES_FORMAT, key), merges, pid)
}

function memoFormat(): string {
  return `${MEMO_FORMAT} ${Object.keys(emptyMemo()).sort().join()}`
}

function keyText(format: string, key: MemoKey): string {
  return `${format} ${key.runs ?? ''} ${key.gitVersion}`
}
