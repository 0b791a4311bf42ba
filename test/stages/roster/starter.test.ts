import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addTree } from '../../../src/stages/roster/edit-trees.ts'
import { DEFAULT_LIMITS } from '../../../src/stages/roster/limits.ts'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'
import { type Starter, starterRoster } from '../../../src/stages/roster/starter.ts'

const STARTER: Starter = {
  name: 'linux',
  upstream: { name: "Linus' tree", url: 'https://example.org/linux.git', branch: 'master' },
  integrator: { name: 'The Integrator', email: 'integrator@example.org' },
}

/** The roster with every key that was commented out at the beginning of its line. */
function uncommented(text: string): string {
  return text.replace(/^# (?=[a-z_]+ = )/gm, '').replace(/^# {3}/gm, '')
}

test('it reads without faults or warnings, and takes trees', () => {
  const text = starterRoster(STARTER)
  expect(parseRoster(text)).toMatchObject({
    kind: 'read',
    warnings: [],
    roster: { upstream: STARTER.upstream, trees: [] },
  })
  const added = addTree(text, { name: 'net', url: 'https://example.org/net.git', branch: 'main' })
  expect(added.startsWith(text)).toBe(true)
  expect(parseRoster(added)).toMatchObject({ kind: 'read', warnings: [], roster: { trees: [{ name: 'net' }] } })
})

test('what it shows in comments reads too, and defaults are what holds without them', () => {
  const shown = uncommented(starterRoster(STARTER)).replace('commit = "…"', `commit = "${'a'.repeat(40)}"`)
  const reading = parseRoster(shown)
  expect(reading).toMatchObject({
    kind: 'read',
    warnings: [],
    roster: {
      project: { prefix: 'next' },
      fetch: { connectionsPerHost: 4, privateHosts: false },
      limits: DEFAULT_LIMITS,
      publish: { resolutions: false, recordFolder: 'Next', keepDays: 30 },
      report: { cc: 'known' },
      gatePool: { sandbox: 'when-there', slots: 1, diskBytes: 64 * 1024 ** 3, labels: [], readable: [] },
      gates: [{ name: 'build', kind: 'build', when: 'every run', timeoutSeconds: 3600, clean: false, inputs: [] }],
      trees: [{ name: 'net', kind: 'fixes', group: 'networking', tolerate: ['badTimezone'] }],
    },
  })
})

test('every key that a roster can have is in it', () => {
  const text = uncommented(starterRoster(STARTER))
  // A key that resembles none is answered with the list of those there are.
  const reading = parseRoster(`0000000000 = 1\n${text.replace(/^\[.*\]$/gm, '$&\n0000000000 = 1')}`)
  const hints = reading.kind === 'faulty' ? reading.faults.map(({ hint }) => hint) : []
  const known = hints.flatMap((hint) => /^Known here: (.*)\.$/.exec(hint)?.[1]?.split(', ') ?? [])
  const written = [...text.matchAll(/^\[+([a-z.-]+)\]|^([a-z_-]+) =/gm)].map(([, table, key]) => table ?? key)
  expect(known.length).toBeGreaterThan(30)
  expect(known.filter((key) => !written.includes(key) && key !== 'first')).toEqual([])
})

test('whatever a project is called, its name comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (name) => {
      const reading = parseRoster(starterRoster({ ...STARTER, name }))
      fc.pre(reading.kind === 'read')
      expect(reading.roster.project.name).toBe(name)
    }),
  )
})

test('the schemes are those it is given', () => {
  const upstream = { url: '/srv/linux.git', branch: 'master' }
  const reading = parseRoster(starterRoster({ ...STARTER, upstream, schemes: ['https', 'file'] }))
  expect(reading).toMatchObject({ kind: 'read', roster: { fetch: { schemes: ['https', 'file'] } } })
})
