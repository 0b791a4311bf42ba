/** How long it takes to look a conflict up among fifty thousand resolutions on record. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GitObject, makeBlob, MODE_FILE } from '../../src/base/git/objects.ts'
import { addPack } from '../../src/base/git/pack.ts'
import { Git } from '../../src/base/git/spawn.ts'
import type { ClashedFile } from '../../src/base/model/clashed-file.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import type { Resolution } from '../../src/base/model/resolution.ts'
import { openShelf } from '../../src/memory/resolutions/index-shelf.ts'
import { makeResolution } from '../../src/memory/resolutions/make.ts'
import { match } from '../../src/memory/resolutions/match.ts'
import { resolvedFile } from '../../src/memory/resolutions/resolved-file.ts'
import type { Shelf } from '../../src/memory/resolutions/shelf.ts'
import { extendResolutions, readResolutions } from '../../src/memory/resolutions/store.ts'
import { reopenSettling } from '../../src/pipeline/settling.ts'
import { openReading, type Reading } from '../../src/pipeline/workspace.ts'
import { git } from '../git.ts'

const ON_RECORD = 50_000

/** Resolutions in one commit of the chain: as many as one go at learning brings. */
const AT_A_TIME = 5_000

/** Conflicts of an earlier release. */
const ASKED_EARLIER = 20

/** Conflicts looked up: half of them are on record. */
const ASKED = 1_000

export interface LookUp {
  readonly onRecord: number
  /** Seconds. */
  readonly indexAnew: number
  readonly openAgain: number
  /** Milliseconds a conflict. */
  readonly median: number
  readonly slowestOfAHundred: number
  /** Seconds that the conflicts of an earlier release take, `ASKED_EARLIER` of them, and all of the chain to be read. */
  readonly earlier: number
  readonly wholeChain: number
}

