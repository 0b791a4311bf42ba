/** An integration branch that people made by hand becomes a roster and resolutions, and the next run makes it again. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adopt } from '../../src/pipeline/adopt/adopt.ts'
import { Integrator } from '../world/by-hand.ts'
import type { CommitSpec } from '../world/fast-import.ts'
import { git } from '../world/fast-import.ts'
import { INTEGRATOR } from '../world/release.ts'
import { outcomes, World } from '../world/world.ts'

const LINES = (word: string): string => Array.from({ length: 30 }, (_, line) => `${word} ${line}\n`).join('')
const SHARED = ['combined', 'ours', 'theirs', 'renamed', 'outside', 'elsewhere'] as const
const BINARY = (byte: number): Buffer => Buffer.from([byte, 0, byte, 0, 1, 2, 3])

/** A line of one of the shared files, changed. */
function change(word: string, by: string, line = 10): string {
  return LINES(word).replace(`${word} ${line}\n`, `${word} ${line} by ${by}\n`)
}

const BEGINNING: CommitSpec['files'] = {
  ...Object.fromEntries(SHARED.map((word) => [`shared/${word}.c`, LINES(word)])),
  ...Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`plain/${place}.c`, LINES('plain')])),
  'shared/deleted.c': LINES('deleted'),
  'shared/kept.c': LINES('kept'),
  'logo.bin': BINARY(1),
  'api.h': LINES('api'),
}

function topic(name: string, files: CommitSpec['files'], parent = 'main'): CommitSpec {
  return { branch: name, parents: [parent], subject: `${name}: work`, files }
}

/** Two topics for each of the ten conflicts. */
const CLASHING: readonly CommitSpec[] = [
  ...(['combined', 'ours', 'theirs', 'outside', 'elsewhere'] as const).flatMap((word) => [
    topic(`${word}-1`, { [`shared/${word}.c`]: change(word, 'one') }),
    topic(`${word}-2`, { [`shared/${word}.c`]: change(word, 'two') }),
  ]),
  topic('renamed-1', { 'shared/new-name.c': { movedFrom: 'shared/renamed.c' } }),
  topic('renamed-1', { 'shared/new-name.c': change('renamed', 'one') }, 'renamed-1'),
  topic('renamed-2', { 'shared/renamed.c': change('renamed', 'two') }),
  topic('deleted-1', { 'shared/deleted.c': { gone: true } }),
  topic('deleted-2', { 'shared/deleted.c': change('deleted', 'two') }),
  topic('kept-1', { 'shared/kept.c': { gone: true } }),
  topic('kept-2', { 'shared/kept.c': change('kept', 'two') }),
  topic('added-1', { 'shared/added.c': 'added by one\n' }),
  topic('added-2', { 'shared/added.c': 'added by two\n' }),
  topic('binary-1', { 'logo.bin': BINARY(2) }),
  topic('binary-2', { 'logo.bin': BINARY(3) }),
]

const PLAIN = Array.from({ length: 43 }, (_, place) => `plain-${place}`)

