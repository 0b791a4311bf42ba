/** What scripts may rely on: the shape of every --json answer, and that the guide names each of its keys. */
import { readFileSync, renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

const GUIDE = readFileSync(new URL('../../docs/guide/json.md', import.meta.url), 'utf8')

/** Keys whose own keys are names or steps rather than part of the shape. */
const OPEN = new Set(['timingsMs', 'merges'])

/** Keys of a value and all below it, each with the types it was seen with. */
function keysOf(value: unknown, found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  if (Array.isArray(value)) for (const item of value) keysOf(item, found)
  else if (typeof value === 'object' && value !== null)
    for (const [key, below] of Object.entries(value)) {
      const type = below === null ? 'null' : Array.isArray(below) ? 'list' : typeof below
      found.set(key, (found.get(key) ?? new Set()).add(type))
      if (!OPEN.has(key)) keysOf(below, found)
    }
  return found
}

function shapeOf(text: string): string {
  return [...keysOf(JSON.parse(text))].map(([key, types]) => `${key}: ${[...types].sort().join('|')}`).join(', ')
}

/** Four trees, of which one clashes and changes what another owns, one is held and one has no server. */
async function busyDay(world: World): Promise<void> {
  for (const tree of ['net', 'usb', 'docs', 'arm']) world.commit(tree, { [`${tree}/core.c`]: `${tree}\n` })
  world.configure((text) => text.replace('name = "net"\n', 'name = "net"\nowns = ["net/"]\n'))
  await world.release()
  world.day('2026-01-15')
  world.commit('net', { 'core/main.c': 'one\ntwo\nTHREE by net\nfour\nfive\nsix\nseven\n' })
  world.commit('usb', { 'core/main.c': 'one\ntwo\nThree by usb\nfour\nfive\nsix\nseven\n', 'net/usb.c': 'usb\n' })
  await world.decide({ verb: 'hold', tree: 'docs' })
  renameSync(world.path('arm'), world.path('arm-down'))
}

test('every answer in JSON has the shape that the guide describes', async () => {
  await using world = await World.create({ trees: ['net', 'usb', 'docs', 'arm'] })
  await busyDay(world)
  using terminal = openTerminal()
  const shapes = new Map<string, string>()
  const ask = async (...words: string[]): Promise<void> => {
    shapes.set(words.join(' '), shapeOf(await terminal.tributary(world.dir, ...words, '--json')))
  }
  await ask('run', '--date', '2026-01-15')
  const [conflict] = (await world.recorded()).record.conflicts
  for (const words of [
    'show',
    'conflicts',
    'status',
    'fetch',
    'log usb',
    'verify',
    'trees list',
    'outbox 1',
    'findings',
  ])
    await ask(...words.split(' '))
  await ask('conflicts', '--episodes', '--all')
  await ask('topics', 'usb')
  await ask('pull-check', 'usb')
  await world.decide({ verb: 'hand-over', tree: 'usb', topics: ['usb'], to: 'net' })
  await ask('hand-overs')
  shapes.set('conflicts <id>', shapeOf(await terminal.tributary(world.dir, 'conflicts', conflict?.id ?? '', '--json')))

  const keys = new Set(
    [...shapes.values()].flatMap((shape) => shape.split(', ').map((part) => part.split(':')[0] ?? '')),
  )
  expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(GUIDE))).toEqual([])
  expect(Object.fromEntries(shapes)).toMatchInlineSnapshot(`
    {
      "conflicts": "release: string, conflicts: list, id: string, tree: string, version: string, path: string, kind: string, ours: object|string, commit: string, subject: string, author: object, name: string, email: string, commits: list, committer: object, theirs: object|string, base: object, mode: string, oid: string, ourStage: object, theirStage: object, settled: null, partly: null, fix: null, hunks: list",
      "conflicts --episodes --all": "episodes: list, id: string, path: string, kind: string, state: string, tree: string, partner: string, alsoMetBy: list, conflict: string, conflicts: list, first: string, last: string, releases: number, settled: null, fix: null, story: list, release: string, change: string",
      "conflicts <id>": "id: string, tree: string, version: string, path: string, kind: string, ours: object|string, commit: string, subject: string, author: object, name: string, email: string, commits: list, committer: object, theirs: object|string, base: object, mode: string, oid: string, ourStage: object, theirStage: object, settled: null, partly: null, fix: null, hunks: list, first: string, last: string, releases: number, episode: object, state: string, partner: string, alsoMetBy: list, conflict: string, conflicts: list, story: list, release: string, change: string, proposals: list, shape: string, why: string, sureness: number, resolutions: list, file: null, placed: list, removed: list",
      "fetch": "upstream: object, state: string, commit: string, trees: list, name: string, since: string, why: string",
      "findings": "at: string, trees: number, commits: number, findings: list, id: string, rule: string, tree: string, commit: string, subject: string, what: string, evidence: list, remedy: string, severity: string, since: null, accepted: null",
      "hand-overs": "handOvers: list, decision: string, tree: string, to: string, topics: list, why: string, when: string, commits: list, commit: string, subject: string, state: string, needs: list, branch: null, head: null, base: null, passed: list, fails: null, where: string, paths: list, by: null",
      "log usb": "tree: string, spans: list, first: string, last: string, version: string, outcome: string",
      "outbox 1": "number: number, messageId: string, date: string, from: string, to: string, cc: string, subject: string, body: string",
      "pull-check usb": "pull: boolean, reasons: list, against: boolean, what: string, tree: string, tip: string, upstream: string, asked: null, merges: number, commits: list|number, commit: string, subject: string, author: string, inNext: string, days: number, since: null|string, windows: list, histogram: list, label: string, findings: list, id: string, rule: string, severity: string, remedy: string, refused: null, conflicts: list, waiting: list, paths: list, isSettled: boolean, shared: list, gates: list",
      "run --date 2026-01-15": "outcome: string, release: string, commit: string, tree: string, contentTree: string, date: string, upstream: object, name: string, url: string, branch: string, tip: string, gitVersion: string, trees: list, kind: string, group: null, state: string, since: null|string, why: null, reason: object, version: null|string, versionFrom: null|string, restores: list, mergeCommit: null|string, settled: list|null, conflicts: list, decision: string, groups: list, id: string, path: string, ours: object|string, subject: string, author: object, email: string, commits: list, committer: object, theirs: object|string, base: object, mode: string, oid: string, ourStage: object, theirStage: object, partly: null, fix: null, hunks: list, retired: list, timingsMs: object, merges: object",
      "show": "release: string, commit: string, tree: string, contentTree: string, date: string, upstream: object, name: string, url: string, branch: string, tip: string, gitVersion: string, trees: list, kind: string, group: null, state: string, since: null|string, outcome: string, why: null, reason: object, version: null|string, versionFrom: null|string, restores: list, mergeCommit: null|string, settled: list|null, conflicts: list, decision: string, groups: list, id: string, path: string, ours: object|string, subject: string, author: object, email: string, commits: list, committer: object, theirs: object|string, base: object, mode: string, oid: string, ourStage: object, theirStage: object, partly: null, fix: null, hunks: list, retired: list",
      "status": "release: string, upstream: object, state: string, commit: string, trees: list, name: string, kind: string, previous: string, outcome: string, since: string, why: string, decisions: list, verb: string, tree: string, who: object, email: string, when: string, id: string, idle: null",
      "topics usb": "tree: string, tip: string, upstream: string, topics: list, name: string, needs: list, parts: number, entangled: list, series: null, commits: list, commit: string, subject: string, author: object, email: string, alsoIn: list, byMerges: list",
      "trees list": "upstream: object, name: string, url: string, branch: string, trees: list, kind: string, contacts: list, owns: list, tolerate: list, limits: object, rules: object, onFailure: object, warnings: list",
      "verify": "release: string, verdict: string, commit: string, rebuilt: null, firstDifference: null",
    }
  `)
})
