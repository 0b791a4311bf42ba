/** Copies objects, and nothing that they lead to, from one repository into another as one pack. */
import type { Oid } from '../model/oid.ts'
import { describeObjects } from './batch-check.ts'
import type { Git } from './spawn.ts'

/** Those that `to` has already are left out. Once this returns they are on disk for good. */
export async function copyObjects(from: Git, to: Git, oids: readonly Oid[]): Promise<void> {
  const there = new Set((await describeObjects(to, oids)).map(({ oid }) => oid))
  const wanted = oids.filter((oid) => !there.has(oid))
  if (wanted.length === 0) return
  const input = wanted.map((oid) => `${oid}\n`).join('')
  const { stdout } = await from.run({ args: ['pack-objects', '--stdout', '--quiet', '--threads=1'], input })
  await to.run({ args: ['index-pack', '--stdin', '--threads=1'], input: stdout })
}
