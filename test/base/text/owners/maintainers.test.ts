import { expect, test } from 'vitest'
import { parseMaintainers } from '../../../../src/base/text/owners/maintainers.ts'

const MAINTAINERS = `List of maintainers
===================

Patches go to the M: and L: lines of each section:

	M: *Mail* patches to: FullName <address@domain>

NETWORKING
M:	Net Maintainer <Net@Example.org>
M:	"Second, Net" <second@example.org> (for the stack)
R:	reader@example.org
L:	netdev@lists.example.org (moderated for non-subscribers)
L:	net-private@lists.example.org (subscribers-only)
S:	Maintained
W:	https://example.org/net?contact=web@example.org
T:	git git://example.org/net.git for-next (a remark)
T:	quilt https://example.org/patches/
# a comment

F:	drivers/net/
X:	drivers/net/wireless/
N:	phy
K:	\\bnapi_

THE REST
M:	Integrator <integrator@example.org>
F:	*
F:	*/
`

test('a section has its people, lists, patterns and trees, and an empty line does not end it', () => {
  expect(parseMaintainers(MAINTAINERS)).toEqual([
    {
      title: 'NETWORKING',
      maintainers: [
        { name: 'Net Maintainer', email: 'Net@Example.org' },
        { name: 'Second, Net', email: 'second@example.org' },
      ],
      reviewers: [{ name: '', email: 'reader@example.org' }],
      lists: ['netdev@lists.example.org'],
      patterns: [
        { kind: 'F', text: 'drivers/net/' },
        { kind: 'X', text: 'drivers/net/wireless/' },
        { kind: 'N', text: 'phy' },
        { kind: 'K', text: '\\bnapi_' },
      ],
      sources: [{ url: 'git://example.org/net.git', branch: 'for-next' }],
    },
    {
      title: 'THE REST',
      maintainers: [{ name: 'Integrator', email: 'integrator@example.org' }],
      reviewers: [],
      lists: [],
      patterns: [
        { kind: 'F', text: '*' },
        { kind: 'F', text: '*/' },
      ],
      sources: [],
    },
  ])
})

test.each([
  ['Maintainer, Net <net@example.org>', ['Maintainer, Net <net@example.org>']],
  ['A <a@example.org>, B <b@example.org> (mornings)', ['A <a@example.org>', 'B <b@example.org>']],
  ['a@example.org, b@example.org', [' <a@example.org>', ' <b@example.org>']],
  ['nobody at all', []],
  ['A <a@example.org', []],
])('the people of %j', (value, people) => {
  const [section] = parseMaintainers(`TITLE\nM: ${value}\n`)
  expect(section?.maintainers.map(({ name, email }) => `${name} <${email}>`)).toEqual(people)
})

test('a section without a title goes on with the one before, and one begins the file', () => {
  const titles = parseMaintainers('M: a@example.org\n\nM: b@example.org\nTITLE\nM: c@example.org\n TITLE 2\nF: x/\n')
  expect(titles.map(({ title, maintainers }) => [title, maintainers.length])).toEqual([
    ['', 2],
    ['TITLE', 1],
    ['TITLE 2', 0],
  ])
})

test('a text that is no such file gives nothing', () => {
  expect(parseMaintainers('')).toEqual([])
  expect(parseMaintainers('prose\nmore of it\n')).toEqual([])
})
