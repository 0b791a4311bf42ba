/** Reads tributary.toml: the whole roster, or everything that is wrong with it, each with its line and column. */
import { parse, TomlError } from 'smol-toml'
import type { Roster } from '../../base/model/roster.ts'
import { oneLine } from '../../base/text/printable.ts'
import { readCycle } from './cycle-reader.ts'
import { gateFaults, readGate, readGatePool } from './gate-reader.ts'
import { type Fault, locateProblems, type Problem } from './fault.ts'
import { readLimits } from './limits.ts'
import { readFetch, readProject, readPublish, readReport, readUpstream } from './settings.ts'
import { readResolutionSettings } from './resolve-rules.ts'
import { readRules } from './rule-settings.ts'
import { TableReader, type TomlTable } from './table-reader.ts'
import { treeFaults, treeWarnings } from './tree-order.ts'
import { readTree } from './tree-reader.ts'

export type RosterReading =
  | { readonly kind: 'read'; readonly roster: Roster; readonly warnings: readonly Fault[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }

/**
 * Reading itself knows no positions, for it stands on the way of every command: 404 trees take a few milliseconds. They
 * are looked up by path afterwards, when there is something to tell; warnings not before somebody asks for them.
 */
export function parseRoster(text: string): RosterReading {
  const table = parseToml(text)
  if ('message' in table) return { kind: 'faulty', faults: [table] }
  const problems: Problem[] = []
  const roster = readRoster(new TableReader(table.toml, [], problems))
  problems.push(...treeFaults(roster.trees), ...gateFaults(roster.gates))
  if (problems.length > 0) return { kind: 'faulty', faults: locateProblems(text, problems) }
  return {
    kind: 'read',
    roster,
    get warnings() {
      return locateProblems(text, treeWarnings(roster.trees))
    },
  }
}

function parseToml(text: string): { readonly toml: TomlTable } | Fault {
  try {
    return { toml: parse(text) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.split('\n')
    const message = `this is not TOML: ${oneLine(first.replace(/^Invalid TOML document: /, ''))}`
    const hint = 'Text stands in "quotes", lists stand in [brackets], and a table names each key once.'
    return { line: error.line, column: error.column, message, hint }
  }
}

function readRoster(reader: TableReader): Roster {
  reader.require('project', 'The table that names the project: [project]')
  reader.require('upstream', 'The table that says what everything is merged onto: [upstream]')
  const fetch = readFetch(reader.table('fetch'))
  const roster = {
    project: readProject(reader.table('project')),
    upstream: readUpstream(reader.table('upstream'), fetch.schemes),
    fetch,
    limits: readLimits(reader.table('limits')),
    publish: readPublish(reader.table('publish'), fetch.schemes),
    report: readReport(reader.table('report')),
    resolutions: readResolutionSettings(reader.table('resolutions'), reader.tables('resolve')),
    gates: reader.tables('gates').map(readGate),
    gatePool: readGatePool(reader.table('gate-pool')),
    rules: readRules(reader),
    cycle: readCycle(reader.table('cycle'), reader.has('cycle')),
    trees: reader.tables('trees').map((tree) => readTree(tree, fetch.schemes)),
  }
  reader.refuseUnknown()
  return roster
}
