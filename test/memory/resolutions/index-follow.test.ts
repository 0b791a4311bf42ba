import { expect, test } from 'vitest'
import { git } from '../../world/fast-import.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import type { Database } from '../../../src/memory/record/sqlite.ts'
import { follow } from '../../../src/memory/resolutions/index-follow.ts'
import { headOf, openTables } from '../../../src/memory/resolutions/index-tables.ts'
import { folderOf } from '../../../src/memory/resolutions/store.ts'
import { openReading } from '../../../src/pipeline/workspace.ts'
import { ResolutionChain } from '../../world/resolution-chain.ts'
import { clashing, Settlers } from '../../world/resolutions.ts'
import { testGit } from '../../world/roster.ts'

const FILE = clashing('a.c', ['one\n', ['two of net\n', 'two of usb\n']])
const OTHER = clashing('b.c', ['one\n', ['two of net\n', 'two of usb\n']])

/** The resolutions that the index knows, after it has followed the chain to a head. */
async function known(chain: ResolutionChain, head: CommitOid): Promise<string[]> {
  const database = await openTables(`${chain.dir}/index.sqlite`)
  await using reading = openReading(testGit().at(chain.dir))
  try {
    await follow(database, { ...reading, head })
    expect(headOf(database)).toBe(head)
    return idsIn(database)
  } finally {
    database.close()
  }
}

function idsIn(database: Database): string[] {
  return database
    .prepare('SELECT DISTINCT resolution FROM marks ORDER BY resolution')
    .all()
    .map(({ resolution }) => String(resolution))
}

test('what the chain gained is added; a head that lacks what is known is followed from the beginning', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const [one, two] = [settlers.settle(FILE, 'one\ntwo\n'), settlers.settle(OTHER, 'one\ntwo\n')]
  const first = await chain.add([one], [])
  const second = await chain.add([two], [])
  expect(await known(chain, first)).toEqual([one.id])
  expect(await known(chain, second)).toEqual([one.id, two.id].toSorted())
  expect(await known(chain, second)).toEqual([one.id, two.id].toSorted())
  expect(await known(chain, first)).toEqual([one.id])
  chain.restart()
  expect(await known(chain, await chain.add([two], []))).toEqual([two.id])
})

test('a head that the index was of, and that is here no more, does not matter', async () => {
  await using chain = ResolutionChain.create()
  const [one] = [new Settlers().settle(FILE, 'one\ntwo\n')]
  const head = await chain.add([one], [])
  expect(await known(chain, head)).toEqual([one.id])
  const database = await openTables(`${chain.dir}/index.sqlite`)
  database.prepare("UPDATE meta SET value = ? WHERE name = 'head'").run('1'.repeat(40))
  database.close()
  expect(await known(chain, head)).toEqual([one.id])
})

test('what is named like a record and is none is passed over, links and contents among it', async () => {
  await using chain = ResolutionChain.create()
  const one = new Settlers().settle(FILE, 'one\ntwo\n')
  await chain.add([one], [])
  const folder = folderOf(one.id)
  const head = await chain.put({
    [`${folder}/withdrawn/${'0'.repeat(20)}.json`]: '{}',
    [`${folder.replace(/^../, '00')}/record.json`]: 'no record',
    '00/00000000000000000000/record.json': '{"format": 1}',
    README: 'hello\n',
  })
  expect(await known(chain, head)).toEqual([one.id])
})

test('when a record cannot be read the index stays as it was', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const one = settlers.settle(FILE, 'one\ntwo\n')
  const head = await chain.add([one], [])
  expect(await known(chain, head)).toEqual([one.id])
  const two = settlers.settle(OTHER, 'one\ntwo\n')
  const next = await chain.add([two], [])
  const missing = '1'.repeat(40)
  const entry = (mode: string, type: string, oid: string, name: string): string =>
    git(chain.dir, ['mktree', '--missing'], `${mode} ${type} ${oid}\t${name}\n`)
  const folder = entry('040000', 'tree', entry('100644', 'blob', missing, 'record.json'), 'f'.repeat(20))
  const root = git(
    chain.dir,
    ['mktree', '--missing'],
    `${git(chain.dir, ['ls-tree', next])}\n040000 tree ${folder}\tff\n`,
  )
  const broken = git(chain.dir, ['commit-tree', root, '-p', next, '-m', 'broken']) as CommitOid
  await expect(known(chain, broken)).rejects.toThrow(/1{40} is missing/)
  const database = await openTables(`${chain.dir}/index.sqlite`)
  expect([headOf(database), idsIn(database)]).toEqual([head, [one.id]])
  database.close()
})
