import { expect, test } from 'vitest'
import type { CommitLink } from '../../../../src/base/git/commit-walk.ts'
import { TreeHistory } from '../../../../src/stages/gate/search/tree-history.ts'
import { commitNamed } from '../../../world/release.ts'

/** `b: a` is a commit b on a; parents that are named nowhere else are upstream's. */
const LINES = ['one: up', 'two: one', 'topic: up', 'three: two topic', 'octopus: two topic one']

const links = LINES.map((line): CommitLink => {
  const [name = '', parents = ''] = line.split(':')
  return { commit: commitNamed(name), parents: parents.trim().split(' ').map(commitNamed) }
})

const history = new TreeHistory(links)

const versions = (...names: string[]) => names.map(commitNamed)

test('the steps of a tree are its first parents, oldest first, as far as nobody else holds them', () => {
  expect(history.steps(commitNamed('three'), new Set())).toEqual(versions('one', 'two', 'three'))
  expect(history.steps(commitNamed('three'), new Set(versions('one')))).toEqual(versions('two', 'three'))
})

test('what commits hold ends at upstream', () => {
  expect([...history.reachable(versions('three'))].sort()).toEqual(versions('one', 'two', 'three', 'topic').sort())
})

test('a merge of two can be taken apart, and nothing else', () => {
  expect(history.sides(commitNamed('three'))).toEqual({ into: commitNamed('two'), merged: commitNamed('topic') })
  expect(history.sides(commitNamed('two'))).toBeUndefined()
  expect(history.sides(commitNamed('octopus'))).toBeUndefined()
})
