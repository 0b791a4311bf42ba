import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conflict, ConflictId } from '../../../../src/base/model/conflict.ts'
import type { Episode, EpisodeNews } from '../../../../src/base/model/episode.ts'
import type { RunRecord } from '../../../../src/base/model/run.ts'
import type { ResolutionId, Settler } from '../../../../src/base/model/settling.ts'
import { conflictId } from '../../../../src/base/text/conflict-id.ts'
import { followEpisodes } from '../../../../src/memory/record/episodes/follow.ts'
import { addToEpisodes, allEpisodes, EPISODE_TABLES } from '../../../../src/memory/record/episodes/tables.ts'
import { openDatabase } from '../../../../src/memory/record/sqlite.ts'
import {
  commitNamed,
  type ConflictWords,
  testConflict,
  testRecord,
  type TreeInRelease,
} from '../../../world/release.ts'
import { testTree, treeName } from '../../../world/roster.ts'

const NET = 'net_up(hub);\nnet_ring(hub);\nnet_go(hub);\n'
const USB = 'usb_up(hub);\n'

/** usb against net in one file, over these lines. */
function clash(
  ours: string,
  theirs: string,
  words: Partial<Pick<ConflictWords, 'tree' | 'partner' | 'path'>> & Partial<Omit<Conflict, 'tree' | 'path'>> = {},
): Conflict {
  const { tree = 'usb', partner = 'net', path = 'core.c', ...more } = words
  const conflict = testConflict({ tree, partner, path })
  const hunks = [{ ours, theirs }]
  return { ...conflict, hunks, id: conflictId({ path, kind: 'content', hunks, places: conflict }), ...more }
}

const fromUpstream = (conflict: Conflict): Conflict => ({
  ...conflict,
  oursBy: { ...conflict.oursBy, tree: undefined },
})
const by = (id: string): readonly Settler[] => [{ kind: 'resolution', id: id as ResolutionId, tier: 'same-conflict' }]

const TREES: readonly TreeInRelease[] = ['net', 'usb', 'x86'].map((name) => ({ tree: testTree(name) }))

/** A release a day; what each found new, as short words. */
function days(...releases: (readonly Conflict[] | RunRecord)[]): string[] {
  let episodes: readonly Episode[] = []
  return releases.map((day, n) => {
    const record = 'plan' in day ? day : testRecord(`next-202601${String(n + 10)}`, TREES, { conflicts: [...day] })
    const followed = followEpisodes(episodes, record)
    episodes = followed.episodes
    return followed.news.map(told).join('; ')
  })
}

function told({ episode, changes }: EpisodeNews): string {
  return `${episode.first.slice(-2)}: ${changes.map(({ kind }) => kind).join(', ')}`
}

