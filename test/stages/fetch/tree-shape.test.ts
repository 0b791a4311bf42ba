import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeBlob, makeTree, MODE_FILE, MODE_FOLDER } from '../../../src/base/git/objects.ts'
import type { TreeOid } from '../../../src/base/model/oid.ts'
import { shapeFault, type TreeShape } from '../../../src/stages/fetch/tree-shape.ts'

const FILE = makeBlob('x').oid

/** A folder as nested names; null is a file. */
interface Folder {
  readonly [name: string]: Folder | null
}

class Store {
  readonly trees = new Map<TreeOid, Buffer>()
  reads = 0

  add(folder: Folder): TreeOid {
    const entries = Object.entries(folder).map(([name, below]) =>
      below === null ? { mode: MODE_FILE, name, oid: FILE } : { mode: MODE_FOLDER, name, oid: this.add(below) },
    )
    const { oid, content } = makeTree(entries)
    this.trees.set(oid, content)
    return oid
  }

  read = (oid: TreeOid): Promise<Buffer> => {
    this.reads += 1
    return Promise.resolve(this.trees.get(oid) ?? Buffer.alloc(0))
  }
}

function paths(folder: Folder): string[] {
  return Object.entries(folder).flatMap(([name, below]) => {
    const inside = below === null ? [] : paths(below)
    return inside.length === 0 ? [name] : inside.map((path) => `${name}/${path}`)
  })
}

const name = fc.stringMatching(/^[a-z]{1,5}$/)
const { folder } = fc.letrec<{ folder: Folder }>((tie) => ({
  folder: fc.dictionary(name, fc.option(tie('folder'), { depthSize: 'small' }), { maxKeys: 4 }),
}))

test('depth and length are those of the listed paths', async () => {
  await fc.assert(
    fc.asyncProperty(folder, async (root) => {
      const store = new Store()
      const oid = store.add(root)
      const all = paths(root)
      const depth = Math.max(0, ...all.map((path) => path.split('/').length))
      const length = Math.max(0, ...all.map((path) => path.length))
      const fault = (treeDepth: number, pathLength: number): Promise<string | undefined> =>
        shapeFault({
          roots: [oid],
          limits: { treeDepth, pathLength },
          oddModes: false,
          known: new Map(),
          readTree: store.read,
        })
      // An empty folder takes a level to be read, though no path of it does.
      expect(await fault(depth + 1, length)).toBeUndefined()
      expect(await fault(depth - 1, length)).toMatch(/deeper than/)
      expect(await fault(depth + 1, length - 1)).toMatch(/a path longer than/)
    }),
  )
})

test('a tree that was looked at once is not read again, and still counts in full', async () => {
  const store = new Store()
  const inner = { a: { b: { c: null } } }
  const known = new Map<TreeOid, TreeShape>()
  const check = (root: Folder, treeDepth: number) =>
    shapeFault({
      roots: [store.add(root)],
      limits: { treeDepth, pathLength: 100 },
      oddModes: false,
      known,
      readTree: store.read,
    })
  expect(await check(inner, 3)).toBeUndefined()
  expect(store.reads).toBe(3)
  expect(await check({ deeper: inner }, 4)).toBeUndefined()
  expect(store.reads).toBe(4)
  expect(await check({ deepest: { deeper: inner } }, 4)).toMatch(/deeper than the 4/)
})
