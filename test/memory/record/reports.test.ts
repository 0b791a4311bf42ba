import { expect, test } from 'vitest'
import { addPack } from '../../../src/base/git/pack.ts'
import type { ConflictId } from '../../../src/base/model/conflict.ts'
import { extendChain } from '../../../src/memory/record/chain.ts'
import { reportFiles, threadsOf } from '../../../src/memory/record/reports.ts'
import { openReading } from '../../../src/pipeline/workspace.ts'
import { initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { dayOf, INTEGRATOR, releaseNamed } from '../../world/release.ts'
import { testGit } from '../../world/roster.ts'

const id = (digit: string): ConflictId => digit.repeat(20) as ConflictId
const FIRST = { messageId: 'first@example.org', subject: 'next: manual merge of the usb tree with the net tree' }

test('later mails find the first, also in a record from before there were threads', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const git = testGit().at(folder.path)
  await using reading = openReading(git)
  const { folders, reader } = reading
  const link = { keeps: [], by: INTEGRATOR, at: dayOf('2026-01-14'), message: 'mails\n' }
  const old = { path: `conflicts/aa/${id('a')}.json`, content: `${JSON.stringify({ conflict: id('a'), ...FIRST })}\n` }
  const before = await extendChain(folders, reader, { ...link, head: undefined, files: [old] })
  await addPack(git, [...folders.made.values()])
  expect([...(await threadsOf(folders, reader, before, [id('a'), id('b')]))]).toEqual([[id('a'), FIRST]])

  const answer = { messageId: 'second@example.org', subject: `Re: ${FIRST.subject}`, inReplyTo: FIRST.messageId }
  const note = { ...answer, about: [id('a'), id('b')] }
  const files = reportFiles(releaseNamed('next-20260115'), [note], new Set([id('a')]))
  expect(files.map(({ path }) => path)).toEqual([`conflicts/bb/${id('b')}.json`, 'releases/next-20260115.json'])
  const after = await extendChain(folders, reader, { ...link, head: before, files })
  await addPack(git, [...folders.made.values()])
  const threads = await threadsOf(folders, reader, after, [id('b'), id('a')])
  expect([...threads.values()].map(({ messageId }) => messageId)).toEqual([FIRST.messageId, FIRST.messageId])
})
