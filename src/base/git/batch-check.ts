/** What kind of objects these are and how large, without reading them. */
import type { Oid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import type { ObjectType } from './objects.ts'
import type { Git, GitCall } from './spawn.ts'

export interface ObjectFacts {
  readonly oid: Oid
  readonly type: ObjectType
  /** Unpacked. */
  readonly bytes: number
}

/** Names are ids, or ids with `^{commit}` behind. In the order asked; objects that are missing are left out. Lines are `<id> <type> <size>` or `<id> missing` (git-cat-file(1)). */
export async function describeObjects(
  git: Git,
  names: readonly string[],
  limits: Pick<GitCall, 'timeoutMs' | 'memoryMaxBytes'> = {},
): Promise<ObjectFacts[]> {
  if (names.length === 0) return []
  const input = names.map((name) => `${name}\n`).join('')
  const text = await git.text({ ...limits, args: ['cat-file', '--batch-check', '--buffer'], input })
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith(' missing'))
    .map((line) => {
      const [oid, type, size] = line.split(' ')
      assert(oid !== undefined && type !== undefined && size !== undefined, `cat-file printed ${line}`)
      return { oid: oid as Oid, type: type as ObjectType, bytes: Number(size) }
    })
}
