/** A conflict from its first day to its last: one thread of mails, and a mail only when something is new. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fetchResolutions } from '../../src/pipeline/fetch-resolutions.ts'
import { revoke } from '../../src/pipeline/resolutions.ts'
import { file, lineClash, MAIN, settleBy, told } from '../world/told.ts'
import { openTerminal } from '../world/typed.ts'

test('a conflict is told in one thread: begun, rewritten, moved, settled, reopened, over', async () => {
  await using world = await lineClash()
  const first = await told(world, '2026-01-14')
  expect(first).toMatchInlineSnapshot(`
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

    It is not settled yet, and no earlier version of the usb tree merges
    either, so next-20260114 has to do without it.

    Nothing has to be sent back: each release tries the usb tree again as it
    then is, and takes it as soon as it merges. If both changes are to stay,
    please agree which of the trees carries them together, or put what both
    need on a topic branch that both merge. Should the conflict still be
    there when one of them asks upstream to pull, please mention it there.

    In the record of the integration it is shown by:

      tributary conflicts b489a69c8f45

    -- 
    Next Integrator

    diff --cc core/main.c
    index a4c55f023f6c,3e6d2f4beb1a..000000000000
    --- a/core/main.c
    +++ b/core/main.c
    @@@ -1,5 -1,5 +1,9 @@@
      one
    ++<<<<<<< HEAD
     +two of net
    ++=======
    + two of usb
    ++>>>>>>> usb
      three
      four
      five
    "
  `)

  world.commit('usb', { [MAIN]: file('two of usb, again') })
  expect(await told(world, '2026-01-15')).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    A side was rewritten, so that it clashes otherwise than before. It is
    in:

      core/main.c

    between commit:

      7f766307562c ("net: change core/main.c")

    from the net tree and commit:

      bfbbefffa859 ("usb: change core/main.c")

    from the usb tree.

    It is not settled yet, and no earlier version of the usb tree merges
    either, so next-20260115 has to do without it.

    Nothing has to be sent back: each release tries the usb tree again as it
    then is, and takes it as soon as it merges. If both changes are to stay,
    please agree which of the trees carries them together, or put what both
    need on a topic branch that both merge. Should the conflict still be
    there when one of them asks upstream to pull, please mention it there.

    In the record of the integration it is shown by:

      tributary conflicts 5b4bf3cd2cc5

    -- 
    Next Integrator

    diff --cc core/main.c
    index a4c55f023f6c,50cdf41aab6c..000000000000
    --- a/core/main.c
    +++ b/core/main.c
    @@@ -1,5 -1,5 +1,9 @@@
      one
    ++<<<<<<< HEAD
     +two of net
    ++=======
    + two of usb, again
    ++>>>>>>> usb
      three
      four
      five
    "
  `)

  world.commit('upstream', { [MAIN]: file('two of net') })
  expect(await told(world, '2026-01-16')).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    The conflict is now between the usb tree and upstream, no longer between
    the usb tree and the net tree. It is in:

      core/main.c

    between commit:

      f645cb43273e ("upstream: change core/main.c")

    from upstream and commit:

      bfbbefffa859 ("usb: change core/main.c")

    from the usb tree.

    It is not settled yet, and no earlier version of the usb tree merges
    either, so next-20260116 has to do without it.

    Nothing has to be sent back: each release tries the usb tree again as it
    then is, and takes it as soon as it merges. Merging what is named above
    from upstream, or a tag that contains it, is enough; published work need
    not be rebased for this.

    In the record of the integration it is shown by:

      tributary conflicts 5b4bf3cd2cc5

    -- 
    Next Integrator

    diff --cc core/main.c
    index a4c55f023f6c,50cdf41aab6c..000000000000
    --- a/core/main.c
    +++ b/core/main.c
    @@@ -1,5 -1,5 +1,9 @@@
      one
    ++<<<<<<< HEAD
     +two of net
    ++=======
    + two of usb, again
    ++>>>>>>> usb
      three
      four
      five
    "
  `)

  const resolution = await settleBy(world, file('two of net and usb'))
  expect(await told(world, '2026-01-17')).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    The conflict is settled. It is in:

      core/main.c

    between commit:

      f645cb43273e ("upstream: change core/main.c")

    from upstream and commit:

      bfbbefffa859 ("usb: change core/main.c")

    from the usb tree.

    It is settled as shown below, and next-20260117 holds the usb tree as
    pushed. What settles it is resolution 516dc331efaf by Next Integrator
    (2026-01-16: both are wanted); it will do so for as long as the conflict
    stays the same. Please check that the result says what you mean, and
    mention the conflict, unless it is trivial, when upstream is asked to
    pull.

    To have the resolutions of this integration in a record of your own:

      tributary resolutions fetch /srv/next/record.git

    In the record of the integration it is shown by:

      tributary conflicts 5b4bf3cd2cc5

    -- 
    Next Integrator

    diff --cc core/main.c
    index a4c55f023f6c,50cdf41aab6c..000000000000
    --- a/core/main.c
    +++ b/core/main.c
    @@@ -1,5 -1,5 +1,5 @@@
      one
    - two of net
     -two of usb, again
    ++two of net and usb
      three
      four
      five
    "
  `)

  const elsewhere = await world.elsewhere('elsewhere')
  elsewhere.now = world.now
  expect(await fetchResolutions(elsewhere.workspace, elsewhere.machine, world.recordDir)).toMatchObject({
    resolutions: [{ id: resolution }],
  })

  world.commit('usb', { 'usb/more.c': 'more\n' })
  expect(await told(world, '2026-01-18')).toBe('')

  await revoke(world.workspace, world.machine, resolution, 'it loses the lock')
  expect(await told(world, '2026-01-19')).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    The conflict is open again. Resolution 516dc331efaf was revoked by Next
    Integrator on 2026-01-18: it loses the lock. It is in:

      core/main.c

    between commit:

      f645cb43273e ("upstream: change core/main.c")

    from upstream and commit:

      bfbbefffa859 ("usb: change core/main.c")

    from the usb tree.

    It is not settled yet, and no earlier version of the usb tree merges
    either, so next-20260119 has to do without it.

    Nothing has to be sent back: each release tries the usb tree again as it
    then is, and takes it as soon as it merges. Merging what is named above
    from upstream, or a tag that contains it, is enough; published work need
    not be rebased for this.

    In the record of the integration it is shown by:

      tributary conflicts 5b4bf3cd2cc5

    -- 
    Next Integrator

    diff --cc core/main.c
    index a4c55f023f6c,50cdf41aab6c..000000000000
    --- a/core/main.c
    +++ b/core/main.c
    @@@ -1,5 -1,5 +1,9 @@@
      one
    ++<<<<<<< HEAD
     +two of net
    ++=======
    + two of usb, again
    ++>>>>>>> usb
      three
      four
      five
    "
  `)

  world.commit('usb', { [MAIN]: file('two of net') })
  const outbox = readFileSync(world.workspace.outboxPath, 'utf8')
  const [thread] = (await world.mails()).map(({ messageId }) => messageId)
  for (const field of ['In-Reply-To', 'References'])
    expect([...outbox.matchAll(new RegExp(`^${field}: (.*)$`, 'gm'))].map(([, id]) => id)).toEqual(
      Array.from({ length: 4 }, () => `<${thread}>`),
    )
  expect(await told(world, '2026-01-20')).toMatchInlineSnapshot(`
    "Re: test-next: manual merge of the usb tree with the net tree

    Hi all,

    The conflict is over: next-20260120 merges the usb tree without meeting
    it. It was in:

      core/main.c

    Nothing is left to be done about it.

    In the record of the integration it is shown by:

      tributary conflicts 5b4bf3cd2cc5

    -- 
    Next Integrator
    "
  `)

  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'conflicts', '--episodes')).toBe('No conflict is being followed.\n')
  const all = await terminal.tributary(world.dir, 'conflicts', '--episodes', '--all')
  expect(all).toMatchInlineSnapshot(`
    "5b4bf3cd2cc535f75a3c  core/main.c  usb with upstream  over  next-20260114 to next-20260119 (6 releases)

    The story of one of them: tributary conflicts <id>
    "
  `)
  const one = await terminal.tributary(world.dir, 'conflicts', 'b489a69c@next-20260114')
  expect(one.slice(one.indexOf('Its story'), one.indexOf('Proposals'))).toMatchInlineSnapshot(`
    "Its story:

      next-20260114  begun: usb with net
      next-20260115  a side was rewritten: no longer b489a69c8f45a5d58e92
      next-20260116  moved: usb with upstream, no longer usb with net
      next-20260117  settled: same-versions 516dc331efafc2f78819
      next-20260119  open again: no longer same-versions 516dc331efafc2f78819
      next-20260120  over: the trees merge"
  `)
})
