import { expect, test } from 'vitest'
import { addPack } from '../../../src/base/git/pack.ts'
import type { GateName } from '../../../src/base/model/gate.ts'
import { EMPTY_TREE } from '../../../src/base/model/oid.ts'
import type { Verdict, VerdictKey } from '../../../src/base/model/verdict.ts'
import {
  addVerdicts,
  type NewVerdict,
  readLog,
  readVerdict,
  readVerdicts,
} from '../../../src/memory/record/verdicts.ts'
import { openReading } from '../../../src/pipeline/workspace.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { dayOf, INTEGRATOR } from '../../world/release.ts'
import { testGit } from '../../world/roster.ts'

const DAY = dayOf('2026-01-14')

function said(gate: string, digit: string, outcome: Verdict['outcome'], log: string): NewVerdict {
  const verdict = {
    key: digit.repeat(40) as VerdictKey,
    gate: gate as GateName,
    tree: EMPTY_TREE,
    outcome,
    command: 'make',
    environment: [['gcc', 'gcc 12']] as const,
    tookMs: 7,
    at: DAY,
  }
  return { verdict, log: Buffer.from(log) }
}

test('verdicts are found by their gates and keys, with their logs, however many were added at once', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const repository = testGit().at(folder.path)
  await using reading = openReading(repository)
  const { folders, reader } = reading
  const link = { by: INTEGRATOR, at: DAY, message: 'verdicts\n' }
  const error = { text: 'no such header', file: 'a.c', line: 3 }
  const first = await addVerdicts(folders, reader, {
    ...link,
    head: undefined,
    verdicts: [
      said('build', 'a', { kind: 'failed', exit: 2, error }, 'a.c:3: no such header\n'),
      said('build', 'b', { kind: 'passed' }, ''),
    ],
  })
  await addPack(repository, [...folders.made.values()])
  const test = [said('test', 'a', { kind: 'timed-out', seconds: 9 }, 'tick\n')]
  const second = await addVerdicts(folders, reader, { ...link, head: first.head, verdicts: test })
  await addPack(repository, [...folders.made.values()])
  expect(git(folder.path, ['ls-tree', '-r', '--name-only', second.head]).split('\n')).toEqual([
    `build/aa/${'a'.repeat(40)}.json`,
    `build/aa/${'a'.repeat(40)}.log`,
    `build/bb/${'b'.repeat(40)}.json`,
    `test/aa/${'a'.repeat(40)}.json`,
    `test/aa/${'a'.repeat(40)}.log`,
  ])

  await using later = openReading(repository)
  const at = (gate: string, digit: string) =>
    readVerdict(later.folders, later.reader, second.head, {
      gate: gate as GateName,
      key: digit.repeat(40) as VerdictKey,
    })
  const red = await at('build', 'a')
  expect(red).toEqual(first.verdicts[0])
  expect(red?.outcome).toEqual({ kind: 'failed', exit: 2, error })
  expect((await readLog(later.reader, red as Verdict)).toString()).toBe('a.c:3: no such header\n')
  const green = await at('build', 'b')
  expect(green).toEqual(first.verdicts[1])
  expect(await readLog(later.reader, green as Verdict)).toHaveLength(0)
  expect(await at('test', 'b')).toBeUndefined()
  const all = await readVerdicts(later.folders, later.reader, second.head)
  expect(all).toEqual([...first.verdicts, ...second.verdicts])
  expect(await readVerdicts(later.folders, later.reader, second.head, 'test' as GateName)).toEqual(second.verdicts)
})
