/** Keeps the record quick: every command that adds to it leaves a pack or two, and each git that starts opens them all. */
import { join } from 'node:path'
import { writeCommitGraph } from '../base/git/commit-graph.ts'
import { packNames } from '../base/git/pack-files.ts'
import { packRefs } from '../base/git/refs.ts'
import type { Git } from '../base/git/spawn.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import type { IntegrationLock } from '../memory/record/lock.ts'
import type { Machine, Workspace } from './workspace.ts'

/** As many as git itself puts up with (gc.autoPackLimit in git-config(1)): three weeks of a release a day, half a day of watching busy trees. */
const PACKS_MAX = 50

/** Packs grow by this factor: each is at least twice as large as all newer ones together, so a record of years has a dozen. */
const GEOMETRY = 2

/** Puts small packs together, squeezed, and writes the commit-graph. Nothing is pruned. */
export async function packRecord(git: Git, _lock: IntegrationLock): Promise<void> {
  await packRefs(git)
  await git.run({ args: ['repack', '-d', '--quiet', `--geometric=${GEOMETRY}`, '--write-midx'] })
  await writeCommitGraph(git)
}

/** The same where it is time to, at the end of other work. What that came to stands already, so a failure is only told. */
export async function keepUp({ record }: Workspace, { listen }: Machine, lock: IntegrationLock): Promise<void> {
  const { length } = await packNames(join(record.gitDir, 'objects'))
  if (length < PACKS_MAX) return
  try {
    await packRecord(record.git, lock)
    listen({ kind: 'repaired', what: `packed the record, which earlier commands had left in ${length} pieces` })
  } catch (error) {
    if (!(error instanceof OperatingError) || error.code === 'stopped') throw error
    listen({ kind: 'warning', what: `the record is in ${length} pieces and could not be packed: ${error.message}` })
  }
}
