/** Keeps the memo between runs, in a file that can be deleted at any time. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { CommitOid } from '../../base/model/oid.ts'
import { emptyMemo, type Memo, trimMemo } from './memo.ts'

/** Changed whenever the memo's meaning does, or the shape of what stands in it; of its own keys the file's key tells. */
const FORMAT = 'tributary memo 6'

/** What the memo belongs to: another head of the chain of runs may lack the trees that it names. */
export interface MemoKey {
  readonly runs: CommitOid | undefined
  readonly gitVersion: string
}

/** The memo of the run that `key` names, or an empty one: a lost memo costs time, a wrong one would cost a release. */
export async function loadMemo(path: string, key: MemoKey | Promise<MemoKey>): Promise<Memo> {
  const [kept, wanted] = await Promise.all([readKept(path), key])
  return kept?.key === keyText(wanted) ? kept.memo : emptyMemo()
}

async function readKept(path: string): Promise<{ readonly key: string; readonly memo: Memo } | undefined> {
  try {
    const data = await readFile(path)
    const sum = data.subarray(0, 32)
    const body = data.subarray(32)
    if (!createHash('sha256').update(body).digest().equals(sum)) return undefined
    return deserialize(body) as { readonly key: string; readonly memo: Memo }
  } catch {
    return undefined
  }
}

/** Written beside and renamed, so that a reader never sees half of it. */
export async function saveMemo(path: string, key: MemoKey, memo: Memo): Promise<void> {
  trimMemo(memo)
  const body = serialize({ key: keyText(key), memo })
  const data = Buffer.concat([createHash('sha256').update(body).digest(), body])
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, data)
  await rename(`${path}.new`, path)
}

function keyText(key: MemoKey): string {
  const shape = Object.keys(emptyMemo()).sort().join()
  return `${FORMAT} ${shape} ${key.runs ?? ''} ${key.gitVersion}`
}
