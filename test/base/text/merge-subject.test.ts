import { expect, test } from 'vitest'
import { readMergeSubject } from '../../../src/base/text/merge-subject.ts'

test.each([
  ["Merge branch 'jk/topic' into seen", ['branch jk/topic']],
  ["Merge branch 'for-next' of https://example.org/net.git", ['branch for-next https://example.org/net.git']],
  ["Merge branches 'a', 'b' and 'c/d' into next", ['branch a', 'branch b', 'branch c/d']],
  [
    "Merge branches 'a' and 'b' of https://example.org/x.git into y",
    ['branch a https://example.org/x.git', 'branch b https://example.org/x.git'],
  ],
  ["Merge remote-tracking branch 'net/main'", ['remote-branch net/main']],
  ["Merge remote-tracking branches 'a/b' and 'c/d' into e", ['remote-branch a/b', 'remote-branch c/d']],
  ["Merge tag 'usb-6.1' of git://example.org/usb", ['tag usb-6.1 git://example.org/usb']],
  [
    "Merge branch 'a' of https://example.org/a, branch 'b' of https://example.org/b",
    ['branch a https://example.org/a', 'branch b https://example.org/b'],
  ],
  ["Merge commit 'v2.0^0' into next", ['commit v2.0^0']],
  ['Merge the drm-misc tree', ['tree drm-misc']],
  ['Merge the net tree as in next-20260114', ['tree net']],
  ['Merge pull request #12 from user/branch', ['branch user/branch']],
  ["Merge topic 'fix-it'", ['branch fix-it']],
  ['Merge https://example.org/gitk', ['branch HEAD https://example.org/gitk']],
  ['Sync with maint', []],
  ["Merge branch '", []],
])('%s', (subject, names) => {
  const told = readMergeSubject(subject).map(({ kind, name, url }) =>
    [kind, name, ...(url === undefined ? [] : [url])].join(' '),
  )
  expect(told).toEqual(names)
})
