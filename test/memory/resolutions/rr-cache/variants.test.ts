/** Answers get variants that nothing has; what stands stays, and nothing is put twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ResolutionId } from '../../../../src/base/model/settling.ts'
import { placesFor } from '../../../../src/memory/resolutions/rr-cache/variants.ts'

const image = fc.constantFrom('p', 'q', 'r')
const offer = fc.record({
  id: fc.constant('id'),
  preimage: image,
  postimage: image,
  resolution: fc.constant('x' as ResolutionId),
})
const offers = fc.uniqueArray(offer, { selector: ({ preimage, postimage }) => preimage + postimage })
const standing = fc.uniqueArray(
  fc.record({
    variant: fc.nat(5),
    preimage: fc.option(image, { nil: undefined }),
    postimage: fc.option(image, { nil: undefined }),
  }),
  { selector: ({ variant }) => variant },
)

test('each answer is there in the end, under a number of its own, and a second time nothing is left to do', () => {
  fc.assert(
    fc.property(standing, offers, (before, wanted) => {
      const { placed, known } = placesFor(before, wanted)
      expect(placed.length + known.length).toBe(wanted.length)
      const after = [
        ...before,
        ...placed.map(({ offer: { preimage, postimage }, variant }) => ({ variant, preimage, postimage })),
      ]
      expect(new Set(after.map(({ variant }) => variant)).size).toBe(after.length)
      expect(placesFor(after, wanted).placed).toEqual([])
    }),
  )
})

test('the first free numbers are taken, in the order of the answers', () => {
  const answers = ['q', 'r'].map((postimage) => ({
    id: 'id',
    preimage: 'p',
    postimage,
    resolution: 'x' as ResolutionId,
  }))
  const before = [{ variant: 1, preimage: 'p', postimage: undefined }]
  expect(placesFor(before, answers).placed.map(({ variant, offer }) => [variant, offer.postimage])).toEqual([
    [0, 'q'],
    [2, 'r'],
  ])
})
