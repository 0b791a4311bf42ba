import { expect, test } from 'vitest'
import { seriesId } from '../../../src/base/text/series-id.ts'

const of = (key: string, value: string): string | undefined => seriesId([{ key, value, line: 1 }])

test('mails of one posting have one id, as git and b4 make them', () => {
  expect(of('Link', 'https://lkml.example.org/r/20171012230326.19984-3-author@example.org')).toBe(
    '20171012230326.19984-author@example.org',
  )
  expect(of('link', 'https://patch.example.org/20260114-tidy-v2-11-0123456789ab@example.org/ [1]')).toBe(
    '20260114-tidy-v2@example.org',
  )
  expect(of('Message-ID', '<20171012230326.19984-12-author@example.org>')).toBe(
    '20171012230326.19984-author@example.org',
  )
})

test('other ids, and other trailers, tell of no posting', () => {
  expect(of('Link', 'https://example.org/issues/12')).toBeUndefined()
  expect(of('Link', '20230214234709.GA1234@example.org')).toBeUndefined()
  expect(of('Reported-by', '20171012230326.19984-3-author@example.org')).toBeUndefined()
})