export async function lookUp(say: (line: string) => void): Promise<LookUp> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-look-up-'))
  const record = join(folder, 'record.git')
  git(folder, ['init', '-q', '--bare', record])
  const bound = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: ['stdbuf', '-o0'] }).at(record)
  say(`putting ${ON_RECORD} resolutions on record`)
  const heads = await fill(bound)
  const open = ({ folders, reader }: Reading): Promise<Shelf & Disposable> =>
    openShelf(join(folder, 'resolutions.sqlite'), folders, reader, heads.now)
  try {
    const indexAnew = await makeAnew(bound, open)
    // As a run does that finds the index there: nothing of the chain is in its memory.
    await using reading = openReading(bound)
    const [shelf, openAgain] = await timed(() => open(reading))
    using _ = shelf
    const times = (await ask(shelf, reading, { asked: ASKED, onRecord: ON_RECORD })).toSorted((a, b) => a - b)
    const at = (share: number): number => (times[Math.floor(times.length * share)] ?? 0) * 1000
    const slowestOfAHundred = at(0.99)
    const earlier = await asVerifyDoes(bound, join(folder, 'resolutions.sqlite'), heads)
    return { onRecord: ON_RECORD, indexAnew, openAgain, median: at(0.5), slowestOfAHundred, ...earlier }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function makeAnew(bound: Git, open: (reading: Reading) => Promise<Shelf & Disposable>): Promise<number> {
  await using reading = openReading(bound)
  const [shelf, seconds] = await timed(() => open(reading))
  shelf[Symbol.dispose]()
  return seconds
}

/** An earlier release, made with all but the last that were put on record. */
async function asVerifyDoes(
  bound: Git,
  shelfPath: string,
  { now, earlier }: Heads,
): Promise<Pick<LookUp, 'earlier' | 'wholeChain'>> {
  await using reading = openReading(bound)
  const [, byIndex] = await timed(async () => {
    const plan = { resolutions: earlier, automatic: [], rules: [], retired: [] }
    using opened = await reopenSettling({ shelfPath }, { ...reading, heads: { resolutions: now } }, plan)
    if (opened.ground?.shelf === undefined) throw new Error('nothing is looked up')
    await ask(opened.ground.shelf, reading, { asked: ASKED_EARLIER, onRecord: ON_RECORD - AT_A_TIME })
  })
  await using fresh = openReading(bound)
  const [, wholeChain] = await timed(() => readResolutions(fresh.folders, fresh.reader, earlier))
  return { earlier: byIndex, wholeChain }
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const start = performance.now()
  const result = await work()
  return [result, (performance.now() - start) / 1000]
}

interface Heads {
  readonly now: CommitOid
  readonly earlier: CommitOid
}

async function fill(bound: Git): Promise<Heads> {
  let [head, earlier]: CommitOid[] = []
  await using reading = openReading(bound)
  const { folders, reader } = reading
  for (let at = 0; at < ON_RECORD; at += AT_A_TIME) {
    const resolutions: Resolution[] = []
    for (let number = at; number < at + AT_A_TIME; number += 1) {
      const { resolution, blobs } = settled(number)
      resolutions.push(resolution)
      for (const blob of blobs) folders.made.set(blob.oid, blob)
    }
    earlier = head
    head = await extendResolutions(folders, reader, {
      head,
      resolutions,
      withdrawals: [],
      by: BY,
      at: AT,
      message: 'learn\n',
    })
    await addPack(bound, [...folders.made.values()])
    folders.made.clear()
  }
  if (head === undefined || earlier === undefined) throw new Error('nothing is on record')
  return { now: head, earlier }
}

const BY = { name: 'Integrator', email: 'integrator@example.org' }
const AT = { epochSeconds: 1_675_209_600, zoneMinutes: 0 }

/** Two hunks in a file of forty lines. Every tenth file has had ten conflicts. */
function conflict(number: number): ClashedFile {
  const path = `drivers/${number % 97}/file-${number % 45_000}.c`
  const lines = (from: number): string =>
    Array.from({ length: 12 }, (_, line) => `\tline ${from + line} of ${number % 45_000};\n`).join('')
  const clash = (side: string, place: number): string => `\tcall_${place}(${side}, ${number});\n`
  const version = (side: string): string => lines(0) + clash(side, 1) + lines(12) + clash(side, 2) + lines(24)
  const texts = { base: version('base'), ours: version('ours'), theirs: version('theirs') }
  const stage = (text: string) => ({ path, mode: MODE_FILE, oid: makeBlob(text).oid })
  return {
    path,
    kind: 'content',
    paths: [path],
    base: stage(texts.base),
    ours: stage(texts.ours),
    theirs: stage(texts.theirs),
    passages: [
      { kind: 'agreed', text: lines(0) },
      { kind: 'clash', ours: clash('ours', 1), theirs: clash('theirs', 1) },
      { kind: 'agreed', text: lines(12) },
      { kind: 'clash', ours: clash('ours', 2), theirs: clash('theirs', 2) },
      { kind: 'agreed', text: lines(24) },
    ],
    texts,
  }
}

function settled(number: number): { readonly resolution: Resolution; readonly blobs: readonly GitObject[] } {
  const clashed = conflict(number)
  const text = (clashed.texts.ours ?? '').replaceAll('(ours', '(both')
  const result = makeBlob(text)
  const outcome = { placed: [{ path: clashed.path, mode: MODE_FILE, oid: result.oid }], removed: [], text }
  const { file, blobs } = resolvedFile(clashed, outcome)
  const resolution = makeResolution({
    files: [file],
    fixes: [],
    needed: undefined,
    sides: { ours: { tree: undefined, commits: [] }, theirs: { tree: undefined, commits: [] } },
    origin: { kind: 'resolved' },
    by: BY,
    at: { ...AT, epochSeconds: AT.epochSeconds + number },
    why: 'both are wanted',
    supersedes: undefined,
  })
  const versions = Object.values(clashed.texts).map((version) => makeBlob(version ?? ''))
  return { resolution, blobs: [...blobs, ...versions, result] }
}

/** As a run asks: with an edit elsewhere in the file, so that only the lines are the same. */
async function ask(
  shelf: Shelf,
  { reader }: Reading,
  { asked, onRecord }: { readonly asked: number; readonly onRecord: number },
): Promise<number[]> {
  const times: number[] = []
  for (let place = 0; place < asked; place += 1) {
    const isKnown = place % 2 === 0
    const file = conflict(isKnown ? (place * 7919) % onRecord : ON_RECORD + place)
    const moved = { ...file, ours: file.base }
    const [matched, seconds] = await timed(() =>
      match(moved, shelf, {
        tiers: ['same-versions', 'same-conflict', 'same-hunks'],
        read: async (oid) => (await reader.find(oid))?.content.toString('latin1'),
        isHere: async (oid) => (await reader.size(oid)) !== undefined,
        stands: () => Promise.resolve(true),
      }),
    )
    if ((matched.kind === 'settled') !== isKnown) throw new Error(`conflict ${place} was ${matched.kind}`)
    times.push(seconds)
  }
  return times
}
