import { expect, test } from 'vitest'
import { codeowners, dialectOf } from '../../../../src/base/text/owners/codeowners.ts'
import type { Dialect } from '../../../../src/base/text/owners/codeowners-pattern.ts'

function owners(text: string, path: string, dialect?: Dialect): string[] {
  return codeowners(text, dialect)
    .claimsOn(path)
    .map(({ title, owners }) => `${title}: ${owners.map(({ name, email }) => name + email).join(' ')}`)
}

test('of the patterns that fit, the last holds', () => {
  const text = '# who\n* @all\n*.js @web web@example.org # since spring\n/src/api/ @api\nsrc/api/old.js\n'
  expect(owners(text, 'README')).toEqual(['*: @all'])
  expect(owners(text, 'a/b.js')).toEqual(['*.js: @web web@example.org'])
  expect(owners(text, 'src/api/new.js')).toEqual(['/src/api/: @api'])
  expect(owners(text, 'src/api/old.js')).toEqual([])
})

test.each<[pattern: string, path: string, github: boolean, gitlab: boolean]>([
  ['docs/', 'a/docs/b/c.md', true, true],
  ['docs/', 'docs', false, false],
  ['/docs/', 'a/docs/b.md', false, false],
  ['docs', 'docs/b/c.md', true, false],
  ['docs', 'a/docs', true, true],
  ['docs/*', 'docs/b.md', true, true],
  ['docs/*', 'docs/b/c.md', false, false],
  ['docs/*', 'a/docs/b.md', false, true],
  ['/docs/**', 'docs/b/c.md', true, true],
  ['**/logs', 'build/logs/a.txt', true, false],
  ['/build/**/x.c', 'build/x.c', true, true],
  ['*.c', 'deep/in/x.c', true, true],
  ['*.c', 'x.cc', false, false],
  ['lib?/', 'lib1/a', true, true],
  ['a.c', 'abc', false, false],
  ['[ab].c', 'a.c', false, true],
  ['!a.c', 'a.c', false, false],
  ['/', 'a/b', true, true],
])('%s on %s', (pattern, path, github, gitlab) => {
  expect(owners(`${pattern} @o`, path, 'github').length > 0).toBe(github)
  expect(owners(`${pattern} @o`, path, 'gitlab').length > 0).toBe(gitlab)
})

const GITLAB = `* @all
^[Docs][2] @writers
docs/
docs/api/ @api
[Code]
*.c @c
!vendor/
vendor/own.c @own
[docs]
README.md
`

test('GitLab’s sections are asked each for itself, and give their owners to lines without', () => {
  expect(dialectOf(GITLAB)).toBe('gitlab')
  expect(owners(GITLAB, 'docs/a.md')).toEqual(['[docs] docs/: @writers', '*: @all'])
  expect(owners(GITLAB, 'docs/api/x.c')).toEqual(['[code] *.c: @c', '[docs] docs/api/: @api', '*: @all'])
  expect(owners(GITLAB, 'vendor/own.c')).toEqual(['*: @all'])
})

test('spaces in paths are escaped, and what is no owner is passed over', () => {
  expect(owners('/my\\ docs/ @a not-an-owner b@example.org', 'my docs/x')).toEqual(['/my\\ docs/: @a b@example.org'])
})

test('a hundred thousand lines are no burden', () => {
  const lines = Array.from({ length: 100_000 }, (_, place) =>
    place % 2 ? `folder${place}/ @o${place}` : `/a/f${place}.c @o${place}`,
  )
  const file = codeowners(lines.join('\n'))
  for (let place = 0; place < 20_000; place += 1) file.claimsOn(`x${place}/folder${place}/y.c`)
  expect(file.claimsOn('x/folder77777/y').map(({ title }) => title)).toEqual(['folder77777/'])
})
