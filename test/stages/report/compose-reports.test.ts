import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Conflict, ConflictId } from '../../../src/base/model/conflict.ts'
import type { Report } from '../../../src/base/model/report.ts'
import { composeReports } from '../../../src/stages/report/compose-reports.ts'
import type { Resolution } from '../../../src/base/model/resolution.ts'
import type { ResolutionId } from '../../../src/base/model/settling.ts'
import type { ReportInput } from '../../../src/stages/report/input.ts'
import { commitNamed, dayOf, testConflict, type TreeInRelease } from '../../world/release.ts'
import { testTree, treeName } from '../../world/roster.ts'
import { readStrictly } from '../../world/strict-mail.ts'
import {
  clash,
  conflictMails,
  day13,
  day14,
  mails,
  net,
  reportInput,
  rseq,
  usb,
  usbAsBefore,
  usbYesterday,
  x86,
} from '../../world/reports.ts'

describe('conflicts', () => {
  const inFile = (path: string, words: Partial<Parameters<typeof testConflict>[0]> = {}): Conflict =>
    testConflict({ tree: 'usb', partner: 'net', path, ours: ['a'], theirs: ['b'], ...words })
  const about = (...conflicts: Conflict[]): Report['about'][] =>
    composeReports(reportInput(day14([net, usbAsBefore, x86, rseq], conflicts))).map((report) => report.about)

  test('by the same two commits are told in one mail, others in mails of their own', () => {
    const [one, two, other, third] = [
      inFile('one.c'),
      inFile('two.c'),
      inFile('other.c', { ours: ['c'] }),
      inFile('third.c', { partner: 'x86' }),
    ]
    expect(about(one, two, other, third)).toEqual([[one.id, two.id], [other.id], [third.id], 'summary'])
  })

  test('of two trees that clash all over are told in one mail', () => {
    const conflicts = [1, 2, 3, 4, 5, 6].map((n) => inFile(`${n}.c`, { ours: [`change ${n}`] }))
    expect(about(...conflicts)).toEqual([conflicts.map(({ id }) => id), 'summary'])
  })

  test('that a second tree meets too are told once, to both', () => {
    const again = testConflict({ tree: 'x86', partner: 'net', path: clash.path })
    const record = day14([net, usbAsBefore, { ...x86, done: { outcome: 'left-out' } }, rseq], [clash, again])
    const [mail, ...others] = conflictMails(reportInput(record))
    expect(others).toEqual([])
    expect(readStrictly(mail ?? '').to.map(({ email }) => email)).toEqual([
      'usb@example.org',
      'net@example.org',
      'x86@example.org',
    ])
    expect(mail).toMatch(/The\s+same\s+conflict/)
  })

  test('of a group as a whole are told to the people of all its trees, unless one of them met it in that file by itself', () => {
    const group = treeName('fs')
    const [vfs, ext4] = ['vfs', 'ext4'].map((name) => ({ tree: testTree(name, { group }) })) as [
      TreeInRelease,
      TreeInRelease,
    ]
    const whole = testConflict({ tree: 'fs', partner: 'net', path: 'fs/inode.c' })
    const groups = [{ name: group, head: commitNamed('fs'), mergeCommit: undefined, settled: undefined }]
    const input = (conflicts: readonly Conflict[]): ReportInput =>
      reportInput(
        { ...day14([net, vfs, ext4], conflicts), groups },
        { trees: [net.tree, vfs.tree, ext4.tree], previous: day13([net, vfs, ext4]) },
      )
    const [mail = '', summary = ''] = mails(input([whole]))
    expect(readStrictly(mail).to.map(({ email }) => email)).toEqual([
      'vfs@example.org',
      'ext4@example.org',
      'net@example.org',
    ])
    expect(mail).toContain('Subject: linux-next: manual merge of the fs trees with the net tree')
    expect(/It is not[^]*merge\./.exec(mail)?.[0]).toMatchInlineSnapshot(`
      "It is not settled yet. For now next-20260114 holds the fs trees one by
      one, each as far as it merges by itself.

      Nothing has to be sent back: each release tries the fs trees as one
      again, and takes them so as soon as they merge. If both changes are to
      stay, please agree which of the trees carries them together, or put what
      both need on a topic branch that both merge."
    `)
    expect(/The fs trees[^]*?\.\n/.exec(summary)?.[0]).toMatchInlineSnapshot(`
      "The fs trees gained a conflict with the net tree in fs/inode.c; they are
      merged one by one.
      "
    `)
    const own = testConflict({ tree: 'vfs', partner: 'net', path: 'fs/inode.c' })
    expect(composeReports(input([own, { ...whole, id: 'another' as ConflictId }])).map(({ about }) => about)).toEqual([
      [own.id],
      'summary',
    ])
  })

  test('with news of one sort in one thread are told in one mail, which answers the first', () => {
    const [one, two, other] = [inFile('one.c'), inFile('two.c'), inFile('other.c', { ours: ['c'] })]
    const thread = { messageId: 'first@example.org', subject: 'linux-next: manual merge of the usb tree' }
    const input = reportInput(day14([net, usb, x86, rseq]), {
      previous: day13([net, usbAsBefore, x86, rseq], [one, two, other]),
      threads: new Map([one, two].map(({ id }) => [id, thread])),
    })
    const [both, alone] = composeReports(input)
    expect(both).toMatchObject({
      about: [one.id, two.id],
      mail: { subject: `Re: ${thread.subject}`, inReplyTo: thread.messageId },
    })
    expect(both?.mail.body).toContain('The conflicts are over')
    expect(alone).toMatchObject({ about: [other.id], mail: { inReplyTo: undefined } })
  })

  test('of older versions, tried after the tip, are not told', () => {
    const older = testConflict({ tree: 'usb', partner: 'net', path: 'old.c' }, { version: usbYesterday.commit })
    expect(about(clash, older)).toEqual([[clash.id], 'summary'])
  })
})

