import * as fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mergeLines } from '../../../src/base/text/merge-lines.ts'
import { TEST_ENV } from '../../world/fast-import.ts'
import { type TestFolder, testFolder } from '../../world/folder.ts'

test.each([
  ['nothing changed', 'a\nb\n', 'a\nb\n', 'a\nb\n', 'a\nb\n'],
  ['one side changed', 'a\nb\n', 'a\nB\n', 'a\nb\n', 'a\nB\n'],
  ['both changed alike', 'a\nb\n', 'a\nB\n', 'a\nB\n', 'a\nB\n'],
  ['both changed, apart', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', 'A\nb\nC\n'],
  ['both changed one line', 'a\nb\nc\n', 'a\nx\nc\n', 'a\ny\nc\n', undefined],
  ['both changed neighbours', 'a\nb\n', 'A\nb\n', 'a\nB\n', undefined],
  ['one deleted all, the other changed', 'a\nb\nc\n', '', 'a\nB\nc\n', undefined],
  ['both deleted all', 'a\nb\n', '', '', ''],
  ['both added where there was nothing', '', 'a\n', 'b\n', undefined],
  ['no newline at the end', 'a\nb\nc', 'A\nb\nc', 'a\nb\nC', 'A\nb\nC'],
  ['the newline at the end is taken away', 'a\nb\nc\n', 'a\nb\nc', 'A\nb\nc\n', 'A\nb\nc'],
  ['carriage returns are part of a line', 'a\r\nb\r\nc\r\n', 'a\r\nb\r\nC\r\n', 'a\nb\r\nc\r\n', 'a\nb\r\nC\r\n'],
])('%s', (_, base, ours, theirs, merged) => {
  expect(mergeLines(base, ours, theirs)).toBe(merged)
  expect(mergeLines(base, theirs, ours)).toBe(merged)
})

let folder: TestFolder
beforeAll(() => {
  folder = testFolder()
})
afterAll(() => folder[Symbol.dispose]())

/** git's merge; undefined where it has a conflict. */
function byGit(base: string, ours: string, theirs: string): string | undefined {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder.path, name), text, 'latin1')
    return name
  }
  const args = ['merge-file', '-p', file('ours', ours), file('base', base), file('theirs', theirs)]
  const { status, stdout } = spawnSync('git', args, { cwd: folder.path, env: TEST_ENV })
  return status === 0 ? stdout.toString('latin1') : undefined
}

/** Lines that a side keeps, drops, changes, or puts others after: no line is in the text twice, so that there is one best way to compare. */
const fate = fc.constantFrom('keep', 'keep', 'keep', 'drop', 'change', 'add')
const fates = fc.array(fc.tuple(fate, fate), { maxLength: 12 })
const end = fc.constantFrom('\n', '')

function side(all: readonly (readonly [string, string])[], which: 0 | 1, newline: string): string {
  const lines = all.flatMap((pair, place) => {
    const line = `line ${place}`
    switch (pair[which]) {
      case 'keep':
        return [line]
      case 'drop':
        return []
      case 'change':
        return [`${line} of ${which}`]
      default:
        return [line, `beside ${place} of ${which}`]
    }
  })
  return lines.length === 0 ? '' : lines.join('\n') + newline
}

test('where it merges, git merges to the same; where git cannot merge, neither does it', () => {
  fc.assert(
    fc.property(fates, end, end, end, (all, baseEnd, oursEnd, theirsEnd) => {
      const kept = all.map(() => ['keep', 'keep'] as const)
      const base = side(kept, 0, baseEnd)
      const [ours, theirs] = [side(all, 0, oursEnd), side(all, 1, theirsEnd)]
      const merged = mergeLines(base, ours, theirs)
      expect(mergeLines(base, theirs, ours)).toBe(merged)
      expect(merged).toBe(byGit(base, ours, theirs))
    }),
    { numRuns: 150 },
  )
})

test('a side that did not change gives way, whatever the other did', () => {
  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', '}\n', '\u00ff\n', 'end'), { maxLength: 20 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, (base, other) => {
      expect(mergeLines(base, base, other)).toBe(other)
      expect(mergeLines(base, other, base)).toBe(other)
      expect(mergeLines(base, other, other)).toBe(other)
    }),
  )
})
