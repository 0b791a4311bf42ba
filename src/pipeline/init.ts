/** Makes a workspace: new, or from a mirror of another one's record. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { oneLine } from '../base/text/printable.ts'
import { parseRemoteUrl, type RemoteUrl } from '../base/text/remote-url.ts'
import type { Person } from '../base/model/person.ts'
import { REF_RUNS } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import { gitVersion } from '../base/git/version.ts'
import { readRefs } from '../base/git/refs.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { createRecord, openRecord } from '../memory/record/record.ts'
import { RunChain } from '../memory/record/runs.ts'
import { DEFAULT_PREFIX, DEFAULT_SCHEMES } from '../stages/roster/settings.ts'
import { starterRoster } from '../stages/roster/starter.ts'
import { readRoster } from './roster.ts'
import { splitSource } from './source.ts'
import { type Machine, openReading, workspacePaths } from './workspace.ts'

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
      `upstream cannot be fetched from ${JSON.stringify(source.url)}: ${url.why}`,
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
  await emptyFolder(paths.dir)
  await createRecord(machine.git, paths.recordDir, DEFAULT_PREFIX)
  await writeFile(paths.rosterPath, text, { flag: 'wx' })
  return { dir: paths.dir, allowedFile }
}

/** Takes up a record where it stopped: its objects and refs are copied, its last release's configuration becomes tributary.toml. */
export async function initFrom(machine: Machine, dir: string, from: string): Promise<Initialised> {
  const paths = workspacePaths(resolve(dir))
  const local = parseRemoteUrl(from.startsWith('/') || from.includes('://') ? from : resolve(from), [
    ...DEFAULT_SCHEMES,
    'file',
  ])
  if (local.kind === 'refused')
    throw usageError(
      `a record cannot be taken up from ${JSON.stringify(from)}: ${local.why}`,
      'Name a folder or an https, ssh or git URL.',
    )
  await gitVersion(machine.git)
  await emptyFolder(paths.dir)
  try {
    await writeFile(paths.rosterPath, await takeUp(machine, paths.recordDir, from, local.url), { flag: 'wx' })
  } catch (error) {
    // A folder with half a record in it could neither be used nor be taken for empty by another try.
    await rm(paths.recordDir, { recursive: true, force: true })
    throw error
  }
  return { dir: paths.dir, allowedFile: false }
}

/** Copies a record, and returns the configuration of its last release. */
async function takeUp(machine: Machine, recordDir: string, from: string, url: RemoteUrl): Promise<string> {
  const record = await createRecord(machine.git, recordDir, DEFAULT_PREFIX)
  const copied = await record.git.attempt({
    args: [
      '-c',
      'fetch.fsckObjects=true',
      '-c',
      'http.followRedirects=false',
      'fetch',
      '--quiet',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      '--no-auto-maintenance',
      '--end-of-options',
      url.text,
      '+refs/*:refs/*',
    ],
    env: { ...machine.passThrough, GIT_ALLOW_PROTOCOL: url.scheme },
  })
  if (copied.exit !== 0)
    throw new OperatingError(
      'record-missing',
      `a record cannot be taken up from ${from}: ${oneLine(copied.stderr, 300)}`,
      'Name a mirror of a record, as a folder or an https, ssh or git URL.',
    )
  const runs = (await readRefs(record.git, [REF_RUNS])).get(REF_RUNS)?.oid as CommitOid | undefined
  await using reading = openReading(openRecord(machine.git, recordDir).git)
  const chain = new RunChain(reading.folders, reading.reader, runs)
  const last = await chain.latest()
  const text = last && (await chain.configuration(last))
  if (text === undefined)
    throw new OperatingError(
      'record-missing',
      `there is no release in ${from}`,
      'Only a record with a release tells how it was made. Make a new workspace with: tributary init <folder> --upstream <url>#<branch>',
    )
  return text
}

async function emptyFolder(dir: string): Promise<void> {
  if (existsSync(dir) && (await readdir(dir)).length > 0)
    throw usageError(`${dir} is not empty`, 'Name a folder that is not there yet, or an empty one.')
  await mkdir(dir, { recursive: true })
}
