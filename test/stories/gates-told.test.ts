/** What is asked of a gate and what not, and how people hear of the answers: by mail, on a terminal, and again by hand. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { TEST_ENV } from '../world/fast-import.ts'
import {
  blamed,
  EVERY_CALL_IS_DECLARED,
  failureMails,
  gated,
  gatedWorld,
  NO_BROKEN_FILE,
  onlySearch,
  RUNS,
  runsOf,
  TREES,
  verdicts,
  withWork,
} from '../world/gated.ts'
import { openTerminal } from '../world/typed.ts'

/** What the test reads of `gates --json`. */
interface GatesJson {
  readonly searches: readonly {
    readonly culprits: readonly { readonly trees: readonly string[]; readonly verdict: string }[]
  }[]
}

test('what is known is not built again: not on the next day, not by the search, not for the same content', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: `echo run >> ${RUNS}; ${NO_BROKEN_FILE}` } })
  withWork(world)
  world.commit('usb', { broken: 'yes\n' }, { subject: 'usb: break it' })
  const first = await gated(world)
  const built = runsOf(world)
  expect(built).toBeGreaterThan(2)
  await gated(world)
  // The same trees on another day: the record files differ, and what people wrote does not.
  await world.follow('nothing-new')
  const next = await gated(world, '2026-01-15')
  expect(next.report.release).not.toBe(first.report.release)
  expect(blamed(onlySearch(next))).toEqual(['usb: usb: break it'])
  expect(onlySearch(next).probes.every(({ isKnown }) => isKnown)).toBe(true)
  expect(runsOf(world)).toBe(built)
  expect(await failureMails(world)).toHaveLength(1)
})

test('what a gate does not look at cannot change what it says', async () => {
  await using world = await gatedWorld({ trees: ['net', 'docs'], gates: { unit: `echo run >> ${RUNS}` } })
  world.configure((text) => text.replace('name = "unit"', 'name = "unit"\ninputs = ["net/"]'))
  world.commit('net', { 'net/core.c': 'good\n' })
  await gated(world)
  world.commit('docs', { 'manual.txt': 'more\n' })
  const { report } = await gated(world, '2026-01-15')
  expect(report.results.map(({ isKnown }) => isKnown)).toEqual([true])
  expect(runsOf(world)).toBe(1)
})

test('a gate for warnings tells those that upstream does not have', async () => {
  await using world = await gatedWorld({
    trees: ['net', 'usb'],
    files: { 'a.c': 'old.c:1: warning: of old\n' },
    gates: { warnings: 'cat *.c' },
  })
  world.configure((text) => text.replace('name = "warnings"', 'name = "warnings"\nkind = "warning"'))
  world.commit('usb', { 'b.c': 'b.c:7: warning: unused variable\n' })
  const { report } = await gated(world)
  expect(report.results.map(({ verdict }) => verdict.outcome)).toEqual([
    { kind: 'warned', warnings: ['b.c:7: warning: unused variable'] },
  ])
})

test('a gate whose tool is missing says nothing: it is not searched, and asked anew the next time', async () => {
  await using world = await gatedWorld({ trees: ['net'], gates: { unit: 'false' } })
  world.configure((text) => text.replace('name = "unit"', 'name = "unit"\nneeds = { tools = ["no-such-compiler"] }'))
  world.commit('net', { 'net/core.c': 'good\n' })
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['unit: could-not-run'])
  expect(gates.searches).toEqual([])
  expect((await gated(world)).report.results.map(({ isKnown }) => isKnown)).toEqual([false])
})