test('nothing that a hostile tree says adds a line of its own to a mail', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      '\n',
      '\r',
      '\0',
      '\u001b',
      '\u2028',
      'a',
      ' ',
      '-- ',
      'From ',
      'Bcc: x@example.org',
      '"',
      'é',
    ),
  })
  const raw = fc.string({
    unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)),
    minLength: 1,
  })
  const shape = (body: string): string => body.replace(/\S.*/g, '.')
  fc.assert(
    fc.property(text, text, raw, text, (subject, name, path, why) => {
      const author = { name, email: `${name}@example.org` }
      const blamed = { commit: commitNamed('a'), subject, author, committer: author }
      const conflict = testConflict(
        { tree: 'usb', path: 'x' },
        { path, theirsBy: { tree: treeName('usb'), commits: [blamed] } },
      )
      const entries = [{ ...usb, planned: { state: 'unreachable' as const }, done: { outcome: 'left-out' as const } }]
      const tips = [
        { tree: treeName('usb'), state: 'unreachable' as const, commit: undefined, since: dayOf('2026-01-14'), why },
      ]
      const [mail, sum] = mails(reportInput(day14(entries, [conflict]), { tips })).map(readStrictly)
      const [harmless] = mails(reportInput(day14(entries, [testConflict({ tree: 'usb', path: 'x' })]))).map(
        readStrictly,
      )
      expect(shape(mail?.body ?? '')).toBe(shape(harmless?.body ?? ''))
      expect(sum?.body.match(/^-- $/gm)).toHaveLength(1)
    }),
  )
})

test('nothing that a resolution on record says adds a paragraph or a signature', () => {
  const text = fc.string({ unit: fc.constantFrom('\n', '\r', '\0', '\u001b', '\u2028', 'a', ' ', '-- ', '.', 'é') })
  const id = 'ab'.repeat(10) as ResolutionId
  const settled = [{ kind: 'resolution', id, tier: 'same-conflict' }] as const
  const record = day14([net, usb, x86, rseq], [{ ...clash, settled }])
  const said = (name: string, why: string, more: Partial<ReportInput> = {}) => {
    const by = { name, email: 'other@example.org' }
    const resolution = { id, by, at: dayOf('2026-01-13'), why } as unknown as Resolution
    const withdrawal = { resolution: id, kind: 'revoked', by, at: dayOf('2026-01-14'), why } as const
    const onRecord = { resolutions: new Map([[id, resolution]]), withdrawals: new Map([[id, withdrawal]]) }
    return composeReports(reportInput(record, { ...more, onRecord })).map(({ mail }) => mail.body)
  }
  const previous = day13([net, usb, x86, rseq], [{ ...clash, settled }])
  const reopened = { record: day14([net, usb, x86, rseq], [clash]), previous }
  fc.assert(
    fc.property(text, text, (name, why) => {
      for (const more of [{}, { ...reopened, news: reportInput(reopened.record, { previous }).news }]) {
        const [bodies, harmless] = [said(name, why, more), said('Other', 'both', more)]
        expect(bodies.map((body) => body.split('\n\n').length)).toEqual(
          harmless.map((body) => body.split('\n\n').length),
        )
        for (const body of bodies) expect(body.match(/^-- $/gm)).toHaveLength(1)
      }
    }),
  )
})
