import { expect, test } from 'vitest'
import { fixesTags } from '../../../src/base/text/fixes-tags.ts'

test('a tag is taken apart', () => {
  expect(fixesTags('net: two\n\nFixes: 0123456789AB ("net: one")\nSigned-off-by: A <a@example.org>\n')).toEqual([
    {
      text: '0123456789AB ("net: one")',
      lead: '',
      id: '0123456789ab',
      rest: ' ("net: one")',
      isSplit: false,
      isOutside: false,
    },
  ])
})

test('a tag in another paragraph, in any case, with a word before it, or over two lines', () => {
  const [outside, split] = fixesTags(
    'net: two\n\n fixes: commit 0123456789ab\n\nFixes: 0123456789ab ("net: a subject that\n  is long")\nSigned-off-by: A <a@example.org>\n',
  )
  expect(outside).toMatchObject({ lead: 'commit', isOutside: true, isSplit: false })
  expect(split).toMatchObject({ rest: ' ("net: a subject that is long")', isSplit: true, isOutside: false })
})

test('a bracket that is never closed is not looked for in other trailers', () => {
  const [tag] = fixesTags('s\n\nFixes: 0123456789ab ("net: one"\nSigned-off-by: A (B) <a@example.org>\n')
  expect(tag).toMatchObject({ rest: ' ("net: one"', isSplit: false })
})

test('addresses, numbers of issues, quotations and prose are no tags', () => {
  const message =
    's\n\nThis fixes: nothing.\nFixes: https://example.org/1\nFixes: #12\nFixes: group/project#3\n    Fixes: 0123456789ab\n> Fixes: 0123456789ab\n'
  expect(fixesTags(message)).toEqual([])
})

test('what names no commit is kept as it is', () => {
  expect(fixesTags('s\n\nFixes: v5.4\n')).toMatchObject([{ text: 'v5.4', id: undefined }])
  expect(fixesTags('s\n\nFixes: deadbeefly\n')).toMatchObject([{ id: undefined }])
})
