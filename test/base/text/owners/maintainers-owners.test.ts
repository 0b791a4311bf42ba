import { expect, test } from 'vitest'
import { parseMailmap } from '../../../../src/base/text/owners/mailmap.ts'
import { parseMaintainers } from '../../../../src/base/text/owners/maintainers.ts'
import { maintainersOwners } from '../../../../src/base/text/owners/maintainers-owners.ts'
import { whoIsAsked } from '../../../../src/base/text/owners/asked.ts'

/** A section for each line, called by its place: `F: a/ X: a/b/`. */
function titles(sections: readonly string[], path: string, folders: readonly string[] = []): string[] {
  const text = sections.map((fields, place) => `S${place}\n${fields.replaceAll(/ (?=[A-Z]:)/g, '\n')}\n`).join('\n')
  return claims(text, path, folders).map(({ title }) => title)
}

function claims(text: string, path: string, folders: readonly string[] = []) {
  return owners(text, folders).claimsOn(path)
}

function owners(text: string, folders: readonly string[] = []) {
  return maintainersOwners({
    sections: parseMaintainers(text),
    mailmap: parseMailmap(''),
    isFolder: (path) => folders.includes(path),
  })
}

test.each<[sections: string[], path: string, expected: string[]]>([
  [['F: a/', 'F: a/b/', 'F: a/b/c.c'], 'a/b/c.c', ['S2', 'S1', 'S0']],
  [['F: *', 'F: */', 'F: a.c'], 'a.c', ['S2', 'S0']],
  [['F: */'], 'a/b', ['S0']],
  [['F: a/ X: a/b/'], 'a/b/c.c', []],
  [['F: a/*', 'F: a/*/'], 'a/b/c.c', ['S1']],
  [['F: a/b'], 'a/b_more.c', ['S0']],
  [['F: a/b'], 'a/b/c.c', []],
  [['F: a/b?.[ch]'], 'a/b1.c', ['S0']],
  [['F: a/b?.[ch]'], 'a/b1.o', []],
  [['F: a/b.c'], 'a/bxc', []],
  [['N: sun[x456]i', 'N: sun 6i # spaces count for nothing'], 'arch/sun6i.dts', ['S0', 'S1']],
  [['N: imx X: drivers/iio/'], 'drivers/iio/imx.c', []],
  [['F: a/ N: b', 'F: a/b/'], 'a/b/c', ['S1', 'S0']],
  [['N: (broken', 'F: a/[', 'F: a/'], 'a/(broken', ['S2']],
  [['F: a/a+b.c'], 'a/aab.c', ['S0']],
])('%j on %s', (sections, path, expected) => {
  expect(titles(sections, path)).toEqual(expected)
})

test('a slash is put behind what is a folder', () => {
  expect(titles(['F: a/b'], 'a/b/c/d.c', ['a/b'])).toEqual(['S0'])
  expect(titles(['F: a.d'], 'a.d/c.c', ['a.d'])).toEqual([])
})

test('keywords are looked for in what stands before a patch, and in its changed lines', () => {
  const found = (intro: string[], lines: string[]): string[] =>
    owners('BPF\nK:	(?:\\b|_)bpf(?:\\b|_)\n\nEITHER\nK:	one|two\n')
      .claimsOnWords(intro, lines)
      .map(({ title }) => title)
  expect(found(['Subject: bpf: x'], [])).toEqual(['BPF'])
  expect(found([], ['+ run_bpf(x)'])).toEqual(['BPF'])
  expect(found([], [' run_bpf(x)'])).toEqual([])
  // Only the first of two is tied to the beginning of a changed line, as in get_maintainer.pl.
  expect(found([], [' one'])).toEqual([])
  expect(found([], [' two'])).toEqual(['EITHER'])
})

test('people are asked once, those of the most precise part first, and nobody for the rest', () => {
  const text = `NET
M:	Net Maintainer <net@example.org>
R:	Reader <reader@example.org>
L:	netdev@example.org

PHY
M:	Net Maintainer <other@example.org>
M:	Phy Maintainer <phy@example.org>
L:	Phys <phys@example.org> (moderated)
F:	net/phy/

THE REST
M:	Integrator <integrator@example.org>
L:	all@example.org
F:	*
F:	*/
`.replace('NET\n', 'NET\nF:	net/\n')
  const all = owners(text)
  const asked = whoIsAsked(all.claimsOn('net/phy/a.c'), all)
  expect([...asked.people, ...asked.lists].map(({ email }) => email)).toEqual([
    'other@example.org',
    'phy@example.org',
    'reader@example.org',
    'phys@example.org',
    'netdev@example.org',
    'all@example.org',
  ])
})

test('lines that cannot be understood are named, and cover nothing', () => {
  const found = owners('A\nN:	(?=x)\nK:	(open\nF:	a/[\nX:	*(\nF:	b/\n')
  expect(found.unread).toEqual(['A, F: a/[', 'A, X: *(', 'A, N: (?=x)', 'A, K: (open'])
  expect(found.claimsOn('a/[').length + found.claimsOn('b/x').length).toBe(1)
})

test('expressions without end make no program without end', () => {
  const lines = Array.from({ length: 200 }, (_, place) => `N:	(a{60}b?){30}${place}`)
  const { unread } = owners(`A\n${lines.join('\n')}\nF:	a/\n`)
  expect(unread.length).toBeGreaterThan(100)
})
