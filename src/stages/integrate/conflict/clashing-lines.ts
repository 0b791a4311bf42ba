/** The lines that clash in a conflicted file, as git's merge left them. */
import type { Hunk } from '../../../base/model/conflict.ts'
import type { Passage } from '../../../base/text/conflict-markers.ts'
import { mergeGuarded } from './guarded-merge.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import { type MarkedFile, nameInLabel, pathInLabel, readMarkedFile } from './marked-file.ts'
import { findPlaces, type Places } from './places.ts'
import type { View } from './view.ts'

export interface ClashingLines {
  readonly places: Places
  /** The file read passage by passage; empty where no lines clash. */
  readonly passages: readonly Passage[]
  readonly hunks: readonly Hunk[]
  /** What git called the sides in the markers; undefined without any. */
  readonly marked: MarkedFile | undefined
}

export async function readClashingLines(view: View, conflict: LogicalConflict): Promise<ClashingLines> {
  const { base, ours, theirs } = conflict
  const isText = ours !== undefined && theirs !== undefined && isFile(ours.mode) && isFile(theirs.mode)
  const result = isText ? (await view.entryIn(view.clash.answer.tree, ours.path))?.oid : undefined
  const text = view.text(result) ?? (await loaded(view, result, [base?.oid, ours?.oid, theirs?.oid]))
  // A file renamed twice has git's half-merged result in its stages too, which is no version that was merged.
  const versions = [base, ours, theirs].map((stage) => (stage?.oid === result ? undefined : view.text(stage?.oid)))
  const first = text === undefined ? NOTHING_READ : readMarkedFile(text, versions.filter(isGiven))
  const places = await findPlaces(view, conflict, first.kind === 'none' ? [] : hints(first.file))
  if (text === undefined || first.kind === 'none') return { places, passages: [], hunks: [], marked: undefined }
  await view.load([places.base?.oid, places.ours?.oid, places.theirs?.oid])
  const whole = {
    base: versions[0] ?? view.text(places.base?.oid),
    ours: versions[1] ?? view.text(places.ours?.oid) ?? '',
    theirs: versions[2] ?? view.text(places.theirs?.oid) ?? '',
  }
  const reading = readMarkedFile(text, [whole.base, whole.ours, whole.theirs].filter(isGiven))
  const marked = reading.kind === 'none' ? first.file : reading.file
  const passages = (reading.kind === 'doubtful' ? await mergeGuarded(view, whole) : undefined) ?? marked.passages
  return { places, passages, hunks: hunksOf(passages, marked), marked }
}

const NOTHING_READ = { kind: 'none' } as const

async function loaded(view: View, oid: string | undefined, others: readonly (string | undefined)[]) {
  await view.load([oid, ...others])
  return view.text(oid)
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined
}

function isFile(mode: number): boolean {
  return (mode & 0o170000) === 0o100000
}

function hints({ oursLabel, theirsLabel }: MarkedFile): string[] {
  return [pathInLabel(oursLabel), pathInLabel(theirsLabel)].filter(isGiven)
}

function hunksOf(passages: readonly Passage[], marked: MarkedFile): Hunk[] {
  return passages.flatMap((passage) =>
    passage.kind === 'clash'
      ? [{ ours: withoutIds(passage.ours, marked), theirs: withoutIds(passage.theirs, marked) }]
      : [],
  )
}

/** Conflicts nested in a side carry the sides' names too, which are ids of throw-away commits and differ from day to day. */
function withoutIds(text: string, { oursLabel, theirsLabel }: MarkedFile): string {
  return relabel(relabel(text, nameInLabel(oursLabel), 'ours'), nameInLabel(theirsLabel), 'theirs')
}

/** Gives a side another name behind the markers in a text. Only ids are replaced: nothing else stands there by git's doing. */
function relabel(text: string, id: string, name: string): string {
  if (!/^[0-9a-f]{40}$/.test(id) || !text.includes(id)) return text
  return text.replace(new RegExp(`^([<>]{7,} )${id}`, 'gm'), `$1${name}`)
}
