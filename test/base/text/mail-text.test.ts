import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mail } from '../../../src/base/model/mail.ts'
import { encodeMail } from '../../../src/base/text/mail-text.ts'
import { readStrictly } from '../../world/strict-mail.ts'

const mail: Mail = {
  messageId: 'linux-next-20260114.summary@example.org',
  date: { epochSeconds: 1_768_348_800, zoneMinutes: 660 },
  from: { name: 'Next Integrator', email: 'integrator@example.org' },
  to: [{ name: 'Net Maintainer', email: 'net@example.org' }],
  cc: [],
  subject: 'linux-next: Tree for Jan 14',
  body: 'Hi all,\n\n-- \nNext Integrator\n',
  inReplyTo: undefined,
}

test('a plain mail is plain text', () => {
  expect(encodeMail({ ...mail, inReplyTo: 'linux-next-20260113.summary@example.org' })).toMatchInlineSnapshot(`
    "From: Next Integrator <integrator@example.org>
    To: Net Maintainer <net@example.org>
    Date: Wed, 14 Jan 2026 11:00:00 +1100
    Subject: linux-next: Tree for Jan 14
    Message-ID: <linux-next-20260114.summary@example.org>
    In-Reply-To: <linux-next-20260113.summary@example.org>
    References: <linux-next-20260113.summary@example.org>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hi all,

    -- 
    Next Integrator
    "
  `)
})

describe('names', () => {
  test('are atoms, quoted strings or encoded words, whatever they need', () => {
    const to = [
      { name: 'Net Maintainer', email: 'net@example.org' },
      { name: 'Maintainer, Net Jr.', email: 'junior@example.org' },
      { name: 'The "Net" \\ Team', email: 'team@example.org' },
      { name: 'Zoë Größe-Łukasz', email: 'zoe@example.org' },
      { name: '保守担当者の長い長い長い長い長い長い名前', email: 'hoshu@example.org' },
      { name: '=?UTF-8?Q?Boss?=', email: 'boss@example.org' },
      { name: '', email: 'list@example.org' },
    ]
    const text = encodeMail({ ...mail, to })
    expect(text.slice(text.indexOf('To:'), text.indexOf('\nDate:'))).toMatchInlineSnapshot(`
      "To: Net Maintainer <net@example.org>,
       "Maintainer, Net Jr." <junior@example.org>,
       "The \\"Net\\" \\\\ Team" <team@example.org>,
       =?UTF-8?Q?Zo=C3=AB_Gr=C3=B6=C3=9Fe-=C5=81ukasz?= <zoe@example.org>,
       =?UTF-8?Q?=E4=BF=9D=E5=AE=88=E6=8B=85=E5=BD=93=E8=80=85=E3=81=AE?=
       =?UTF-8?Q?=E9=95=B7=E3=81=84=E9=95=B7=E3=81=84=E9=95=B7=E3=81=84?=
       =?UTF-8?Q?=E9=95=B7=E3=81=84=E9=95=B7=E3=81=84=E9=95=B7=E3=81=84?=
       =?UTF-8?Q?=E5=90=8D=E5=89=8D?= <hoshu@example.org>,
       =?UTF-8?Q?=3D=3FUTF-8=3FQ=3FBoss=3F=3D?= <boss@example.org>,
       list@example.org"
    `)
    expect(readStrictly(text).to).toEqual(to)
  })

  test('an address that is none gets no mail, and a sender without one is nobody', () => {
    const to = [
      'a b@example.org',
      'a@b@example.org',
      '<a@example.org>',
      'a',
      'a@example.org\nBcc: x@example.org',
      '"a"@[1.2.3.4]',
    ]
    const text = encodeMail({
      ...mail,
      from: { name: 'Root', email: 'root' },
      to: to.map((email) => ({ name: 'A', email })),
    })
    expect(text).toMatch(/^From: Root <integrator@invalid>\nDate: /)
  })
})

