/** Where remotes are asked from: a throw-away repository that knows what the record has, with the only configuration that git gets for it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createScratch, type Scratch } from '../../base/git/scratch.ts'
import type { Git } from '../../base/git/spawn.ts'
import { GLOBAL_CONFIG } from '../../base/git/transport.ts'
import { PURPOSE } from './inspect.ts'

export interface Desk extends Scratch {
  /** A file in it, for `transportTo`. */
  readonly globalConfig: string
}

/** `gitDir` is the record's; `folder` is for quarantines, which are cleared by their owner's process id when it has died. */
export async function openDesk(
  git: Git,
  place: { readonly folder: string; readonly pid: number; readonly gitDir: string },
): Promise<Desk> {
  const scratch = await createScratch(git, { ...place, purpose: PURPOSE })
  const globalConfig = join(scratch.gitDir, 'global')
  await writeFile(globalConfig, GLOBAL_CONFIG)
  return { ...scratch, globalConfig }
}
