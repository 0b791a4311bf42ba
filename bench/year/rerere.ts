/** An integrator with git's rerere in a work tree: merges, looks at what rerere left, puts it right, and lets it learn. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { git, tryGit } from '../git.ts'
import type { Verdict } from '../measure/replay.ts'
import type { Sides } from './history.ts'
import type { Meeting } from './meetings.ts'

/** What rerere made of each meeting. */
export function withRerere(folder: string, all: readonly Meeting[], sides: readonly Sides[]): Verdict[] {
  const run = (...args: string[]): string => git(folder, args)
  run('config', 'rerere.enabled', 'true')
  run('config', 'rerere.autoUpdate', 'true')
  return all.map((meeting, place) => {
    const { ours = '', theirs = '' } = sides[place] ?? {}
    run('checkout', '--quiet', '--force', '--detach', ours)
    if (tryGit(folder, ['merge', '--quiet', '--no-commit', theirs]).exit === 0)
      throw new Error(`meeting ${place}, of ${meeting.story.name}, is no conflict`)
    const isOpen = run('ls-files', '--unmerged') !== ''
    const verdict = isOpen ? 'open' : holds(folder, meeting) ? 'right' : 'wrong'
    // Whoever sees that an answer was wrong has rerere forget it. One that is right in another file is kept for that.
    if (verdict === 'wrong' && meeting.story.name === 'corrected') run('rerere', 'forget', ...meeting.paths)
    if (Object.values(meeting.committed).every(({ mode }) => mode !== '160000')) answer(folder, meeting)
    run('rerere')
    run('reset', '--quiet', '--hard')
    return verdict
  })
}

function holds(folder: string, { paths, right }: Meeting): boolean {
  return paths.every((path) => {
    const listed = git(folder, ['ls-files', '--stage', '--', path])
    const entry = right[path]
    if (entry === undefined || listed === '') return entry === undefined && listed === ''
    return listed.startsWith(entry.mode) && (entry.mode === '160000' || read(folder, path) === entry.content)
  })
}

function answer(folder: string, { paths, committed }: Meeting): void {
  for (const path of paths) {
    const entry = committed[path]
    rmSync(join(folder, path), { force: true })
    if (entry === undefined) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), entry.content)
  }
  git(folder, ['add', '--all'])
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}
