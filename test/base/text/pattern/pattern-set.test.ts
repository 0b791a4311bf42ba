import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PatternSet } from '../../../../src/base/text/pattern/pattern-set.ts'

function fits(source: string, text: string, spaced = false): boolean {
  return new PatternSet([{ source, spaced }]).fitting(text).length > 0
}

test.each<[string, string, boolean]>([
  ['(?:\\b|_)bpf(?:\\b|_)', 'uses bpf_prog here', true],
  ['(?:\\b|_)bpf(?:\\b|_)', 'ebpfs', false],
  ['\\b(?i:clang|llvm)\\b', 'built with LLVM', true],
  ['(?i)pidfd', 'PIDFD_OPEN', true],
  ['(devm_)?hwmon_device_(un)?register(|_with_groups|_with_info)', 'x = hwmon_device_register()', true],
  ['phylink\\.h|struct\\s+phylink|>phylink_', 'struct   phylink *p', true],
  ['[^@]sifive', 'a@sifive.com', false],
  ['[^@]sifive', '"sifive,fu540"', true],
  ['bcm283*', 'bcm28', true],
  ['sun[x456789]i', 'sun6i', true],
  ['^[+-].*zstd', ' zstd', false],
  ['^[+-].*zstd', '+x zstd', true],
  ['a{2,3}b$', 'aab', true],
  ['a{2,3}b$', 'abb', false],
  ['[]a]x', ']x', true],
  ['[a\\-z]x', '-x', true],
  ['\\x41', 'A', true],
])('%s on %j', (source, text, expected) => {
  expect(fits(source, text)).toBe(expected)
})

test('spaces and comments count only where they are not to be passed over', () => {
  expect(fits('a b # c', 'ab', true)).toBe(true)
  expect(fits('a b', 'ab', false)).toBe(false)
})

test.each(['(', 'a)', '[a', '*a', 'a**', '(?=a)', '(?<!a)b', '(a)\\1', 'a{5,2}', '(?P<n>a)', 'a{1,100000}', '\\q'])(
  '%s cannot be matched, and fits nothing',
  (source) => {
    const set = new PatternSet([
      { source: 'x', spaced: false },
      { source, spaced: false },
    ])
    expect(set.broken).toEqual([1])
    expect(set.fitting('xa(b)')).toEqual([0])
  },
)

test('what is too deep or too large is broken, not the end of us', () => {
  expect(new PatternSet([{ source: '('.repeat(100_000), spaced: false }]).broken).toEqual([0])
  expect(new PatternSet([{ source: '(((a{99}){99}){99}){99}', spaced: false }]).broken).toEqual([0])
})

test('an expression that others choke on is through at once', () => {
  const text = `${'a'.repeat(50_000)}!`
  expect(fits('^(a+)+$', text)).toBe(false)
  expect(fits('(a|aa)*b', text)).toBe(false)
  expect(fits(`^${'.*a'.repeat(20)}$`, text)).toBe(false)
})

const PIECES = ['a', 'b', '_', ' ', '.', '[ab]', '[^a]', '\\b', '\\w', '\\s', '(a|b)', '(?:ab|_)', '^', '$']
const piece = fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom('', '', '*', '+', '?', '{1,2}'))
const expression = fc
  .array(piece, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.map(([text, sign]) => (/^(\\b|\^|\$)$/.test(text) ? text : text + sign)).join(''))
const text = fc.array(fc.constantFrom('a', 'b', '_', ' ', '-'), { maxLength: 8 }).map((letters) => letters.join(''))

test('what fits is what JavaScript’s own matcher finds, one by one and all at once', () => {
  fc.assert(
    fc.property(fc.array(expression, { minLength: 1, maxLength: 4 }), text, (sources, words) => {
      const set = new PatternSet(sources.map((source) => ({ source, spaced: false })))
      const expected = sources.flatMap((source, place) => (new RegExp(source, 's').test(words) ? [place] : []))
      expect([...set.fitting(words)].sort((a, b) => a - b)).toEqual(expected)
    }),
  )
})
