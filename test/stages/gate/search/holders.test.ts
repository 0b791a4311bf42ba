import { expect, test } from 'vitest'
import type { CommitLink } from '../../../../src/base/git/commit-walk.ts'
import { holdersOf } from '../../../../src/stages/gate/search/holders.ts'
import { commitNamed } from '../../../world/release.ts'

/** `b: a` is a commit b on a; parents that are named nowhere else are upstream's. */
function history(...lines: string[]): CommitLink[] {
  return lines.map((line) => {
    const [name = '', parents = ''] = line.split(':')
    return { commit: commitNamed(name), parents: parents.trim().split(' ').map(commitNamed) }
  })
}

const versions = (...names: string[]) => names.map(commitNamed)

test('trees that share nothing hold themselves', () => {
  expect(holdersOf(versions('a', 'b'), history('a: up', 'b: up'))).toEqual([[0], [1]])
})

test('a tree is held by every later one that has a commit which it was the first to bring', () => {
  const links = history('topic: up', 'net: topic', 'usb: up', 'sound: usb topic')
  expect(holdersOf(versions('net', 'usb', 'sound'), links)).toEqual([[0, 2], [1, 2], [2]])
})

test('a tree that came in with an earlier one is held by that', () => {
  const links = history('net: up', 'next: net')
  expect(holdersOf(versions('next', 'net'), links)).toEqual([
    [0, 1],
    [0, 1],
  ])
})
