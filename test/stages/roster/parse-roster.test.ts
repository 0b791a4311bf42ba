import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Roster } from '../../../src/base/model/roster.ts'
import { describeFault, type Fault } from '../../../src/stages/roster/fault.ts'
import { DEFAULT_LIMITS } from '../../../src/stages/roster/limits.ts'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'

const HEAD = `
[project]
name = "linux"
integrator = { name = "The Integrator", email = "integrator@example.org" }

[upstream]
url = "https://example.org/linux.git"
branch = "master"
`

function roster(text: string): Roster {
  const reading = parseRoster(text)
  if (reading.kind === 'faulty') throw new Error(told(reading.faults).join('\n'))
  return reading.roster
}

/** What the operator is told, without the hints. */
function told(faults: readonly Fault[]): string[] {
  return faults.map((fault) => describeFault('tributary.toml', fault))
}

function faults(text: string): readonly Fault[] {
  const reading = parseRoster(text)
  return reading.kind === 'faulty' ? reading.faults : []
}

function warnings(text: string): readonly Fault[] {
  const reading = parseRoster(text)
  return reading.kind === 'read' ? reading.warnings : []
}

/** One tree's table with its head. */
function tree(name: string, ...more: string[]): string {
  return `[[trees]]\nname = "${name}"\nurl = "https://example.org/${name}.git"\nbranch = "main"\n${more.join('\n')}\n`
}

test('the shortest roster has all defaults', () => {
  expect(roster(HEAD)).toEqual({
    project: {
      name: 'linux',
      integrator: { name: 'The Integrator', email: 'integrator@example.org' },
      lists: [],
      prefix: 'next',
    },
    upstream: { name: 'upstream', url: 'https://example.org/linux.git', branch: 'master' },
    fetch: {
      schemes: ['https', 'ssh', 'git'],
      connectionsPerHost: 4,
      identity: undefined,
      knownHosts: undefined,
      credentialHelper: undefined,
      privateHosts: false,
    },
    limits: DEFAULT_LIMITS,
    publish: { push: [], resolutions: false, recordFolder: 'Next', keepDays: 30 },
    report: { cc: 'known' },
    resolutions: { automatic: ['same-versions', 'same-conflict', 'same-hunks'], rules: [] },
    gates: [],
    gatePool: { sandbox: 'when-there', slots: 1, diskBytes: 64 * 1024 ** 3, labels: [], readable: [] },
    trees: [],
  })
})

test('every key is read', () => {
  const text = `
[project]
name = "linux"
integrator = { name = "The Integrator", email = "integrator@example.org" }
lists = ["next@example.org", "Testers <testers@example.org>"]
prefix = "pu"

[upstream]
name = "Linus' tree"
url = "https://example.org/linux.git"
branch = "master"

[fetch]
schemes = ["https", "file"]
connections_per_host = 2
identity = "/etc/tributary/id_ed25519"
known_hosts = "/etc/tributary/known_hosts"
credential_helper = "store"
private_hosts = true

[limits]
fetch_seconds = 10
objects = 50_000_000
[limits.first]
pack_bytes = 1_000

[publish]
push = ["https://example.org/next.git", "/srv/next.git"]
resolutions = true
folder = "Release"
keep_days = 7

[report]
cc = "all"

[[trees]]
name = "net"
url = "https://example.org/net.git"
branch = "for-next/core"
kind = "fixes"
contacts = ["Net Maintainer <net@example.org>", "netdev@example.org"]
owns = ["drivers/net/", "include/linux/net*.h"]
group = "networking"
tolerate = ["badTimezone"]
commit = "0123456789abcdef0123456789abcdef01234567"
limits = { refs = 10, path_length = 200 }
on-failure = { boot = "drop" }
`
  const read = roster(text)
  expect(read).toMatchObject({
    project: {
      lists: [{ email: 'next@example.org' }, { name: 'Testers', email: 'testers@example.org' }],
      prefix: 'pu',
    },
    upstream: { name: "Linus' tree" },
    fetch: {
      schemes: ['https', 'file'],
      connectionsPerHost: 2,
      identity: '/etc/tributary/id_ed25519',
      knownHosts: '/etc/tributary/known_hosts',
      credentialHelper: 'store',
      privateHosts: true,
    },
    publish: {
      push: ['https://example.org/next.git', '/srv/next.git'],
      resolutions: true,
      recordFolder: 'Release',
      keepDays: 7,
    },
    report: { cc: 'all' },
  })
  expect(read.limits.tree).toEqual({ ...DEFAULT_LIMITS.tree, fetchSeconds: 10, objects: 50_000_000 })
  expect(read.limits.first).toEqual({ ...DEFAULT_LIMITS.first, objects: 50_000_000, packBytes: 1000 })
  expect(read.trees).toEqual([
    {
      name: 'net',
      url: 'https://example.org/net.git',
      branch: 'for-next/core',
      kind: 'fixes',
      contacts: [
        { name: 'Net Maintainer', email: 'net@example.org' },
        { name: '', email: 'netdev@example.org' },
      ],
      owns: ['drivers/net/', 'include/linux/net*.h'],
      group: 'networking',
      tolerate: ['badTimezone'],
      pinned: '0123456789abcdef0123456789abcdef01234567',
      limits: { refs: 10, pathLength: 200 },
      rules: {},
      onFailure: { boot: 'drop' },
    },
  ])
})

