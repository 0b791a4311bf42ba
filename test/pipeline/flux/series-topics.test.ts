import { expect, test } from 'vitest'
import { seriesTopics } from '../../../src/pipeline/flux/series-topics.ts'

const posted = (subject: string, id: string): string =>
  `${subject}\n\nText.\n\nLink: https://lore.example.org/r/${id}\n`

function topics(...messages: readonly string[]): (string | undefined)[] {
  return [...seriesTopics(new Map(messages.map((message, change) => [change, message]))).values()]
}

test('a change belongs to what stands before the colon of its subject', () => {
  expect(topics('rseq: one\n', 'selftests: two\n', 'Do something\n')).toEqual(['rseq', 'selftests', undefined])
})

test('two postings about the same part are two topics, and a patch of no posting is another', () => {
  const first = '20260114-tidy-v1-1-0123456789ab@example.org'
  const second = '20260115-more-v1-1-0123456789ab@example.org'
  expect(topics(posted('rseq: one', first), posted('rseq: two', second), posted('rseq: three', first))).toEqual([
    'rseq',
    'rseq-2',
    'rseq',
  ])
  expect(topics(posted('rseq: one', first), 'rseq: two\n')).toEqual(['rseq-2', 'rseq'])
})
