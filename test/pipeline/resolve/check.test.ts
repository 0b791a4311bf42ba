import { expect, test } from 'vitest'
import { judge } from '../../../src/pipeline/resolve/check.ts'
import { withoutLines } from '../../world/clashed.ts'
import { clashing } from '../../world/resolutions.ts'

const FILE = clashing('a.c', ['begin\n', ['mine\n', 'yours\n', 'old\n'], '=======\n'])

test('markers that no version has mean that it is not finished; other lines of that sort are named', () => {
  expect(judge(FILE, 'begin\n<<<<<<< ours\nmine\n=======\nnew\n\n')).toEqual({
    markers: ['<<<<<<< ours\n'],
    foreign: ['new\n'],
  })
  expect(judge(FILE, 'begin\nold\nyours\nmine\n=======\n')).toEqual({ markers: [], foreign: [] })
})

test('no more than twenty lines are told', () => {
  const lines = Array.from({ length: 30 }, (_, n) => `new ${n}\n`).join('')
  expect(judge(FILE, lines).foreign).toHaveLength(20)
})

test('of what is no text nothing is said, whatever it looks like', () => {
  expect(judge(withoutLines('binary'), '\0\n<<<<<<< in an archive\n')).toEqual({ markers: [], foreign: [] })
})

test('where a version was too large to be read nobody can say whose a line is, and markers are found all the same', () => {
  const large = { ...FILE, texts: { base: 'old\n' } }
  expect(judge(large, 'begin\n<<<<<<< ours\n')).toEqual({ markers: ['<<<<<<< ours\n'], foreign: [] })
})

test('a version that is not there at all has no lines', () => {
  const { base: _, ...texts } = FILE.texts
  expect(judge({ ...FILE, base: undefined, texts }, 'old\n').foreign).toEqual(['old\n'])
})
