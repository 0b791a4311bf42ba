import { expect, test } from 'vitest'
import type { Tip, TipOutcome } from '../../src/base/model/tip.ts'
import { asOfNow, untilTaken } from '../../src/pipeline/news.ts'
import { commitNamed } from '../world/release.ts'
import { treeName } from '../world/roster.ts'

const [A, B, C] = [commitNamed('a'), commitNamed('b'), commitNamed('c')]
const net = (tip: TipOutcome): Tip => ({ tree: treeName('net'), ...tip })
const MOVED = net({ state: 'moved', commit: B, previous: A })
const REWOUND = net({ state: 'rewound', commit: B, previous: A, lost: 2 })
const SAME = net({ state: 'same', commit: B })

test.each([
  ['nothing was seen before', SAME, undefined, A, SAME],
  ['it moved, and no release has that tip yet', SAME, MOVED, A, MOVED],
  ['it moved, and there is no release at all', SAME, MOVED, undefined, MOVED],
  ['it lost commits, and no release has that tip yet', SAME, REWOUND, A, REWOUND],
  ['the last release was made with it', SAME, MOVED, B, SAME],
  [
    'it moved again',
    net({ state: 'moved', commit: C, previous: B }),
    MOVED,
    A,
    net({ state: 'moved', commit: C, previous: B }),
  ],
  [
    'it lost commits, then moved on',
    net({ state: 'moved', commit: C, previous: B }),
    REWOUND,
    A,
    { ...REWOUND, commit: C },
  ],
  [
    'it went away',
    net({ state: 'gone', commit: B, since: { epochSeconds: 0, zoneMinutes: 0 } }),
    MOVED,
    A,
    net({ state: 'gone', commit: B, since: { epochSeconds: 0, zoneMinutes: 0 } }),
  ],
])('what is noted of a tip when %s', (_, now, before, taken, noted) => {
  expect(untilTaken(now, before, taken)).toEqual(noted)
})

test('a tip is news only until a release was made with it', () => {
  expect(asOfNow(REWOUND, A)).toBe(REWOUND)
  expect(asOfNow(REWOUND, B)).toEqual(SAME)
  expect(asOfNow(SAME, B)).toBe(SAME)
})
