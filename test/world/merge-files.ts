/** Merges three texts as git merges the contents of files. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testFolder } from './folder.ts'

/** Undefined where they clash. */
export function mergeFiles(texts: {
  readonly base: string
  readonly ours: string
  readonly theirs: string
}): string | undefined {
  using folder = testFolder()
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder.path, name), text)
  const { status, stdout } = spawnSync('git', ['merge-file', '-p', '-q', 'ours', 'base', 'theirs'], {
    cwd: folder.path,
    encoding: 'utf8',
  })
  return status === 0 ? stdout : undefined
}
