/** The resolutions of another record, by its address: opened, fetched aside, and put together with ours. */
import { join, resolve } from 'node:path'
import { areWhole } from '../base/git/connectivity.ts'
import { copyObjects } from '../base/git/copy-objects.ts'
import { addPack } from '../base/git/pack.ts'
import { movePack, packNames } from '../base/git/pack-files.ts'
import { moveRefs } from '../base/git/refs.ts'
import { resolveCommit } from '../base/git/rev-parse.ts'
import { createScratch, type Scratch } from '../base/git/scratch.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import type { CommitOid, Oid } from '../base/model/oid.ts'
import type { Roster } from '../base/model/roster.ts'
import { assert } from '../base/std/assert.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { parseRemoteUrl, type RemoteUrl } from '../base/text/remote-url.ts'
import type { IntegrationLock } from '../memory/record/lock.ts'
import { unite, type United } from '../memory/resolutions/foreign/unite.ts'
import { type ChainRemote, openChainRemote } from '../stages/fetch/chain-remote.ts'
import { PURPOSE } from '../stages/fetch/inspect.ts'
import { whyNot } from '../stages/fetch/quarantine.ts'
import { type Machine, openReading, type Workspace } from './workspace.ts'

/** Both the operator's. */
export interface Ground {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly roster: Roster
}

/** A URL, or a folder as the operator typed it. */
export async function openOther({ workspace, machine, roster }: Ground, address: string): Promise<ChainRemote> {
  const opened = await openChainRemote(readAddress(address, roster), {
    git: machine.git,
    recordDir: workspace.record.gitDir,
    folder: workspace.quarantineFolder,
    pid: machine.pid,
    passThrough: machine.passThrough,
    fetch: roster.fetch,
    limits: roster.limits.first,
    ref: REF_RESOLUTIONS,
  })
  if (opened.kind === 'ok') return opened.remote
  throw notHad(address, opened.why)
}

function readAddress(address: string, { fetch }: Roster): RemoteUrl {
  const isFolder = !address.includes('://') && !/^[^/]+:/.test(address)
  const read = parseRemoteUrl(isFolder ? resolve(address) : address, [...fetch.schemes, 'file'])
  if (read.kind === 'ok') return read.url
  throw usageError(`${JSON.stringify(oneLine(address))} ${read.why}`, read.hint)
}

/** Where their chain stands; undefined when they have none. */
export async function standsThere(remote: ChainRemote, address: string): Promise<CommitOid | undefined> {
  const answer = await remote.stands()
  if (answer.kind === 'listed') return answer.oid as CommitOid | undefined
  throw notHad(address, whyNot(answer))
}

/** Their chain in a repository beside the record, which goes away with it. */
export interface Beside extends Scratch {
  readonly theirs: CommitOid
}

export async function fetchBeside(
  { workspace, machine }: Ground,
  remote: ChainRemote,
  address: string,
): Promise<Beside> {
  const { quarantineFolder: folder, record } = workspace
  const aside = await createScratch(machine.git, { folder, purpose: PURPOSE, pid: machine.pid, gitDir: record.gitDir })
  try {
    const received = await remote.bring(aside)
    if (received.kind !== 'here') throw notHad(address, received.why)
    const [theirs] = received.oids
    assert(theirs !== undefined, 'one request has one answer')
    return { ...aside, theirs: theirs as CommitOid }
  } catch (error) {
    await aside[Symbol.asyncDispose]()
    throw error
  }
}

/** Takes what is in order of theirs into the record, and says what that was. */
export async function takeIn(
  { workspace, machine, roster }: Ground,
  beside: Beside,
  _lock: IntegrationLock,
): Promise<United> {
  const { git, gitDir } = workspace.record
  const ours = await resolveCommit(git, REF_RESOLUTIONS)
  await using both = openReading(beside.git)
  await using own = openReading(git)
  const { theirs } = beside
  const by = roster.project.integrator
  const united = await unite(
    beside.git,
    { both: both.reader, own: own.reader },
    { ours, theirs, by, at: machine.clock() },
  )
  if (united === undefined)
    throw notTaken('it holds more files than a chain of resolutions has', 'See what stands there with: git ls-tree -r')
  const { head, leaves, isWhole, made } = united
  if (head === ours || head === undefined) return united
  if (isWhole)
    for (const pack of await packNames(beside.objectsDir))
      await movePack(pack, beside.objectsDir, join(gitDir, 'objects'))
  else
    await copyObjects(
      beside.git,
      git,
      leaves.map(({ oid }) => oid as Oid),
    )
  await addPack(git, made)
  if (!(await areWhole(git, [head]))) throw notTaken('something of it is missing here', 'Run the command again.')
  await moveRefs(git, [{ ref: REF_RESOLUTIONS, from: ours, to: head }])
  return united
}

function notHad(address: string, why: string): OperatingError {
  return new OperatingError(
    'git-failed',
    `no resolutions can be had from ${oneLine(address)}: ${oneLine(why, 300)}`,
    'See that the address is right and can be reached; the record is as it was.',
  )
}

function notTaken(why: string, hint: string): OperatingError {
  return new OperatingError('git-failed', `the resolutions are not taken: ${why}`, hint)
}
