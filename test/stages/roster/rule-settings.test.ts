import { expect, test } from 'vitest'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'
import { starterRoster } from '../../../src/stages/roster/starter.ts'

const BEGINNING = starterRoster({
  name: 'linux',
  upstream: { url: 'https://example.org/linux.git', branch: 'master' },
  integrator: { name: 'The Integrator', email: 'integrator@example.org' },
})

const TREE = '[[trees]]\nname = "net"\nurl = "https://example.org/net.git"\nbranch = "main"\n'

function rosterWith(text: string) {
  const reading = parseRoster(`${BEGINNING}\n${text}`)
  return reading.kind === 'read' ? reading.roster : reading.faults.map(({ message, hint }) => `${message}: ${hint}`)
}

test('without [rules] runs ask none, and with an empty table they ask all', () => {
  expect(rosterWith('')).toMatchObject({ rules: undefined })
  expect(rosterWith('[rules]\n')).toMatchObject({ rules: {} })
})

test('severities are read for all trees and for one', () => {
  expect(rosterWith(`[rules]\nownership = "hold"\n${TREE}rules = { ownership = "off" }\n`)).toMatchObject({
    rules: { ownership: 'hold' },
    trees: [{ rules: { ownership: 'off' } }],
  })
})

test('an unknown rule or severity is said, with what was meant', () => {
  expect(rosterWith('[rules]\nowner-ship = "hold"\n')).toEqual([
    '[rules] has no key "owner-ship": Did you mean ownership?',
  ])
  expect(rosterWith(`${TREE}rules = { ownership = "holds" }\n`)).toEqual([
    'ownership has a value that is not known: One of: off, note, report, hold. Did you mean "hold"?',
  ])
})
