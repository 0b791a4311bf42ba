/** Rules are offered only where they never failed of late, and often enough to mean something. */
import { expect, test } from 'vitest'
import type { Take } from '../../../src/base/model/settling.ts'
import { rulesInHistory, type Use } from '../../../src/memory/resolutions/rules-in-history.ts'

function times(count: number, path: string | ((place: number) => string), ...right: Take[]): Use[] {
  return Array.from({ length: count }, (_, place) => ({
    path: typeof path === 'string' ? path : path(place),
    kind: 'content',
    right,
  }))
}

function rules(...uses: readonly Use[][]): string[] {
  return rulesInHistory(uses.flat(), []).map(
    ({ glob, take, uses: count, rightInARow, files }) => `${glob} ${take} ${rightInARow}/${count} in ${files}`,
  )
}

test('a file in which always the same side was right has a rule', () => {
  expect(rules(times(61, 'VERSION', 'ours'), times(30, 'core.c'))).toEqual(['VERSION ours 61/61 in 1'])
  expect(rules(times(9, 'VERSION', 'ours'))).toEqual([])
  expect(rules(times(12, 'a', 'union', 'theirs'))).toEqual(['a theirs 12/12 in 1'])
})

test('one mistake in the last fifty uses is one too many', () => {
  expect(rules(times(20, 'VERSION', 'ours'), times(1, 'VERSION'), times(49, 'VERSION', 'ours'))).toEqual([])
  expect(rules(times(20, 'VERSION', 'ours'), times(1, 'VERSION'), times(50, 'VERSION', 'ours'))).toEqual([
    'VERSION ours 50/71 in 1',
  ])
})

test('a folder that behaves alike has one rule, and its busiest file does not speak for the others', () => {
  const notes = (place: number): string => `Documentation/RelNotes/2.${place}.txt`
  expect(rules(times(20, notes, 'ours'))).toEqual(['Documentation/RelNotes/*.txt ours 20/20 in 20'])
  expect(rules(times(20, (place) => `po/${place}.${place % 2 ? 'po' : 'pot'}`, 'theirs'))).toEqual([
    'po/ theirs 20/20 in 20',
  ])
  expect(rules(times(60, 'doc/busy.txt', 'ours'), times(3, 'doc/other.txt', 'ours'))).toEqual([
    'doc/busy.txt ours 60/60 in 1',
  ])
})

test('what a rule of the roster is about already is not offered again', () => {
  const uses = [...times(20, 'VERSION', 'ours'), ...times(20, 'po/de.po', 'theirs')]
  const found = rulesInHistory(uses, [{ glob: 'po/*.po', take: 'theirs' }])
  expect(found.map(({ glob }) => glob)).toEqual(['VERSION'])
})

test('a path that no glob can say has no rule, and special characters are taken as they are', () => {
  expect(rules(times(20, 'a\xffb', 'ours'), times(20, 'x{y}', 'ours'), times(20, 'a[1].c', 'ours'))).toEqual([
    'a[[]1].c ours 20/20 in 1',
  ])
})

test('what one side deleted is let go where it always was, whatever became of lines that clashed', () => {
  const deletions = Array.from({ length: 12 }, (_, place) => ({
    path: 'old/driver.c',
    kind: place % 2 === 0 ? ('modify/delete' as const) : ('rename/delete' as const),
    // Sometimes the integration had deleted it, sometimes the tree.
    right: [place % 3 === 0 ? ('ours' as const) : ('theirs' as const), 'deletion' as const],
  }))
  const lines = Array.from({ length: 3 }, () => ({ path: 'old/driver.c', kind: 'content' as const, right: [] }))
  const rule = { glob: 'old/driver.c', take: 'deletion', uses: 12 }
  expect(rulesInHistory([...deletions, ...lines], [])).toMatchObject([rule])
  expect(rulesInHistory(deletions, [{ glob: 'old/', take: 'deletion' }])).toEqual([])
  expect(rulesInHistory([...deletions, { path: 'old/driver.c', kind: 'modify/delete', right: [] }], [])).toEqual([])
})
