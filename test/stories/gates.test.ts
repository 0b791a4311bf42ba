/** Gates on real releases: what is red is searched for, the culprit is named with its commit, and nobody innocent is blamed. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git, importCommits, TEST_ENV } from '../world/fast-import.ts'
import { blamed, gated, gatedWorld, onlySearch, verdicts } from '../world/gated.ts'
import { file, MAIN, settleBy } from '../world/told.ts'
import { openTerminal } from '../world/typed.ts'
import type { World } from '../world/world.ts'

const TREES = ['net', 'usb', 'sound', 'drm', 'fs']

const NO_BROKEN_FILE = 'test ! -e broken || { echo "core.c:3: error: no such thing" >&2; exit 2; }'

/** As a compiler does: what is called anywhere must be declared. */
const EVERY_CALL_IS_DECLARED = `
for name in $(cat */calls 2>/dev/null); do
  grep -qx "$name" api.h || { echo "calls.c:1: error: implicit declaration of function '$name'"; exit 1; }
done`

/** What the test reads of `gates --json`. */
interface GatesJson {
  readonly searches: readonly {
    readonly culprits: readonly { readonly trees: readonly string[]; readonly verdict: string }[]
  }[]
}

/** Every tree brings a file of its own. */
function withWork(world: World, trees: readonly string[] = TREES): void {
  for (const tree of trees) world.commit(tree, { [`${tree}/core.c`]: 'good\n' })
}

/** A gate leaves a line there for each run of it: the folder that the world stands in, as a work tree sees it. */
const RUNS = '../../../../../runs'

function runsOf(world: World): number {
  return readFileSync(join(world.folder, 'runs'), 'utf8').split('\n').length - 1
}

test('a release that passes is searched for nobody', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE, test: 'true' } })
  withWork(world)
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['build: passed', 'test: passed'])
  expect(gates.searches).toEqual([])
})

test('one tree that breaks the build is found, with the commit', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  world.commit('sound', { 'sound/more.c': 'more\n' }, { subject: 'sound: go on' })
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['build: failed'])
  const search = onlySearch(gates)
  expect(blamed(search)).toEqual(['sound: sound: break it'])
  expect(search.outcome).toMatchObject({ rest: 'green', culprits: [{ removed: ['sound'], merge: undefined }] })
})

test('two trees that break it each by itself are both found', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: 'if grep -rq BAD .; then exit 1; fi' } })
  withWork(world)
  world.commit('usb', { 'usb/new.c': 'BAD\n' }, { subject: 'usb: bad' })
  world.commit('fs', { 'fs/new.c': 'BAD\n' }, { subject: 'fs: bad' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['usb: usb: bad', 'fs: fs: bad'])
})

test('two trees that break only together are named together, with a commit of each, and the merge as what is wrong', async () => {
  await using world = await gatedWorld({
    trees: TREES,
    files: { 'api.h': 'old_name\nother\n' },
    gates: { build: EVERY_CALL_IS_DECLARED },
  })
  withWork(world)
  world.commit('net', { 'api.h': 'new_name\nother\n' }, { subject: 'net: rename old_name' })
  world.commit('drm', { 'drm/calls': 'other\n' }, { subject: 'drm: call other' })
  world.commit('drm', { 'drm/calls': 'other\nold_name\n' }, { subject: 'drm: call old_name' })
  const search = onlySearch(await gated(world))
  expect(blamed(search)).toEqual(['net + drm: drm: call old_name'])
  expect(search.outcome).toMatchObject({
    culprits: [{ with: { tree: 'net', subject: 'net: rename old_name' }, merge: { settled: [] } }],
  })
})

test('upstream that is red by itself is nobody’s fault, and nobody is written to', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  world.commit('upstream', { broken: 'yes\n' })
  withWork(world)
  expect(blamed(onlySearch(await gated(world)))).toEqual(['upstream'])
  expect(await failureMails(world)).toEqual([])
})

test('a gate that passes on the same content when it is asked again is flaky: measured, and nobody is blamed', async () => {
  const build = `echo run >> ${RUNS}; test $(wc -l < ${RUNS}) -gt 1`
  await using world = await gatedWorld({ trees: TREES, gates: { build } })
  withWork(world)
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['build: flaky'])
  expect(onlySearch(gates).outcome).toEqual({ kind: 'flaky', failed: 1, runs: 5 })
  expect(runsOf(world)).toBe(5)
  expect(await failureMails(world)).toEqual([])
})

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