describe('subjects', () => {
  const encode = (subject: string): string =>
    /^Subject:[^]*?(?=\nMessage-ID:)/m.exec(encodeMail({ ...mail, subject }))?.[0] ?? ''

  test('a long one is folded at spaces', () => {
    expect(
      encode('linux-next: manual merge of the compiler-attributes tree with the sound-asoc-fixes tree'),
    ).toMatchInlineSnapshot(`
      "Subject: linux-next: manual merge of the compiler-attributes tree with the
       sound-asoc-fixes tree"
    `)
  })

  test('one that is not ASCII is encoded, never within a character', () => {
    expect(encode('linux-next: Größe 🎉 名前の付け方について、非常に長い件名')).toMatchInlineSnapshot(`
      "Subject: =?UTF-8?Q?linux-next=3A_Gr=C3=B6=C3=9Fe_=F0=9F=8E=89_=E5=90=8D?=
       =?UTF-8?Q?=E5=89=8D=E3=81=AE=E4=BB=98=E3=81=91=E6=96=B9=E3=81=AB?=
       =?UTF-8?Q?=E3=81=A4=E3=81=84=E3=81=A6=E3=80=81=E9=9D=9E=E5=B8=B8?=
       =?UTF-8?Q?=E3=81=AB=E9=95=B7=E3=81=84=E4=BB=B6=E5=90=8D?="
    `)
  })

  test('a line end in one is a space', () => {
    expect(encode('merge\r\nBcc: everybody@example.org\n\nHello')).toBe(
      'Subject: merge Bcc: everybody@example.org Hello',
    )
  })

  test('one of a megabyte is cut off', () => {
    expect(encode('x'.repeat(1e6)).length).toBeLessThan(400)
  })
})

describe('bodies', () => {
  const encode = (body: string): string[] =>
    encodeMail({ ...mail, body })
      .split('\n')
      .slice(-8)

  test('UTF-8 goes as it is', () => {
    expect(encode('Grüße')).toMatchInlineSnapshot(`
      [
        "Message-ID: <linux-next-20260114.summary@example.org>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Grüße",
        "",
      ]
    `)
  })

  test('a line longer than mail allows makes it quoted-printable', () => {
    const body = `From here: ${'ä='.repeat(400)} \nend\t\n`
    const text = encodeMail({ ...mail, body })
    expect(text).toContain('Content-Transfer-Encoding: quoted-printable')
    expect(readStrictly(text).body).toBe(body)
  })

  test('control characters are shown and do nothing', () => {
    expect(encode('a\u001b[31mb\r\n\u202ec\0')).toMatchInlineSnapshot(`
      [
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        "a�[31mb^M",
        "�c�",
        "",
      ]
    `)
  })
})

/** Text that an attacker would try, among text of any kind. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\r',
      '\n',
      '\0',
      ' ',
      '\t',
      ':',
      '<',
      '>',
      ',',
      '"',
      '\\',
      '@',
      '=',
      '?',
      'From ',
      '--',
      'a',
      'é',
      '🎉',
      '\ud800',
      'Bcc: x@example.org\n',
    ),
  }),
)
const person = fc.record({ name: hostile, email: fc.oneof(hostile, fc.emailAddress()) })

const anyMail = fc.record({
  from: person,
  to: fc.array(person),
  cc: fc.array(person),
  subject: hostile,
  body: hostile,
  messageId: hostile,
  inReplyTo: hostile,
})

test('whatever stands in a mail, its fields are ours and its body is one text', () => {
  fc.assert(
    fc.property(anyMail, (parts) => {
      const read = readStrictly(encodeMail({ ...mail, ...parts }))
      const given = [...parts.to, ...parts.cc].map(({ email }) => email)
      const reached = [...read.to, ...read.cc].map(({ email }) => email)
      expect(reached.filter((email) => !given.includes(email))).toEqual([])
      expect(read.body.split('\n').length).toBe(parts.body.replace(/\n$/, '').split('\n').length + 1)
    }),
    { numRuns: 500 },
  )
})
