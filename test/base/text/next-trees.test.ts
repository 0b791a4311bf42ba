import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatNextSha1s, formatNextTrees, parseNextSha1s, parseNextTrees } from '../../../src/base/text/next-trees.ts'
import { sharedData, WHY_SKIPPED } from '../../world/shared-data.ts'

const TREES = `Trees included into this release:

Name\t\tUrl
----\t\t---
net\t\thttps://example.org/net.git#main
seven77\t\thttps://example.org/7.git#v/7
eight888\thttps://example.org/8.git#main
driver-core.current\tgit://example.org/a#b.git#for-next/core
`

test('names, URLs and branches are read; the last # parts a URL from its branch', () => {
  expect(parseNextTrees(TREES)).toEqual({
    trees: [
      { name: 'net', url: 'https://example.org/net.git', branch: 'main', line: 5 },
      { name: 'seven77', url: 'https://example.org/7.git', branch: 'v/7', line: 6 },
      { name: 'eight888', url: 'https://example.org/8.git', branch: 'main', line: 7 },
      { name: 'driver-core.current', url: 'git://example.org/a#b.git', branch: 'for-next/core', line: 8 },
    ],
    unread: [],
  })
})

test('what is written is what was read', () => {
  const trees = parseNextTrees(TREES).trees.map((tree) => ({ ...tree, branch: tree.branch ?? '' }))
  expect(formatNextTrees(trees)).toBe(TREES)
})

test('a list without heading, with line ends of Windows and odd lines, is read as far as it goes', () => {
  expect(
    parseNextTrees('net  https://example.org/net.git#main \r\n\r\nlost\r\nfs-next https://example.org/fs\r\n'),
  ).toEqual({
    trees: [
      { name: 'net', url: 'https://example.org/net.git', branch: 'main', line: 1 },
      { name: 'fs-next', url: 'https://example.org/fs', branch: undefined, line: 4 },
    ],
    unread: [{ line: 3, text: 'lost' }],
  })
})

test('whatever is written can be read', () => {
  const word = fc.stringMatching(/^[!-~]+$/)
  const tree = fc.record({ name: word, url: word, branch: word.filter((text) => !text.includes('#')) })
  fc.assert(
    fc.property(fc.array(tree), (trees) => {
      const read = parseNextTrees(formatNextTrees(trees)).trees
      expect(read.map(({ name, url, branch }) => ({ name, url, branch }))).toEqual(trees)
    }),
  )
})

test('commit ids are written in the same columns, and read back', () => {
  const tips = [
    { name: 'origin', oid: '1'.repeat(40) },
    { name: 'driver-core.current', oid: 'a'.repeat(40) },
  ]
  const text = `Name\t\tSHA1\n----\t\t----\norigin\t\t${'1'.repeat(40)}\ndriver-core.current\t${'a'.repeat(40)}\n`
  expect(formatNextSha1s(tips)).toBe(text)
  expect(parseNextSha1s(text)).toEqual(tips)
})

test('the samples of the real lists are written as they were read', ({ skip }) => {
  const trees = sharedData('next-trees-sample.txt')
  const ids = sharedData('next-sha1s-sample.txt')
  if (trees === undefined || ids === undefined) {
    skip(WHY_SKIPPED)
    return
  }
  const read = parseNextTrees(trees)
  expect(read.unread).toEqual([])
  expect(formatNextTrees(read.trees.map((tree) => ({ ...tree, branch: tree.branch ?? '' })))).toBe(trees)
  expect(formatNextSha1s(parseNextSha1s(ids))).toBe(ids)
})

test('a list of earlier years, with types, gives the git trees and names the quilt series', () => {
  const { trees, unread } = parseNextTrees(
    'Trees included into this release:\n\nName\t\tType\tURL\n----\t\t----\t---\n' +
      'net\t\tgit\tgit://example.org/net.git#main\nakpm\t\tquilt\thttps://example.org/mmotm/\n',
  )
  expect(trees).toEqual([{ name: 'net', url: 'git://example.org/net.git', branch: 'main', line: 5 }])
  expect(unread).toEqual([{ line: 6, text: 'akpm quilt\thttps://example.org/mmotm/' }])
})
