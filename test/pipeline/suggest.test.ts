/** A rule that history bears out is offered, accepted, and settles the next conflict. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { learn } from '../../src/pipeline/learn.ts'
import { acceptSuggestion, suggest } from '../../src/pipeline/suggest.ts'
import { Integrator } from '../world/by-hand.ts'
import { outcomes, World } from '../world/world.ts'

const VERSION = (version: string): string => `#!/bin/sh\nDEF_VER=${version}\necho it\n`

/** `maint` is merged again and again, and its version never taken; lists of words were united, and once were not. */
async function historyOf(world: World, merges: number): Promise<void> {
  const dir = join(world.folder, 'history')
  const integrator = Integrator.begin(dir, { VERSION: VERSION('1.0'), words: 'a\nz\n' }, 'next')
  integrator.topics([{ branch: 'maint', parents: ['main'], subject: 'maint', files: {} }])
  let words = 'a\nz\n'
  for (let place = 1; place <= merges; place += 1) {
    const ours = words.replace('z\n', `ours ${place}\nz\n`)
    integrator.commit(`2.${place}`, { VERSION: VERSION(`2.${place}`), words: ours })
    const theirs = words.replace('z\n', `theirs ${place}\nz\n`)
    integrator.topics([
      { branch: 'maint', subject: `1.${place}`, files: { VERSION: VERSION(`1.${place}`), words: theirs } },
    ])
    words = place === merges ? ours : words.replace('z\n', `ours ${place}\ntheirs ${place}\nz\n`)
    integrator.merge('maint', { VERSION: VERSION(`2.${place}`), words })
    integrator.topics([
      {
        branch: 'maint',
        parents: ['maint', 'next'],
        subject: 'same words',
        files: { words, VERSION: VERSION(`1.${place}`) },
      },
    ])
  }
}

async function learned(world: World, merges: number) {
  await historyOf(world, merges)
  return learn(world.workspace, world.machine, {
    range: 'main..next',
    repo: join(world.folder, 'history'),
    dryRun: false,
  })
}

test('a file in which one side was always kept has a rule, and one in which it once was not has none', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { VERSION: VERSION('5') } })
  await learned(world, 12)
  const { conflicts, suggestions } = await suggest(world.workspace)
  expect(conflicts).toBe(24)
  expect(suggestions).toMatchObject([{ glob: 'VERSION', take: 'ours', uses: 12, rightInARow: 12, files: 1 }])
  const before = world.roster
  expect(await acceptSuggestion(world.workspace, 1)).toMatchObject({ glob: 'VERSION' })
  const table =
    '# In all of the 12 conflicts of this file on record, the integration’s side was kept.\n[[resolve]]\npath = "VERSION"\ntake = "ours"\n\n'
  expect(world.roster.replace(table, '')).toBe(before)
  expect((await suggest(world.workspace)).suggestions).toEqual([])
  await expect(acceptSuggestion(world.workspace, 1)).rejects.toThrow('there is nothing to accept')
  world.commit('net', { VERSION: VERSION('5 by net') })
  world.commit('usb', { VERSION: VERSION('5 by usb') })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('show', 'next:VERSION')).toBe(VERSION('5 by net').trimEnd())
})

test('what was too seldom is no rule', async () => {
  await using world = await World.create()
  await learned(world, 9)
  expect(await suggest(world.workspace)).toEqual({ conflicts: 18, suggestions: [] })
})

test('on the command line', async () => {
  await using world = await World.create()
  await learned(world, 12)
  expect(world.cli('resolutions', 'suggest').stdout).toMatchInlineSnapshot(`
    "1.
    # In all of the 12 conflicts of this file on record, the integration’s side was kept.
    [[resolve]]
    path = "VERSION"
    take = "ours"

    To add one to tributary.toml: tributary resolutions suggest --accept <number>
    "
  `)
  expect(world.cli('resolutions', 'suggest', '--accept', '7')).toMatchObject({ exit: 2 })
  expect(world.cli('resolutions', 'suggest', '--accept', 'x')).toMatchObject({ exit: 2 })
  expect(world.cli('resolutions', 'suggest', '--accept', '1').stdout).toMatchInlineSnapshot(`
    "Added to tributary.toml:

    # In all of the 12 conflicts of this file on record, the integration’s side was kept.
    [[resolve]]
    path = "VERSION"
    take = "ours"
    "
  `)
  expect(world.cli('resolutions', 'suggest').stdout).toMatchInlineSnapshot(`
    "No rule holds in the 24 conflicted files on record. More can be learned with: tributary resolutions learn <range>
    "
  `)
  const again = ['resolutions', 'learn', 'main..next', '--repo', join(world.folder, 'history')]
  expect(world.cli(...again).stdout).toMatchInlineSnapshot(`
    "Looked at 23 merges: people had a hand in 23, with 24 conflicted files and edits of 11 files that merged clean.
    Learned 0 resolutions; 23 known already, 0 things skipped.
    "
  `)
  expect(JSON.parse(world.cli(...again, '--json').stdout)).toMatchObject({
    merges: 23,
    learned: [],
    known: 23,
    dryRun: false,
  })
})
