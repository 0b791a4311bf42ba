/** A year of merges by one integrator with git's rerere: conflicts that recur, drift, move and change. What rerere makes of each is counted. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { git, tryGit } from '../git.ts'
import { Random } from '../world/random.ts'
import { replay, type Tally } from './replay.ts'

/** What happens to a conflict from one time to the next. */
export const CLASSES = {
  same: 'the same again',
  beside: 'the sides edited elsewhere in the file',
  moved: 'the hunks moved by lines put in above',
  renamed: 'the file renamed',
  'one of three': 'one hunk of three is another',
  elsewhere: 'the same lines in another file, where another answer is right',
} as const

export type ClassName = keyof typeof CLASSES

/** Conflicts of each class, and how often each is met in the year. */
const CONFLICTS = 12
const TIMES = 6

export interface Year {
  readonly name: ClassName
  readonly rerere: Tally
  readonly tributary: Tally
}

/** One class after the other, each in a repository of its own. The first time of a conflict counts for neither. */
export async function year(say: (line: string) => void): Promise<Year[]> {
  const all: Year[] = []
  for (const name of Object.keys(CLASSES) as ClassName[]) {
    say(`a year of: ${CLASSES[name]}`)
    const folder = mkdtempSync(join(tmpdir(), 'tributary-year-'))
    try {
      const rerere = integrate(folder, name)
      const replayed = await replay({
        repository: folder,
        tip: 'main',
        countFrom: 0,
        acceptRules: false,
        scratchFolder: join(folder, 'scratch'),
      })
      const { right, wrong, open } = replayed.files
      all.push({ name, rerere, tributary: { right, wrong, open: open - CONFLICTS } })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  return all
}

/** One meeting of two sides: the file as base, both sides and the integrator have it. */
interface Meeting {
  readonly path: string
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly right: string
}

function meeting(name: ClassName, conflict: number, time: number): Meeting {
  const random = new Random('year', name, conflict, time)
  const hunks = name === 'one of three' ? 3 : 1
  const edited = name === 'same' || time === 0 ? '' : `/* seen ${time} times */\n`
  const above = name === 'moved' ? edited.repeat(time * 3) : ''
  const changing = name === 'one of three' ? random.below(3) : -1
  const other = name === 'elsewhere' && time % 2 === 1
  const text = (side: 'base' | 'ours' | 'theirs' | 'right'): string => {
    const clash = (hunk: number): string => {
      const again = hunk === changing && time > 0 ? `, again_${time}` : ''
      // What two drivers that were copied from each other have in common, and answer each in its own way.
      const answer = side === 'right' ? (other ? 'b, a' : 'a, b') : side
      return `\tcall_${conflict}_${hunk}(${answer}${side === 'base' ? '' : again});\n`
    }
    const parts = Array.from({ length: hunks }, (_, hunk) => lines(conflict, hunk * 10) + clash(hunk))
    return `${above}${parts.join('')}${lines(conflict, 50)}${name === 'moved' ? '' : edited}`
  }
  const suffix = name === 'renamed' && time >= TIMES / 2 ? '-new' : other ? '-copy' : ''
  const path = `drivers/${conflict}/file${suffix}.c`
  return { path, base: text('base'), ours: text('ours'), theirs: text('theirs'), right: text('right') }
}

function lines(conflict: number, from: number): string {
  return Array.from({ length: 10 }, (_, line) => `\tline ${from + line} of ${conflict};\n`).join('')
}

/** Every conflict in turn, time after time. Merges, looks at what rerere left, puts it right, and commits. */
function integrate(folder: string, name: ClassName): Tally {
  const tally = { right: 0, wrong: 0, open: 0 }
  const run = (...args: string[]): string => git(folder, args)
  run('init', '-q', '--initial-branch=main')
  run('config', 'rerere.enabled', 'true')
  for (let time = 0; time < TIMES; time += 1)
    for (let conflict = 0; conflict < CONFLICTS; conflict += 1) {
      const { path, base, ours, theirs, right } = meeting(name, conflict, time)
      const file = join(folder, path)
      const commit = (content: string, subject: string): void => {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
        run('add', '-A')
        run('commit', '-q', '-m', subject)
      }
      if (name === 'renamed' && time === TIMES / 2) rmSync(join(folder, `drivers/${conflict}/file.c`))
      commit(base, `begin ${conflict} for the time ${time}`)
      run('checkout', '-q', '-b', 'topic')
      commit(theirs, 'theirs')
      run('checkout', '-q', 'main')
      commit(ours, 'ours')
      tryGit(folder, ['merge', '-q', '--no-edit', 'topic'])
      if (time > 0) tally[verdict(readFileSync(file, 'utf8'), right)] += 1
      writeFileSync(file, right)
      run('add', '-A')
      run('commit', '-q', '--no-edit')
      run('branch', '-q', '-D', 'topic')
    }
  return tally
}

function verdict(left: string, right: string): keyof Tally {
  if (left === right) return 'right'
  return left.includes('<<<<<<<') ? 'open' : 'wrong'
}