test('a release without its record has no folder', () => {
  expect(roster(`${HEAD}[publish]\nrecord = false\nfolder = "Next"`).publish.recordFolder).toBeUndefined()
})

test('everything wrong is told at once, each at its line and column', () => {
  const text = `[project]
nmae = "linux"
integrator = "The Integrator <integrator@example.org>"
lists = "next@example.org"
prefix = "next.1"

[upstream]
url = "http://example.org/linux.git"
branch = "--exec=x"

[fetch]
connections_per_host = 0
private_hosts = "yes"
identity = "~/.ssh/id"
credential_helper = "!touch /tmp/x"

[limits]
refs = 1.5
packbytes = 1
[limits.first]
tree_depth = 10_000

[publish]
folder = "../etc"
push = ["ext::sh -c id"]

[[trees]]
name = "net.lock"
url = "https://user:word@example.org/net.git"
kind = "fixs"
owns = ["drivers/net/", "/etc"]
tolerate = ["badTimezon", "hasDotgit"]
contacts = [
  "net@example.org",
  "Net\\r\\nBcc: all@example.org <net@example.org>", 7 ]
commit = "0123456789ab"
limits = { object = 1 }
[fetchh]
`
  expect(told(faults(text))).toMatchInlineSnapshot(`
    [
      "tributary.toml:1:1: [project] lacks name",
      "tributary.toml:2:1: [project] has no key "nmae"",
      "tributary.toml:3:14: integrator must be a table, but is text",
      "tributary.toml:4:9: lists must be a list, but is text",
      "tributary.toml:5:10: prefix cannot begin the name of a release",
      "tributary.toml:8:7: url uses http, where anyone on the way can change what is fetched",
      "tributary.toml:9:10: branch starts with a dash, which a program could take for an option",
      "tributary.toml:12:24: connections_per_host is out of range",
      "tributary.toml:13:17: private_hosts must be true or false, but is text",
      "tributary.toml:14:12: identity is not a plain absolute path",
      "tributary.toml:15:21: credential_helper names no credential helper",
      "tributary.toml:18:8: refs is out of range",
      "tributary.toml:19:1: [limits] has no key "packbytes"",
      "tributary.toml:21:14: tree_depth is out of range",
      "tributary.toml:24:10: folder cannot be the name of a folder in the release",
      "tributary.toml:25:9: push names a program of git to fetch with ("x::y")",
      "tributary.toml:27:1: [[trees]] lacks branch",
      "tributary.toml:28:8: name may not end in ".lock"",
      "tributary.toml:29:7: url holds a user name or password",
      "tributary.toml:30:8: kind has a value that is not known",
      "tributary.toml:31:25: owns starts with "/", but globs begin at the top of the repository anyway",
      "tributary.toml:32:13: tolerate holds something that is no message id of git fsck",
      "tributary.toml:32:27: tolerate may not hold hasDotgit, which would let harmful objects in",
      "tributary.toml:35:3: contacts holds a control character",
      "tributary.toml:35:52: contacts must hold texts, but this is a number",
      "tributary.toml:36:10: commit is not a whole commit id",
      "tributary.toml:37:12: [[trees]] limits has no key "object"",
      "tributary.toml:38:1: the roster has no key "fetchh"",
    ]
  `)
})

test.each([
  ['[trees]\nname = "net"', 'trees must be a list of tables, but is a table', '[[trees]], with two brackets'],
  ['[tree]\nname = "net"', 'the roster has no key "tree"', 'Did you mean trees?'],
  ['[[trees]]\nname = "net"', '[[trees]] lacks url', 'url = "https://…"'],
  ['[fetch]\nschemes = ["htps"]', 'schemes has a value that is not known', 'Did you mean "https"?'],
  ['[fetch]\nschemes = ["http"]', 'schemes cannot hold http', 'https'],
  ['[fetch]\nschemes = []', 'schemes is empty', '["https"]'],
  ['[limits]\nobjects = 2_000_000_000_000', 'objects is out of range', 'from 1 to 4294967295'],
])('%j: %s', (text, message, hint) => {
  const [fault] = faults(HEAD + text)
  expect(fault?.message).toContain(message)
  expect(fault?.hint).toContain(hint)
})

