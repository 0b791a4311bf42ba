/** Copies objects, and nothing that they lead to, from one repository into another, in packs. */
import type { Oid } from '../model/oid.ts'
import { distinct } from '../std/collections.ts'
import { describeObjects } from './batch-check.ts'
import type { Git } from './spawn.ts'

/** Objects in one pack: of files as they are in sources, some 100 MB, which is held in memory on the way. */
const PACK_OBJECTS_MAX = 10_000

/** Those that `to` has already are left out. Once this returns they are on disk for good. */
export async function copyObjects(from: Git, to: Git, oids: readonly Oid[]): Promise<void> {
  const there = new Set((await describeObjects(to, oids)).map(({ oid }) => oid))
  const wanted = distinct(oids.filter((oid) => !there.has(oid)))
  for (let at = 0; at < wanted.length; at += PACK_OBJECTS_MAX) {
    const input = wanted
      .slice(at, at + PACK_OBJECTS_MAX)
      .map((oid) => `${oid}\n`)
      .join('')
    const { stdout } = await from.run({ args: ['pack-objects', '--stdout', '--quiet', '--threads=1'], input })
    await to.run({ args: ['index-pack', '--stdin', '--threads=1'], input: stdout })
  }
}
