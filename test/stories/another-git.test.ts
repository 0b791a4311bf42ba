/** A release that was made under one git and is checked under another: set SECOND_GIT to the folder of another git's programs. */
import { expect, test } from 'vitest'
import { Git } from '../../src/base/git/spawn.ts'
import { gitVersion } from '../../src/base/git/version.ts'
import { run } from '../../src/pipeline/run.ts'
import { verify } from '../../src/pipeline/verify.ts'
import { openWorkspace } from '../../src/pipeline/workspace.ts'
import { testGit } from '../world/roster.ts'
import { outcomes, World } from '../world/world.ts'

const WHY_SKIPPED = 'there is no second git: SECOND_GIT is to name the folder of another git’s programs'

/** The other git, or undefined where none is given. */
function secondGit(): Git | undefined {
  const folder = process.env['SECOND_GIT']
  if (folder === undefined) return undefined
  return new Git({ searchPath: `${folder}:${process.env['PATH'] ?? ''}`, unbuffered: ['stdbuf', '-o0'] })
}

test('a release made under one git is found to be the very same under another', async ({ skip }) => {
  const other = secondGit() ?? skip(WHY_SKIPPED)
  await using world = await World.create({ trees: ['net', 'usb', 'docs'] })
  world.commit('upstream', { 'core/main.c': { movedFrom: 'core/main.c' }, 'core/new.c': 'new\n' })
  world.commit('net', { 'core/net.c': { movedFrom: 'core/main.c' } })
  world.commit('usb', { 'core/main.c': 'one\ntwo\nthree\nfour\nfive\nsix\nusb\n' })
  world.commit('docs', { Makefile: 'docs:\n', sub: { mode: '160000', commit: '1'.repeat(40) } })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged', 'docs: merged'])
  const elsewhere = openWorkspace(other, world.dir)
  const machine = { ...world.machine, git: other }
  expect((await verify(elsewhere, machine, release.name)).kind).toBe('same')
  // The next day's work is taken up by the other one.
  world.commit('docs', { Makefile: 'html:\n' })
  world.day('2026-01-15')
  const options = { offline: false, dryRun: false, at: undefined }
  const { outcome } = await run(elsewhere, { ...machine, clock: () => world.now }, options)
  const plan = { gitVersion: await gitVersion(other) }
  expect(outcome).toMatchObject({ kind: 'released', release: { record: { plan } } })
  expect((await world.verify()).kind).toBe('same')
})

test('where the two gits answer differently the first tree whose merge differs is named', async ({ skip }) => {
  const other = secondGit() ?? skip(WHY_SKIPPED)
  const versions = await Promise.all([testGit(), other].map(gitVersion))
  const [seesIt, otherSeesIt] = versions.map(comparesUnendedLines)
  if (seesIt === otherSeesIt) skip(`git ${versions.join(' and ')} find the same renames`)
  // Most of this file is its last line, which has no end; before 2.44 such a line was no part of what renames are found by.
  const file = (first: string, third: string): string => `${first}\n2\n${third}\n${'a long last line '.repeat(3)}`
  await using world = await World.create({ trees: ['net', 'usb', 'docs'], files: { 'core.c': file('1', '3') } })
  world.commit('net', { 'core.c': { gone: true }, 'net.c': file('a', '3') })
  world.commit('usb', { 'core.c': file('1', 'c') })
  world.commit('docs', { README: 'See core.c.\n' })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', seesIt ? 'usb: merged' : 'usb: left-out', 'docs: merged'])
  const machine = { ...world.machine, git: other }
  const verification = await verify(openWorkspace(other, world.dir), machine, release.name)
  expect(verification).toMatchObject({ kind: 'differs', first: 'usb', gitVersion: versions[1] })
})

/** Since git 2.44. */
function comparesUnendedLines(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 || minor >= 44
}
