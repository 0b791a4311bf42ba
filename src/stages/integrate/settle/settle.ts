/** Settles the conflicts of a merge by what is on record and by the roster's rules, path by path. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import type { BlobOid } from '../../../base/model/oid.ts'
import type { PartlyKnown, Settled, Settler, Settling } from '../../../base/model/settling.ts'
import type { Placed } from '../../../base/model/resolution.ts'
import { makeBlob, MODE_FILE, MODE_FOLDER } from '../../../base/git/objects.ts'
import type { Leaf } from '../../../base/git/overlay.ts'
import { distinct } from '../../../base/std/collections.ts'
import { match, type MatchOptions } from '../../../memory/resolutions/match.ts'
import type { Shelf } from '../../../memory/resolutions/shelf.ts'
import type { LogicalConflict } from '../conflict/logical-conflicts.ts'
import { READ_MAX } from '../conflict/describe.ts'
import type { ClashReading } from '../conflict/reading.ts'
import type { View } from '../conflict/view.ts'
import { clashedFile } from './clashed-files.ts'
import { byRule, type Outcome } from './take-side.ts'

/** What may settle conflicts, and where it is looked up. */
export interface SettlingGround extends Settling {
  /** Undefined when no resolution is on record. */
  readonly shelf: Shelf | undefined
}

/** What became of a merge's conflicts. */
export interface Settlement {
  /** Whether no path is open. */
  readonly whole: boolean
  /** What to put over git's conflicted result, for the paths that are settled. */
  readonly leaves: readonly Leaf[]
  readonly settled: readonly Settled<Settler>[]
  /** By path, what is known of those that are open. */
  readonly partly: ReadonlyMap<string, PartlyKnown>
}

export async function settle(reading: ClashReading, ground: SettlingGround): Promise<Settlement> {
  const { view, conflicts } = reading
  const leaves: Leaf[] = []
  const settled: Settled<Settler>[] = []
  const partly = new Map<string, PartlyKnown>()
  let open = 0
  if (conflicts.length > READ_MAX) return { whole: false, leaves, settled, partly }
  for (const one of conflicts) {
    const file = await clashedFile(view, await reading.read(one))
    const found = await answerTo(view, file, ground)
    if (found.outcome === undefined) {
      open += 1
      if (found.partly) partly.set(file.path, found.partly)
      continue
    }
    leaves.push(...(await leavesOf(view, one, found.outcome)))
    settled.push({ path: file.path, by: found.by })
  }
  return { whole: open === 0, leaves, settled, partly }
}

type Answer =
  | { readonly outcome: Outcome; readonly by: readonly Settler[] }
  | { readonly outcome: undefined; readonly partly: PartlyKnown | undefined }

/** What somebody said of this very conflict goes before what the operator says of all of a file's. */
async function answerTo(view: View, file: ClashedFile, ground: SettlingGround): Promise<Answer> {
  const { shelf, automatic, rules } = ground
  const matched = shelf && (await match(file, shelf, { tiers: automatic, ...looking(view) }))
  if (matched?.kind === 'settled') return { outcome: matched.outcome, by: matched.by }
  const ruled = byRule(rules, file)
  if (ruled) return { outcome: ruled.outcome, by: [{ kind: 'rule', take: ruled.take }] }
  if (matched?.kind !== 'partly') return { outcome: undefined, partly: undefined }
  const { known, open, by } = matched
  return { outcome: undefined, partly: { known, open, by } }
}

/** What the shelf's answers are judged by. */
function looking(view: View): Omit<MatchOptions, 'tiers'> {
  const { shop, ours, version } = view.clash
  return {
    read: (oid) => textOf(view, oid),
    isHere: async (oid) => (await shop.reader.size(oid)) !== undefined,
    stands: async (path) => {
      const theirs = await view.root(version)
      return ((await view.entryIn(ours, path)) ?? (await view.entryIn(theirs, path))) !== undefined
    },
  }
}

async function textOf(view: View, oid: BlobOid): Promise<string | undefined> {
  await view.load([oid])
  return view.text(oid)
}

/** The entries in place of what git left: none of the conflict's paths stays unless the outcome names it. */
async function leavesOf(view: View, conflict: LogicalConflict, outcome: Outcome): Promise<Leaf[]> {
  if (!('text' in outcome))
    return [...(await goneBut(view, conflict, outcome.placed, outcome.removed)), ...outcome.placed]
  const { answer, shop } = view.clash
  const merged = (conflict.ours ?? conflict.theirs)?.path ?? conflict.path
  const path = outcome.path ?? merged
  const entry = (await view.entryIn(answer.tree, path)) ?? (await view.entryIn(answer.tree, merged))
  const blob = makeBlob(Buffer.from(outcome.text, 'latin1'))
  shop.loose.write(blob)
  shop.folders.made.set(blob.oid, blob)
  const placed = { path, mode: entry?.mode ?? conflict.ours?.mode ?? MODE_FILE, oid: blob.oid }
  return [...(await goneBut(view, conflict, [placed], [])), placed]
}

/** The other paths of a conflict. Where a folder stands, its files are none of the conflict's. */
async function goneBut(
  view: View,
  { paths }: LogicalConflict,
  placed: readonly Placed[],
  removed: readonly string[],
): Promise<Leaf[]> {
  const stay = new Set(placed.map(({ path }) => path))
  const gone: Leaf[] = []
  for (const path of distinct([...paths, ...removed])) {
    const entry = stay.has(path) ? undefined : await view.entryIn(view.clash.answer.tree, path)
    if (entry && entry.mode !== MODE_FOLDER) gone.push({ path, mode: 0, oid: entry.oid })
  }
  return gone
}
