/** `tributary resolutions fetch` and `push`. */
import { isoTime } from '../../../base/model/instant.ts'
import type { Resolution, Withdrawal } from '../../../base/model/resolution.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { fetchResolutions, type News } from '../../../pipeline/fetch-resolutions.ts'
import { pushResolutions } from '../../../pipeline/push-resolutions.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { count } from '../../../base/text/count.ts'
import { resolutionJson } from '../print/resolution-json.ts'
import { columns, makeScreen, safe, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function fetch(args: readonly string[], options: Options): Promise<void> {
  const address = addressNamed(args, 'fetch')
  const machine = makeMachine()
  const fetched = await fetchResolutions(theWorkspace(machine, options), machine, address)
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(newsJson(fetched ?? NOTHING))
  if (fetched === undefined) return screen.line(`There are no resolutions in ${oneLine(address)} yet.`)
  tellNews(screen, fetched)
  screen.line(`Fetched ${inNumbers(fetched)}; ${fetched.known} known already, ${fetched.refused.length} not taken.`)
}

export async function push(args: readonly string[], options: Options): Promise<void> {
  const address = addressNamed(args, 'push')
  const machine = makeMachine()
  const { resolutions, withdrawals, fetched } = await pushResolutions(theWorkspace(machine, options), machine, address)
  const screen = makeScreen(options)
  if (options['json'] === true)
    return screen.json({ pushed: { resolutions, withdrawals }, fetched: fetched ? newsJson(fetched) : null })
  if (fetched !== undefined) {
    tellNews(screen, fetched)
    screen.line(`Fetched ${inNumbers(fetched)} first; ${fetched.refused.length} not taken, left there.`)
  }
  screen.line(
    resolutions + withdrawals === 0
      ? `Nothing to push: all that is on record stands in ${oneLine(address)}.`
      : `Pushed ${numbers(resolutions, withdrawals)} to ${oneLine(address)}.`,
  )
}

function addressNamed([address]: readonly string[], command: string): string {
  if (address !== undefined) return address
  throw usageError('no address was named', `Write: tributary resolutions ${command} <url or folder>`)
}

const NOTHING: News = { resolutions: [], withdrawals: [], known: 0, refused: [] }

function newsJson({ resolutions, withdrawals, known, refused }: News): unknown {
  return {
    resolutions: resolutions.map(resolutionJson),
    withdrawals: withdrawals.map((one) => ({ ...one, at: isoTime(one.at) })),
    known,
    refused: refused.map(({ path, why }) => ({ path: showPath(path), why })),
  }
}

/** Named of each sort; the others are only counted. */
const SHOWN_MAX = 20

function tellNews(screen: Screen, { resolutions, withdrawals, refused }: News): void {
  for (const line of columns(resolutions.slice(0, SHOWN_MAX).map(resolutionRow))) screen.line(line)
  tellMore(screen, resolutions.length)
  for (const { resolution, kind, by, why } of withdrawals.slice(0, SHOWN_MAX))
    screen.line(`${kind} ${resolution.slice(0, 12)}  ${oneLine(by.name, 30)}: ${oneLine(why, 60)}`)
  tellMore(screen, withdrawals.length)
  for (const [why, members] of groupBy(refused, (one) => one.why)) {
    screen.line(`Not taken, ${members.length}: ${why}`)
    for (const { path } of members.slice(0, SHOWN_MAX)) screen.line(`  ${safe(showPath(path))}`)
    tellMore(screen, members.length)
  }
}

function tellMore(screen: Screen, all: number): void {
  if (all > SHOWN_MAX) screen.line(`  and ${all - SHOWN_MAX} more`)
}

function resolutionRow({ id, files, fixes, by, why }: Resolution): string[] {
  const [first, ...others] = [...files, ...fixes].map(({ path }) => (path === '' ? 'any file' : safe(showPath(path))))
  const named = `${first ?? ''}${others.length > 0 ? ` and ${others.length} more` : ''}`
  return [id.slice(0, 12), named, `${oneLine(by.name, 30)}: ${oneLine(why, 60)}`]
}

function inNumbers({
  resolutions,
  withdrawals,
}: {
  resolutions: readonly Resolution[]
  withdrawals: readonly Withdrawal[]
}): string {
  return numbers(resolutions.length, withdrawals.length)
}

function numbers(resolutions: number, withdrawals: number): string {
  return `${count(resolutions, 'resolution')} and ${count(withdrawals, 'withdrawal')}`
}
