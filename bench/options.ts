/** What a measurement is asked for on the command line. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

export const GROUPS = ['peers', 'cold', 'moved', 'same', 'try', 'matrix', 'fetch', 'memory', 'help'] as const
export type Group = (typeof GROUPS)[number]

export const USAGE = `usage: npm run bench -- [options]

  --kernel          a kernel-sized world instead of the small one
  --source <dir>    an unpacked kernel to make it from; fetched from Debian otherwise
  --cache <dir>     where worlds are kept, on a disk rather than in memory; a folder in the system's temporary one otherwise
  --rounds <n>      how often each is measured, in turns; 7 otherwise
  --slow-rounds <n> the same for peers that need minutes; 1 otherwise
  --only <a,b>      of: ${GROUPS.join(', ')}
  --world           make the world and say where it is, nothing else
  --json            the figures as JSON

  --replay <dir>    instead of all that: replay a repository's merges in order of date, learning from each
  --tip <name>      of its commit HEAD otherwise
  --count-from <d>  merges before this day (YYYY-MM-DD) are learned from and not counted
  --no-rules        without the rules that history suggests

  --resolutions     instead of all that: look conflicts up among 50,000 resolutions
  --year            instead of all that: meet the conflicts of 200 trees for a year, beside git's rerere
  --quick           with an eighth of the trees

  --adopted         instead of all that: make an adopted branch of 65 merges anew, beside Reintegrate's way with rerere

  --gates           instead of all that: look for the trees that break a build, beside building after every merge and bisection
  --probes          instead of all that: what a probe costs beyond the build, beside a fresh work tree; with --kernel as above

  --history         instead of all that: keep passports over two days, and ask for one and for flux; with --kernel as above

  --owners          instead of all that: who is asked about patches to a kernel, beside its get_maintainer.pl; with --source and
                    --cache as above
  --compare <n>     by how many of them both are compared; 1000 otherwise
  --workers <n>     instead of all that: so many probes of nothing over sixteen workers, shut in or not

  --proposals <x>   instead of all that: hold proposals against the merges of a repository, or against the mails with diff --cc of a
                    mailbox; several times for several of them. With --tip as above
  --half <name>     first or second: of this half only, so that one can be tuned on and the other be told
`

export interface Options {
  readonly kernel: boolean
  readonly source: string | undefined
  readonly cache: string
  readonly rounds: number
  readonly slowRounds: number
  readonly only: ReadonlySet<Group>
  readonly world: boolean
  readonly json: boolean
  readonly help: boolean
  readonly replay: string | undefined
  readonly tip: string
  /** Seconds since 1970. */
  readonly countFrom: number
  readonly rules: boolean
  readonly resolutions: boolean
  readonly year: boolean
  readonly adopted: boolean
  readonly gates: boolean
  readonly probes: boolean
  readonly history: boolean
  /** How many; 0 for none. */
  readonly workers: number
  readonly quick: boolean
  readonly owners: boolean
  readonly compare: number
  readonly proposals: readonly string[]
  readonly half: 'first' | 'second' | 'both'
}

export class WrongUse extends Error {}

export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args)
  return {
    kernel: values.kernel,
    source: values.source,
    cache: values.cache ?? join(tmpdir(), 'tributary-bench'),
    rounds: count(values.rounds),
    slowRounds: count(values['slow-rounds']),
    only: new Set(values.only === undefined ? GROUPS : values.only.split(',').map(group)),
    world: values.world,
    json: values.json,
    help: values.help,
    replay: values.replay,
    tip: values.tip,
    countFrom: day(values['count-from']),
    rules: !values['no-rules'],
    resolutions: values.resolutions,
    year: values.year,
    adopted: values.adopted,
    gates: values.gates,
    probes: values.probes,
    history: values.history,
    workers: values.workers === undefined ? 0 : count(values.workers),
    quick: values.quick,
    owners: values.owners,
    compare: count(values.compare),
    proposals: values.proposals ?? [],
    half: half(values.half),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: KNOWN })
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
}

const KNOWN = {
  kernel: { type: 'boolean', default: false },
  source: { type: 'string' },
  cache: { type: 'string' },
  rounds: { type: 'string', default: '7' },
  'slow-rounds': { type: 'string', default: '1' },
  only: { type: 'string' },
  world: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  replay: { type: 'string' },
  tip: { type: 'string', default: 'HEAD' },
  'count-from': { type: 'string', default: '1970-01-01' },
  'no-rules': { type: 'boolean', default: false },
  resolutions: { type: 'boolean', default: false },
  year: { type: 'boolean', default: false },
  adopted: { type: 'boolean', default: false },
  gates: { type: 'boolean', default: false },
  probes: { type: 'boolean', default: false },
  history: { type: 'boolean', default: false },
  workers: { type: 'string' },
  quick: { type: 'boolean', default: false },
  owners: { type: 'boolean', default: false },
  compare: { type: 'string', default: '1000' },
  proposals: { type: 'string', multiple: true },
  half: { type: 'string', default: 'both' },
} as const

function day(text: string): number {
  const millis = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(millis)) throw new WrongUse(`not a day: ${text}`)
  return millis / 1000
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new WrongUse(`not a number of rounds: ${text}`)
  return Number(text)
}

function half(text: string): Options['half'] {
  if (text !== 'first' && text !== 'second' && text !== 'both') throw new WrongUse(`no half is called ${text}`)
  return text
}

function group(text: string): Group {
  const known = GROUPS.find((name) => name === text)
  if (known === undefined) throw new WrongUse(`nothing is called ${text}`)
  return known
}
