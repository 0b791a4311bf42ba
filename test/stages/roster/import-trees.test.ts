import { expect, test } from 'vitest'
import { importTrees, renderImport } from '../../../src/stages/roster/import-trees.ts'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'
import { starterRoster } from '../../../src/stages/roster/starter.ts'
import { sharedData, WHY_SKIPPED } from '../../world/shared-data.ts'

const STARTER = starterRoster({
  name: 'linux',
  upstream: { url: 'https://example.org/linux.git', branch: 'master' },
  integrator: { name: 'The Integrator', email: 'integrator@example.org' },
})

/** A list in linux-next's format, of names with or without branch. */
function list(...trees: string[]): string {
  return trees.map((tree) => `${tree.replace(/#.*/, '')}\thttps://example.org/${tree}\n`).join('')
}

test('trees come with their kind guessed, and origin is upstream', () => {
  const { trees, upstream, notes } = importTrees(
    `Trees included into this release:\n\nName\t\tUrl\n----\t\t---\n${list('origin#master', 'usb.current#usb-linus', 'net#v/net', 'net-next#main')}`,
  )
  expect(trees).toEqual([
    {
      name: 'usb.current',
      url: 'https://example.org/usb.current',
      branch: 'usb-linus',
      kind: 'fixes',
      guess: 'guessed from the name',
    },
    { name: 'net', url: 'https://example.org/net', branch: 'v/net', kind: undefined, guess: undefined },
    { name: 'net-next', url: 'https://example.org/net-next', branch: 'main', kind: undefined, guess: undefined },
  ])
  expect(upstream).toEqual({ url: 'https://example.org/origin', branch: 'master' })
  expect(notes).toEqual([])
})

test.each(['fixes', 'ext4-fixes', 'mm-hotfixes', 'tty.current', 'x86-urgent', 'FOO_FIXES'])(
  '%s is a fixes tree by its name',
  (name) => {
    expect(importTrees(list(`${name}#main`)).trees).toMatchObject([{ kind: 'fixes', guess: 'guessed from the name' }])
  },
)

test.each(['net', 'currently', 'fixes-next', 'prefixes', 'current-affairs'])('%s is not', (name) => {
  expect(importTrees(list(`${name}#main`)).trees).toMatchObject([{ kind: undefined }])
})

test('what stands among fixes trees and has a tree -next beside it collects fixes', () => {
  const { trees } = importTrees(list('a-fixes#m', 'net#m', 'usb#m', 'b-fixes#m', 'drm#m', 'net-next#m', 'drm-next#m'))
  expect(trees.filter(({ kind }) => kind === 'fixes').map(({ name }) => name)).toEqual(['a-fixes', 'net', 'b-fixes'])
})

test('what cannot be taken over is noted with its line, and leaves the rest alone', () => {
  const { trees, notes } = importTrees(
    [
      list('net#main', 'bare', '-x#main', 'NET#main', 'usb#main', 'x86#a..b').trimEnd(),
      'plain\thttp://example.org/x#main',
      'local\t/srv/x#main',
      'evil\text::sh -c id#main',
      'alone',
      'ctl\u001b[31m',
    ].join('\n'),
    { taken: ['usb'] },
  )
  expect(trees.map(({ name, branch }) => `${name} ${branch}`)).toEqual(['net main', 'bare master'])
  expect(notes).toMatchInlineSnapshot(`
    [
      {
        "line": 2,
        "message": "bare names no branch; master is taken",
      },
      {
        "line": 3,
        "message": "-x is left out: its name may hold only letters, digits, ".", "_" and "-", and starts with a letter or digit",
      },
      {
        "line": 4,
        "message": "NET is left out: there is a tree of that name already",
      },
      {
        "line": 5,
        "message": "usb is left out: there is a tree of that name already",
      },
      {
        "line": 6,
        "message": "x86 is left out: its branch holds "..", "@{" or "//"",
      },
      {
        "line": 7,
        "message": "plain is left out: its URL uses http, where anyone on the way can change what is fetched. Most servers answer https:// too.",
      },
      {
        "line": 8,
        "message": "local is left out: its URL is on this machine, which is not allowed. Add "file" to schemes under [fetch] if repositories on this machine may be fetched from.",
      },
      {
        "line": 9,
        "message": "evil is left out: its URL names a program of git to fetch with ("x::y"). Such programs can run commands. Write https://host/path, ssh://user@host/path, user@host:path or git://host/path.",
      },
      {
        "line": 10,
        "message": "not a tree, left out: alone",
      },
      {
        "line": 11,
        "message": "not a tree, left out: ctl�[31m",
      },
    ]
  `)
})

test('the rendered trees are a roster, with each guess beside it', () => {
  const { trees } = importTrees(list('net-fixes#main', 'net#main'))
  const text = renderImport(STARTER, trees)
  expect(text.startsWith(STARTER)).toBe(true)
  expect(text.slice(STARTER.length)).toMatchInlineSnapshot(`
    "
    [[trees]]
    name = "net-fixes"
    url = "https://example.org/net-fixes"
    branch = "main"
    kind = "fixes" # guessed from the name

    [[trees]]
    name = "net"
    url = "https://example.org/net"
    branch = "main"
    "
  `)
  expect(parseRoster(text)).toMatchObject({ kind: 'read', warnings: [] })
  expect(renderImport(STARTER, [])).toBe(STARTER)
})

test('the trees of a real release come over whole, with as many fixes trees as were published', ({ skip }) => {
  const log = sharedData('linux-next-2025-12-09.merge.log')
  const daily = sharedData('linux-next-daily.csv')
  if (log === undefined || daily === undefined) {
    skip(WHY_SKIPPED)
    return
  }
  const merged = [...log.matchAll(/^Merging ([^/ ]+)(?:\/(\S+))?/gm)]
  const lines = merged.map(
    ([, name, branch]) => `${name}\thttps://example.org/${name}.git${branch ? `#${branch}` : ''}`,
  )
  const { trees, notes } = importTrees(lines.join('\n'))
  expect(trees.length).toBe(merged.length - 1)
  expect(notes.map(({ message }) => message)).toEqual([
    'fs-current names no branch; master is taken',
    'fs-next names no branch; master is taken',
  ])
  const published = Number(/^2025-12-09,(?:[^,]*,){5}(\d+)/m.exec(daily)?.[1])
  expect(trees.filter(({ kind }) => kind === 'fixes').length).toBe(published)
  expect(parseRoster(renderImport(STARTER, trees))).toMatchObject({ kind: 'read' })
})
