import { expect, test } from 'vitest'
import { askStands } from '../../../src/pipeline/topics/ask-stands.ts'
import { type Candidate, candidateName } from '../../../src/stages/gate/search/candidate.ts'
import type { Answer } from '../../../src/stages/gate/search/first-red.ts'

const NEEDS = [[], [], [], [], []]

/** Topic 4 calls what topic 1 declares. */
function said(held: Candidate): Answer {
  return held.includes(4) && !held.includes(1) ? 'red' : 'green'
}

/** A gate that answers when the test says so, whichever question it likes. */
class HeldGate {
  readonly open = new Map<string, (answer: Answer) => void>()
  most = 0

  readonly ask = (held: Candidate): Promise<Answer> =>
    new Promise((resolve) => {
      this.open.set(candidateName(held), () => resolve(said(held)))
      this.most = Math.max(this.most, this.open.size)
    })

  async answer(name: string): Promise<void> {
    this.open.get(name)?.('green')
    this.open.delete(name)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('as many are asked at a time as there are workers, and whoever is done takes the next', async () => {
  const gate = new HeldGate()
  const found = askStands({ needs: NEEDS, workers: 3, ask: gate.ask })
  expect([...gate.open.keys()]).toEqual(['0-4', 'upstream'])
  await gate.answer('upstream')
  expect([...gate.open.keys()]).toEqual(['0-4'])
  await gate.answer('0-4')
  expect([...gate.open.keys()]).toEqual(['0', '1', '2'])
  await gate.answer('1')
  expect([...gate.open.keys()]).toEqual(['0', '2', '3'])
  while (gate.open.size > 0) await gate.answer([...gate.open.keys()].at(-1) ?? '')
  expect(gate.most).toBe(3)
  const alone = await askStands({ needs: NEEDS, workers: 1, ask: (held) => Promise.resolve(said(held)) })
  expect(await found).toEqual(alone)
})

test('where asking fails, it is told once nothing is under way any more', async () => {
  let ended = 0
  const asked = askStands({
    needs: NEEDS,
    workers: 4,
    ask: async (held) => {
      if (held.length === 5 || held.length === 0) return 'green'
      await new Promise((resolve) => setImmediate(resolve))
      if (held.includes(0)) throw new Error('the world failed')
      await new Promise((resolve) => setImmediate(resolve))
      ended += 1
      return 'green'
    },
  })
  await expect(asked).rejects.toThrow('the world failed')
  expect(ended).toBe(3)
})
