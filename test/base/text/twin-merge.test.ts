import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MergedFile, twinBlocks, twinFault } from '../../../src/base/text/twin-merge.ts'
import { mergeFiles } from '../../world/merge-files.ts'

const LOCK = 'spin_lock(&device->lock);\n'
const LINES = ['int probe(void)\n', '{\n', '\tsetup();\n', '\treturn 0;\n', '}\n']

function lines(...more: readonly (readonly [at: number, line: string])[]): string {
  const all = [...LINES]
  for (const [at, line] of [...more].reverse()) all.splice(at, 0, line)
  return all.join('')
}

const BASE = lines()
const BLOCKS = twinBlocks(BASE, lines([2, LOCK]))

function fault(file: Omit<MergedFile, 'base'>): string | undefined {
  const found = twinFault({ base: BASE, ...file }, BLOCKS)
  return found && `${found.kind}: ${found.line}`
}

test('what both sides have once is right when it is there once', () => {
  const once = lines([2, LOCK])
  expect(fault({ ours: once, theirs: once, merged: once })).toBeUndefined()
})

test('a patch at two places of a file is there twice', () => {
  const [ours, theirs, merged] = [lines([2, LOCK]), lines([4, LOCK]), lines([2, LOCK], [4, LOCK])]
  expect(fault({ ours, theirs, merged })).toBe('twice: spin_lock(&device->lock);')
})

test('what one side took back is there again; unless the result has it not', () => {
  expect(fault({ ours: BASE, theirs: lines([2, LOCK]), merged: lines([2, LOCK]) })).toMatch(/^back: /)
  expect(fault({ ours: BASE, theirs: lines([2, LOCK]), merged: BASE })).toBeUndefined()
})

test('what one side put back is gone again', () => {
  const [base, without] = [lines([2, LOCK]), BASE]
  const blocks = twinBlocks(base, without)
  expect(twinFault({ base, ours: base, theirs: without, merged: without }, blocks)?.kind).toBe('gone')
  expect(twinFault({ base, ours: without, theirs: without, merged: without }, blocks)).toBeUndefined()
})

test('what a side has once more by another patch is not held against the merge', () => {
  const twice = lines([2, LOCK], [4, LOCK])
  expect(fault({ ours: twice, theirs: lines([2, LOCK]), merged: twice })).toBeUndefined()
})

test('blocks that stand everywhere are not counted', () => {
  expect(twinBlocks('a\n', 'a\n}\n\treturn;\n')).toEqual([])
  expect(twinBlocks('a', 'a\nsomething telling').map(({ text }) => text)).toEqual(['something telling\n'])
})

/** A file of its own lines, what the patch makes of it, and what each side does besides. */
const HISTORY = fc.record({
  length: fc.integer({ min: 6, max: 20 }),
  patchAt: fc.integer({ min: 1, max: 5 }),
  takes: fc.integer({ min: 0, max: 2 }),
  ours: fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom('}\n', '\n', '\treturn 0;\n', 'ours')), {
    maxLength: 4,
  }),
  theirs: fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom('}\n', '\n', '\treturn 0;\n', 'theirs')), {
    maxLength: 4,
  }),
  later: fc.constantFrom('nothing', 'undone', 'moved'),
})

const PATCH = ['\tdevice_register(&the_device);\n', '\tdevice_enable(&the_device);\n']

test('in histories at random git’s own merges are found wrong when they are, and never else', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(HISTORY, ({ length, patchAt, takes, ours, theirs, later }) => {
      const base = Array.from({ length }, (_, at) => `\tstatement_of_line(${at});\n`)
      const patched = [...base]
      patched.splice(patchAt, takes, ...PATCH)
      const moved = [...base.slice(0, patchAt), ...base.slice(patchAt + takes)]
      moved.splice(moved.length, 0, ...PATCH)
      const after = { nothing: patched, undone: base, moved }[later]
      const file = {
        base: base.join(''),
        ours: edited(after, ours).join(''),
        theirs: edited(patched, theirs).join(''),
      }
      const merged = mergeFiles(file)
      // What clashes is a conflict, and people see it.
      if (merged === undefined) return
      const count = merged.split(PATCH.join('')).length - 1
      const wanted = later === 'undone' ? 0 : 1
      const said = twinFault({ ...file, merged }, twinBlocks(file.base, patched.join('')))?.kind
      seen.add(`${later}: ${said}`)
      const isWrong = count > wanted
      expect([later, count, said !== undefined]).toEqual([later, count, isWrong])
    }),
    { numRuns: 150 },
  )
  expect([...seen].sort()).toEqual(expect.arrayContaining(['nothing: undefined', 'undone: back', 'moved: twice']))
})

/** Lines put in where neither the patch nor its lines are. */
function edited(lines: readonly string[], edits: readonly (readonly [number, string])[]): string[] {
  const all = [...lines]
  for (const [at, line] of edits) {
    const place = Math.min(at, all.length)
    const isInPatch = all[place - 1] === PATCH[0]
    if (!isInPatch) all.splice(place, 0, line.endsWith('\n') ? line : `\t${line}_${at}();\n`)
  }
  return all
}
