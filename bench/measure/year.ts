/** A made-up year of 200 trees whose conflicts recur and change: what Tributary makes of each beside git's rerere. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeHistory } from '../year/history.ts'
import { hunksOf, type Meeting, meetings } from '../year/meetings.ts'
import { withRerere } from '../year/rerere.ts'
import { type ClassName, SHARES } from '../year/stories.ts'
import { type Heard, replay, type Tally } from './replay.ts'

/** What both made of something. */
export interface Beside {
  readonly tributary: Tally
  readonly rerere: Tally
}

export interface Year {
  readonly trees: number
  /** How often conflicts were met, the first times of each included, which count for neither. */
  readonly met: number
  readonly classes: ReadonlyMap<ClassName, Beside>
  /** Of files with three hunks, hunk by hunk. */
  readonly hunks: Beside
}

export async function year(say: (line: string) => void, isQuick: boolean): Promise<Year> {
  const all = meetings(isQuick ? 8 : 1)
  const folder = mkdtempSync(join(tmpdir(), 'tributary-year-'))
  try {
    const sides = writeHistory(folder, all)
    say(`a year of ${all.length} conflicts with Tributary`)
    const heard = await withTributary(folder, all.length)
    say('the same year with rerere')
    const byRerere = withRerere(folder, all, sides)
    const tally = new YearTally()
    for (const [place, meeting] of all.entries())
      tally.add(meeting, { tributary: heard[place], rerere: byRerere[place] ?? 'open' })
    return {
      trees: new Set(all.map(({ story }) => story.number)).size,
      met: all.length,
      classes: tally.classes,
      hunks: tally.hunks,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The history is replayed in order of date, learning as it goes, and taking the rules that it suggests. */
async function withTributary(folder: string, count: number): Promise<Heard[]> {
  const heard: Heard[] = []
  await replay({
    repository: folder,
    tip: 'main',
    countFrom: 0,
    acceptRules: true,
    laterHolds: true,
    scratchFolder: join(folder, 'scratch'),
    heard: (one) => {
      heard[Number(one.subject)] = one
    },
  })
  const found = heard.filter((one) => one !== undefined).length
  if (found !== count) throw new Error(`of ${count} conflicts ${found} were met again`)
  return heard
}

class YearTally {
  readonly classes = new Map((Object.keys(SHARES) as ClassName[]).map((name) => [name, nothing()]))
  readonly hunks = nothing()

  add(meeting: Meeting, { tributary, rerere }: { tributary: Heard | undefined; rerere: keyof Tally }): void {
    const beside = this.classes.get(meeting.story.name)
    // What is right may not be what was committed: a wrong answer is replayed until somebody sees it.
    if (meeting.time === 0 || beside === undefined || tributary === undefined) return
    beside.tributary[tributary.verdict] += 1
    beside.rerere[rerere] += 1
    const hunks = hunksOf(meeting)
    if (hunks === undefined) return
    // rerere answers a file whole or not at all.
    this.hunks.rerere[rerere] += hunks.length
    // Between markers both sides stand, and one of them may be right.
    const settled = tributary.shown?.replaceAll(/^<{7}[^]*?^>{7}.*$/gm, '') ?? ''
    const right = hunks.filter((line) => settled.includes(line)).length
    const open = (tributary.shown?.match(/^<{7}/gm) ?? (tributary.shown === undefined ? hunks : [])).length
    this.hunks.tributary.right += right
    this.hunks.tributary.open += open
    this.hunks.tributary.wrong += hunks.length - right - open
  }
}

function nothing(): { readonly tributary: Tally; readonly rerere: Tally } {
  return { tributary: { right: 0, wrong: 0, open: 0 }, rerere: { right: 0, wrong: 0, open: 0 } }
}
