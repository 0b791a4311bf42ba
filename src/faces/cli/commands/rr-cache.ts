/** `tributary resolutions import` and `export`: what git's rerere has, and what it gets. */
import { resolve } from 'node:path'
import { usageError } from '../../../base/std/operating-error.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { cacheFaultInWords } from '../../../memory/resolutions/rr-cache/answer.ts'
import { imageName } from '../../../memory/resolutions/rr-cache/read-cache.ts'
import { exportResolutions, type Export } from '../../../pipeline/export-resolutions.ts'
import { importResolutions, type Import } from '../../../pipeline/import-resolutions.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { count } from '../../../base/text/count.ts'
import { makeScreen, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function importCache(args: readonly string[], options: Options): Promise<void> {
  const folder = folderNamed(args, 'import')
  const machine = makeMachine()
  const dryRun = options['dryRun'] === true
  const done = await importResolutions(theWorkspace(machine, options), machine, { folder, dryRun })
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(importJson(done, dryRun))
  else tellImport(screen, done, dryRun)
}

function folderNamed([folder]: readonly string[], command: string): string {
  if (folder !== undefined) return resolve(folder)
  throw usageError('no folder was named', `Write: tributary resolutions ${command} <repository>/.git/rr-cache`)
}

function importJson({ imported, known, refused }: Import, dryRun: boolean): unknown {
  return {
    imported: imported.map(({ id, files }) => ({ id, rerere: files[0]?.rerere ?? null })),
    known,
    refused: refused.map(({ name, why }) => ({ name, why })),
    dryRun,
  }
}

function tellImport(screen: Screen, { imported, known, refused }: Import, dryRun: boolean): void {
  for (const [why, members] of groupBy(refused, (refusal) => refusal.why)) {
    screen.line(`Not taken, ${members.length}: ${cacheFaultInWords(why)}`)
    for (const { name } of members.slice(0, NAMES_SHOWN)) screen.line(`  ${oneLine(name, 80)}`)
    if (members.length > NAMES_SHOWN) screen.line(`  and ${members.length - NAMES_SHOWN} more`)
  }
  const verb = dryRun ? 'Would import' : 'Imported'
  screen.line(
    `${verb} ${count(imported.length, 'resolution')}; ${known} on record already, ${refused.length} not taken.`,
  )
}

/** Names told of each fault. */
const NAMES_SHOWN = 3

export async function exportCache(args: readonly string[], options: Options): Promise<void> {
  const folder = folderNamed(args, 'export')
  const done = await exportResolutions(theWorkspace(makeMachine(), options), folder)
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(exportJson(done))
  else tellExport(screen, folder, done)
}

function exportJson({ placed, known, stale, blocked, unfit }: Export): unknown {
  return {
    exported: placed.map(({ offer, variant }) => ({
      resolution: offer.resolution,
      rerere: offer.id,
      postimage: imageName('postimage', variant),
    })),
    known: known.length,
    stale,
    blocked,
    unfit,
  }
}

function tellExport(screen: Screen, folder: string, { placed, known, stale, blocked, unfit }: Export): void {
  for (const id of blocked) screen.line(`${id} is no folder, and was left alone`)
  if (stale.length > 0) {
    screen.line('These answers hold no more on record, and still stand there; take them away with rm:')
    for (const name of stale) screen.line(`  ${name}`)
  }
  if (unfit > 0)
    screen.line(
      `${count(unfit, 'resolution')} ${unfit === 1 ? 'is' : 'are'} of a kind that rerere does not keep: a deletion, a binary file, a merge fix.`,
    )
  screen.line(`Put ${count(placed.length, 'answer')} into ${oneLine(folder)}; ${known.length} stood there already.`)
}