describe('an episode', () => {
  const plain = clash(NET, USB)

  test('is begun once and silent while nothing changes', () => {
    expect(days([plain], [plain], [plain])).toEqual(['10: begun', '', ''])
  })

  test('goes on when a side is rewritten, by the other side or by lines in common', () => {
    expect(days([plain], [clash(NET, 'usb_other();\n')])[1]).toBe('10: changed')
    expect(days([plain], [clash(`${NET}net_more();\n`, 'usb_other();\n')])[1]).toBe('10: changed')
    expect(days([plain], [clash('new();\n', 'usb_other();\n')])[1]).toBe('11: begun; 10: over')
  })

  test('of a group as a whole is over when its trees merge as one, and not because no tree is called so', () => {
    const group = treeName('fs')
    const trees = [...TREES, { tree: testTree('vfs', { group }) }]
    const met = clash(NET, USB, { tree: 'fs' })
    const apart = { name: group, head: commitNamed('fs'), mergeCommit: undefined, settled: undefined }
    const record = testRecord('next-20260110', trees, { conflicts: [met], groups: [apart] })
    const { episodes } = followEpisodes([], record)
    const whole = { ...apart, mergeCommit: commitNamed('merge of fs') }
    const next = testRecord('next-20260111', trees, { groups: [whole] })
    expect(followEpisodes(episodes, next).news).toMatchObject([
      { changes: [{ kind: 'over', why: { kind: 'merges' } }] },
    ])
  })

  test('goes on when its hunk grows, for the next lines clash, too', () => {
    const grown = clash(`x();\n${NET.replace('go', 'gone')}y();\nz();\n`, `${USB}two();\nthree();\nfour();\n`)
    expect(days([clash('one();\n', USB)], [grown])[1]).toBe('10: changed')
  })

  test('needs more in common than empty lines and braces', () => {
    expect(days([clash('}\n\n', USB)], [clash('}\n\n', 'else();\n')])[1]).toBe('11: begun; 10: over')
  })

  test('moves when upstream takes one side, whichever', () => {
    expect(days([plain], [fromUpstream(plain)])[1]).toBe('10: moved')
    expect(days([plain], [clash(USB, NET, { tree: 'net', oursBy: { tree: undefined, commits: [] } })])[1]).toBe(
      '10: moved',
    )
    expect(days([plain], [fromUpstream(clash(NET, 'usb_other();\n'))])[1]).toBe('10: moved, changed')
  })

  test('does not move when the roster turns the two trees about', () => {
    expect(days([plain], [clash(USB, NET, { tree: 'net', oursBy: plain.theirsBy })])[1]).toBe('')
  })

  test('of other trees is another one, though the lines look alike', () => {
    const [one, other] = [fromUpstream(plain), fromUpstream(clash(NET, 'x86_up();\n', { tree: 'x86' }))]
    expect(days([one], [other])[1]).toBe('11: begun; 10: over')
    expect(days([one], [one, other])[1]).toBe('11: begun')
  })

  test('is settled, settled in another way, reopened, and over', () => {
    const settled = (id: string) => ({ ...plain, settled: by(id) })
    expect(days([plain], [settled('a')], [settled('a')], [settled('b')], [plain], [settled('b')], [])).toEqual([
      '10: begun',
      '10: settled',
      '',
      '10: settled',
      '10: reopened',
      '10: settled',
      '10: over',
    ])
    expect(days([settled('a')])).toEqual(['10: begun, settled'])
    const changed = { ...clash(NET, 'usb_other();\n'), settled: by('a') }
    expect(days([settled('a')], [changed])[1]).toBe('10: changed')
  })

  test('is settled only when all trees that meet it get past it', () => {
    const inX86 = { ...clash(NET, USB, { tree: 'x86' }), settled: by('a') }
    expect(days([plain, inX86], [{ ...plain, settled: by('a') }, inX86])).toEqual(['10: begun', '10: settled'])
  })

  test('comes back under any of its ids', () => {
    const rewritten = clash(NET, 'usb_other();\n')
    expect(days([plain], [rewritten], [], [plain])).toEqual([
      '10: begun',
      '10: changed',
      '10: over',
      '10: returned, changed',
    ])
  })

  test('waits while one of its trees is out, or in an earlier version', () => {
    const without = (tree: string, done: TreeInRelease['done'], planned: TreeInRelease['planned'] = {}): RunRecord =>
      testRecord(
        'next-20260111',
        TREES.map((one) => (one.tree.name === tree ? { ...one, done: done ?? {}, planned } : one)),
      )
    const held = { reason: { kind: 'held', decision: 'd' } } as unknown as TreeInRelease['planned']
    expect(days([plain], without('usb', { outcome: 'held' }, held), [plain])).toEqual(['10: begun', '', ''])
    expect(days([plain], without('net', { outcome: 'held' }, held), [plain])).toEqual(['10: begun', '', ''])
    expect(days([plain], without('net', { outcome: 'previous' }), [plain])).toEqual(['10: begun', '', ''])
    expect(days([plain], without('net', { outcome: 'empty' }))).toEqual(['10: begun', '10: over'])
    expect(days([plain], testRecord('next-20260111', TREES.slice(0, 1)))).toEqual(['10: begun', '10: over'])
  })

  test('that has come to be about the lines of another ends without a word of its own', () => {
    const inX86 = clash(NET, 'x86_up();\n', { tree: 'x86' })
    const both = [plain, clash(NET, USB, { tree: 'x86' })]
    let { episodes } = followEpisodes([], testRecord('next-20260110', TREES, { conflicts: [plain, inX86] }))
    ;({ episodes } = followEpisodes(episodes, testRecord('next-20260111', TREES, { conflicts: both })))
    expect(episodes.map(({ state }) => state)).toEqual(['open', 'over'])
    expect(episodes[1]?.story.at(-1)).toMatchObject({ kind: 'over', why: { kind: 'joined', episode: episodes[0]?.id } })
  })

  test('about versions rather than lines goes on with the same tree and kind', () => {
    const deleted = (id: string, kind: Conflict['kind'] = 'modify/delete'): Conflict =>
      testConflict({ tree: 'usb', partner: 'net', path: 'core.c' }, { kind, id: id as ConflictId })
    expect(days([deleted('one')], [deleted('two')], [deleted('three', 'binary')])).toEqual([
      '10: begun',
      '10: changed',
      '12: begun; 10: over',
    ])
  })
})

