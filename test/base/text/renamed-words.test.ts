import { expect, test } from 'vitest'
import { renamedWords, withRenames } from '../../../src/base/text/renamed-words.ts'

const BASE = 'page = get_page(p);\nuse(page);\nput_page(page);\nend();\n'

test('a name that is another one wherever it stood is renamed', () => {
  const renamed = renamedWords(BASE, BASE.replaceAll('page', 'folio'))
  expect(renamed).toEqual(new Map([['page', 'folio']]))
  expect(withRenames('\tlock(page); // pages\n', renamed)).toBe('\tlock(folio); // pages\n')
})

test('a name that is still there, one seen only once, and one that became several things are not', () => {
  expect(renamedWords(BASE, BASE.replace('use(page)', 'use(folio)')).size).toBe(0)
  expect(renamedWords(BASE, BASE.replace('end', 'finish')).size).toBe(0)
  expect(renamedWords('use(page);\nput(page);\n', 'use(folio);\nput(other);\n').size).toBe(0)
  expect(renamedWords('use(page);\nput(page);\nfolio();\n', 'use(folio);\nput(folio);\nfolio();\n').size).toBe(0)
})
