import { expect, test } from 'vitest'
import { describeFault } from '../../../src/stages/roster/fault.ts'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'

const HEAD = `[project]
name = "linux"
integrator = { name = "The Integrator", email = "integrator@example.org" }
[upstream]
url = "https://example.org/linux.git"
branch = "master"
`

function read(text: string) {
  const reading = parseRoster(HEAD + text)
  if (reading.kind === 'faulty') throw new Error(told(text).join('\n'))
  return reading.roster
}

function told(text: string): string[] {
  const reading = parseRoster(HEAD + text)
  return reading.kind === 'faulty' ? reading.faults.map((fault) => describeFault('tributary.toml', fault)) : []
}

test('a gate needs a name and a command, and has defaults for the rest', () => {
  const { gates, gatePool } = read('[[gates]]\nname = "build"\nrun = "make -j8"\n')
  expect(gates).toEqual([
    {
      name: 'build',
      run: { kind: 'shell', line: 'make -j8' },
      kind: 'build',
      when: 'every run',
      timeoutSeconds: 3600,
      needs: { cores: 1, memoryBytes: 4 * 1024 ** 3, tools: [], labels: [] },
      env: {},
      clean: false,
      onFailure: 'report',
      artefacts: [],
      inputs: [],
    },
  ])
  expect(gatePool).toEqual({ sandbox: 'when-there', slots: 1, diskBytes: 64 * 1024 ** 3, labels: [], readable: [] })
})

test('every key of gates and of their pool is read', () => {
  const { gates, gatePool } = read(`
[gate-pool]
sandbox = "require"
slots = 4
disk = 1_000_000_000
labels = ["arm64"]
readable = ["/srv/toolchains"]

[[gates]]
name = "boot.arm64"
run = ["./boot", "--now", "two words"]
kind = "boot"
when = "final"
timeout = 90
needs = { cores = 8, memory = 16_000_000_000, tools = ["gcc-12", "g++"], labels = ["arm64", "big"] }
env = { ARCH = "arm64", EMPTY = "" }
clean = true
on-failure = "revert"
artefacts = ["arch/*/boot/Image"]
inputs = ["kernel/", "**/Kconfig"]
`)
  expect(gatePool).toEqual({
    sandbox: 'require',
    slots: 4,
    diskBytes: 1_000_000_000,
    labels: ['arm64'],
    readable: ['/srv/toolchains'],
  })
  expect(gates).toEqual([
    {
      name: 'boot.arm64',
      run: { kind: 'argv', argv: ['./boot', '--now', 'two words'] },
      kind: 'boot',
      when: 'final',
      timeoutSeconds: 90,
      needs: { cores: 8, memoryBytes: 16_000_000_000, tools: ['gcc-12', 'g++'], labels: ['arm64', 'big'] },
      env: { ARCH: 'arm64', EMPTY: '' },
      clean: true,
      onFailure: 'revert',
      artefacts: ['arch/*/boot/Image'],
      inputs: ['kernel/', '**/Kconfig'],
    },
  ])
})

test('each fault of a gate is told at its line and column', () => {
  expect(
    told(`[gate-pool]
sandbox = "always"
slots = 0
readable = ["lib/../.."]
[[gates]]
name = "a/b"
run = []
kind = "bild"
when = "never"
timeout = 0
needs = { cores = "8", tools = ["/usr/bin/gcc"], labels = ["--x"], ram = 3 }
env = { "A B" = "1", HOME = "/root", C = 3, D = "\\u001b[2J" }
clean = "yes"
on-failure = "panic"
inputs = ["/kernel"]
timeuot = 9
[[gates]]
run = "\\u001b"
[[gates]]
name = "one"
run = 3
[[gates]]
name = "ONE"
run = " "
`),
  ).toMatchInlineSnapshot(`
    [
      "tributary.toml:8:11: sandbox has a value that is not known",
      "tributary.toml:9:9: slots is out of range",
      "tributary.toml:10:13: readable is not an absolute path of a folder",
      "tributary.toml:12:8: name may hold only letters, digits, ".", "_" and "-", and starts with a letter or digit",
      "tributary.toml:13:7: run is empty, so nothing would be run",
      "tributary.toml:14:8: kind has a value that is not known",
      "tributary.toml:15:8: when has a value that is not known",
      "tributary.toml:16:11: timeout is out of range",
      "tributary.toml:17:19: cores must be a whole number, but is text",
      "tributary.toml:17:33: tools names no program",
      "tributary.toml:17:60: labels may hold only letters, digits, ".", "_" and "-", and starts with a letter or digit",
      "tributary.toml:17:68: [[gates]] needs has no key "ram"",
      "tributary.toml:18:9: "A B" cannot be the name of a variable",
      "tributary.toml:18:22: "HOME" is set for every gate and cannot be set here",
      "tributary.toml:18:42: C must be text in quotes, but is a number",
      "tributary.toml:18:49: D holds a control character",
      "tributary.toml:19:9: clean must be true or false, but is text",
      "tributary.toml:20:14: on-failure has a value that is not known",
      "tributary.toml:21:11: inputs starts with "/", but globs begin at the top of the repository anyway",
      "tributary.toml:22:1: [[gates]] has no key "timeuot"",
      "tributary.toml:23:1: [[gates]] lacks name",
      "tributary.toml:24:7: run holds a control character",
      "tributary.toml:27:7: run must be text in quotes, but is a number",
      "tributary.toml:29:8: name is that of another gate",
      "tributary.toml:30:7: run is empty",
    ]
  `)
})

test('a tree says what becomes of it for gates of every kind, or for each kind by itself', () => {
  const tree = (line: string) =>
    `[[trees]]\nname = "net"\nurl = "https://example.org/net.git"\nbranch = "main"\n${line}\n`
  const policy = (line: string) => {
    const reading = parseRoster(HEAD + tree(line))
    return reading.kind === 'read' ? reading.roster.trees[0]?.onFailure : reading.faults.map(({ message }) => message)
  }
  expect(policy('')).toEqual({})
  expect(policy('on-failure = "hold"')).toEqual({ build: 'hold', warning: 'hold', test: 'hold', boot: 'hold' })
  expect(policy('on-failure = { build = "previous", boot = "drop" }')).toEqual({ build: 'previous', boot: 'drop' })
  expect(policy('on-failure = "stop"')).toEqual(['on-failure has a value that is not known'])
  expect(policy('on-failure = { bild = "hold", test = 3 }')).toEqual([
    '[[trees]] on-failure has no key "bild"',
    'test must be text in quotes, but is a number',
  ])
  expect(policy('on-failure = 3')).toEqual(['on-failure must be a table, but is a number'])
})
