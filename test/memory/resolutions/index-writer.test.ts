import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { BlobOid } from '../../../src/base/model/oid.ts'
import type { Resolution, Withdrawal } from '../../../src/base/model/resolution.ts'
import { openTables } from '../../../src/memory/resolutions/index-tables.ts'
import { IndexWriter } from '../../../src/memory/resolutions/index-writer.ts'
import { testFolder } from '../../world/folder.ts'
import { clashing, Settlers } from '../../world/resolutions.ts'

const FILE = clashing('a.c', ['one\n', ['two of net\n', 'two of usb\n']])
const BLOB = '1'.repeat(40) as BlobOid

type Step = Resolution | Withdrawal

/** Everything in the tables after these were put in. A withdrawal comes with its resolution only when that was there before. */
async function tablesAfter(steps: readonly Step[]): Promise<unknown> {
  using folder = testFolder()
  const database = await openTables(join(folder.path, 'index.sqlite'))
  const writer = new IndexWriter(database)
  const here = new Map<string, Resolution>()
  for (const step of steps) {
    if ('kind' in step) writer.withdraw(step, here.get(step.resolution))
    else {
      writer.add(step, BLOB)
      here.set(step.id, step)
    }
  }
  const names = ['records', 'marks', 'gone', 'revoked', 'until', 'replaced', 'fixed', 'fixes']
  const tables = names.map((name) => [
    name,
    database
      .prepare(`SELECT * FROM ${name}`)
      .all()
      .map((row) => ({ ...row })),
  ])
  database.close()
  return Object.fromEntries(tables)
}

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

test('a resolution, the one in its place, its revocation and another: in every order the tables come to the same', async () => {
  const settlers = new Settlers()
  const fixes = [{ path: 'user.c', before: undefined, after: undefined }]
  const first = settlers.settle(FILE, 'one\nfirst\n', { fixes })
  const second = settlers.settle(FILE, 'one\nsecond\n', { fixes, supersedes: first.id })
  const steps = [first, second, settlers.revoke(second, 200), settlers.revoke(second, 300)]
  const expected = await tablesAfter(steps)
  expect(expected).toMatchObject({
    records: [{ resolution: first.id }, { resolution: second.id }].toSorted((a, b) =>
      a.resolution < b.resolution ? -1 : 1,
    ),
    gone: [{ resolution: second.id }],
    revoked: [{ resolution: second.id, at: 300 }],
    fixed: [{ resolution: first.id }],
  })
  for (const order of orders(steps)) expect(await tablesAfter(order)).toEqual(expected)
  expect(await tablesAfter([...steps, ...steps])).toEqual(expected)
})

test('what is retired is gone, and nothing older with it', async () => {
  const settlers = new Settlers()
  const one = settlers.settle(FILE, 'one\ntwo\n')
  const tables = await tablesAfter([one, settlers.revoke(one, 200, 'retired')])
  expect(tables).toMatchObject({ gone: [{ resolution: one.id }], revoked: [], until: [] })
})
