/** What the command line knows of a command before it is run. */
import type { Options } from './options.ts'

/** A command's own code: its options are what commander made of them. */
export type Action = (args: readonly string[], options: Options) => Promise<void>

export interface Spec {
  readonly name: string
  readonly summary: string
  readonly more?: string
  readonly args?: string
  readonly options?: readonly (readonly [flags: string, what: string])[]
  /** Its module in commands/, and the function there. */
  readonly load: () => Promise<Action>
}

export const JSON_OPTION = ['--json', 'print JSON instead of text'] as const
export const WHY_OPTION = ['--why <text>', 'the reason, for the record (required)'] as const
/** Where the command can also be given without an answer, which needs no reason. */
export const ANSWER_WHY_OPTION = ['--why <text>', 'the reason, for the record (required with an answer)'] as const
