import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Resolution, Withdrawal } from '../../../src/base/model/resolution.ts'
import { filesInForce, holds, marksOf, withdrawn } from '../../../src/memory/resolutions/in-force.ts'
import { makeResolution } from '../../../src/memory/resolutions/make.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { clashing, Settlers, SOMEBODY } from '../../world/resolutions.ts'

const FILE = clashing('a.c', ['one\n', ['two of net\n', 'two of usb\n'], 'end\n'])
const OTHER = clashing('b.c', ['one\n', ['left\n', 'right\n'], 'end\n'])

/** Which of the texts that were settled still hold, by the resolution's `why`. */
function holding({ resolutions, withdrawals }: Pick<Settlers, 'resolutions' | 'withdrawals'>): string[] {
  const inForce = filesInForce(resolutions, withdrawals)
  return resolutions.flatMap(({ files, why }) => files.filter((file) => inForce.has(file)).map(() => why))
}

test('what was revoked does not hold, nor what is older of the same conflict; what is newer does', () => {
  const settlers = new Settlers()
  settlers.settle(FILE, 'one\nolder\nend\n', { seconds: 10, why: 'older' })
  const wrong = settlers.settle(FILE, 'one\nwrong\nend\n', { seconds: 20, why: 'wrong' })
  settlers.settle(FILE, 'one\nnewer\nend\n', { seconds: 40, why: 'newer' })
  settlers.settle(OTHER, 'one\nboth\nend\n', { seconds: 5, why: 'of another file' })
  expect(holding(settlers)).toEqual(['older', 'wrong', 'newer', 'of another file'])
  settlers.revoke(wrong, 30)
  expect(holding(settlers)).toEqual(['newer', 'of another file'])
})

test('of several revocations of one conflict the latest counts, whichever is heard of last', () => {
  const settlers = new Settlers()
  const [one, two] = [
    settlers.settle(FILE, 'one\nfirst\nend\n', { seconds: 10 }),
    settlers.settle(FILE, 'one\nsecond\nend\n', { seconds: 11 }),
  ]
  settlers.settle(FILE, 'one\nthird\nend\n', { seconds: 30, why: 'third' })
  settlers.revoke(one, 20)
  settlers.revoke(two, 40)
  settlers.revoke(two, 25)
  const { resolutions, withdrawals } = settlers
  expect(holding({ resolutions, withdrawals })).toEqual([])
  expect(holding({ resolutions: resolutions.toReversed(), withdrawals: withdrawals.toReversed() })).toEqual([])
  expect(holding({ resolutions, withdrawals: withdrawals.toSpliced(1, 1) })).toEqual(['third'])
})

test('a fix that is retired takes nothing else with it', () => {
  const settlers = new Settlers()
  settlers.settle(FILE, 'one\nolder\nend\n', { seconds: 10, why: 'older' })
  const idle = settlers.settle(FILE, 'one\nidle\nend\n', { seconds: 20, why: 'idle' })
  settlers.revoke(idle, 30, 'retired')
  expect(holding(settlers)).toEqual(['older'])
})

test('of a merge of two files, the one that is answered anew is replaced, and the other stays', () => {
  const settlers = new Settlers()
  const [a, b] = [settlers.settle(FILE, 'one\nfirst\nend\n'), settlers.settle(OTHER, 'one\nfirst\nend\n')]
  const { id: _, ...body } = a
  const both = makeResolution({ ...body, why: 'both', files: [...a.files, ...b.files] })
  settlers.resolutions.splice(0, 2, both)
  settlers.settle(FILE, 'one\nsecond\nend\n', { why: 'anew', supersedes: both.id })
  expect(holding(settlers)).toEqual(['both', 'anew'])
})

test('an import is found by its lines alone, wherever they are, and by no hunk', () => {
  const settlers = new Settlers()
  const text = 'one\nboth\nend\n'
  const sorts = ({ id }: Resolution): string[] =>
    marksOf(settlers.resolutions.find((one) => one.id === id) as Resolution).map(({ key }) => key.split(':')[0] ?? '')
  const own = settlers.settle(FILE, text)
  const imported = settlers.settle(FILE, text, { origin: { kind: 'imported', rerere: '0'.repeat(40) } })
  expect(sorts(own)).toEqual(['versions', 'lines', 'anywhere', 'hunk'])
  expect(sorts(imported)).toEqual(['anywhere'])
})

test('in whatever order things came to be known, the same holds', () => {
  const gone = fc.array(fc.record({ which: fc.nat(5), seconds: fc.nat(6), retired: fc.boolean() }), { maxLength: 4 })
  const all = fc.uniqueArray(anyResolution, { selector: ({ id }) => id, minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(all, gone, fc.infiniteStream(fc.nat()), (resolutions, ends, dice) => {
      const withdrawals = ends.flatMap(({ which, seconds, retired }): Withdrawal[] => {
        const resolution = resolutions[which]?.id
        const at = { epochSeconds: seconds, zoneMinutes: 0 }
        const kind = retired ? 'retired' : 'revoked'
        return resolution === undefined ? [] : [{ resolution, kind, by: SOMEBODY, at, why: '' }]
      })
      const shuffled = <Item>(items: readonly Item[]): Item[] =>
        items
          .map((item) => ({ item, order: Number(dice.next().value) }))
          .toSorted((a, b) => a.order - b.order)
          .map(({ item }) => item)
      const known = withdrawn(resolutions, withdrawals)
      const otherwise = withdrawn(shuffled(resolutions), shuffled(withdrawals))
      for (const mark of resolutions.flatMap(marksOf)) expect(holds(mark, otherwise)).toBe(holds(mark, known))
    }),
    { numRuns: 100 },
  )
})
