import { expect, test } from 'vitest'
import { queueUrlFault, readQueueUrl } from '../../../src/base/text/queue-url.ts'

test('an address is read, with what is usual where nothing is said', () => {
  expect(readQueueUrl('redis://queue.example.org')).toEqual({
    host: 'queue.example.org',
    port: 6379,
    user: undefined,
    database: 0,
    tls: false,
    text: 'redis://queue.example.org:6379/0',
  })
  expect(readQueueUrl('rediss://next@[::1]:7000/3')).toEqual({
    host: '::1',
    port: 7000,
    user: 'next',
    database: 3,
    tls: true,
    text: 'rediss://next@[::1]:7000/3',
  })
})

test.each([
  ['', 'is no URL'],
  ['queue.example.org', 'is no URL'],
  ['redis://queue.example.org/0\u001b[31m', 'is no URL'],
  ['http://queue.example.org', 'is no redis:// or rediss:// URL'],
  ['redis://next:secret@queue.example.org', 'holds a password'],
  ['redis://:secret@queue.example.org', 'holds a password'],
  ['redis://queue.example.org/next', 'has no number of a database behind the slash'],
  ['redis://queue.example.org/0?family=6', 'holds more or less than a host, a port and the number of a database'],
])('%j is refused, and not repeated', (text, why) => {
  expect(queueUrlFault(text)).toBe(why)
})
