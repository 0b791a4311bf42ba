/** What a conflict is, and what becomes of it from one time to the next. */

/** Trees whose conflict is of that sort, of 200. docs/benchmarks.md says what they are chosen after. */
export const SHARES = {
  same: 70,
  beside: 30,
  moved: 25,
  renamed: 8,
  'one of three': 16,
  elsewhere: 6,
  'add/add': 2,
  'modify/delete': 11,
  'rename/delete': 2,
  binary: 3,
  submodule: 3,
  mode: 2,
  corrected: 4,
  ruled: 18,
} as const

export type ClassName = keyof typeof SHARES

export const CLASSES: Readonly<Record<ClassName, string>> = {
  same: 'the same again',
  beside: 'the sides edited elsewhere in the file',
  moved: 'the hunks moved by lines put in above',
  renamed: 'the file renamed',
  'one of three': 'one hunk of three is another each time',
  elsewhere: 'the same lines in another file, where another answer is right',
  'add/add': 'both add the file',
  'modify/delete': 'one changes the file, the other deletes it',
  'rename/delete': 'one renames the file, the other deletes it',
  binary: 'a binary file',
  submodule: 'a submodule',
  mode: 'one adds the file to be run, the other not',
  corrected: 'the first answer was wrong, and taken back the second time',
  ruled: 'another conflict each time, in files that always take one side',
}

export interface Story {
  readonly name: ClassName
  /** Tells it from all others. */
  readonly number: number
  readonly answer: 'theirs' | 'union' | 'written'
}

export interface Entry {
  readonly mode: '100644' | '100755' | '160000'
  /** For a submodule its commit. */
  readonly content: string
}

/** By path; a path of the story that is not there is deleted. */
export type Files = Readonly<Record<string, Entry>>

export interface Versions {
  readonly paths: readonly string[]
  readonly base: Files
  readonly ours: Files
  readonly theirs: Files
  /** What is right. */
  readonly right: Files
  /** What the integrator commits. */
  readonly committed: Files
}

type Side = 'base' | 'ours' | 'theirs' | 'right'

interface Moment {
  readonly time: number
  /** How often the tree has changed beside what clashes. */
  readonly edits: number
}

export function versionsOf(story: Story, at: Moment): Versions {
  const special = SPECIAL[story.name]?.(story, at)
  if (special !== undefined) return { committed: special.right, ...special }
  const path = pathOf(story, at.time)
  const file = (side: Side): Files => ({ [path]: text(textOf(story, at.time, side)) })
  const versions = { base: file('base'), ours: file('ours'), theirs: file('theirs'), right: file('right') }
  const isWrong = story.name === 'corrected' && at.time === 0
  return {
    paths: story.name === 'renamed' ? pathsOf(story) : [path],
    ...versions,
    committed: isWrong ? file('ours') : versions.right,
  }
}

