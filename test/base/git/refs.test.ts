import { expect, test } from 'vitest'
import { moveRefs, readRefs, RefMover } from '../../../src/base/git/refs.ts'
import { Git } from '../../../src/base/git/spawn.ts'
import type { RefName } from '../../../src/base/model/names.ts'
import type { Oid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

const ONE = 'refs/tributary/one' as RefName
const TWO = 'refs/tributary/two' as RefName

function repository(dir: string): (name: string) => Oid {
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'begin', files: { a: '1' } },
    { branch: 'net', parents: ['main'], subject: 'net', files: { a: '2' } },
  ])
  return (name) => git(dir, ['rev-parse', name]) as Oid
}

test('one process moves refs several times, each time all of them or none', async () => {
  using folder = testFolder()
  const id = repository(folder.path)
  const here = testGit().at(folder.path)
  await using mover = new RefMover(here)
  await mover.move([{ ref: ONE, from: undefined, to: id('main') }])
  await mover.move([
    { ref: ONE, from: id('main'), to: id('net') },
    { ref: TWO, from: undefined, to: id('main') },
  ])
  const stale = mover.move([
    { ref: TWO, from: id('main'), to: undefined },
    { ref: ONE, from: id('main'), to: id('main') },
  ])
  await expect(stale).rejects.toMatchObject({ code: 'busy', message: expect.stringContaining(ONE) as unknown })
  const refs = await readRefs(here, ['refs/tributary/'])
  expect([...refs].map(([name, { oid }]) => [name, oid])).toEqual([
    [ONE, id('net')],
    [TWO, id('main')],
  ])
})

test('a ref that cannot be is not made, and the words say which', async () => {
  using folder = testFolder()
  const id = repository(folder.path)
  const here = testGit().at(folder.path)
  await moveRefs(here, [{ ref: ONE, from: undefined, to: id('main') }])
  await expect(moveRefs(here, [{ ref: `${ONE}/below` as RefName, from: undefined, to: id('main') }])).rejects.toThrow(
    /refs\/tributary\/one\/below/,
  )
})

test('without git whoever moves a ref is told', async () => {
  using folder = testFolder()
  const id = repository(folder.path)
  const nowhere = new Git({ searchPath: '/nowhere', unbuffered: [] }).at(folder.path)
  await expect(moveRefs(nowhere, [{ ref: ONE, from: undefined, to: id('main') }])).rejects.toMatchObject({
    code: 'git-missing',
  })
})
