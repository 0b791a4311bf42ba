/** A project with gates: what they say of a release, and whom the searches find. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Listener } from '../../src/base/model/event.ts'
import type { OnFailure } from '../../src/base/model/gate.ts'
import type { NamedCulprit, SearchReport } from '../../src/base/model/search-report.ts'
import { type GatedRelease, gateRelease } from '../../src/pipeline/gate-release.ts'
import { World, type WorldSpec } from './world.ts'

export interface GatedSpec extends WorldSpec {
  /** Lines for `sh -c`, by the gates' names. */
  readonly gates: Readonly<Record<string, string>>
  /** What becomes of a tree that breaks one of them; only reported when left out. */
  readonly onFailure?: OnFailure
  /** Further lines of the roster. */
  readonly more?: string
}

export async function gatedWorld({ gates, onFailure = 'report', more = '', ...spec }: GatedSpec): Promise<World> {
  const world = await World.create(spec)
  const tables = Object.entries(gates).map(
    ([name, line]) => `[[gates]]\nname = "${name}"\non-failure = "${onFailure}"\nrun = '''${line}'''\n`,
  )
  world.configure(
    (text) => `${text.replace('[gate-pool]\n', '[gate-pool]\nsandbox = "off"\n')}\n${tables.join('\n')}${more}`,
  )
  return world
}

/** Makes a release and asks the gates about it. */
export async function gated(world: World, day = '2026-01-14', listen?: Listener): Promise<GatedRelease> {
  world.day(day)
  const report = await world.run()
  const { machine } = world
  const asked = await gateRelease(world.workspace, { ...machine, ...(listen && { listen }) }, report)
  if (asked === undefined) throw new Error('the roster has no gates')
  return asked
}

/** `build: failed`, gate by gate. */
export function verdicts({ report }: GatedRelease): string[] {
  return report.results.map(({ verdict }) => `${verdict.gate}: ${verdict.outcome.kind}`)
}

/** The one search there was. */
export function onlySearch({ searches }: GatedRelease): SearchReport {
  const [search] = searches
  if (search === undefined || searches.length > 1) throw new Error(`there were ${searches.length} searches`)
  return search
}

/** `net + usb: usb: break it`: the trees of each culprit, and the commit. */
export function blamed({ outcome }: SearchReport): string[] {
  return outcome.kind === 'found' ? outcome.culprits.map(inWords) : [outcome.kind]
}

function inWords({ trees, isConfirmed, commit }: NamedCulprit): string {
  const sure = isConfirmed ? '' : ' (not confirmed)'
  return `${trees.join(' + ')}${sure}: ${commit?.subject ?? 'no commit'}`
}

export const TREES = ['net', 'usb', 'sound', 'drm', 'fs']

export const NO_BROKEN_FILE = 'test ! -e broken || { echo "core.c:3: error: no such thing" >&2; exit 2; }'

/** As a compiler does: what is called anywhere must be declared. */
export const EVERY_CALL_IS_DECLARED = `
for name in $(cat */calls 2>/dev/null); do
  grep -qx "$name" api.h || { echo "calls.c:1: error: implicit declaration of function '$name'"; exit 1; }
done`

/** Every tree brings a file of its own. */
export function withWork(world: World, trees: readonly string[] = TREES): void {
  for (const tree of trees) world.commit(tree, { [`${tree}/core.c`]: 'good\n' })
}

/** A gate leaves a line there for each run of it: the folder that the world stands in, as a work tree sees it. */
export const RUNS = '../../../../../runs'

export function runsOf(world: World): number {
  return readFileSync(join(world.folder, 'runs'), 'utf8').split('\n').length - 1
}

/** What the mails about red gates say. */
export async function failureMails(world: World): Promise<string[]> {
  const mails = await world.mails()
  return mails.filter(({ subject }) => / failure after merge of /.test(subject)).map(({ body }) => body)
}
