import { expect, test } from 'vitest'
import { AdoptedNames } from '../../../src/pipeline/adopt/adopted-names.ts'
import { readMergeSubject } from '../../../src/base/text/merge-subject.ts'
import { commitNamed } from '../../world/release.ts'

const COMMIT = commitNamed('merged')

test('a tree is called as the merge calls what it merged', () => {
  const names = new AdoptedNames()
  const name = (subject: string): string => names.give(readMergeSubject(subject)[0], COMMIT)
  expect(
    [
      "Merge branch 'jk/topic' into seen",
      "Merge branch 'JK/topic'",
      "Merge branch 'for-next' of https://example.org/pub/net.git",
      "Merge branch 'main' of git.example.org:usb",
      "Merge remote-tracking branch 'tty/main'",
      "Merge remote-tracking branch 'tty/fixes'",
      "Merge tag 'v1.0..lock' of x",
      "Merge branch '.-/ä'",
      "Merge commit '0123456789abcdef'",
      'Merge the drm tree',
      'Sync',
    ].map(name),
  ).toEqual([
    'jk-topic',
    'JK-topic-2',
    'net',
    'usb',
    'tty',
    'tty-fixes',
    'v1.0',
    'tree',
    'commit-0123456789ab',
    'drm',
    `merge-${COMMIT.slice(0, 12)}`,
  ])
})

test('a commit of the branch itself is called after its subject', () => {
  const names = new AdoptedNames()
  expect(names.giveForCommit('build: Let the thing compile again on Sundays')).toBe('fix-let-the-thing-compile-again')
  expect(names.giveForCommit('')).toBe('fix')
})
