/** `tributary outbox`. */
import { usageError } from '../../../base/std/operating-error.ts'
import { printable } from '../../../base/text/printable.ts'
import { readMails } from '../../../pipeline/outbox.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { columns, makeScreen, safe } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function outbox(args: readonly string[], options: Options): Promise<void> {
  const mails = await readMails(theWorkspace(makeMachine(), options))
  const screen = makeScreen(options)
  const [number] = args
  if (number === undefined) {
    if (options['json'] === true) return screen.json(mails)
    const rows = mails.map((mail) => [
      String(mail.number),
      safe(mail.date),
      safe(mail.to),
      screen.colours.bold(safe(mail.subject)),
    ])
    for (const line of columns(rows)) screen.line(line)
    return screen.line(
      mails.length === 0
        ? 'The outbox is empty: mails are written by tributary run.'
        : '\nOne of them whole: tributary outbox <number>',
    )
  }
  const mail = mails.find((one) => String(one.number) === number)
  if (mail === undefined)
    throw usageError(`there is no mail ${JSON.stringify(number)}`, `The outbox holds ${mails.length}.`)
  if (options['json'] === true) return screen.json(mail)
  for (const field of ['from', 'to', 'cc', 'date', 'subject'] as const)
    if (mail[field] !== '') screen.line(`${screen.colours.dim(`${field}:`)} ${safe(mail[field])}`)
  screen.line(`\n${printable(mail.body)}`)
}
