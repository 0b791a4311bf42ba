import { expect, test } from 'vitest'
import { parseMessage } from '../../../src/base/text/trailers.ts'

test('subject, body and trailers are told apart', () => {
  const message =
    'net: fix the\n queue\n\nIt was broken.\n\nReally.\n\nAcked-by: A <a@example.org>\nSigned-off-by: B <b@example.org>\n'
  expect(parseMessage(message)).toEqual({
    subject: 'net: fix the queue',
    body: 'It was broken.\n\nReally.',
    trailers: [
      { key: 'Acked-by', value: 'A <a@example.org>', line: 8 },
      { key: 'Signed-off-by', value: 'B <b@example.org>', line: 9 },
    ],
    lastParagraph: ['Acked-by: A <a@example.org>', 'Signed-off-by: B <b@example.org>'],
  })
})

test('only the last paragraph counts, and a quoted trailer does not', () => {
  const { trailers, lastParagraph } = parseMessage(
    's\n\nAcked-by: A <a@example.org>\n\n> Acked-by: B <b@example.org>\n',
  )
  expect(trailers).toEqual([])
  expect(lastParagraph).toEqual(['> Acked-by: B <b@example.org>'])
})

test('a value goes on where lines are indented', () => {
  const { trailers } = parseMessage('s\n\nLink: https://example.org/one\n  two\n\tthree\nCc: x@example.org')
  expect(trailers.map(({ value }) => value)).toEqual(['https://example.org/one two three', 'x@example.org'])
})

test('prose in the last paragraph is no trailer, unless git itself wrote some of it', () => {
  expect(parseMessage('s\n\nSee also: nothing.\nThis is prose.').trailers).toEqual([])
  const mixed = parseMessage('s\n\n[ b: mended ]\nSigned-off-by: B <b@example.org>\nthat is all\n')
  expect(mixed.trailers.map(({ key }) => key)).toEqual(['Signed-off-by'])
})

test('a subject by itself has no trailers, even when it looks like one', () => {
  expect(parseMessage('Acked-by: A <a@example.org>')).toMatchObject({ trailers: [], lastParagraph: [] })
  expect(parseMessage(' \n\n')).toMatchObject({ subject: '', trailers: [] })
})

test('lines that end in CR read as others do', () => {
  expect(parseMessage('s\r\n\r\nAcked-by: A <a@example.org>\r\n').trailers[0]?.value).toBe('A <a@example.org>')
})
