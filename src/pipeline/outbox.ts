/** The mails written so far. */
import { type OutboxMail, readOutbox } from '../stages/report/outbox.ts'
import type { Workspace } from './workspace.ts'

export function readMails(workspace: Workspace): Promise<readonly OutboxMail[]> {
  return readOutbox(workspace.outboxPath)
}
