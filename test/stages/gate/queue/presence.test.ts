import { expect, test } from 'vitest'
import { PROTOCOL } from '../../../../src/stages/gate/queue/messages.ts'
import { chooseWorkers } from '../../../../src/stages/gate/queue/presence.ts'

const worker = (labels: readonly string[], slots = 1, protocol = PROTOCOL) => ({ protocol, labels, slots })

test('of the workers that have the labels, those alike with most slots are asked', () => {
  const workers = [worker(['arm64']), worker(['big'], 2), worker(['arm64', 'big']), worker(['arm64'], 1)]
  expect(chooseWorkers(workers, ['arm64'])).toEqual({ kind: 'chosen', labels: ['arm64'], slots: 2 })
  expect(chooseWorkers(workers, ['big'])).toEqual({ kind: 'chosen', labels: ['big'], slots: 2 })
  expect(chooseWorkers(workers, ['arm64', 'big'])).toEqual({ kind: 'chosen', labels: ['arm64', 'big'], slots: 1 })
})

test('a gate stays with those alike that it was given to, as long as there are any', () => {
  const workers = [worker(['big'], 8), worker(['arm64'])]
  expect(chooseWorkers(workers, [], ['arm64'])).toEqual({ kind: 'chosen', labels: ['arm64'], slots: 1 })
  expect(chooseWorkers(workers, [], ['gone'])).toEqual({ kind: 'chosen', labels: ['big'], slots: 8 })
  expect(chooseWorkers(workers, ['big'], ['arm64'])).toEqual({ kind: 'chosen', labels: ['big'], slots: 8 })
})

test.each([
  ['nobody', [], [], 'no worker is at the queue; start one with: tributary worker'],
  [
    'an old worker only',
    [worker([], 1, 0)],
    [],
    'no worker is at the queue (1 of another version of Tributary are not asked); start one with: tributary worker',
  ],
  [
    'a label that nobody has',
    [worker(['big'])],
    ['arm64'],
    'it needs a worker that is arm64, and none at the queue is',
  ],
  [
    'labels that nobody has together',
    [worker(['big']), worker(['arm64'])],
    ['arm64', 'big'],
    'it needs a worker that is arm64 and big at once, and none at the queue is',
  ],
])('where nobody can be asked, it is said why: %s', (_, workers, needed, why) => {
  expect(chooseWorkers(workers, needed)).toEqual({ kind: 'nobody', why })
})