const LINES = ['alpha();\n', 'beta();\n', 'gamma();\n', '}\n', '\n']
const side = fc.array(fc.constantFrom(...LINES), { maxLength: 4 }).map((lines) => lines.join(''))
const aConflict = fc
  .record({
    path: fc.constantFrom('a.c', 'b.c'),
    tree: fc.constantFrom('net', 'usb', 'x86'),
    partner: fc.constantFrom('net', 'usb', 'x86', undefined),
    ours: side,
    theirs: side,
    settled: fc.constantFrom(undefined, by('a'), by('b')),
  })
  .map(({ ours, theirs, settled, partner, ...words }) => {
    const conflict = clash(ours, theirs, { ...words, settled })
    return partner === undefined
      ? fromUpstream(conflict)
      : { ...conflict, oursBy: testConflict({ ...words, partner }).oursBy }
  })
const aRelease = fc.record({
  conflicts: fc.array(aConflict, { maxLength: 4 }),
  outcomes: fc.array(fc.constantFrom('merged', 'previous', 'held'), { minLength: 3, maxLength: 3 }),
})

/** A path is met once a merge. */
function history(
  releases: readonly { conflicts: Conflict[]; outcomes: ('merged' | 'previous' | 'held')[] }[],
): RunRecord[] {
  return releases.map(({ conflicts, outcomes }, n) => {
    const once = new Map(conflicts.map((conflict) => [`${conflict.tree} ${conflict.path}`, conflict]))
    const trees = TREES.map((tree, at) => ({ ...tree, done: { outcome: outcomes[at] ?? 'merged' } }))
    return testRecord(`next-202601${String(n + 10)}`, trees, { conflicts: [...once.values()] })
  })
}

describe('whatever happens,', () => {
  const histories = fc.array(aRelease, { minLength: 1, maxLength: 8 }).map(history)

  test('the index, brought up to date release by release, holds what following all of them gives', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (records) => {
        const database = await openDatabase(':memory:')
        database.exec(EPISODE_TABLES)
        let episodes: readonly Episode[] = []
        for (const record of records) {
          addToEpisodes(database, record)
          ;({ episodes } = followEpisodes(episodes, record))
        }
        expect(allEpisodes(database, true)).toEqual(JSON.parse(JSON.stringify(episodes)))
        database.close()
      }),
    )
  })

  test('every conflict is in one episode, and the same release again is no news', () => {
    fc.assert(
      fc.property(histories, (records) => {
        let episodes: readonly Episode[] = []
        for (const record of records) {
          ;({ episodes } = followEpisodes(episodes, record))
          const { release } = record.plan
          const now = episodes.filter(({ last }) => last === release)
          expect(new Set(now.map(({ conflict }) => conflict))).toEqual(new Set(record.conflicts.map(({ id }) => id)))
          expect(now.filter(({ state }) => state === 'over')).toEqual([])
          expect(now).toHaveLength(new Set(now.map(({ conflict }) => conflict)).size)
          expect(new Set(episodes.map(({ id }) => id)).size).toBe(episodes.length)
          expect(followEpisodes(episodes, record).news).toEqual([])
        }
      }),
    )
  })
})
