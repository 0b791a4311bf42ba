/** Brings the book of passports up to the last release in the record. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PassportBook } from '../../memory/record/passports/passport-book.ts'
import type { RunChain } from '../../memory/record/runs.ts'
import type { Workspace } from '../workspace.ts'
import { releaseDelta } from './release-delta.ts'

/** The book, with all that the record has. Releases are told one after the other; on a usual day there is one. */
export async function followPassports(workspace: Workspace, runs: RunChain): Promise<PassportBook> {
  await mkdir(dirname(workspace.passportsPath), { recursive: true })
  const book = await PassportBook.open(workspace.passportsPath)
  try {
    await takeAll(workspace, book, runs)
    return book
  } catch (error) {
    book[Symbol.dispose]()
    throw error
  }
}

async function takeAll({ record }: Workspace, book: PassportBook, runs: RunChain): Promise<void> {
  const names = await runs.releases()
  // The record is another than the book was made from.
  if (book.releases().some(({ release }, at) => names[at] !== release)) await book.beginAnew()
  for (;;) {
    // Where another process was quicker, nothing is taken, and what comes next follows from the book as that left it.
    const before = book.last()
    const name = names[before === undefined ? 0 : names.indexOf(before.release) + 1]
    const release = name && (await runs.read(name))
    if (!release) return
    book.take(await releaseDelta(record.git, book, release, before), before?.release)
  }
}
