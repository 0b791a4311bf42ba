import { join } from 'node:path'
import { expect, test } from 'vitest'
import { oldestTagWith, readDatedTags, type UpstreamTag } from '../../../src/base/git/dated-tags.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { EPOCH, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

const DAY = 86_400

/** Upstream with a commit a day, on which tags can be put. */
function upstream(days: number) {
  const folder = testFolder()
  const dir = join(folder.path, 'record.git')
  initBare(dir)
  const commits = Array.from({ length: days }, (_, day) => ({
    branch: 'main',
    subject: `day ${day}`,
    time: EPOCH + day * DAY,
    files: { 'a.c': `${day}\n` },
  }))
  importCommits(dir, commits)
  const at = (day: number): CommitOid => git(dir, ['rev-parse', `main~${days - 1 - day}`]) as CommitOid
  return { folder, dir, at, repository: testGit().at(dir) }
}

function tag(dir: string, name: string, commit: string, tagger: string | undefined): void {
  const line = tagger === undefined ? '' : `tagger ${tagger}\n`
  const oid = git(
    dir,
    ['hash-object', '-t', 'tag', '-w', '--literally', '--stdin'],
    `object ${commit}\ntype commit\ntag ${name}\n${line}\nsaid\n`,
  )
  git(dir, ['update-ref', `refs/upstream/tags/${name}`, oid])
}

function told(tags: readonly UpstreamTag[]): string[] {
  return tags.map(({ name, at }) => `${name} ${(at.epochSeconds - EPOCH) / DAY} ${at.zoneMinutes}`)
}

test('annotated tags have their own date, plain ones that of their commit; without a date there is nothing to tell', async () => {
  const { folder, dir, at, repository } = upstream(3)
  using _ = folder
  tag(dir, 'v1', at(0), `Test <test@example.org> ${EPOCH + 2 * DAY} -0130`)
  git(dir, ['update-ref', 'refs/upstream/tags/v0', at(1)])
  tag(dir, 'untold', at(1), undefined)
  tag(dir, 'forged', at(1), 'Test <test@example.org> -5 +0000')
  tag(dir, 'endless', at(1), 'Test <test@example.org> 99999999999999999999 +0000')
  expect(told(await readDatedTags(repository, at(2)))).toEqual(['v0 1 0', 'v1 2 -90'])
})

test('a rewind takes its tags along, though there are many', async () => {
  const { folder, dir, at, repository } = upstream(30)
  using _ = folder
  for (let day = 0; day < 30; day += 1) git(dir, ['update-ref', `refs/upstream/tags/v1.${day}`, at(day)])
  expect(await readDatedTags(repository, at(29))).toHaveLength(30)
  const names = (await readDatedTags(repository, at(7))).map(({ name }) => name)
  expect(names.toSorted()).toEqual(['v1.0', 'v1.1', 'v1.2', 'v1.3', 'v1.4', 'v1.5', 'v1.6', 'v1.7'])
})

test('the oldest tag with a commit is found wherever it stands', async () => {
  const { folder, dir, at, repository } = upstream(20)
  using _ = folder
  for (let day = 0; day < 20; day += 2) git(dir, ['update-ref', `refs/upstream/tags/v1.${day}`, at(day)])
  const tags = await readDatedTags(repository, at(19))
  for (let day = 0; day < 20; day += 1) {
    const oldest = await oldestTagWith(repository, at(day), tags)
    expect(oldest?.name, `of day ${day}`).toBe(day === 19 ? undefined : `v1.${day + (day % 2)}`)
  }
  expect(await oldestTagWith(repository, at(0), [])).toBeUndefined()
})
