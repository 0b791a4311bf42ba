import { expect, test } from 'vitest'
import { didYouMean } from '../../../src/base/text/did-you-mean.ts'

const KEYS = ['name', 'url', 'branch', 'connections_per_host', 'known_hosts']

test.each([
  ['nmae', 'name'],
  ['ulr', 'url'],
  ['brnach', 'branch'],
  ['Branch', 'branch'],
  ['connectionsPerHost', 'connections_per_host'],
  ['conections-per-hosts', 'connections_per_host'],
])('%s is meant to be %s', (word, meant) => {
  expect(didYouMean(word, KEYS)).toBe(meant)
})

test.each(['contacts', 'x', ''])('nothing near: %j', (word) => {
  expect(didYouMean(word, KEYS)).toBeUndefined()
})

test('the nearest wins, and of equals the first', () => {
  expect(didYouMean('net', ['nets', 'net', 'ne'])).toBe('net')
  expect(didYouMean('usb-x', ['usb-a', 'usb-b'])).toBe('usb-a')
})
