/** The files of this repository: all that are tracked, or would be when added. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Texts } from './source.ts'

const root = join(import.meta.dirname, '../..')

export function listFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  // A file that was removed but not yet from the index is still listed.
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
}

/** The text of every source file and page among these. */
export function readTexts(paths: readonly string[]): Texts {
  const read = paths.filter((path) => /^(src|test|bench)\/.*\.tsx?$|\.md$/.test(path))
  return new Map(read.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}