/** Those whose lines do not clash. A file that one side changed is deleted in 85 of a hundred, as in 147 mails of which 122 say so alone. */
const SPECIAL: Partial<Record<ClassName, (story: Story, at: Moment) => Omit<Versions, 'committed'>>> = {
  'modify/delete': (story, { edits }) => {
    const path = `drivers/${story.number}/file.c`
    const changed = { [path]: text(`${filling(story, 0)}\tchanged(${edits});\n`) }
    const base = { [path]: text(filling(story, 0)) }
    return { paths: [path], base, ours: changed, theirs: {}, right: story.number % 7 === 0 ? changed : {} }
  },
  'rename/delete': (story, { edits }) => {
    const [from, to] = [`drivers/${story.number}/file.c`, `drivers/${story.number}/renamed.c`]
    const content = text(filling(story, 0) + `\tedit(${edits});\n`)
    return { paths: [from, to], base: { [from]: content }, ours: { [to]: content }, theirs: {}, right: {} }
  },
  binary: (story, { edits }) => {
    const path = `firmware/${story.number}.bin`
    const file = (side: string): Files => ({ [path]: text(`\0${story.number} ${side}`) })
    const [ours, theirs] = [file('ours'), file(`theirs ${edits}`)]
    return { paths: [path], base: file('base'), ours, theirs, right: theirs }
  },
  submodule: (story, { edits }) => {
    const path = `modules/${story.number}`
    const at = (commit: number): Files => ({
      [path]: { mode: '160000', content: commit.toString(16).padStart(40, '0') },
    })
    const theirs = at(story.number * 1000 + 2 + edits)
    return { paths: [path], base: at(story.number * 1000), ours: at(story.number * 1000 + 1), theirs, right: theirs }
  },
  mode: (story, { edits }) => {
    const path = `scripts/${story.number}.sh`
    const content = `echo ${story.number} ${edits}\n`
    const [ours, theirs]: [Files, Files] = [{ [path]: text(content) }, { [path]: { mode: '100755', content } }]
    return { paths: [path], base: {}, ours, theirs, right: theirs }
  },
  'add/add': (story) => {
    const path = pathOf(story, 0)
    const file = (side: Side): Files => ({ [path]: text(textOf(story, 0, side)) })
    return { paths: [path], base: {}, ours: file('ours'), theirs: file('theirs'), right: file('right') }
  },
}

function pathOf({ name, number }: Story, time: number): string {
  // What all trees edit, such as a list of maintainers or a table of system calls.
  if (name === 'ruled') return `lists/${number % 4}.txt`
  const suffix = name === 'renamed' && time >= 2 ? '-new' : name === 'elsewhere' && time % 2 === 1 ? '-copy' : ''
  return `drivers/${number}/file${suffix}.c`
}

function pathsOf(story: Story): string[] {
  return [...new Set([0, 1, 2].map((time) => pathOf(story, time)))]
}

function textOf(story: Story, time: number, side: Side): string {
  const { name } = story
  const hunks = name === 'one of three' ? [0, 1, 2] : [0]
  const parts = hunks.map((hunk) => filling(story, hunk * 10) + clashing(story, { time, hunk, side }))
  const edited = name === 'beside' ? `/* seen ${time} times */\n` : ''
  const above = name === 'moved' ? '/* one more */\n'.repeat(time * 3) : ''
  return above + parts.join('') + filling(story, 50) + edited
}

function clashing(story: Story, at: { readonly time: number; readonly hunk: number; readonly side: Side }): string {
  const { time, hunk, side } = at
  const line = (by: string): string => `\tcall_${story.number}_${hunk}(${by}${againOf(story, time, hunk)});\n`
  if (side !== 'right') return side === 'base' ? `\tcall_${story.number}_${hunk}();\n` : line(side)
  // Two drivers that were copied from each other have lines in common, and answer them each in its own way.
  if (story.name === 'elsewhere') return line(time % 2 === 1 ? 'b, a' : 'a, b')
  if (story.name === 'ruled') return line(story.number % 2 === 0 ? 'theirs' : 'ours')
  if (story.answer === 'union') return line('ours') + line('theirs')
  return line(story.answer === 'theirs' ? 'theirs' : 'a, b')
}

/** What makes a hunk another than it was. */
function againOf({ name, number }: Story, time: number, hunk: number): string {
  const isAnother = name === 'ruled' || (name === 'one of three' && time > 0 && hunk === (number + time) % 3)
  return isAnother ? `, again_${time}` : ''
}

/** The right answers of its hunks. */
export function linesOf(story: Story, time: number): string[] {
  return [0, 1, 2].map((hunk) => clashing(story, { time, hunk, side: 'right' }))
}

function filling({ number }: Story, from: number): string {
  return Array.from({ length: 10 }, (_, line) => `\tline ${from + line} of ${number};\n`).join('')
}

function text(content: string): Entry {
  return { mode: '100644', content }
}
