import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { bearClosedPipes } from '../../../src/faces/cli/closed-pipe.ts'

function fault(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code })
}

test('a reader that goes away is borne, any other fault is not', () => {
  const stream = new PassThrough()
  bearClosedPipes([stream as unknown as NodeJS.WriteStream])
  expect(stream.emit('error', fault('EPIPE'))).toBe(true)
  expect(() => stream.emit('error', fault('ENOSPC'))).toThrow('ENOSPC')
})
