/** Measures Tributary beside what people use today, and prints one table. */
import { rowsOf } from './goals.ts'
import { machineInfo } from './machine.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adoptedText } from './adopted-text.ts'
import { rebuildAdopted } from './measure/adopted.ts'
import { prepare } from './measure/contenders.ts'
import { gatesText, probesText, workersText } from './gates-text.ts'
import { searchLines } from './measure/gate-search.ts'
import { historyText } from './history-text.ts'
import { historyFigures } from './measure/history.ts'
import { lookUp } from './measure/look-up.ts'
import { measureOwners } from './measure/owners.ts'
import { measureProposals } from './measure/proposals.ts'
import { probeCosts } from './measure/probes.ts'
import { type Replayed, replay } from './measure/replay.ts'
import { ownersText } from './owners-text.ts'
import { proposalsText } from './proposals-text.ts'
import { type OverWorkers, overWorkers } from './measure/workers.ts'
import { year } from './measure/year.ts'
import { replayText } from './replay-text.ts'
import { type Options, readOptions, USAGE, WrongUse } from './options.ts'
import { lookUpText, yearText } from './resolutions-text.ts'
import { measure, type Samples } from './rounds.ts'
import { formatHeading, formatTable } from './table.ts'
import { kernelSource } from './world/kernel-source.ts'
import { openWorld, type World } from './world/world.ts'

const say = (line: string): void => console.error(line)

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  if (options.help) {
    console.log(USAGE)
    return 0
  }
  const { cache, source } = options
  if (options.replay !== undefined) return replayed(options, options.replay)
  if (options.proposals.length > 0) return proposed(options)
  if (options.resolutions) return onRecord(options)
  if (options.workers > 0) return throughQueue(options)
  if (options.gates) return whoBrokeIt(options)
  if (options.year) return throughTheYear(options)
  if (options.adopted) return madeAnew(options)
  if (options.owners) return whoOwnsIt(options)
  const world = await openWorld({ size: options.kernel ? 'kernel' : 'small', cache, source, say })
  if (options.world) {
    console.log(world.server)
    return 0
  }
  if (options.probes) return probed(world, options)
  if (options.history) return keptHistory(world, options)
  const field = await prepare(world, options, say)
  try {
    print(world, await measure(field.contenders, say), options)
  } finally {
    field.clear()
  }
  return 0
}

async function onRecord({ json }: Options): Promise<number> {
  const look = await lookUp(say)
  for (const line of json ? [JSON.stringify(look, undefined, 2)] : lookUpText(look)) console.log(line)
  return 0
}

function whoBrokeIt({ json }: Options): number {
  const lines = searchLines(say)
  for (const line of json ? [JSON.stringify(lines, undefined, 2)] : gatesText(lines)) console.log(line)
  return 0
}

function whoOwnsIt({ json, source, cache, compare }: Options): number {
  const figures = measureOwners(source ?? kernelSource(cache, say), compare, say)
  for (const line of json ? [JSON.stringify(figures, undefined, 2)] : ownersText(figures)) console.log(line)
  return 0
}

async function probed(world: World, { json, kernel }: Options): Promise<number> {
  const probes = await probeCosts(world, say)
  for (const line of json ? [JSON.stringify(Object.fromEntries(probes), undefined, 2)] : probesText(probes, { kernel }))
    console.log(line)
  return 0
}

async function keptHistory(world: World, { json }: Options): Promise<number> {
  const figures = await historyFigures(world, say)
  const shown = { ...figures, seconds: Object.fromEntries(figures.seconds) }
  for (const line of json ? [JSON.stringify(shown, undefined, 2)] : historyText(figures)) console.log(line)
  return 0
}

async function throughQueue({ workers: probes, json }: Options): Promise<number> {
  const figures: OverWorkers[] = []
  for (const sandbox of ['off', 'require'] as const) {
    const figure = await overWorkers(probes, sandbox, say)
    figures.push(figure)
    if (!json) console.log(workersText(figure))
  }
  if (json) console.log(JSON.stringify(figures, undefined, 2))
  return 0
}

async function throughTheYear({ json, quick }: Options): Promise<number> {
  const found = await year(say, quick)
  const shown = { ...found, classes: Object.fromEntries(found.classes) }
  for (const line of json ? [JSON.stringify(shown, undefined, 2)] : yearText(found)) console.log(line)
  return 0
}

async function madeAnew({ json, rounds }: Options): Promise<number> {
  const found = await rebuildAdopted(rounds, say)
  for (const line of json ? [JSON.stringify(found, undefined, 2)] : adoptedText(found)) console.log(line)
  return 0
}

async function replayed(options: Options, repository: string): Promise<number> {
  const { tip, countFrom, rules: acceptRules } = options
  const scratchFolder = mkdtempSync(join(tmpdir(), 'tributary-replay-'))
  let result: Replayed
  try {
    result = await replay({ repository, tip, countFrom, acceptRules, scratchFolder })
  } finally {
    rmSync(scratchFolder, { recursive: true })
  }
  for (const line of options.json ? [JSON.stringify(result, undefined, 2)] : replayText(result)) console.log(line)
  return 0
}

async function proposed({ proposals: sources, tip, half, json }: Options): Promise<number> {
  const figures = await measureProposals({ sources, tip, half })
  const shown = { ...figures, shapes: Object.fromEntries(figures.shapes) }
  for (const line of json ? [JSON.stringify(shown, undefined, 2)] : proposalsText(figures)) console.log(line)
  return 0
}

function print(world: World, samples: Samples, options: Options): void {
  const machine = machineInfo()
  const rows = rowsOf(samples)
  if (options.json) {
    console.log(JSON.stringify({ machine, rows, samples: Object.fromEntries(samples) }, undefined, 2))
  } else {
    console.log(`${formatHeading(world, machine)}\n\n${formatTable(rows, options.kernel)}`)
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof WrongUse
  console.error(isUsage ? `${error.message}\n\n${USAGE}` : error)
  process.exitCode = isUsage ? 2 : 1
}
