import { expect, test } from 'vitest'
import type { AdmissionReason } from '../../../../src/base/model/admission.ts'
import type { CommitOid } from '../../../../src/base/model/oid.ts'
import { revert } from '../../../../src/stages/integrate/settle/reverts.ts'
import { git } from '../../../world/fast-import.ts'
import { MergeScene } from '../../../world/merge-scene.ts'

const LINES = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'

function scene(): Promise<MergeScene> {
  return MergeScene.create([
    { branch: 'main', subject: 'begin', files: { 'a.c': LINES } },
    { branch: 'main', subject: 'two', files: { 'a.c': LINES.replace('two', '2') } },
    { branch: 'topic', parents: ['main'], subject: 'topic', files: { 'b.c': 'new\n' } },
    { branch: 'main', subject: 'six', files: { 'a.c': LINES.replace('two', '2').replace('six', '6') } },
    { branch: 'main', parents: ['main', 'topic'], subject: 'Merge topic', files: { 'b.c': 'new\n' } },
    { branch: 'main', subject: 'on two', files: { 'a.c': LINES.replace('two', '2, too').replace('six', '6') } },
  ])
}

function givenUp(reverted: readonly CommitOid[]): AdmissionReason {
  return { kind: 'given-up', reverted } as unknown as AdmissionReason
}

/** The commits of main by their subjects. */
function commitOf({ dir }: MergeScene, subject: string): CommitOid {
  return git(dir, ['log', '--format=%H', `--grep=^${subject}$`, 'main']) as CommitOid
}

test('a commit is taken back, and what came after it stays', async () => {
  await using project = await scene()
  const six = commitOf(project, 'six')
  const { tree, settled } = await revert(project.shop, project.tree('main'), givenUp([six]))
  expect(await project.files(tree)).toEqual({ 'a.c': LINES.replace('two', '2, too').trimEnd(), 'b.c': 'new' })
  expect(settled).toEqual([{ path: 'a.c', by: [{ kind: 'revert', commit: six }] }])
})

test('a merge is taken back against what it was merged into', async () => {
  await using project = await scene()
  const merge = commitOf(project, 'Merge topic')
  const { tree } = await revert(project.shop, project.tree('main'), givenUp([merge]))
  expect(Object.keys(await project.files(tree))).toEqual(['a.c'])
})

test('what others have built upon stays, and does not keep the next from being taken back', async () => {
  await using project = await scene()
  const [two, six] = [commitOf(project, 'two'), commitOf(project, 'six')]
  const { tree, settled } = await revert(project.shop, project.tree('main'), givenUp([two, six]))
  expect((await project.files(tree))['a.c']).toBe(LINES.replace('two', '2, too').trimEnd())
  expect(settled).toMatchObject([{ by: [{ commit: six }] }])
})

test('the first commit of a history is taken back by deleting what it brought', async () => {
  await using project = await scene()
  const root = git(project.dir, ['rev-list', '--max-parents=0', 'main']) as CommitOid
  const { tree } = await revert(project.shop, project.tree(root), givenUp([root]))
  expect(await project.files(tree)).toEqual({})
})

test('nothing is taken back of what is admitted as it is', async () => {
  await using project = await scene()
  const tree = project.tree('main')
  expect(await revert(project.shop, tree, { kind: 'moved' } as unknown as AdmissionReason)).toEqual({
    tree,
    settled: [],
  })
})
