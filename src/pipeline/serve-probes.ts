/** A worker on this machine: fetches candidates from a record into a repository of its own, and tries gates on them for whoever asks by the queue. */
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ObjectReader } from '../base/git/object-reader.ts'
import { listRemote } from '../base/git/ls-remote.ts'
import { type Transport, transportTo } from '../base/git/transport.ts'
import type { Git } from '../base/git/spawn.ts'
import type { SshFiles } from '../base/git/ssh-words.ts'
import type { SandboxWish } from '../base/model/gate.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Limits } from '../base/model/roster.ts'
import type { WorkerEvent } from '../base/model/worker-event.ts'
import { Lanes } from '../base/std/lanes.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { QUEUE_HINT, readQueueUrl } from '../base/text/queue-url.ts'
import { parseRemoteUrl, type RemoteUrl, SCHEMES } from '../base/text/remote-url.ts'
import { createRecord } from '../memory/record/record.ts'
import { openDesk } from '../stages/fetch/desk.ts'
import { KnownShapes } from '../stages/fetch/known-shapes.ts'
import { clearLeftovers } from '../stages/fetch/leftovers.ts'
import { whyNot } from '../stages/fetch/quarantine.ts'
import { takeCandidate } from '../stages/fetch/take-candidate.ts'
import { openPool } from '../stages/gate/pool/open-pool.ts'
import { checkFolderPath, checkLabel } from '../stages/roster/gate-checks.ts'
import { DEFAULT_DISK_BYTES } from '../stages/roster/gate-reader.ts'
import { checkSshFiles } from './ssh-files.ts'
import { secretsOn } from './gating/pool-setting.ts'
import type { Check } from '../stages/roster/table-reader.ts'
import type { Machine } from './workspace.ts'

/** What a candidate may bring: the first one of a kernel brings all its history. Paths are bounded by what git and Linux can open, as the roster may let them be. */
const CANDIDATE_LIMITS: Limits = {
  fetchSeconds: 3600,
  packBytes: 16 * 1024 ** 3,
  objects: 100_000_000,
  refs: 1,
  treeDepth: 2048,
  pathLength: 4096,
}

/** Longest a record may take to say which branches it has, in seconds, and most of them: it has one. */
const LISTING_SECONDS = 60
const BRANCHES_MAX = 10_000

/** Longest reason that is told, in characters: what to do about a key of ssh takes two or three sentences. */
const REASON_LENGTH_MAX = 500

export interface WorkerOrder {
  /** URL or absolute path of the record. */
  readonly record: string
  /** For a record that is reached by ssh. */
  readonly ssh: SshFiles
  readonly queue: string
  readonly labels: readonly string[]
  readonly slots: number
  readonly sandbox: SandboxWish
  readonly readable: readonly string[]
  /** Its repository and its work trees. */
  readonly folder: string
  readonly listen: (event: WorkerEvent) => void
}

export async function serve(machine: Machine, order: WorkerOrder): Promise<void> {
  const { git, pid, stopwatch, passThrough, clock, listen, queuePassword: password } = machine
  const { folder, labels, slots, sandbox, readable } = order
  refuse('the label', labels, checkLabel)
  refuse('the readable folder', readable, checkFolderPath)
  const url = parseRemoteUrl(order.record, SCHEMES)
  if (url.kind === 'refused') throw usageError(`the record's address ${url.why}`, url.hint)
  const ssh = checkSshFiles(order.ssh)
  const address = readQueueUrl(order.queue)
  if (typeof address === 'string') throw usageError(`the queue's address ${address}`, QUEUE_HINT)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const gitDir = join(folder, 'candidates.git')
  const own = existsSync(gitDir) ? git.at(gitDir) : (await createRecord(git, gitDir, 'none')).git
  await clearLeftovers(folder, join(gitDir, 'objects'))
  await lookInto(gitDir, url.url)
  await using desk = await openDesk(git, { folder, pid, gitDir })
  const reached = { ...ssh, credentialHelper: undefined, passThrough, globalConfig: desk.globalConfig }
  const transport = transportTo(url.url, [], reached)
  await refuseUnreachable(own, transport)
  const secrets = secretsOn(machine)
  const setting = { sandbox, slots, diskBytes: DEFAULT_DISK_BYTES, labels, readable, pid, stopwatch, secrets, listen }
  await using pool = await openPool(git, { ...setting, recordDir: gitDir, folder: join(folder, 'slots') })
  const { serveProbes } = await import('../stages/gate/queue/serve-probes.ts')
  const lane = new Lanes(1)
  await using reader = new ObjectReader(own)
  const gate = { git, record: own, recordDir: gitDir, folder, pid, shapes: new KnownShapes() }
  // What is here already, as all of a record on this machine is, is asked of a process that runs anyway.
  const isHere = async (candidate: CommitOid): Promise<boolean> => (await reader.size(candidate)) !== undefined
  const bring = async (candidate: CommitOid): Promise<string | undefined> => {
    if (await isHere(candidate)) return undefined
    return lane.run(async () => {
      if (await isHere(candidate)) return undefined
      const taken = await takeCandidate(gate, transport, candidate, CANDIDATE_LIMITS)
      if (taken.kind === 'unreachable')
        throw unreachableRecord('a worker could not fetch the candidate from its record', taken.why)
      return taken.kind === 'here' ? undefined : `a worker refused the candidate: ${oneLine(taken.why)}`
    })
  }
  await serveProbes({
    queue: { address, password },
    labels,
    slots,
    pool,
    fetch: bring,
    epochSeconds: () => clock().epochSeconds,
    stop: git.setting.stop ?? new AbortController().signal,
    listen: order.listen,
  })
}

/** What the roster would refuse under [gate-pool]. */
function refuse(what: string, texts: readonly string[], check: Check): void {
  for (const text of texts) {
    const fault = check(text)
    if (fault !== undefined) throw usageError(`${what} ${JSON.stringify(oneLine(text))} ${fault.why}`, fault.hint)
  }
}

/** Said at once, and not of the first gate. */
async function refuseUnreachable(own: Git, transport: Transport): Promise<void> {
  const answer = await listRemote(own, transport, { tags: false, seconds: LISTING_SECONDS, refsMax: BRANCHES_MAX })
  if (answer.kind === 'listed') return
  throw unreachableRecord('the record cannot be reached', answer.kind === 'stopped' ? 'stopped' : whyNot(answer))
}

/** A record on this machine is looked into as it is: nothing of it has to be fetched. */
async function lookInto(gitDir: string, { scheme, path }: RemoteUrl): Promise<void> {
  const alternates = join(gitDir, 'objects', 'info', 'alternates')
  const objects = join(path, 'objects')
  if (scheme !== 'file' || !existsSync(objects)) return rm(alternates, { force: true })
  await mkdir(dirname(alternates), { recursive: true })
  await writeFile(alternates, `${objects}\n`)
}

function unreachableRecord(what: string, why: string): OperatingError {
  const hint = 'See that the URL after --record leads to the record of the machine that makes the releases.'
  return new OperatingError('git-failed', `${what}: ${oneLine(why, REASON_LENGTH_MAX)}`, hint)
}
