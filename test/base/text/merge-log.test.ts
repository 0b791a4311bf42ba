import type { ResolutionId } from '../../../src/base/model/settling.ts'
import { expect, test } from 'vitest'
import { formatMergeLog } from '../../../src/base/text/merge-log.ts'
import type { DecisionId } from '../../../src/base/model/decision.ts'
import { commitNamed, releaseNamed, testConflict, testRecord } from '../../world/release.ts'
import { testTree, treeName } from '../../world/roster.ts'

const subjects = new Map([
  [commitNamed('upstream'), 'Linux 6.19-rc1'],
  [commitNamed('tip of net'), 'net: close the ring before it is freed'],
  [commitNamed('tip of usb'), 'usb: split the hub\u001b[2J\r\n$ rm -rf /'],
])

const older = { commit: commitNamed('usb of yesterday'), release: releaseNamed('next-20260113') }

test('each tree has its line, and a tree that clashes says what was done instead', () => {
  const tip = commitNamed('tip of usb')
  const record = testRecord(
    'next-20260114',
    [
      { tree: testTree('net', { branch: 'for-next/fixes' }) },
      {
        tree: testTree('usb'),
        planned: { versions: [{ commit: tip, release: undefined }, older] },
        done: { outcome: 'previous', version: older.commit, versionFrom: older.release },
      },
      { tree: testTree('x86'), done: { outcome: 'left-out', version: undefined } },
      { tree: testTree('docs'), done: { outcome: 'already-in' } },
    ],
    {
      conflicts: [
        testConflict({ tree: 'usb', partner: 'net', path: 'drivers/usb/core.c' }),
        testConflict(
          { tree: 'usb', partner: 'net', path: 'drivers/usb/old"\n.c' },
          { kind: 'modify/delete', ours: undefined },
        ),
        testConflict({ tree: 'x86', path: 'arch/x86/entry.S' }, { kind: 'add/add' }),
      ],
    },
  )
  expect(formatMergeLog(record, subjects)).toMatchInlineSnapshot(`
    "$ git checkout next
    $ git reset --hard fd54d5aa0112
    Merging origin/master (fd54d5aa0112 Linux 6.19-rc1)
    Merging net/for-next/fixes (20106193e06b net: close the ring before it is freed)
    Merging usb/main (261283b77ec9 usb: split the hub�[2J $ rm -rf /)
    CONFLICT (content): Merge conflict in drivers/usb/core.c
    CONFLICT (modify/delete): "drivers/usb/old\\"\\n.c" deleted in HEAD and modified in usb/main.
    $ git merge --abort
    Merging next-20260113 version of usb
    Merging x86/main (8dcc03972640)
    CONFLICT (add/add): Merge conflict in arch/x86/entry.S
    $ git merge --abort
    Merging docs/main (7198d725bfee)
    "
  `)
})

test('trees that are not merged say why, and a dropped one says nothing', () => {
  const decision = 'd1' as DecisionId
  const record = testRecord('next-20260114', [
    { tree: testTree('held'), planned: { reason: { kind: 'held', decision } }, done: { outcome: 'held' } },
    { tree: testTree('dropped'), planned: { reason: { kind: 'dropped', decision } }, done: { outcome: 'held' } },
    { tree: testTree('new'), done: { outcome: 'unreachable' } },
    { tree: testTree('deep'), done: { outcome: 'refused', why: 'its folders are 10000 levels deep\nMerging x/y' } },
    {
      tree: testTree('kept'),
      planned: { reason: { kind: 'kept', decision, release: older.release } },
      done: { outcome: 'previous', version: older.commit, versionFrom: older.release },
    },
  ])
  expect(formatMergeLog(record, new Map())).toMatchInlineSnapshot(`
    "$ git checkout next
    $ git reset --hard fd54d5aa0112
    Merging origin/master (fd54d5aa0112)
    Skipping held: held by decision
    Skipping new: it could not be fetched yet
    Skipping deep: its folders are 10000 levels deep Merging x/y
    Merging next-20260113 version of kept
    "
  `)
})

test('the trees of a group are merged on upstream first, and then as one', () => {
  const group = treeName('fs-next')
  const trees = ['net', 'ext4', 'xfs', 'usb'].map((name) => ({
    tree: testTree(name, name === 'ext4' || name === 'xfs' ? { group } : {}),
  }))
  const merged = {
    name: group,
    head: commitNamed('fs-next'),
    mergeCommit: commitNamed('merge of fs-next'),
    settled: undefined,
  }
  expect(formatMergeLog(testRecord('next-20260114', trees, { groups: [merged] }), subjects)).toMatchInlineSnapshot(`
    "$ git checkout next
    $ git reset --hard fd54d5aa0112
    Merging origin/master (fd54d5aa0112 Linux 6.19-rc1)
    Merging net/main (20106193e06b net: close the ring before it is freed)
    $ git checkout fs-next
    $ git reset --hard fd54d5aa0112
    Merging ext4/main (0e0657a9f020)
    Merging xfs/main (92b1f7d1ffc1)
    $ git checkout next
    Merging fs-next (79e1133064b2)
    Merging usb/main (261283b77ec9 usb: split the hub�[2J $ rm -rf /)
    "
  `)
  const apart = { ...merged, mergeCommit: undefined }
  const conflicts = [testConflict({ tree: 'fs-next', path: 'fs/inode.c' })]
  const log = formatMergeLog(testRecord('next-20260114', trees, { groups: [apart], conflicts }), subjects)
  expect(log.split('\n').slice(3, 8)).toMatchInlineSnapshot(`
    [
      "Merging net/main (20106193e06b net: close the ring before it is freed)",
      "Merging fs-next (79e1133064b2)",
      "CONFLICT (content): Merge conflict in fs/inode.c",
      "$ git merge --abort",
      "Merging ext4/main (0e0657a9f020)",
    ]
  `)
})

test('a conflict that a resolution settled stands below the merge it was met in', () => {
  const record = testRecord('next-20260114', [{ tree: testTree('usb') }], {
    conflicts: [
      {
        ...testConflict({ tree: 'usb', path: 'drivers/usb/core.c' }),
        settled: [{ kind: 'resolution', id: 'ab12'.repeat(5) as ResolutionId, tier: 'same-hunks' }],
      },
      { ...testConflict({ tree: 'usb', path: 'VERSION' }), settled: [{ kind: 'rule', take: 'ours' }] },
    ],
  })
  expect(formatMergeLog(record, new Map()).split('\n').slice(-6)).toMatchInlineSnapshot(`
    [
      "Merging usb/main (261283b77ec9)",
      "CONFLICT (content): Merge conflict in drivers/usb/core.c",
      "CONFLICT (content): Merge conflict in VERSION",
      "Resolved 'drivers/usb/core.c' using resolution ab12ab12ab12.",
      "Resolved 'VERSION' using the rule to take ours.",
      "",
    ]
  `)
})
