/** The commands of README.md, run as they stand there, only in a folder of the test's own. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TEST_ENV } from '../world/fast-import.ts'
import { testFolder } from '../world/folder.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What stands between fences for a shell. */
function shellBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
}

test('sixty seconds to a first release, by copy and paste', () => {
  using folder = testFolder()
  const blocks = shellBlocks(readFileSync(join(ROOT, 'README.md'), 'utf8'))
  expect(blocks).toHaveLength(2)
  const script = blocks.join('').replaceAll('/tmp/first', join(folder.path, 'first'))
  const printed = execFileSync('bash', ['--norc', '-euc', script], {
    cwd: ROOT,
    env: TEST_ENV,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(printed).toContain('3 trees: 2 merged, 1 not at its tip')
  expect(printed).toContain('subject: first-next: manual merge of the usb tree with the net tree')
  expect(printed).toContain('3 trees: 3 merged\n')
  expect(printed).toContain('\nHello, network and bus\n')
  expect(printed).toContain('rebuilt from it, it has the same commit id')
})
