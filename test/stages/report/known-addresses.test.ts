import { expect, test } from 'vitest'
import { knownAddresses } from '../../../src/stages/report/known-addresses.ts'
import { project } from '../../world/reports.ts'
import { testTree } from '../../world/roster.ts'

const maintainersText = [
  'NETWORKING',
  'M:	Net Chief <chief@example.org>',
  'R:	"Reviewer, Net" <reviewer@example.org>',
  'L:	net@lists.example.org (moderated for non-subscribers)',
  'T:	git git@example.org:net.git',
  'K:	stranger@example.org',
].join('\n')

const mayHear = knownAddresses({
  roster: { project, trees: [testTree('net')], report: { cc: 'known' } },
  maintainersText,
  upstreamAuthors: ['Author@example.org', 'not an address'],
})

test.each([
  'integrator@example.org',
  'next@lists.example.org',
  'net@example.org',
  'NET@Example.org',
  'chief@example.org',
  'reviewer@example.org',
  'net@lists.example.org',
  'author@example.org',
])('%s stands where the operator or upstream put it', (email) => {
  expect(mayHear(email)).toBe(true)
})

test.each(['stranger@example.org', 'git@example.org', 'not an address', '', 'net@example.org, stranger@example.org'])(
  '%s does not, and gets no mail',
  (email) => {
    expect(mayHear(email)).toBe(false)
  },
)

test('where the operator wants all authors to hear, anything that is an address will do', () => {
  const roster = { project, trees: [], report: { cc: 'all' } } as const
  const all = knownAddresses({ roster, upstreamAuthors: [] })
  const addresses = ['stranger@example.org', 'not an address', '', 'net@example.org, stranger@example.org']
  expect(addresses.filter(all)).toEqual(['stranger@example.org'])
})