test('the mail says which gate, how it failed, by which commit, and how to see it', async () => {
  await using world = await gatedWorld({
    trees: TREES,
    files: { 'api.h': 'old_name\nother\n' },
    gates: { build: EVERY_CALL_IS_DECLARED },
  })
  withWork(world)
  world.commit('net', { 'api.h': 'new_name\nother\n' }, { subject: 'net: rename old_name' })
  world.commit('drm', { 'drm/calls': 'old_name\n' }, { subject: 'drm: call old_name' })
  await gated(world)
  const [mail = ''] = await failureMails(world)
  expect(mail.replace(/machine: .*/, 'machine: …')).toMatchInlineSnapshot(`
    "Hi all,

    After merging the drm tree, the gate build of next-20260114 failed like
    this:

      calls.c:1: error: implicit declaration of function 'old_name'

    Caused by commit

      69e5b8108783 ("drm: call old_name")

    from the drm tree

    interacting with commit

      9db46bc1f495 ("net: rename old_name")

    from the net tree.

    Merged onto upstream by itself the drm tree passes, and so does what it
    was merged into: they do not fit together, though git saw no conflict.
    One of them needs a change, or the merge a fix.

    That it fails, and that it passes without the drm tree, was seen twice,
    the second time in an empty work tree. next-20260114 was published as it
    is.

    The command, at the top of the tree:

      for name in $(cat */calls 2>/dev/null); do
        grep -qx "$name" api.h || { echo "calls.c:1: error: implicit declaration of function '$name'"; exit 1; }
      done

    It ran with:

      machine: …
      sandbox: none

    Where the record of the integration is, it is done again by:

      tributary reproduce 9e0b8d626e71 --run

    -- 
    Next Integrator
    "
  `)
})

test('what the gates said can be looked up, and done again', async () => {
  await using world = await gatedWorld({
    trees: TREES,
    gates: { build: 'if grep -rq BAD .; then echo no; exit 3; fi' },
  })
  withWork(world)
  world.commit('usb', { 'usb/new.c': 'BAD\n' }, { subject: 'usb: bad' })
  world.commit('fs', { 'fs/new.c': 'BAD\n' }, { subject: 'fs: bad' })
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'run', '--date', '2026-01-14')
  expect(said).toContain('build  failed')
  expect(said).toContain('build is red by usb (green without usb)')
  const told = JSON.parse(await terminal.tributary(world.dir, 'gates', '--json')) as GatesJson
  const culprits = told.searches.flatMap((search) => search.culprits)
  expect(culprits.map(({ trees }) => trees)).toEqual([['usb'], ['fs']])
  const [first = '', second = ''] = culprits.map(({ verdict }) => verdict)
  const table = await terminal.tributary(world.dir, 'search')
  expect(table.replace(/[0-9a-f]{12}/g, '…')).toMatchInlineSnapshot(`
    "build of next-20260114: 17 probes, 17 built: 8 about trees, 7 again, 2 about commits
      #   about    trees  held                             said   verdict
      1   again    5      all                              red    …
      2   trees    2      up to usb                        red    …
      3   trees    0      upstream alone                   green  …
      4   trees    1      up to net                        green  …
      5   trees    1      usb                              red    …
      6   trees    4      all but usb                      red    …
      7   trees    2      up to sound but usb              green  …
      8   trees    3      up to drm but usb                green  …
      9   trees    1      fs                               red    …
      10  again    2      up to usb                        red    …
      11  again    1      up to net                        green  …
      12  commits  2      up to usb, usb at …   green  …
      13  again    2      up to usb, usb at …   green  …
      14  again    4      all but usb                      red    …
      15  again    3      up to drm but usb                green  …
      16  commits  4      all but usb, fs at …  green  …
      17  again    4      all but usb, fs at …  green  …

      build is red by usb (green without usb)
        commit … ("usb: bad")
      build is red by fs (green without fs)
        commit … ("fs: bad")
    "
  `)
  expect(await terminal.tributary(world.dir, 'gate', 'log', second)).toMatch(/exit 3[^]*\nno\n$/)
  // It was put together for the search alone, and the record does not hold it.
  expect(await terminal.tributary(world.dir, 'reproduce', second)).toBe(
    `tributary reproduce ${second.slice(0, 12)} --run\n`,
  )
  expect(await terminal.tributary(world.dir, 'reproduce', second, '--run')).toBe('no\nIt failed.\n')
  process.exitCode = 0
  const commands = await terminal.tributary(world.dir, 'reproduce', first.slice(0, 12))
  // By hand, with git alone.
  expect(typed(world.folder, commands)).toEqual({ exit: 3, stdout: 'no\n' })
})

/** What a person gets who copies commands into a shell. */
function typed(folder: string, commands: string): { readonly exit: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync('sh', ['-e'], { cwd: folder, env: TEST_ENV, input: commands, encoding: 'utf8' })
  return { exit: status, stdout }
}
