/** Writes a year's meetings as a history, by one `git fast-import`: for each what both sides came from, both sides, and the merge. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../git.ts'
import type { Meeting } from './meetings.ts'
import type { Files } from './stories.ts'

/** The two commits that are merged, in the order of the meetings. */
export interface Sides {
  readonly ours: string
  readonly theirs: string
}

/** Merge number n has the subject `n`. */
export function writeHistory(folder: string, all: readonly Meeting[]): Sides[] {
  git(folder, ['init', '--quiet', '--initial-branch=main'])
  const marks = join(folder, '.git', 'year-marks')
  git(folder, ['fast-import', '--quiet', `--export-marks=${marks}`], all.map(meetingText).join(''))
  const oids = new Map(
    readFileSync(marks, 'utf8')
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )
  return all.map((_, place) => ({
    ours: oids.get(`:${mark(place, 1)}`) ?? '',
    theirs: oids.get(`:${mark(place, 2)}`) ?? '',
  }))
}

function mark(place: number, which: number): number {
  return place * 4 + which + 1
}

function meetingText(meeting: Meeting, place: number): string {
  const { paths, base, ours, theirs, committed } = meeting
  const [from, left, right] = [mark(place, 0), mark(place, 1), mark(place, 2)]
  const commit = (which: number, parents: readonly number[], files: Files): string => {
    const [first, second] = parents
    return [
      `commit refs/heads/main\nmark :${mark(place, which)}\n`,
      `committer Integrator <integrator@example.org> ${BEGINNING + meeting.day * 86_400 + place * 4 + which} +0000\n`,
      data(which === 3 ? String(place) : `side of ${place}`),
      first === undefined ? '' : `from :${first}\n`,
      second === undefined ? '' : `merge :${second}\n`,
      ...paths.filter((path) => files[path] === undefined).map((path) => `D ${path}\n`),
      ...Object.entries(files).map(([path, { mode, content }]) =>
        mode === '160000' ? `M ${mode} ${content} ${path}\n` : `M ${mode} inline ${path}\n${data(content)}`,
      ),
      '\n',
    ].join('')
  }
  const before = place === 0 ? [] : [mark(place - 1, 3)]
  return (
    commit(0, before, base) + commit(1, [from], ours) + commit(2, [from], theirs) + commit(3, [left, right], committed)
  )
}

const BEGINNING = 1_735_689_600

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}
