/** Files that only save work: kept beside the record, and worth nothing once what they were made from has changed. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'

/**
 * What was kept under this very key, or undefined: a lost file costs time, a wrong one would cost a right answer. `key` holds all that
 * the value follows from, and the shape of the value.
 */
export async function loadDerived<Value>(path: string, key: string): Promise<Value | undefined> {
  try {
    const data = await readFile(path)
    const body = data.subarray(32)
    if (!sumOf(body).equals(data.subarray(0, 32))) return undefined
    const kept = deserialize(body) as { readonly key: string; readonly value: Value }
    return kept.key === key ? kept.value : undefined
  } catch {
    return undefined
  }
}

/** Written beside and renamed, so that a reader never sees half of it. */
export async function saveDerived(path: string, key: string, value: unknown, pid: number): Promise<void> {
  const body = serialize({ key, value })
  const fresh = `${path}.${pid}.new`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(fresh, Buffer.concat([sumOf(body), body]))
  await rename(fresh, path)
}

function sumOf(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest()
}
