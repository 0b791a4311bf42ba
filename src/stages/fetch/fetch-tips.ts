/** Brings each tree's tip and upstream's into the record, safely, many at a time. */
import { join } from 'node:path'
import { readRefs } from '../../base/git/refs.ts'
import { assert } from '../../base/std/assert.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { openDesk } from './desk.ts'
import type { FetchContext, FetchResult } from './fetch-context.ts'
import { loadShapes, saveShapes } from './known-shapes.ts'
import { clearLeftovers } from './leftovers.ts'
import type { Gate } from './quarantine.ts'
import { Round } from './round.ts'

const LEFTOVERS = 'cleared away what a fetch had left behind that was killed'

/** Nothing that a remote does or sends makes this fail; only this machine can: no git, no room, a record that cannot be written. */
export async function fetchTips(context: FetchContext): Promise<FetchResult> {
  const { git, record, roster, scratchFolder: folder, pid, listen } = context
  assert(record.gitDir !== undefined, 'the record is a repository')
  try {
    // All at once: each takes the disk or a process a few milliseconds. A failure is met where the answer is wanted.
    const asked = {
      cleared: clearLeftovers(folder, join(record.gitDir, 'objects')),
      shapes: loadShapes(folder),
      refs: readRefs(record, ['refs/trees/', 'refs/upstream/']),
    }
    for (const question of Object.values(asked)) question.catch(() => undefined)
    await using desk = await openDesk(git, { folder, pid, gitDir: record.gitDir })
    const { globalConfig } = desk
    if ((await asked.cleared) > 0) listen({ kind: 'repaired', what: LEFTOVERS })
    const shapes = await asked.shapes
    const gate: Gate = { git, record, recordDir: record.gitDir, folder, pid, shapes }
    const setting = { ...roster.fetch, passThrough: context.passThrough, globalConfig }
    const refs = await asked.refs
    const result = await new Round(context, desk.git, gate, setting).run(refs)
    await saveShapes(folder, shapes, pid)
    return result
  } catch (error) {
    throw asOperatingError(error)
  }
}

/** A full disk is the one trouble of this machine that comes as anything but a complaint of git. */
function asOperatingError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new OperatingError(
    'disk',
    'there is no room to fetch into',
    'Free some space and run the command again; the record is as it was.',
    error,
  )
}
