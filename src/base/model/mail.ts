/** A mail before it is encoded: headers as data, body as plain text. */
import type { Instant } from './instant.ts'
import type { Person } from './person.ts'

export interface Mail {
  readonly messageId: string
  readonly date: Instant
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly subject: string
  readonly body: string
  /** Message-id of the mail it answers. */
  readonly inReplyTo: string | undefined
}
