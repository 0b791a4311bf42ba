/** Makes one tree of a record long: many commits over few files, so that many of them touch each other's lines. */
import { git } from '../git.ts'
import type { World } from './world.ts'

/** Files that the commits are spread over, and how large they are in bytes: real sources, not tables. */
const FILES = 20
const SMALLEST = 10_000
const LARGEST = 60_000

/** Puts so many commits on what upstream is, in the place of what the tree was. */
export function makeLong(record: string, world: World, tree: string, commits: number): void {
  const files = fileNames(record, world).map((path) => ({ path, lines: textOf(record, world, path) }))
  const made = Array.from({ length: commits }, (_, at) => {
    const file = files[(at * 7) % files.length]
    if (file === undefined) throw new Error('the world has too few files for a long tree')
    // A fifth of a file's lines come into question, so neighbours meet.
    const line = (at * 31) % Math.max(1, Math.floor(file.lines.length / 5))
    file.lines[line] = `${file.lines[line]} /* ${at} */`
    const text = file.lines.join('\n')
    const message = `bench: change ${at}\n\nSigned-off-by: Integrator <integrator@example.org>\n`
    return [
      `commit refs/trees/${tree}`,
      `committer Integrator <integrator@example.org> ${1_675_209_600 + at} +0000`,
      `data ${Buffer.byteLength(message)}`,
      message,
      ...(at === 0 ? [`from ${world.upstream.tip}`] : []),
      `M 100644 inline ${file.path}`,
      `data ${Buffer.byteLength(text)}`,
      text,
    ].join('\n')
  })
  git(record, ['fast-import', '--quiet', '--force'], `${made.join('\n')}\n`)
}

function fileNames(record: string, { upstream }: World): string[] {
  const listed = git(record, ['ls-tree', '-r', '-l', upstream.tip]).matchAll(/^100644 blob \w+ +(\d+)\t([\w./-]+)$/gm)
  const fitting = [...listed].filter(([, size]) => Number(size) > SMALLEST && Number(size) < LARGEST)
  return fitting.slice(0, FILES).map(([, , path = '']) => path)
}

function textOf(record: string, { upstream }: World, path: string): string[] {
  return git(record, ['show', `${upstream.tip}:${path}`]).split('\n')
}
