/** Keeps what stands in the last release, so that one more branch can be merged onto it without merging the others again. */
import { loadDerived, saveDerived } from '../../memory/record/derived-file.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { EarlierMerge } from './conflict/clash.ts'
import type { MemoKey } from './memo-file.ts'

/** Changed whenever the shape of what is kept does. */
const FORMAT = 'tributary merges 1'

/** Where an integration ended, and the merges in it. */
export interface LastMerges {
  readonly head: CommitOid
  readonly earlier: readonly EarlierMerge[]
}

export function loadMerges(path: string, key: MemoKey): Promise<LastMerges | undefined> {
  return loadDerived<LastMerges>(path, keyText(key))
}

export function saveMerges(path: string, key: MemoKey, merges: LastMerges, pid: number): Promise<void> {
  return saveDerived(path, keyText(key), merges, pid)
}

function keyText({ runs, gitVersion }: MemoKey): string {
  return `${FORMAT} ${runs ?? ''} ${gitVersion}`
}
