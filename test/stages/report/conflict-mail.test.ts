import { describe, expect, test } from 'vitest'
import type { ResolutionId } from '../../../src/base/model/settling.ts'
import { testConflict } from '../../world/release.ts'
import { testTree } from '../../world/roster.ts'
import {
  clash,
  conflictMails,
  day13,
  day14,
  everyTree,
  net,
  reportInput,
  rseq,
  usb,
  usbAsBefore,
  x86,
} from '../../world/reports.ts'

describe('a conflict', () => {
  test('between two trees is told to both, with the commits, what was done and the diff', () => {
    const diff = [
      'diff --cc drivers/usb/core.c',
      'index 1111111,2222222..0000000',
      '--- a/drivers/usb/core.c',
      '+++ b/drivers/usb/core.c',
      '@@@ -1,4 -1,4 +1,9 @@@',
      '  static int ring_init(struct hub *hub)',
      '  {',
      '++<<<<<<< net',
      ' +	ring_give(hub, RING_SIZE);',
      '++=======',
      '+ 	ring_init_size(hub->reported);',
      '++>>>>>>> usb',
      '  }',
      '',
    ]
    const record = day14([net, usbAsBefore, x86, rseq], [clash])
    expect(
      conflictMails(reportInput(record, { diffs: new Map([[clash.id, diff.join('\n')]]) })),
    ).toMatchInlineSnapshot(`
      [
        "From: Next Integrator <integrator@example.org>
      To: usb maintainer <usb@example.org>, net maintainer <net@example.org>
      Cc: Next list <next@lists.example.org>, net author <net-author@example.org>,
       usb author <usb-author@example.org>
      Date: Wed, 14 Jan 2026 00:00:00 +0000
      Subject: linux-next: manual merge of the usb tree with the net tree
      Message-ID: <linux-next-20260114.f6a024e05cde998f55fb0dd4be1a187efaf96f80@example.org>
      Auto-Submitted: auto-generated
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 7bit

      Hi all,

      Merging the usb tree into today's linux-next (next-20260114) met a
      conflict in:

        drivers/usb/core.c

      between commit:

        d85ac586f432 ("net: hand the ring to the hub driver")

      from the net tree and commit:

        e479fd24bcea ("usb: size the ring by what the hub reports")

      from the usb tree.

      It is not settled yet. For now next-20260114 holds the usb tree as it
      was in next-20260113; what it has gained since then is not in it.

      Nothing has to be sent back: each release tries the usb tree again as it
      then is, and takes it as soon as it merges. If both changes are to stay,
      please agree which of the trees carries them together, or put what both
      need on a topic branch that both merge. Should the conflict still be
      there when one of them asks upstream to pull, please mention it there.

      To meet the same conflict in a clone of your own:

        git fetch https://example.org/net.git main
        git checkout --detach 20106193e06b
        git fetch https://example.org/usb.git for-next
        git merge 261283b77ec9

      In the record of the integration it is shown by:

        tributary conflicts f6a024e05cde

      -- 
      Next Integrator

      diff --cc drivers/usb/core.c
      index 1111111,2222222..0000000
      --- a/drivers/usb/core.c
      +++ b/drivers/usb/core.c
      @@@ -1,4 -1,4 +1,9 @@@
        static int ring_init(struct hub *hub)
        {
      ++<<<<<<< net
       +	ring_give(hub, RING_SIZE);
      ++=======
      + 	ring_init_size(hub->reported);
      ++>>>>>>> usb
        }
      ",
      ]
    `)
  })

  test('with upstream keeps a tree out that has no earlier version, and goes to the lists when it names nobody', () => {
    const conflict = testConflict(
      { tree: 'rseq', path: 'arch/x86/entry/entry.S', ours: ['x86: save fewer registers', 'x86: save no registers'] },
      { kind: 'modify/delete', theirs: undefined },
    )
    const out = { ...rseq, done: { outcome: 'left-out', version: undefined } } as const
    expect(conflictMails(reportInput(day14([net, usb, x86, out], [conflict])))).toMatchInlineSnapshot(`
      [
        "From: Next Integrator <integrator@example.org>
      To: Next list <next@lists.example.org>,
       Next Integrator <integrator@example.org>
      Cc: upstream author <upstream-author@example.org>,
       rseq author <rseq-author@example.org>
      Date: Wed, 14 Jan 2026 00:00:00 +0000
      Subject: linux-next: manual merge of the rseq tree with Linus' tree
      Message-ID: <linux-next-20260114.e2e4cc85bebab74cdabb1f4a9083dcba54f0deb3@example.org>
      Auto-Submitted: auto-generated
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 7bit

      Hi all,

      Merging the rseq tree into today's linux-next (next-20260114) met a
      conflict in:

        arch/x86/entry/entry.S (changed in Linus' tree, deleted in the rseq tree)

      between commits:

        8f52b1ad9033 ("x86: save fewer registers")
        69f8404bf546 ("x86: save no registers")

      from Linus' tree and commit:

        0275f2bcba88 ("change arch/x86/entry/entry.S, too")

      from the rseq tree.

      It is not settled yet, and no earlier version of the rseq tree merges
      either, so next-20260114 has to do without it.

      Nothing has to be sent back: each release tries the rseq tree again as
      it then is, and takes it as soon as it merges. Merging what is named
      above from Linus' tree, or a tag that contains it, is enough; published
      work need not be rebased for this.

      To meet the same conflict in a clone of your own:

        git fetch https://example.org/linux.git master
        git checkout --detach fd54d5aa0112
        git fetch https://example.org/rseq.git main
        git merge ffccbb1acd21

      In the record of the integration it is shown by:

        tributary conflicts e2e4cc85beba

      -- 
      Next Integrator
      ",
      ]
    `)
  })

  test('that was told of before is not told again', () => {
    const record = day14([net, usbAsBefore, x86, rseq], [clash])
    const previous = day13([net, usbAsBefore, x86, rseq], [clash])
    expect(conflictMails(reportInput(record, { previous }))).toEqual([])
  })

  test('that a resolution settled says so and asks for nothing but a look', () => {
    const by = { kind: 'resolution', id: '3f2a'.repeat(5) as ResolutionId, tier: 'same-conflict' } as const
    const settled = { ...clash, settled: [by] }
    const [mail] = conflictMails(reportInput(day14(everyTree, [settled])))
    expect(/(?<=from the usb tree\.\n\n)[^]*?(?=\n\nTo meet)/.exec(mail ?? '')?.[0]).toMatchInlineSnapshot(`
      "It is settled as shown below, and next-20260114 holds the usb tree as
      pushed. What settles it is resolution 3f2a3f2a3f2a; it will do so for as
      long as the conflict stays the same. Please check that the result says
      what you mean, and mention the conflict, unless it is trivial, when
      upstream is asked to pull.

      To have the resolutions of this integration in a record of your own:

        tributary resolutions fetch /srv/next/record.git"
    `)
  })

  test('whose trees nobody else can fetch is shown from the record alone', () => {
    const local = { tree: testTree('usb', { url: '/srv/trees/usb.git' }) }
    const [mail] = conflictMails(reportInput(day14([net, local, x86, rseq], [clash])))
    expect(/In the record[^]*?(?=\n\n--)/.exec(mail ?? '')?.[0]).toMatchInlineSnapshot(`
      "In the record of the integration it is shown by:

        tributary conflicts f6a024e05cde"
    `)
  })
})

test.each([
  [0o100755, 0o120000, 'an executable file in the net tree, a symbolic link in the usb tree'],
  [0o100644, 0o100755, 'a plain file in the net tree, an executable file in the usb tree'],
])('of a file that is one thing here and another there, the mail says what: %o and %o', (mode, other, said) => {
  const { ours, theirs } = clash
  const conflict = {
    ...clash,
    kind: 'mode' as const,
    ours: ours && { ...ours, mode },
    theirs: theirs && { ...theirs, mode: other },
  }
  const [mail] = conflictMails(reportInput(day14([net, usbAsBefore, x86, rseq], [conflict])))
  expect(mail?.replaceAll(/\s+/g, ' ')).toContain(`drivers/usb/core.c (${said})`)
})