test('an empty file lacks its tables', () => {
  expect(told(faults(''))).toEqual([
    'tributary.toml:1:1: the roster lacks [project]',
    'tributary.toml:1:1: the roster lacks [upstream]',
  ])
})

test('a mistyped scheme is told once, not at every URL', () => {
  expect(told(faults(`${HEAD}[fetch]\nschemes = ["flie"]\n${tree('net')}`))).toEqual([
    'tributary.toml:10:12: schemes has a value that is not known',
  ])
})

test.each([
  ['name = linux', 1, 8],
  ['[project]\nname = "linux"\nname = "again"', 3, 1],
  ['[project]\nname = "lin\nux"', 2, 8],
])('what is not TOML is told where it stops being so: %j', (text, line, atColumn) => {
  const [fault, ...others] = faults(text)
  expect(fault).toMatchObject({ line, message: expect.stringContaining('this is not TOML') as string })
  expect(fault?.column).toBeGreaterThanOrEqual(atColumn)
  expect(others).toEqual([])
})

test('two trees of one name are refused, in upper or lower case', () => {
  expect(told(faults(HEAD + tree('net') + tree('usb') + tree('Net') + tree('usb')))).toEqual([
    'tributary.toml:20:8: name differs from "net" only in upper and lower case',
    'tributary.toml:25:8: name is the name of another tree',
  ])
})

test('the members of a group stand together, under a name that is no tree', () => {
  const text = [
    tree('ext4', 'group = "fs"'),
    tree('xfs', 'group = "fs"'),
    tree('net'),
    tree('btrfs', 'group = "fs"'),
    tree('nfs', 'group = "FS"'),
    tree('ipv6', 'group = "NET"'),
  ]
  expect(told(faults(HEAD + text.join('')))).toEqual([
    'tributary.toml:28:9: group has other trees between its members',
    'tributary.toml:33:9: group differs from "fs" only in upper and lower case',
    'tributary.toml:38:9: group has the name of a tree',
  ])
  expect(faults(HEAD + text.slice(0, 3).join(''))).toEqual([])
})

test('fixes trees after next trees are warned of once', () => {
  const fixes = 'kind = "fixes"'
  const text = HEAD + tree('net-fixes', fixes) + tree('net') + tree('usb-fixes', fixes) + tree('x86-fixes', fixes)
  expect(told(warnings(text))).toEqual([
    'tributary.toml:23:8: kind makes "usb-fixes" a fixes tree, yet it stands after the next tree "net"; 1 more stands so late',
  ])
  expect(warnings(HEAD + tree('net-fixes', fixes) + tree('net'))).toEqual([])
})

test('two trees of one branch are warned of', () => {
  const text = HEAD + tree('net') + tree('net-again').replace('net-again.git', 'net.git/')
  expect(told(warnings(text))).toEqual(['tributary.toml:17:10: branch is what the tree "net" has already'])
})

test('words from the file never bring control characters into what is told', () => {
  const text = `${HEAD}"a\\u001b[31mb" = 1\n[[trees]]\n"\\n" = 2\n`
  // oxlint-disable-next-line no-control-regex
  expect(
    faults(text)
      .map(({ message, hint }) => message + hint)
      .join(''),
  ).not.toMatch(/[\u0000-\u001f]/)
})

test('whatever happens to a roster, reading it answers, and every fault stands in the text', () => {
  const whole = `${HEAD}[fetch]\nschemes = ["https"]\n[limits]\nrefs = 1\n${tree('net', 'contacts = ["a@b.c"]', 'limits = { refs = 1 }')}`
  const damage = fc.record({
    at: fc.nat(whole.length),
    length: fc.nat(12),
    put: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('[[trees]]', '[', '"', '\n', '= 1', '{}', '__proto__'),
    ),
  })
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const text = damages.reduce(
        (before, { at, length, put }) => before.slice(0, at) + put + before.slice(at + length),
        whole,
      )
      const reading = parseRoster(text)
      const lines = text.split('\n')
      const found = reading.kind === 'faulty' ? reading.faults : reading.warnings
      expect(reading.kind === 'faulty' && found.length === 0).toBe(false)
      expect(found.filter(({ line, column }) => column < 1 || column > (lines[line - 1]?.length ?? -1) + 1)).toEqual([])
    }),
    { numRuns: 1000 },
  )
})
