/** What people are told of conflicts that are settled, known in part, about a merge fix, or out of sight. */
import { expect, test } from 'vitest'
import { addFix } from '../../src/pipeline/fix/add-fix.ts'
import { file, lineClash, MAIN, settleBy, summed, told } from '../world/told.ts'
import { World } from '../world/world.ts'

test('a known resolution is told with the conflict, once, and its retirement in the summary', async () => {
  await using world = await lineClash()
  const mirror = world.emptyRepository('mirror')
  world.configure((text) => text.replace('[publish]', `[publish]\npush = ["${mirror}"]\nresolutions = true`))
  await told(world, '2026-01-14')
  await settleBy(world, file('two of net and usb'))
  expect(await summed(world, '2026-01-15')).toMatchInlineSnapshot(`
    "Changes since 20260114:

    The conflict of the usb tree with the net tree in core/main.c is settled
    by resolution f7cc153cb7ef by Next Integrator (2026-01-14: both are
    wanted).

    No tree moved."
  `)
  expect((await world.mails()).at(-2)?.body).toContain(`tributary resolutions fetch ${mirror}\n`)
  world.commit('net', { 'net/more.c': 'more\n' })
  expect(await summed(world, '2026-01-16')).toMatchInlineSnapshot(`
    "Changes since 20260115:

    A quiet day. 1 of the 2 trees moved; upstream did not. Everything merges
    as it did before.

    Standing from earlier releases:

    A known conflict is settled as before."
  `)

  world.commit('usb', { 'usb/user.c': 'old_name();\n' })
  const patch = Buffer.from('--- a/usb/user.c\n+++ b/usb/user.c\n@@ -1 +1 @@\n-old_name();\n+new_name();\n')
  await told(world, '2026-01-17')
  await addFix(world.workspace, world.machine, {
    on: 'usb',
    with: ['net'],
    edit: { kind: 'patch', patch } as const,
    why: 'net renamed it',
  })
  await told(world, '2026-01-18')
  world.commit('usb', { 'usb/user.c': 'new_name();\n' })
  expect(await summed(world, '2026-01-19')).toMatchInlineSnapshot(`
    "Changes since 20260118:

    Merge fix e1a68480a6ef for the net tree and the usb tree changes nothing
    any more and is retired; it was recorded for this: net renamed it.

    1 of the 2 trees moved; upstream did not.

    Standing from earlier releases:

    A known conflict is settled as before."
  `)
})

test('what is settled from its first day on is mailed once, with how', async () => {
  await using world = await lineClash()
  world.configure((text) => `${text}\n[[resolve]]\npath = "core/*"\ntake = "theirs"\n`)
  expect(await told(world, '2026-01-14')).toMatchInlineSnapshot(`
    "test-next: manual merge of the usb tree with the net tree

    Hi all,

    Merging the usb tree into today's test-next (next-20260114) met a
    conflict in:

      core/main.c

    between commit:

      7f766307562c ("net: change core/main.c")

    from the net tree and commit:

      0a31f5e06e10 ("usb: change core/main.c")

    from the usb tree.

    It is settled as shown below, and next-20260114 holds the usb tree as
    pushed. What settles it is the roster's rule to take the tree's side; it
    will do so for as long as the conflict stays the same. Please check that
    the result says what you mean, and mention the conflict, unless it is
    trivial, when upstream is asked to pull.

    In the record of the integration it is shown by:

      tributary conflicts b489a69c8f45

    -- 
    Next Integrator

    (The usb tree’s version is taken. What the integration had is left out:)
    diff --git a/core/main.c b/core/main.c
    index 2019eda92304..a4c55f023f6c 100644
    --- a/core/main.c
    +++ b/core/main.c
    @@ -1,5 +1,5 @@
     one
    -two
    +two of net
     three
     four
     five
    "
  `)
  world.commit('net', { 'net/more.c': 'more\n' })
  expect(await told(world, '2026-01-15')).toBe('')
})

