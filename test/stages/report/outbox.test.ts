import { appendFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Mail } from '../../../src/base/model/mail.ts'
import { appendToOutbox, readOutbox } from '../../../src/stages/report/outbox.ts'
import { testFolder } from '../../world/folder.ts'
import { INTEGRATOR } from '../../world/release.ts'
import { readStrictly, splitStrictly } from '../../world/strict-mail.ts'

const mail = (id: string, body = 'Hi all,\n\nFrom here on.\n'): Mail => ({
  messageId: `${id}@example.org`,
  date: { epochSeconds: 1_768_348_800, zoneMinutes: 0 },
  from: INTEGRATOR,
  to: [{ name: 'Größe, Net', email: 'net@example.org' }],
  cc: [],
  subject: `linux-next: ${id}, größer`,
  body,
  inReplyTo: undefined,
})

test('mails are written once, however often they are handed over', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  expect(await appendToOutbox(file, [mail('one'), mail('two'), mail('one')])).toEqual({
    written: ['one@example.org', 'two@example.org'],
    present: ['one@example.org'],
    repaired: undefined,
  })
  const before = await readFile(file, 'utf8')
  expect(await appendToOutbox(file, [mail('two'), mail('one')])).toMatchObject({ written: [] })
  expect(await readFile(file, 'utf8')).toBe(before)
  expect(splitStrictly(before).map((text) => readStrictly(text).subject)).toEqual([
    'linux-next: one, größer',
    'linux-next: two, größer',
  ])
})

test('the outbox can be listed and shown', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  expect(await readOutbox(file)).toEqual([])
  await appendToOutbox(file, [mail('one'), mail('two', `${'ü'.repeat(600)}\n`)])
  const [one, two] = await readOutbox(file)
  expect(one).toMatchInlineSnapshot(`
    {
      "body": "Hi all,

    From here on.
    ",
      "cc": "",
      "date": "Wed, 14 Jan 2026 00:00:00 +0000",
      "from": "Next Integrator <integrator@example.org>",
      "messageId": "one@example.org",
      "number": 1,
      "subject": "linux-next: one, größer",
      "to": "Größe, Net <net@example.org>",
    }
  `)
  expect(two?.body).toBe(`${'ü'.repeat(600)}\n`)
})

test('a mail that a killed writer left half-written is cut off, which is said, and written anew', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  await appendToOutbox(file, [mail('one')])
  const { length: whole } = await readFile(file)
  await appendToOutbox(file, [mail('two')])
  const good = await readFile(file)
  for (let end = whole + 1; end < good.length; end += 7) {
    await writeFile(file, good)
    await truncate(file, end)
    expect((await readOutbox(file)).map(({ number }) => number)).toEqual([1])
    expect(await appendToOutbox(file, [mail('one'), mail('two')])).toEqual({
      written: ['two@example.org'],
      present: ['one@example.org'],
      repaired: `the outbox ended in a mail that was never written to its end; ${end - whole} bytes of it were cut off`,
    })
    expect(await readFile(file)).toEqual(good)
  }
})

test('an outbox that only has to be repaired is repaired', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  await appendToOutbox(file, [mail('one')])
  const good = await readFile(file)
  await appendFile(file, 'From integ')
  expect((await appendToOutbox(file, [])).repaired).toContain('10 bytes')
  expect(await readFile(file)).toEqual(good)
})

test('mails follow those of another program, whichever way these end', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  await writeFile(file, 'From x@example.org Wed Jan 14 00:00:00 2026\nSubject: by hand\n\nbody\n')
  await appendToOutbox(file, [mail('one')])
  expect((await readOutbox(file)).map(({ subject }) => subject)).toEqual(['by hand', 'linux-next: one, größer'])
})

test('a text that names a Message-ID in its body does not pass for that mail', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  await appendToOutbox(file, [mail('one', '\nMessage-ID: <two@example.org>\n\nMessage-ID: <two@example.org>\n')])
  expect((await appendToOutbox(file, [mail('two')])).written).toEqual(['two@example.org'])
})

test('an outbox that cannot be written says what to do', async () => {
  using folder = testFolder()
  const file = join(folder.path, 'outbox.mbox')
  await mkdir(file)
  await expect(appendToOutbox(file, [mail('one')])).rejects.toMatchObject({
    code: 'disk',
    hint: expect.stringContaining('the release stands') as string,
  })
})
