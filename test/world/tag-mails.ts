/** The mails about Fixes tags in a mailbox: each tag, what the integrator said of it, and what it should have been. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decodeQuotedPrintable } from '../../src/base/text/quoted-printable.ts'

export interface ToldTag {
  readonly tag: string
  readonly problems: readonly string[]
  /** The subject of the commit that was meant, where the mail says. */
  readonly meant: string | undefined
}

/** Undefined where the mailbox, or a program to unpack it, is absent. */
export function toldTags(file: string): ToldTag[] | undefined {
  const path = fileURLToPath(new URL(`../../../shared/data/${file}`, import.meta.url))
  if (!existsSync(path)) return undefined
  try {
    return readTags(execFileSync('xz', ['-dc', path], { maxBuffer: 1 << 28 }).toString('utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export function readTags(mailbox: string): ToldTag[] {
  return mailbox
    .split(/^From /m)
    .filter((mail) => /^Subject: linux-next: Fixes tag/m.test(mail))
    .flatMap((mail) => {
      const text = /^Content-Transfer-Encoding: quoted-printable/im.test(mail) ? decodeQuotedPrintable(mail) : mail
      return text
        .split(/^Fixes tag$/m)
        .slice(1)
        .map(readBlock)
    })
}

function readBlock(block: string): ToldTag {
  const [, tag = ''] = /^ {2}(\S.*)$/m.exec(block) ?? []
  const problems = [...block.matchAll(/^ {2}- (.*)$/gm)].map(([, problem = '']) => problem.trim())
  const [, meant] = /^Fixes: [0-9a-f]+ \("(.*)"\)$/m.exec(block.slice(block.indexOf('problem'))) ?? []
  return { tag, problems, meant }
}
