import fc from 'fast-check'
import { parse, stringify } from 'smol-toml'
import { expect, test } from 'vitest'
import { entryFinder, type TomlEntry, type TomlLayout, tomlLayout } from '../../../src/base/text/toml-layout.ts'

/** Every form TOML has for keys, values and what stands between them. */
const DOCUMENT = `\ufeff# a comment before anything
"quoted \\u00e9 key" = 'literal # no comment'
a.b . "c d" = 1 # dotted
when = 1979-05-27 07:32:00Z
float = 6.02e23   # trailing space before this

[ table . sub ]
list = [ # comment in a list, with ] and "
  "one", 'two # not a comment',
  [1, 2, [3]], { x = 1, "y z" = [true], n.m = 'deep' },
]
empty = []
hollow = {}
basic = "quote \\" hash # bracket ] \\\\"
long = """
[[not.a.table]] # not a comment
two quotes end it: """""
literal = '''
key = "no key"
\\'''
last.of.all = -inf

  [[trees]]
	name = "a" # indented with a tab
[trees.limits]
objects = 1_000
[[trees]]
name = "b"
[[trees.remotes]]
url = "x"
[[trees.remotes]]
url = "y"
`

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown>)[part], value)
}

/** Reading each value's own text alone must give what reading the whole gave at that path; headers stand in brackets. */
function expectTrueLayout(text: string, layout: TomlLayout): void {
  const whole = parse(text)
  const headers = new Set<TomlEntry>(layout.headers)
  const slice = ({ value }: TomlEntry): string => text.slice(value.start, value.end)
  const values = layout.entries.filter((entry) => !headers.has(entry))
  expect(values.map((entry) => parse(`x = ${slice(entry)}`)['x'])).toEqual(
    values.map((entry) => valueAt(whole, entry.path)),
  )
  expect(layout.headers.map(slice).filter((header) => !/^\[.*\]$/.test(header))).toEqual([])
}

test('every value is found where it stands, in every form that TOML has', () => {
  const layout = tomlLayout(DOCUMENT)
  expectTrueLayout(DOCUMENT, layout)
  expect(layout.entries.map(({ path }) => path.join(' '))).toMatchInlineSnapshot(`
    [
      "quoted é key",
      "a b c d",
      "when",
      "float",
      "table sub",
      "table sub list",
      "table sub list 0",
      "table sub list 1",
      "table sub list 2",
      "table sub list 2 0",
      "table sub list 2 1",
      "table sub list 2 2",
      "table sub list 2 2 0",
      "table sub list 3",
      "table sub list 3 x",
      "table sub list 3 y z",
      "table sub list 3 y z 0",
      "table sub list 3 n m",
      "table sub empty",
      "table sub hollow",
      "table sub basic",
      "table sub long",
      "table sub literal",
      "table sub last of all",
      "trees 0",
      "trees 0 name",
      "trees 0 limits",
      "trees 0 limits objects",
      "trees 1",
      "trees 1 name",
      "trees 1 remotes 0",
      "trees 1 remotes 0 url",
      "trees 1 remotes 1",
      "trees 1 remotes 1 url",
    ]
  `)
})

test('only real comments are comments', () => {
  const starts = [...tomlLayout(DOCUMENT).comments].map((at) => DOCUMENT.slice(at, DOCUMENT.indexOf('\n', at)))
  expect(starts).toEqual([
    '# a comment before anything',
    '# dotted',
    '# trailing space before this',
    '# comment in a list, with ] and "',
    '# indented with a tab',
  ])
})

test('a table ends with its last value', () => {
  const text = '[a]\nx = [\n1,\n] # done\n\n# about b\n[b]\n'
  const ends = tomlLayout(text).headers.map(({ contentEnd }) => text.slice(0, contentEnd))
  expect(ends).toEqual(['[a]\nx = [\n1,\n]', text.trimEnd()])
})

test('whatever a TOML writer writes is found', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.date({ min: new Date(0), noInvalidDate: true, max: new Date(4e12) }),
  )
  const { table } = fc.letrec<{ value: unknown; table: Record<string, unknown> }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('table')),
    table: fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4 }),
  }))
  fc.assert(
    fc.property(table, (content) => {
      const text = stringify(content)
      expectTrueLayout(text, tomlLayout(text))
    }),
  )
})

test('what is not in the text is found at the nearest thing above it', () => {
  const text = 'fetch.schemes = []\n[[trees]]\nname = "a"\n'
  const find = entryFinder(tomlLayout(text))
  const keyAt = (path: readonly (string | number)[]): string | undefined => {
    const key = find(path)?.key
    return key && text.slice(key.start, key.end)
  }
  expect(keyAt(['trees', 0, 'url'])).toBe('[[trees]]')
  expect(keyAt(['trees', 0, 'name'])).toBe('name')
  expect(keyAt(['fetch'])).toBe('fetch.schemes')
  expect(keyAt(['project'])).toBeUndefined()
})
