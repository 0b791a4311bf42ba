import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addScheme } from '../../../src/stages/roster/add-scheme.ts'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'

const HEAD = '[project]\nname = "x"\nintegrator = { name = "I", email = "i@example.org" }\n'
const UPSTREAM = '[upstream]\nurl = "https://example.org/x"\nbranch = "main"\n'

test.each([
  ['schemes = ["https", "ssh"] # ours', 'schemes = ["https", "ssh", "file"] # ours'],
  ['schemes = [\n  "https", # safe\n  "ssh", # keys\n]', 'schemes = [\n  "https", # safe\n  "ssh", "file", # keys\n]'],
  ['schemes = [ ]', 'schemes = ["file" ]'],
  ['schemes = ["file"]', 'schemes = ["file"]'],
  ['schemes = ["https"]\nconnections_per_host = 1', 'schemes = ["https", "file"]\nconnections_per_host = 1'],
  ['connections_per_host = 1', 'schemes = ["https", "ssh", "git", "file"]\nconnections_per_host = 1'],
])('to %j it becomes %j', (before, after) => {
  expect(addScheme(`[fetch]\n${before}\n`, 'file')).toBe(`[fetch]\n${after}\n`)
})

test('the table is written where there is none, before the trees', () => {
  const table = '[fetch]\nschemes = ["https", "ssh", "git", "file"]\n'
  expect(addScheme(HEAD, 'file')).toBe(`${HEAD}\n${table}`)
  expect(addScheme(`${HEAD}\n# net\n[[trees]]\nname = "net"\n`, 'file')).toBe(
    `${HEAD}\n${table}\n# net\n[[trees]]\nname = "net"\n`,
  )
  expect(addScheme('[fetch]', 'file')).toBe(table.trimEnd())
  expect(addScheme('fetch.schemes = ["ssh"]\n', 'file')).toBe('fetch.schemes = ["ssh", "file"]\n')
})

test.each(['fetch.private_hosts = true', 'fetch = {}', 'fetch.schemes = "ssh"'])(
  'what would need rewriting is left to the operator: %s',
  (text) => {
    expect(() => addScheme(text, 'file')).toThrow('the roster cannot be edited')
  },
)

test('afterwards the scheme is allowed, and a second time changes nothing', () => {
  const fetch = fc.constantFrom('', '[fetch]\n', '[fetch]\nschemes = ["https"]\n', '[fetch]\nprivate_hosts = true\n\n')
  fc.assert(
    fc.property(fc.shuffledSubarray([HEAD, UPSTREAM], { minLength: 2 }), fetch, (tables, table) => {
      const added = addScheme([...tables, table].join('\n'), 'file')
      expect(parseRoster(added)).toMatchObject({ kind: 'read' })
      const reading = parseRoster(added)
      expect(reading.kind === 'read' && reading.roster.fetch.schemes.includes('file')).toBe(true)
      expect(addScheme(added, 'file')).toBe(added)
    }),
  )
})
