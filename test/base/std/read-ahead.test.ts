import { expect, test } from 'vitest'
import { readAhead } from '../../../src/base/std/read-ahead.ts'

test('answers come in the order of the list, whoever is first to answer, and never more are asked ahead than said', async () => {
  const asked: number[] = []
  const answers = new Map<number, () => void>()
  const read = (item: number): Promise<number> =>
    new Promise((answer) => {
      asked.push(item)
      answers.set(item, () => answer(item * 10))
    })
  const reading = readAhead([1, 2, 3, 4], 2, read)

  const first = reading.next()
  await Promise.resolve()
  expect(asked).toEqual([1, 2, 3])
  answers.get(3)?.()
  answers.get(2)?.()
  answers.get(1)?.()
  expect(await first).toMatchObject({ value: 10 })
  expect(await reading.next()).toMatchObject({ value: 20 })
  expect(asked).toEqual([1, 2, 3, 4])
  expect(await reading.next()).toMatchObject({ value: 30 })
})

test('what fails is heard of at its turn, and by nobody who has stopped before', async () => {
  const read = (item: number): Promise<number> =>
    item === 2 ? Promise.reject(new Error('two is missing')) : Promise.resolve(item)
  const got: number[] = []
  const all = async (): Promise<void> => {
    for await (const item of readAhead([1, 2, 3], 2, read)) got.push(item)
  }
  await expect(all()).rejects.toThrow('two is missing')
  expect(got).toEqual([1])

  for await (const item of readAhead([1, 2, 3], 2, read)) if (item === 1) break
  // An unheard failure would end the process, and the test with it, at the latest now.
  await new Promise((resolve) => setImmediate(resolve))
})
