/** The figures for people, as a table in Markdown, so that it can stand in docs/benchmarks.md as printed. */
import type { Row } from './goals.ts'
import type { MachineInfo } from './machine.ts'
import type { WorldData } from './world/world.ts'

const HEAD = ['work', 'Tributary', 'peer', '', 'ratio', 'goal', '']

/** Goals are for kernel size: `judge` says whether to tell if they are met. */
export function formatTable(rows: readonly Row[], judge: boolean): string {
  const lines = rows.map((row) => [
    row.goal.work,
    figure(row.tributary, row.goal.unit),
    row.goal.peer ?? '',
    row.goal.peer === undefined ? '' : figure(row.peer, row.goal.unit),
    row.ratio === undefined ? '' : `${row.ratio < 10 ? row.ratio.toFixed(1) : Math.round(row.ratio)}×`,
    judge ? goal(row) : '',
    judge && row.met !== undefined ? (row.met ? 'met' : 'missed') : '',
  ])
  const widths = HEAD.map((title, column) =>
    Math.max(3, title.length, ...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line)].join('\n')
}

export function formatHeading(world: WorldData, machine: MachineInfo): string {
  const { processor, cores, memoryGiB, kernel, node, git } = machine
  return [
    `The ${world.name} world: ${world.files} files, ${world.trees.length} trees, ${world.conflicts.length} conflicts.`,
    `${processor}, ${cores} cores, ${memoryGiB} GiB, ${kernel}, Node ${node}, git ${git}. Medians.`,
  ].join('\n')
}

function figure(value: number | undefined, unit: 's' | 'MB'): string {
  if (value === undefined) return '–'
  if (unit === 'MB') return `${Math.round(value)} MB`
  return value < 10 ? `${value.toFixed(3)} s` : `${value.toFixed(1)} s`
}

function goal({ goal: { faster, atMost, unit } }: Row): string {
  if (faster !== undefined) return `≥ ${faster}×`
  return atMost === undefined ? '' : `≤ ${atMost} ${unit}`
}
