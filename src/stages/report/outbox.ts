/**
 * The outbox: an mbox to which mails are only ever appended, each once by its Message-ID, so that a release whose reports were half
 * written when the machine stopped can be reported again. Whoever writes holds the workspace's lock.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Mail } from '../../base/model/mail.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { messageIdText } from '../../base/text/mail-header.ts'
import { readBody, readField } from '../../base/text/mail-read.ts'
import { fieldOf, mboxMessage, parseMbox } from '../../base/text/mbox.ts'

export interface Appended {
  /** Message-ids of the mails that were written now, and of those that stood there before. */
  readonly written: readonly string[]
  readonly present: readonly string[]
  /** What had to be put right first, as a sentence. */
  readonly repaired: string | undefined
}

/** Writes the mails that are not there yet, and returns when they are on the disk. */
export async function appendToOutbox(file: string, mails: readonly Mail[]): Promise<Appended> {
  const bytes = await contentOf(file)
  const { messages, tornFrom } = parseMbox(bytes)
  const seen = new Set(messages.map((message) => fieldOf(message, 'Message-ID')))
  const written: Mail[] = []
  const present: Mail[] = []
  for (const mail of mails) {
    const id = messageIdText(mail.messageId)
    ;(seen.has(id) ? present : written).push(mail)
    seen.add(id)
  }
  const end = tornFrom ?? bytes.length
  if (tornFrom !== undefined || written.length > 0) {
    const separation = separating(bytes.subarray(0, end))
    await replaceTail(file, end, separation + written.map(mboxMessage).join(''))
  }
  return {
    written: written.map(({ messageId }) => messageId),
    present: present.map(({ messageId }) => messageId),
    repaired:
      tornFrom === undefined
        ? undefined
        : `the outbox ended in a mail that was never written to its end; ${bytes.length - end} bytes of it were cut off`,
  }
}

/** A mail of the outbox, decoded for people. `number` counts from 1. */
export interface OutboxMail {
  readonly number: number
  readonly messageId: string
  readonly date: string
  readonly from: string
  readonly to: string
  readonly cc: string
  readonly subject: string
  readonly body: string
}

/** All mails, oldest first. A last one that was not written to its end is left out: the next release writes it again. */
export async function readOutbox(file: string): Promise<readonly OutboxMail[]> {
  const { messages } = parseMbox(await contentOf(file))
  return messages.map((message, n) => ({
    number: n + 1,
    messageId: readField(message, 'Message-ID').replace(/^<|>$/g, ''),
    date: readField(message, 'Date'),
    from: readField(message, 'From'),
    to: readField(message, 'To'),
    cc: readField(message, 'Cc'),
    subject: readField(message, 'Subject'),
    body: readBody(message),
  }))
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0)
    throw cannotUse(file, error)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** The empty line before the next message, where another hand left none. */
function separating(before: Buffer): string {
  if (before.length === 0) return ''
  const end = before.toString('latin1', Math.max(0, before.length - 2))
  return end === '\n\n' ? '' : end.endsWith('\n') ? '\n' : '\n\n'
}

/** Cuts the file at `end` and writes on from there. What fails half-way is cut off again, or by the next writer if it cannot be. */
async function replaceTail(file: string, end: number, text: string): Promise<void> {
  try {
    await using handle = await open(file, 'a', 0o644)
    await handle.truncate(end)
    await handle.appendFile(text).catch((error: unknown) => undo(handle, end, error))
    await handle.sync()
    if (end === 0) await syncFolder(dirname(file))
  } catch (error) {
    throw cannotUse(file, error)
  }
}

async function undo(handle: FileHandle, end: number, error: unknown): Promise<never> {
  await handle.truncate(end)
  throw error
}

/** A new file's name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r')
  await handle.sync()
}

function cannotUse(file: string, cause: unknown): OperatingError {
  const what = cause instanceof Error ? cause.message : String(cause)
  return new OperatingError(
    'disk',
    `the outbox ${file} cannot be used: ${what}`,
    "Make room or mend the file's permissions, and run the command again: the release stands, and its mails are written then.",
    cause,
  )
}
