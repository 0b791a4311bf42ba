import { expect, test } from 'vitest'
import { unrest } from '../../../src/base/model/flux.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import type { Seen } from '../../../src/base/model/passport.ts'
import { type Content, fluxOf, type Shape } from '../../../src/pipeline/flux/compare-contents.ts'
import { dayOf, releaseNamed } from '../../world/release.ts'

function seen(place: number): Seen {
  const day = 13 + place
  return { release: releaseNamed(`next-202601${day}`), at: dayOf(`2026-01-${day}`), place }
}

/** `1a` is change 1 with patch a; `1a'` the same as another commit; `!3` behind it that upstream took it by release 3. */
function contents(...releases: readonly string[]): Content[] {
  return releases.map((words, at) => ({
    seen: seen(at + 1),
    shapes: new Map(words.split(' ').filter(Boolean).map(shapeOf)),
  }))
}

function shapeOf(word: string): [number, Shape] {
  const [, change = '', patch = '', again = '', landed] = /^(\d+)([a-z])('*)(?:!(\d+))?$/.exec(word) ?? []
  const commit = `${change}${patch}${again}` as CommitOid
  const landedAt = landed === undefined ? undefined : Number(landed)
  return [Number(change), { change: Number(change), commit, patch, subject: `change ${change}`, landedAt }]
}

function told(...releases: readonly string[]): string[] {
  return fluxOf(contents(...releases)).days.map((day) => {
    const { state, added, dropped, landed, rewritten, rebased } = day
    return state === 'in' ? `+${added} -${dropped} ^${landed} ~${rewritten} =${rebased}` : state
  })
}

test('what comes, goes, becomes another patch, or only another commit', () => {
  expect(told('1a 2a 3a', '1a 2a 3a', "1a' 2a' 3a'", "1b 2a' 4a", '1b')).toEqual([
    'begun',
    '+0 -0 ^0 ~0 =0',
    '+0 -0 ^0 ~0 =3',
    '+1 -1 ^0 ~1 =0',
    '+0 -2 ^0 ~0 =0',
  ])
})

test('what upstream took is not dropped, and a tree that is empty then is not out', () => {
  expect(told('1a!2 2a!3', '2a!3', '', '3a')).toEqual(['begun', '+0 -0 ^1 ~0 =0', '+0 -0 ^1 ~0 =0', '+1 -0 ^0 ~0 =0'])
})

test('that a tree was held for a while is no flux', () => {
  expect(told('1a 2a', '', '', '1a 2b')).toEqual(['begun', 'out', 'out', '+0 -0 ^0 ~1 =0'])
})

test('a tree is stable since the last release that found it otherwise; rebases and landings do not count', () => {
  const flux = fluxOf(contents('1a 2a!4', '1b 2a!4', "1b' 2a!4", "1b'"))
  expect([flux.stableSince?.place, flux.isStableThroughout, flux.changes]).toEqual([2, false, 1])
  const still = fluxOf(contents('1a', "1a'", "1a'"))
  expect([still.stableSince?.place, still.isStableThroughout]).toEqual([1, true])
  expect(fluxOf(contents('', '')).stableSince).toBeUndefined()
  expect(still.days.map(unrest)).toEqual([0, 0, 0])
})