test('a merge fix that no longer applies is told as what it is', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { 'api.h': 'int old_name(void);\n' } })
  world.commit('net', { 'api.h': 'int new_name(void);\n' })
  world.commit('usb', { 'usb/user.c': 'old_name();\n' })
  await told(world, '2026-01-14')
  const patch = Buffer.from('--- a/usb/user.c\n+++ b/usb/user.c\n@@ -1 +1 @@\n-old_name();\n+new_name();\n')
  await addFix(world.workspace, world.machine, {
    on: 'usb',
    with: ['net'],
    edit: { kind: 'patch', patch } as const,
    why: 'net renamed it',
  })
  await told(world, '2026-01-15')
  world.commit('usb', { 'usb/user.c': 'old_name(1, 2);\n' })
  expect(await told(world, '2026-01-16')).toMatchInlineSnapshot(`
    "test-next: merge fix d229451389e5 for the usb tree no longer applies

    Hi all,

    The merge fix that today's test-next (next-20260116) needs where it
    merges the usb tree no longer applies. It is resolution d229451389e5 by
    Next Integrator (2026-01-14: net renamed it), and meets a conflict in:

      usb/user.c

    with commit:

      470f10751c0d ("usb: change usb/user.c")

    from the usb tree.

    It is not settled yet. For now next-20260116 holds the usb tree as it
    was in next-20260115; what it has gained since then is not in it.

    Nothing has to be sent back: each release tries the usb tree again as it
    then is, and takes it as soon as it merges. Whoever integrates can
    record a merge fix in its place, or revoke it if nothing needs it any
    more; "tributary resolutions show d229451389e5" shows what it is for.

    In the record of the integration it is shown by:

      tributary conflicts cccc9f211f3d

    -- 
    Next Integrator

    diff --cc usb/user.c
    index f6f34bd3791f,f6f34bd3791f..000000000000
    --- a/usb/user.c
    +++ b/usb/user.c
    @@@ -1,1 -1,1 +1,5 @@@
    ++<<<<<<< HEAD
      old_name(1, 2);
    ++=======
    ++new_name();
    ++>>>>>>> usb
    "
  `)
})

/** A file long enough for two hunks that stay two. */
function long(second: string, twelfth: string): string {
  return (
    Array.from({ length: 14 }, (_, n) => [`line ${n + 1}`, second, twelfth][[1, 11].indexOf(n) + 1]).join('\n') + '\n'
  )
}

test('a file of which one hunk is known and one is not says so, in the same thread', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { [MAIN]: long('second', 'twelfth') } })
  world.commit('net', { [MAIN]: long('second of net', 'twelfth') })
  world.commit('usb', { [MAIN]: long('second of usb', 'twelfth') })
  await told(world, '2026-01-14')
  await settleBy(world, long('second of both', 'twelfth'))
  await told(world, '2026-01-15')
  world.commit('net', { [MAIN]: long('second of net', 'twelfth of net') })
  world.commit('usb', { [MAIN]: long('second of usb', 'twelfth of usb') })
  const again = await told(world, '2026-01-16')
  expect(again.slice(0, again.indexOf('Nothing has to'))).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    A side was rewritten, so that it clashes otherwise than before. The
    conflict is open again. Resolution f79ed5cdc3fd is about the lines as
    they were. It is in:

      core/main.c

    between commits:

      107fcf696a5f ("net: change core/main.c")
      3ccff2427e1c ("net: change core/main.c")

    from the net tree and commits:

      1620e6895c81 ("usb: change core/main.c")
      7417ca258ee4 ("usb: change core/main.c")

    from the usb tree.

    It is not settled yet. For now next-20260116 holds the usb tree as it
    was in next-20260115; what it has gained since then is not in it. Of its
    2 hunks, 1 is answered by what is on record (f79ed5cdc3fd), and 1 is
    not.

    "
  `)
})

test('a tree that is held ends no episode, and one that is followed no more does', async () => {
  await using world = await lineClash()
  await told(world, '2026-01-14')
  await world.decide({ verb: 'hold', tree: 'net' })
  expect(await told(world, '2026-01-15')).toBe('')
  world.configure((text) => text.slice(0, text.lastIndexOf('[[trees]]')))
  expect(await told(world, '2026-01-16')).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    The conflict is over: the usb tree is followed no more. It was in:

      core/main.c

    Nothing is left to be done about it.

    In the record of the integration it is shown by:

      tributary conflicts b489a69c8f45

    -- 
    Next Integrator
    "
  `)
})
