import { expect, test } from 'vitest'
import type { PathChange } from '../../../src/base/model/commit-facts.ts'
import { type Footprint, footprintOf, mayClash } from '../../../src/pipeline/pull-check/footprint.ts'
import { testCommit } from '../../world/facts.ts'

/** `+path` added, `-path` deleted, else modified; and what is there at the end. */
function footprint(changes: readonly string[], there: readonly string[] = []): Promise<Footprint> {
  const commits = changes.map((change, number) => {
    const kind: PathChange['kind'] = change.startsWith('+') ? 'added' : change.startsWith('-') ? 'deleted' : 'modified'
    const path = change.replace(/^[+-]/, '')
    return testCommit({ number, changes: [{ path, kind, insertions: 1, deletions: 1 }] })
  })
  return footprintOf({ commits }, (path) => Promise.resolve(there.includes(path)))
}

async function clash(
  one: readonly string[],
  other: readonly string[],
  there: readonly string[] = [],
): Promise<boolean> {
  const [a, b] = [await footprint(one, there), await footprint(other, ['a', 'a/b', 'c'])]
  expect(mayClash(b, a)).toBe(mayClash(a, b))
  return mayClash(a, b)
}

test('branches that change different files cannot clash, those that share one may', async () => {
  expect(await clash(['a/x.c'], ['a/y.c', '+a/z.c'])).toBe(false)
  expect(await clash(['a/x.c'], ['a/x.c'])).toBe(true)
})

test('a file where the other has a folder may clash', async () => {
  expect(await clash(['+a/b'], ['+a/b/c.c'])).toBe(true)
})

test('what is added to a folder that the other renamed may clash, however deep; to one that only lost a file it does not', async () => {
  expect(await clash(['-a/b/x.c', '+c/b/x.c'], ['+a/b/new.c'], ['a'])).toBe(true)
  expect(await clash(['-a/b/x.c', '+c/b/x.c'], ['+a/b/deep/er/new.c'], ['a'])).toBe(true)
  expect(await clash(['-a/b/x.c', '+c/b/x.c'], ['+a/new.c'], ['a'])).toBe(false)
  expect(await clash(['-a/b/x.c', '+c/b/x.c'], ['+a/new.c'])).toBe(true)
  expect(await clash(['-a/b/x.c'], ['+a/b/new.c'], ['a', 'a/b'])).toBe(false)
})