/** 65 merges: 43 plain ones, ten pairs of which the second conflicts, and two for an edit without a conflict. */
function integrate(dir: string): Integrator {
  const integrator = Integrator.begin(dir, BEGINNING, 'seen')
  integrator.topics([
    ...PLAIN.map((name, place) =>
      topic(
        name,
        {
          [`${name}.c`]: `${name}\n`,
          [`plain/${place % 20}.c`]: change('plain', name, (place % 20) + 5 * Math.floor(place / 20)),
        },
        place === 30 ? 'plain-3' : 'main',
      ),
    ),
    ...CLASHING,
    topic('evil-1', { 'api.h': LINES('api').replace('api 3\n', 'api 3, renamed\n') }),
    topic('evil-2', { 'user.c': 'calls api 3\n' }),
  ])
  const conflicts: string[] = []
  const clash = (name: string, edits: Parameters<Integrator['merge']>[1]): void => {
    integrator.merge(`${name}-1`)
    if (integrator.merge(`${name}-2`, edits).conflicts) conflicts.push(name)
  }
  for (const name of PLAIN.slice(0, 20)) integrator.merge(name)
  integrator.commit('build: a file of our own', { 'own.mk': 'all:\n' })
  clash('combined', { 'shared/combined.c': change('combined', 'one and two') })
  clash('ours', { 'shared/ours.c': change('ours', 'one') })
  clash('theirs', { 'shared/theirs.c': change('theirs', 'two') })
  clash('renamed', { 'shared/new-name.c': change('renamed', 'two after one'), 'shared/renamed.c': undefined })
  clash('deleted', { 'shared/deleted.c': undefined })
  integrator.merge('evil-1')
  integrator.merge('evil-2', { 'user.c': 'calls api 3, renamed\n' })
  for (const name of PLAIN.slice(20, 40)) integrator.merge(name)
  clash('kept', { 'shared/kept.c': change('kept', 'two') })
  integrator.commit('plain-3: mended here until its maintainer does', { 'plain-3.c': 'plain-3, mended\n' })
  clash('added', { 'shared/added.c': 'added by one\nadded by two\n' })
  clash('binary', { 'logo.bin': BINARY(4) })
  clash('outside', { 'shared/outside.c': change('outside', 'both').replace('outside 20\n', 'outside 20, too\n') })
  clash('elsewhere', {
    'shared/elsewhere.c': change('elsewhere', 'both'),
    'plain/19.c': LINES('mended'),
    'more.c': 'new\n',
  })
  for (const name of PLAIN.slice(40)) integrator.merge(name)
  expect(conflicts).toHaveLength(10)
  for (const gone of ['plain-7', 'theirs-2']) git(dir, ['branch', '-q', '-D', gone])
  return integrator
}

test('a branch of 65 merges, ten of them conflicted and one edited without a conflict, is made again to the byte', async () => {
  await using world = await World.create()
  const project = join(world.folder, 'project')
  const integrator = integrate(project)
  expect(git(project, ['rev-list', '--count', '--first-parent', '--merges', 'main..seen'])).toBe('65')
  const adopted = world.beside('adopted')
  const adoption = await adopt(adopted.machine, adopted.dir, {
    range: 'main..seen',
    repo: project,
    integrator: INTEGRATOR,
  })
  expect(adoption.notes).toEqual([])
  expect(adoption).toMatchObject({ made: adopted.dir, resolutions: 12, carriedFixes: 1 })
  expect(adoption.trees).toHaveLength(66)
  expect(adoption.trees.filter(({ commit }) => commit !== undefined).map(({ name }) => name)).toEqual([
    'plain-7',
    'fix-a-file-of-our-own',
    'theirs-2',
  ])
  const release = await adopted.release()
  expect(outcomes(release).filter((outcome) => !outcome.endsWith(': merged'))).toEqual([])
  expect(release.record.contentTree).toBe(integrator.tree('seen'))
  expect(await adopted.verify()).toMatchObject({ kind: 'same' })
})

test('a branch is made again to the byte though its topics stand on it, and a series was put on it within a second', async () => {
  await using world = await World.create()
  const project = join(world.folder, 'project')
  const integrator = Integrator.begin(project, BEGINNING, 'seen')
  integrator.topics([topic('first', { 'shared/combined.c': change('combined', 'first') })])
  integrator.merge('first')
  integrator.commit('combined: mend it', {
    'shared/combined.c': change('combined', 'a mend'),
    'passing.c': 'for a while\n',
  })
  const series = ['one', 'two', 'three', 'four', 'five'].map((word) => ({ 'shared/ours.c': change('ours', word) }))
  integrator.topics(series.map((files, at) => topic('series', files, at === 0 ? 'seen' : 'series')))
  git(project, ['merge', '-q', '--ff-only', 'series'])
  integrator.topics([
    topic('second', { 'shared/combined.c': change('combined', 'second'), 'passing.c': { gone: true } }, 'seen'),
  ])
  integrator.merge('second')
  const adopted = world.beside('adopted')
  const { notes, carriedFixes } = await adopt(adopted.machine, adopted.dir, {
    range: 'main..seen',
    repo: project,
    integrator: INTEGRATOR,
  })
  expect(notes).toEqual([
    '1 of the 3 trees stands on the branch itself and brings what it had by then along: where that meets what a run makes anew, the answers are taken over as well',
  ])
  expect(carriedFixes).toBe(5)
  const release = await adopted.release()
  expect(outcomes(release).filter((outcome) => !outcome.endsWith(': merged'))).toEqual([])
  expect(release.record.contentTree).toBe(integrator.tree('seen'))
  expect(await adopted.verify()).toMatchObject({ kind: 'same' })
})
