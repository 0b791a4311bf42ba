import { expect, test } from 'vitest'
import { addressesIn, parseMaintainers } from '../../../src/base/text/maintainers.ts'

const MAINTAINERS = `List of maintainers
===================

Patches go to the M: and L: lines of each section:

	M: *Mail* patches to: FullName <address@domain>

NETWORKING
M:	Net Maintainer <Net@Example.org>
M:	"Second, Net" <second@example.org> (for the stack)
R:	reader@example.org
L:	netdev@lists.example.org (moderated for non-subscribers)
S:	Maintained
W:	https://example.org/net?contact=web@example.org
F:	drivers/net/
F:	include/linux/net*
X:	drivers/net/wireless/

ORPHANED THING
S:	Orphan
F:	old/

THE REST
M:	Integrator <integrator@example.org>
F:	*
F:	*/
`

test('each section has its people, lists and paths', () => {
  expect(parseMaintainers(MAINTAINERS)).toEqual([
    {
      title: 'NETWORKING',
      maintainers: [
        { name: 'Net Maintainer', email: 'Net@Example.org' },
        { name: 'Second, Net', email: 'second@example.org' },
      ],
      reviewers: [{ name: '', email: 'reader@example.org' }],
      lists: ['netdev@lists.example.org'],
      files: ['drivers/net/', 'include/linux/net*'],
      excluded: ['drivers/net/wireless/'],
    },
    { title: 'ORPHANED THING', maintainers: [], reviewers: [], lists: [], files: ['old/'], excluded: [] },
    {
      title: 'THE REST',
      maintainers: [{ name: 'Integrator', email: 'integrator@example.org' }],
      reviewers: [],
      lists: [],
      files: ['*', '*/'],
      excluded: [],
    },
  ])
})

test('addresses are those mail may go to, in lower case', () => {
  expect([...addressesIn(MAINTAINERS)]).toEqual([
    'net@example.org',
    'second@example.org',
    'reader@example.org',
    'netdev@lists.example.org',
    'integrator@example.org',
  ])
})

test('a text that is no such file gives nothing', () => {
  expect(parseMaintainers('')).toEqual([])
  expect(addressesIn('Mail me: someone@example.org\n')).toEqual(new Set())
})
