/** Looks at everything that arrived in a quarantine before any of it joins the record. */
import { join } from 'node:path'
import { describeObjects, type ObjectFacts } from '../../base/git/batch-check.ts'
import { checkPack, checkPackBytes } from '../../base/git/index-pack.ts'
import { ObjectReader } from '../../base/git/object-reader.ts'
import { makeTree, MODE_FILE } from '../../base/git/objects.ts'
import { packBytes } from '../../base/git/pack.ts'
import { packIds } from '../../base/git/pack-files.ts'
import { createScratch, type Scratch } from '../../base/git/scratch.ts'
import { MEMORY_MAX_BYTES } from '../../base/git/call-remote.ts'
import { type BlobOid, type CommitOid, isOid, type Oid, short, type TreeOid } from '../../base/model/oid.ts'
import type { Limits } from '../../base/model/roster.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { faultInWords, toleratedFaults } from './faults.ts'
import { inBytes } from './limits.ts'
import { shapeFault, type Shapes } from './tree-shape.ts'

/** Longest text of a commit or tag, in bytes. The longest in thirty years of free software's histories stay below a tenth of it. */
const TEXT_MAX_BYTES = 32 * 1024 * 1024

/** Largest single folder, in bytes: about 800,000 names. */
const FOLDER_MAX_BYTES = 32 * 1024 * 1024

/**
 * Of so many new commits, each one's files are looked at. More come only with a whole history: there git has checked each object,
 * and we look at the files of the tip.
 */
const COMMITS_MAX = 20_000

export interface Inspection {
  readonly quarantine: Scratch
  readonly packs: readonly string[]
  /** Where throw-away repositories of the inspection itself may stand. */
  readonly folder: string
  readonly pid: number
  readonly limits: Limits
  /** Faults tolerated beyond the harmless ones. */
  readonly tolerate: readonly string[]
  readonly tips: readonly CommitOid[]
  readonly shapes: Shapes
}

/** What is wrong with it, in plain words; undefined when nothing is. */
export async function inspect(inspection: Inspection): Promise<string | undefined> {
  try {
    const commits: Oid[] = []
    for (const pack of inspection.packs) {
      const fault = (await formatFault(inspection, pack)) ?? (await sizeFault(inspection, pack, commits))
      if (fault !== undefined) return fault
    }
    return await filesFault(inspection, commits.length > COMMITS_MAX ? inspection.tips : (commits as CommitOid[]))
  } catch (error) {
    // What breaks a reader or keeps it busy beyond its limits is refused for that alone.
    if (!(error instanceof OperatingError) || error.code === 'git-missing' || error.code === 'stopped') throw error
    return `what it sent cannot be checked: ${error.message}`
  }
}

function readerLimits({ limits }: Inspection): { readonly timeoutMs: number; readonly memoryMaxBytes: number } {
  return { timeoutMs: limits.fetchSeconds * 1000, memoryMaxBytes: MEMORY_MAX_BYTES }
}

async function formatFault(inspection: Inspection, pack: string): Promise<string | undefined> {
  const { quarantine } = inspection
  const checking = { ...readerLimits(inspection), tolerate: toleratedFaults(inspection.tolerate) }
  const check = await checkPack(quarantine.git, packPath(inspection, pack, '.pack'), checking)
  if (check.kind === 'faulty') return faultInWords(check.fault)
  return check.outside.length === 0 ? undefined : settingsFault(inspection, check.outside)
}

/**
 * A file that came earlier under a harmless name and now stands in a tree as .gitmodules was never looked at as one.
 * It is now: as the only file of a made-up tree.
 */
async function settingsFault(inspection: Inspection, files: readonly Oid[]): Promise<string | undefined> {
  const { quarantine, folder, pid } = inspection
  await using reader = new ObjectReader(quarantine.git)
  await using desk = await createScratch(quarantine.git, { folder, purpose: PURPOSE, pid, gitDir: quarantine.gitDir })
  for (const oid of files) {
    const blob = { oid: oid as BlobOid, type: 'blob', content: await reader.read(oid, 'blob') } as const
    const tree = makeTree([{ mode: MODE_FILE, name: '.gitmodules', oid }])
    const checking = { ...readerLimits(inspection), tolerate: toleratedFaults(inspection.tolerate) }
    const check = await checkPackBytes(desk.git, packBytes([blob, tree]), checking)
    if (check.kind === 'faulty') return faultInWords(check.fault)
  }
  return undefined
}

/** Purpose in the name of every throw-away folder of fetching. */
export const PURPOSE = 'fetch'

/** A few kilobytes of pack can unfold to gigabytes, so what counts for one object is its size unpacked. Collects the pack's commits. */
async function sizeFault(inspection: Inspection, pack: string, commits: Oid[]): Promise<string | undefined> {
  for await (const ids of packIds(packPath(inspection, pack, '.idx'))) {
    for (const facts of await describeObjects(inspection.quarantine.git, ids, readerLimits(inspection))) {
      const most = mostBytes(facts.type, inspection.limits)
      if (facts.bytes > most)
        return `it has a ${NOUNS[facts.type]} of ${inBytes(facts.bytes)}, more than the ${inBytes(most)} that are allowed`
      if (facts.type === 'commit' && commits.length <= COMMITS_MAX) commits.push(facts.oid)
    }
  }
  return undefined
}

const NOUNS = { blob: 'file', tree: 'folder', commit: 'commit', tag: 'tag' } as const

function mostBytes(type: ObjectFacts['type'], limits: Limits): number {
  if (type === 'blob') return limits.packBytes
  return type === 'tree' ? FOLDER_MAX_BYTES : TEXT_MAX_BYTES
}

async function filesFault(inspection: Inspection, commits: readonly CommitOid[]): Promise<string | undefined> {
  const { quarantine, limits, shapes, tolerate } = inspection
  await using reader = new ObjectReader(quarantine.git)
  const roots = new Set<TreeOid>()
  for (const commit of commits) {
    const root = (await reader.read(commit, 'commit')).toString('latin1', 'tree '.length, 'tree '.length + 40)
    if (!isOid(root)) return `object ${short(commit)} is at fault: a commit does not say what files it has`
    roots.add(root as TreeOid)
  }
  const oddModes = tolerate.includes('badFilemode')
  const readTree = (oid: TreeOid): Promise<Buffer> => reader.read(oid, 'tree')
  return await shapeFault({ roots: [...roots], limits, oddModes, known: shapes, readTree })
}

function packPath({ quarantine }: Inspection, pack: string, ending: string): string {
  return join(quarantine.objectsDir, 'pack', `${pack}${ending}`)
}
