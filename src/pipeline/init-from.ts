/** Makes a workspace from a mirror of another one's record, and goes on where that stopped. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { writeCommitGraph } from '../base/git/commit-graph.ts'
import type { SshFiles } from '../base/git/ssh-words.ts'
import { gitVersion } from '../base/git/version.ts'
import { readRefs } from '../base/git/refs.ts'
import type { Limits } from '../base/model/roster.ts'
import { REF_RUNS } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import { unreachable } from '../base/std/assert.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { parseRemoteUrl, type RemoteUrl } from '../base/text/remote-url.ts'
import { createRecord, type Record } from '../memory/record/record.ts'
import { RunChain } from '../memory/record/runs.ts'
import { takeRecord } from '../stages/fetch/take-record.ts'
import { DEFAULT_PREFIX, DEFAULT_SCHEMES } from '../stages/roster/settings.ts'
import { fillEmptyFolder } from './empty-folder.ts'
import { checkSshFiles, OWN_SSH_FILES } from './ssh-files.ts'
import { type Machine, openReading, workspacePaths } from './workspace.ts'

/** What a whole record may bring: upstream's history, every tree's, and years of releases. Paths are bounded by what git and Linux can open. */
const RECORD_LIMITS: Limits = {
  fetchSeconds: 4 * 3600,
  packBytes: 32 * 1024 ** 3,
  objects: 100_000_000,
  refs: 200_000,
  treeDepth: 2048,
  pathLength: 4096,
}

export interface TakenUp {
  readonly dir: string
  /** Refs of the mirror that no record has; they were not taken. */
  readonly left: number
}

export interface TakingUp {
  readonly ssh?: SshFiles
  readonly limits?: Limits | undefined
}

/** Its objects are checked as a tree's are, its refs are copied, and its last release's configuration becomes tributary.toml. */
export async function initFrom(
  machine: Machine,
  dir: string,
  from: string,
  { ssh = OWN_SSH_FILES, limits = RECORD_LIMITS }: TakingUp = {},
): Promise<TakenUp> {
  const { recordDir, rosterPath, quarantineFolder, ...paths } = workspacePaths(resolve(dir))
  const url = readAddress(from)
  checkSshFiles(ssh)
  await gitVersion(machine.git)
  return fillEmptyFolder(paths.dir, async () => {
    const record = await createRecord(machine.git, recordDir, DEFAULT_PREFIX)
    const { git, pid, passThrough } = machine
    const place = { git, record: record.git, recordDir, scratchFolder: quarantineFolder, pid }
    const taken = await takeRecord(url, { ...place, passThrough, ssh, limits })
    if (taken.kind !== 'here') throw notTaken(from, taken)
    await writeCommitGraph(record.git)
    await writeFile(rosterPath, await lastConfiguration(record, from), { flag: 'wx' })
    return { dir: paths.dir, left: taken.left }
  })
}

function readAddress(from: string): RemoteUrl {
  const isAddress = from.startsWith('/') || from.includes('://') || /^[^/]+@[^/]+:/.test(from)
  const read = parseRemoteUrl(isAddress ? from : resolve(from), [...DEFAULT_SCHEMES, 'file'])
  if (read.kind === 'ok') return read.url
  throw usageError(
    `the record's address ${JSON.stringify(oneLine(from))} ${read.why}`,
    'Name a folder or an https, ssh or git URL.',
  )
}

function notTaken(
  from: string,
  taken: { readonly kind: 'unreachable' | 'refused'; readonly why: string },
): OperatingError {
  const place = oneLine(from)
  switch (taken.kind) {
    case 'unreachable':
      return new OperatingError(
        'record-missing',
        `a record cannot be taken up from ${place}: ${taken.why}`,
        'Name a mirror of a record, as a folder or an https, ssh or git URL. Where it needs a password, fetch it with `git clone --mirror` and name that folder.',
      )
    case 'refused':
      return new OperatingError(
        'record-corrupt',
        `the record in ${place} is not taken up: ${taken.why}`,
        'Nothing of it was kept. Take up another mirror, and find out who can write to this one.',
      )
    default:
      return unreachable(taken.kind)
  }
}

async function lastConfiguration(record: Record, from: string): Promise<string> {
  const runs = (await readRefs(record.git, [REF_RUNS])).get(REF_RUNS)?.oid as CommitOid | undefined
  await using reading = openReading(record.git)
  const chain = new RunChain(reading.folders, reading.reader, runs)
  const last = await chain.latest()
  const text = last && (await chain.configuration(last))
  if (text !== undefined) return text
  throw new OperatingError(
    'record-missing',
    `there is no release in ${oneLine(from)}`,
    'Only a record with a release tells how it was made. Make a new workspace with: tributary init <folder> --upstream <url>#<branch>',
  )
}
