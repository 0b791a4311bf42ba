/** Makes a new workspace. */
import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { oneLine } from '../base/text/printable.ts'
import { parseRemoteUrl } from '../base/text/remote-url.ts'
import type { Person } from '../base/model/person.ts'
import { gitVersion } from '../base/git/version.ts'
import { usageError } from '../base/std/operating-error.ts'
import { createRecord } from '../memory/record/record.ts'
import { DEFAULT_PREFIX, DEFAULT_SCHEMES } from '../stages/roster/settings.ts'
import { starterRoster } from '../stages/roster/starter.ts'
import { fillEmptyFolder } from './empty-folder.ts'
import { readRoster } from './roster.ts'
import { splitSource } from './source.ts'
import { type Machine, workspacePaths } from './workspace.ts'

export interface InitOptions {
  readonly upstream: string
  readonly name: string | undefined
  readonly upstreamName: string | undefined
  readonly integrator: Person
}

export interface Initialised {
  readonly dir: string
  /** Whether local repositories had to be allowed for upstream's sake. */
  readonly allowedFile: boolean
}

export async function initWorkspace(machine: Machine, dir: string, options: InitOptions): Promise<Initialised> {
  const paths = workspacePaths(resolve(dir))
  const source = splitSource(options.upstream)
  const local = parseRemoteUrl(source.url, ['file'])
  const allowedFile = local.kind === 'ok'
  const schemes = allowedFile ? [...DEFAULT_SCHEMES, 'file'] : DEFAULT_SCHEMES
  const url = parseRemoteUrl(source.url, schemes)
  if (url.kind === 'refused')
    throw usageError(
      `upstream's URL ${JSON.stringify(oneLine(source.url))} ${url.why}`,
      'Write it as https://host/path.git#branch, or as a path for a local repository.',
    )
  const text = starterRoster({
    name: options.name ?? basename(paths.dir),
    upstream: { url: source.url, branch: source.branch, name: options.upstreamName ?? 'upstream' },
    integrator: options.integrator,
    schemes,
  })
  readRoster(text, paths.rosterPath)
  await gitVersion(machine.git)
  await fillEmptyFolder(paths.dir, async () => {
    await createRecord(machine.git, paths.recordDir, DEFAULT_PREFIX)
    await writeFile(paths.rosterPath, text, { flag: 'wx' })
  })
  return { dir: paths.dir, allowedFile }
}
