import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Stretch, threeWay } from '../../../src/base/text/three-way.ts'
import { gitMerge } from '../../world/clashed.ts'

function lines(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}

function kinds(base: string, ours: string, theirs: string): string[] {
  return threeWay(lines(base), lines(ours), lines(theirs)).map(({ kind }) => kind)
}

test('edits side by side are two edits', () => {
  expect(kinds('a b', 'A b', 'a B')).toEqual(['ours', 'theirs'])
})

test('a line put in beside an edited one is an edit of its own', () => {
  expect(kinds('a', 'A', 'x a')).toEqual(['theirs', 'ours'])
  expect(kinds('a', 'A', 'a x')).toEqual(['ours', 'theirs'])
})

test('edits of the same line clash, and so do lines put in at the same place', () => {
  expect(kinds('a', 'x', 'y')).toEqual(['clash'])
  expect(kinds('a b', 'a x b', 'a y b')).toEqual(['kept', 'clash', 'kept'])
})

test('the same edit on both sides is one', () => {
  expect(kinds('a b', 'a x b', 'a x b')).toEqual(['kept', 'same', 'kept'])
  expect(kinds('a b c', 'a c', 'a c')).toEqual(['kept', 'same', 'kept'])
})

const some = fc.array(fc.constantFrom('a', 'b', 'c', '}'), { maxLength: 12 })

test('the stretches are the three texts, none left out', () => {
  fc.assert(
    fc.property(some, some, some, (base, ours, theirs) => {
      const stretches = threeWay(base, ours, theirs)
      const joined = (side: 'base' | 'ours' | 'theirs', text: readonly string[]): string[] =>
        stretches.flatMap((stretch) => text.slice(stretch[side].start, stretch[side].end))
      expect(joined('base', base)).toEqual(base)
      expect(joined('ours', ours)).toEqual(ours)
      expect(joined('theirs', theirs)).toEqual(theirs)
    }),
  )
})

/** Edits of a text in which no line comes twice, so that there is one way to align them. */
const edits = fc.array(
  fc.record({
    at: fc.nat(19),
    side: fc.constantFrom('ours', 'theirs'),
    what: fc.constantFrom('change', 'delete', 'insert'),
  }),
  { maxLength: 6 },
)

test('where git merges clean, this is what git makes of it', () => {
  fc.assert(
    fc.property(edits, (all) => {
      const base = Array.from({ length: 20 }, (_, line) => `line ${line}`)
      const edited = (side: string): string[] =>
        base.flatMap((line, at) => {
          const edit = all.find((one) => one.at === at && one.side === side)
          if (edit === undefined) return [line]
          if (edit.what === 'delete') return []
          return edit.what === 'change' ? [`${line} of ${side}`] : [line, `new of ${side} ${at}`]
        })
      const [ours, theirs] = [edited('ours'), edited('theirs')]
      const text = (which: readonly string[]): string => which.map((line) => `${line}\n`).join('')
      const byGit = gitMerge({ base: text(base), ours: text(ours), theirs: text(theirs) })
      fc.pre(byGit.clean)
      const merged = threeWay(base, ours, theirs).flatMap((stretch) => result(stretch, ours, theirs))
      expect(text(merged)).toBe(byGit.text)
    }),
    { numRuns: 60 },
  )
})

function result(stretch: Stretch, ours: readonly string[], theirs: readonly string[]): readonly string[] {
  expect(stretch.kind).not.toBe('clash')
  return stretch.kind === 'theirs'
    ? theirs.slice(stretch.theirs.start, stretch.theirs.end)
    : ours.slice(stretch.ours.start, stretch.ours.end)
}
