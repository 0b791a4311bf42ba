import { expect, test } from 'vitest'
import { readPullRequest } from '../../../src/base/text/request-pull.ts'

const TIP = '0123456789abcdef0123456789abcdef01234567'

function mail(place: string): string {
  return [
    'Hi, please pull.',
    '',
    'The following changes since commit fedcba9876543210fedcba9876543210fedcba98:',
    '',
    '  start (2026-01-01 00:00:00 +0000)',
    '',
    'are available in the Git repository at:',
    '',
    `  ${place}`,
    '',
    `for you to fetch changes up to ${TIP}:`,
    '',
    '  net: two (2026-01-02 00:00:00 +0000)',
    '',
  ].join('\n')
}

test.each([
  ['https://example.org/net.git for-next', 'for-next'],
  ['https://example.org/net.git refs/heads/for-next', 'for-next'],
  ['https://example.org/net.git tags/net-6.1', 'tags/net-6.1'],
  ['https://example.org/net.git refs/tags/net-6.1', 'tags/net-6.1'],
  ['https://example.org/net.git', 'HEAD'],
])('%s is %s there', (place, ref) => {
  expect(readPullRequest(mail(place))).toEqual({ url: 'https://example.org/net.git', ref, tip: TIP })
})

test('a quoted request, with the line ends of mails, reads the same', () => {
  const quoted = mail('https://example.org/net.git for-next').replace(/^/gm, '> ').replaceAll('\n', '\r\n')
  expect(readPullRequest(quoted)).toMatchObject({ ref: 'for-next', tip: TIP })
})

test('other mails are none', () => {
  expect(readPullRequest('Please pull my branch, it is available somewhere.\n')).toBeUndefined()
})
