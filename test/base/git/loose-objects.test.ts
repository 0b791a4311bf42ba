import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LooseObjects } from '../../../src/base/git/loose-objects.ts'
import { makeBlob } from '../../../src/base/git/objects.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'

test('git reads what is written, and what git wrote already is left as it is', () => {
  using folder = testFolder()
  initBare(folder.path)
  const store = new LooseObjects(join(folder.path, 'objects'))
  const [ours, theirs] = [makeBlob('ours\n'), makeBlob('theirs\n')]
  store.write(ours)
  expect(git(folder.path, ['cat-file', 'blob', ours.oid])).toBe('ours')

  expect(git(folder.path, ['hash-object', '-w', '--stdin'], 'theirs\n')).toBe(theirs.oid)
  const file = join(folder.path, 'objects', theirs.oid.slice(0, 2), theirs.oid.slice(2))
  const before = statSync(file)
  store.write(theirs)
  expect(statSync(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs })
  expect(store.read(theirs.oid).content.toString()).toBe('theirs\n')
})
