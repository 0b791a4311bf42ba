/** `tributary flux`. */
import { usageError } from '../../../base/std/operating-error.ts'
import { fluxOfTrees } from '../../../pipeline/flux/flux.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { fluxJson } from '../print/flux-json.ts'
import { allTreesText, oneTreeText } from '../print/flux-text.ts'
import { makeScreen } from '../print/screen.ts'

/** Half a cycle of the kernel: what happened before the last merge window is of another version. */
const DEFAULT_DAYS = 30

/** Ten years: as far back as anybody's record goes. */
const DAYS_MAX = 3650

export async function flux(args: readonly string[], options: Options): Promise<void> {
  const [tree] = args
  const answer = await fluxOfTrees(theWorkspace(makeMachine(), options), { days: daysFrom(options['days']), tree })
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(fluxJson(answer))
  const [own] = answer.trees
  const lines = tree === undefined || own === undefined ? allTreesText(answer, screen) : oneTreeText(own, screen)
  for (const line of lines) screen.line(line)
}

function daysFrom(text: Options[string]): number {
  const days = text === undefined ? DEFAULT_DAYS : Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MAX) return days
  throw usageError(
    `${JSON.stringify(text)} is no number of days`,
    `Write a whole number from 1 to ${DAYS_MAX}: --days 30`,
  )
}
