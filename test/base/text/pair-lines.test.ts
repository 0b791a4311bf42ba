import { expect, test } from 'vitest'
import { pairLines } from '../../../src/base/text/pair-lines.ts'

test('lines with most of their words in common are the same line, edited', () => {
  const from = ['  "parseurl": "~1.3.0",', '  "qs": "4.0.0",', '  "send": "0.13.0",']
  const to = ['  "parseurl": "~1.3.1",', '  "path": "1.0.0",', '  "qs": "6.2.0",', '  "send": "0.14.2",']
  expect(pairLines(from, to)).toEqual([0, undefined, 1, 2])
  expect(pairLines(['read(dev, 1);', 'lock(dev);'], ['\tread(dev, 2);'])).toEqual([0])
})

test('the same lines pair up in order, however they are spaced, and brackets with brackets', () => {
  expect(pairLines(['a();', '}', 'b();', '}'], ['\ta();', '\t}', '\tb();', '\t}'])).toEqual([0, 1, 2, 3])
})

test('what is too long pairs with nothing', () => {
  const many = Array.from({ length: 500 }, (_, at) => `line ${at}`)
  expect(pairLines(many, many).every((pair) => pair === undefined)).toBe(true)
})