test('without a tree another does not merge: the probe says nothing, and nobody is confirmed by it', async () => {
  const trees = ['drm', 'net', 'usb']
  await using world = await gatedWorld({ trees, gates: { build: NO_BROKEN_FILE } })
  // Only for the very same versions of the file, and drm has a line in it.
  world.configure((text) => text.replace(/^# automatic = .*$/m, 'automatic = ["same-versions"]'))
  world.commit('drm', { [MAIN]: file('two').replace('seven', 'seven of drm') })
  world.commit('drm', { broken: 'yes\n' }, { subject: 'drm: break it' })
  world.commit('net', { [MAIN]: file('two of net') })
  world.commit('usb', { [MAIN]: file('two of usb') })
  await world.release()
  await settleBy(world, file('two of both').replace('seven', 'seven of drm'))
  const search = onlySearch(await gated(world, '2026-01-15'))
  expect(search.probes.filter(({ said }) => said === 'silent').map(({ why }) => why)).toEqual([
    'the usb tree does not merge with what is left',
  ])
  expect(blamed(search)).toEqual(['drm (not confirmed): no commit'])
  expect(await failureMails(world)).toEqual([])
})

test('a resolution that is wrong is named: both trees pass, and what settled their conflict does not', async () => {
  await using world = await gatedWorld({ trees: ['net', 'usb'], gates: { build: `! grep -q BAD ${MAIN}` } })
  world.commit('net', { [MAIN]: file('two of net') })
  world.commit('usb', { [MAIN]: file('two of usb') }, { subject: 'usb: change two' })
  await world.release()
  const id = await settleBy(world, file('two of both, BAD'))
  const search = onlySearch(await gated(world, '2026-01-15'))
  expect(search.outcome).toMatchObject({
    culprits: [{ trees: ['net', 'usb'], isConfirmed: true, merge: { settled: [{ path: MAIN, by: [{ id }] }] } }],
  })
  const [mail] = await failureMails(world)
  expect(mail?.replace(/\s+/g, ' ')).toContain(`core/main.c (resolution ${id.slice(0, 12)})`)
})

test('a tree goes together with the trees that hold its commits', async () => {
  await using world = await gatedWorld({ trees: ['net', 'usb', 'sound'], gates: { build: NO_BROKEN_FILE } })
  withWork(world, ['usb', 'sound'])
  world.commit('net', { broken: 'yes\n' }, { subject: 'net: break it' })
  git(world.path('sound'), ['fetch', '-q', world.path('net'), 'main:net'])
  world.commit('sound', { broken: 'yes\n' }, { parents: ['main', 'net'], subject: 'Merge net' })
  const search = onlySearch(await gated(world))
  expect(blamed(search)).toEqual(['net: net: break it'])
  expect(search.outcome).toMatchObject({ culprits: [{ removed: ['net', 'sound'] }] })
})

test('a merge that brought the fault is taken apart; one that made it is named itself', async () => {
  await using world = await gatedWorld({
    trees: ['net', 'usb', 'sound'],
    gates: { build: 'if grep -rq BAD .; then exit 1; fi' },
  })
  withWork(world, ['net', 'usb', 'sound'])
  const topic = (tree: string, text: string): void => {
    importCommits(world.path(tree), [
      { branch: 'topic', parents: ['main'], subject: `${tree}: one`, files: { [`${tree}/one.c`]: 'good\n' } },
      { branch: 'topic', subject: `${tree}: two`, files: { [`${tree}/two.c`]: `${text}\n` } },
      { branch: 'topic', subject: `${tree}: three`, files: { [`${tree}/three.c`]: 'good\n' } },
    ])
  }
  topic('usb', 'BAD')
  topic('sound', 'good')
  const merged = (tree: string, two: string, more: Record<string, string>): void => {
    world.commit(tree, { [`${tree}/more.c`]: 'good\n' }, { subject: `${tree}: more` })
    const files = { [`${tree}/one.c`]: 'good\n', [`${tree}/two.c`]: two, [`${tree}/three.c`]: 'good\n', ...more }
    world.commit(tree, files, { parents: ['main', 'topic'], subject: `${tree}: merge the topic` })
    world.commit(tree, { [`${tree}/last.c`]: 'good\n' }, { subject: `${tree}: last` })
  }
  merged('usb', 'BAD\n', {})
  merged('sound', 'good\n', { 'sound/more.c': 'BAD\n' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['usb: usb: two', 'sound: sound: merge the topic'])
})

test('a tree of a group that was merged as one is found within the group', async () => {
  const trees = ['net', 'fs-next/vfs', 'fs-next/ext', 'fs-next/nfs', 'usb']
  await using world = await gatedWorld({ trees, gates: { build: NO_BROKEN_FILE } })
  withWork(world, ['net', 'vfs', 'ext', 'nfs', 'usb'])
  world.commit('ext', { broken: 'yes\n' }, { subject: 'ext: break it' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['ext: ext: break it'])
})

test('with more work trees several candidates are tried at once, and the same is found', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: 'if grep -rq BAD .; then exit 1; fi' } })
  world.configure((text) => text.replace(/^# slots = .*$/m, 'slots = 3'))
  withWork(world)
  world.commit('net', { 'net/new.c': 'BAD\n' }, { subject: 'net: bad' })
  world.commit('drm', { 'drm/new.c': 'BAD\n' }, { subject: 'drm: bad' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['net: net: bad', 'drm: drm: bad'])
})

test('a search that was cut off goes on where it was', async () => {
  const build = `echo run >> ${RUNS}; ${NO_BROKEN_FILE}`
  const spec = { trees: TREES, gates: { build } }
  const prepare = async (): Promise<World> => {
    const world = await gatedWorld(spec)
    withWork(world)
    world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
    return world
  }
  await using whole = await prepare()
  await gated(whole)
  await using cut = await prepare()
  let probes = 0
  const cutOff = gated(cut, '2026-01-14', (event) => {
    if (event.kind === 'search-probed' && event.probes === 3) throw new Error('the machine stops')
    if (event.kind === 'search-probed') probes = event.probes
  })
  await expect(cutOff).rejects.toThrow('the machine stops')
  expect(probes).toBe(2)
  expect(blamed(onlySearch(await gated(cut)))).toEqual(['sound: sound: break it'])
  expect(runsOf(cut)).toBe(runsOf(whole))
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

    It failed twice, the second time in an empty work tree, and passes
    without the drm tree. next-20260114 was published as it is.

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
    "build of next-20260114: 13 probes, 13 built: 8 about trees, 3 again, 2 about commits
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
      11  commits  2      up to usb, usb at …   green  …
      12  again    4      all but usb                      red    …
      13  commits  4      all but usb, fs at …  green  …

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

async function failureMails(world: World): Promise<string[]> {
  const mails = await world.mails()
  return mails.filter(({ subject }) => / failure after merge of /.test(subject)).map(({ body }) => body)
}
