import { expect, test } from 'vitest'
import { allProposals, proposeElsewhere } from '../../../../src/memory/resolutions/propose/elsewhere.ts'
import { clashing, Settlers, swapped } from '../../../world/resolutions.ts'

const TWO = ['two of net\n', 'two of usb\n', 'two\n'] as const
const FIVE = ['five of net\n', 'five of usb\n', 'five\n'] as const
const HERE = clashing('drivers/here.c', ['one\n', TWO, 'three\n'])

function settled(): Settlers {
  const settlers = new Settlers()
  settlers.settle(clashing('drivers/there.c', ['zero\n', TWO, 'last\n']), 'zero\ntwo of both\nlast\n')
  return settlers
}

test('what people made of the same lines in another file is proposed, and named', async () => {
  const settlers = settled()
  const [id] = settlers.resolutions.map((one) => one.id)
  const [first, ...others] = await allProposals(HERE, settlers.shelf)
  expect(first).toEqual({
    shape: 'elsewhere',
    outcome: { text: 'one\ntwo of both\nthree\n' },
    why: `the same lines were settled so in drivers/there.c (${id})`,
    sureness: 0.75,
    resolutions: [id],
  })
  expect(others.map(({ shape }) => shape)).not.toContain('elsewhere')
  expect(others.length).toBeGreaterThan(1)
})

test('whoever was merged into whom', async () => {
  expect(await proposeElsewhere(swapped(HERE), settled().shelf)).toHaveLength(1)
})

test('hunks that were each settled somewhere make one proposal; where one was not, its shape answers', async () => {
  const both = clashing('drivers/here.c', ['one\n', TWO, 'three\n', FIVE, 'six\n'])
  const settlers = settled()
  const [partly] = await proposeElsewhere(both, settlers.shelf)
  expect(partly?.why).toMatch(/^1 of 2 places as they were settled in drivers\/there\.c \(\w+\); otherwise: ours, /)
  expect(partly?.outcome).toEqual({ text: 'one\ntwo of both\nthree\nfive of net\nsix\n' })
  settlers.settle(clashing('net/other.c', [FIVE, 'end\n']), 'five of both\nend\n')
  const [first] = await proposeElsewhere(both, settlers.shelf)
  expect(first?.outcome).toEqual({ text: 'one\ntwo of both\nthree\nfive of both\nsix\n' })
  expect(first?.resolutions).toHaveLength(2)
})

test('a hunk of this very file counts, whatever else clashed beside it then', async () => {
  const settlers = new Settlers()
  settlers.settle(clashing('drivers/here.c', ['zero\n', TWO, 'x\n', FIVE]), 'zero\ntwo of both\nx\nfive of both\n')
  const [first] = await proposeElsewhere(HERE, settlers.shelf)
  expect(first?.outcome).toEqual({ text: 'one\ntwo of both\nthree\n' })
})

test('what shape and record both suggest is told once, and other lines are not taken for these', async () => {
  const settlers = new Settlers()
  settlers.settle(clashing('there.c', [TWO]), 'two of net\ntwo of usb\n')
  const texts = (await allProposals(HERE, settlers.shelf)).map(({ outcome }) => ('text' in outcome ? outcome.text : ''))
  expect(new Set(texts).size).toBe(texts.length)
  expect(await proposeElsewhere(clashing('here.c', [FIVE]), settlers.shelf)).toEqual([])
  expect(await proposeElsewhere({ ...HERE, passages: [] }, settlers.shelf)).toEqual([])
})
