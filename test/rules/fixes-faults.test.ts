import { expect, test } from 'vitest'
import type { NamedCommit } from '../../src/base/model/facts.ts'
import { commitOid } from '../../src/base/model/oid.ts'
import { fixesTags } from '../../src/base/text/fixes-tags.ts'
import { correctTag, type FixesFault, faultsOf } from '../../src/rules/fixes-faults.ts'
import { WHY_SKIPPED } from '../world/shared-data.ts'
import { toldTags } from '../world/tag-mails.ts'

const COMMIT = commitOid('0123456789ab'.padEnd(40, '0'))

function named(subject: string, isAncestor = true): NamedCommit {
  return { kind: 'commit', commit: COMMIT, subject, isAncestor }
}

function faults(line: string, target: NamedCommit): FixesFault[] {
  return fixesTags(`s\n\n${line}\n`).flatMap((tag) => faultsOf(tag, target))
}

test.each<[string, FixesFault[]]>([
  ['Fixes: 0123456789ab ("net: one")', []],
  ['Fixes: 0123456789ab (net: one)', []],
  ['Fixes: 0123456789ab "net: one"', []],
  ['Fixes: 0123456789ab net: one', []],
  ['Fixes: 0123456789ab (“net: one”)', []],
  ['Fixes: 0123456789ab ("net: one") # v5.4', []],
  ['Fixes: 0123456789ab ("net: ...")', []],
  ['Fixes: 0123456789ab ("... one")', []],
  ['Fixes: 0123456789ab ("net:")', []],
  ['Fixes: 01234567 ("net: one")', ['too-short']],
  ['Fixes: commit 0123456789ab ("net: one")', ['leading-word']],
  ['Fixes: 0123456789ab', ['no-subject']],
  ['Fixes: 0123456789ab("net: one")', ['no-space']],
  ['Fixes: 0123456789ab ("net: one', ['bracket-open', 'quote-open']],
  ['Fixes: 0123456789ab ("net: one)', ['quote-open']],
  ['Fixes: 0123456789ab ("net: two")', ['subject-differs']],
  ['Fixes: 0123456789ab ("net: one.")', ['subject-differs']],
  ['Fixes: 0123456789ab ("net: one"), ba9876543210 ("net: two")', ['several']],
  ['Fixes: v5.4', ['no-id']],
])('%s has %j', (line, expected) => {
  expect(faults(line, named('net: one'))).toEqual(expected)
})

test('a tag of a hundred thousand blanks is read in no time', () => {
  expect(faults(`Fixes: 0123456789ab${' '.repeat(100_000)}x`, named('net: one'))).toEqual(['subject-differs'])
})

test('of what cannot be found, only what is written is judged', () => {
  expect(faults('Fixes: commit 01234567 ("net', { kind: 'missing' })).toEqual(['no-such-commit', 'leading-word'])
  expect(faults('Fixes: 01234567 ("net: one")', { kind: 'ambiguous' })).toEqual(['ambiguous'])
})

test('a commit that will never be an ancestor is no good', () => {
  expect(faults('Fixes: 0123456789ab ("net: one")', named('net: one', false))).toEqual(['not-ancestor'])
})

test('the right line has twelve digits and the subject whole', () => {
  expect(correctTag(COMMIT, 'net: one')).toBe('Fixes: 0123456789ab ("net: one")')
})

/** The integrators' words for what we have words of our own for. */
const THEIRS: Partial<Record<FixesFault, string>> = {
  'no-id': 'No SHA1 recognised',
  'no-such-commit': 'Target SHA1 does not exist',
  'too-short': 'SHA1 should be at least 12 digits long',
  'leading-word': "leading word 'commit' unexpected",
  'bracket-open': 'Subject has leading but no trailing parentheses',
  'quote-open': 'Subject has leading but no trailing quotes',
  'subject-differs': 'Subject does not match target commit subject',
  'no-subject': 'missing subject',
  'no-space': 'missing space between the SHA1 and the subject',
}

test('the tags of four months of mails are judged as the integrators judged them', (context) => {
  const told = toldTags('linux-next-list-2022-01-04.mbox.xz')
  context.skip(told === undefined, WHY_SKIPPED)
  const differences = (told ?? []).flatMap(({ tag, problems, meant }) => {
    const own = tag.replace(/^fixes:\s*(?:commit\s*)?[0-9a-f]+\s*/i, '').replace(/^\(?["']?|["']?\)?$/g, '')
    const differs = problems.includes('Subject does not match target commit subject')
    const subject = meant ?? (differs ? 'unknown' : own)
    const target = problems.includes('Target SHA1 does not exist') ? ({ kind: 'missing' } as const) : named(subject)
    const ours = faults(tag, target).flatMap((fault) => THEIRS[fault] ?? [])
    const same = ours.toSorted().join() === problems.toSorted().join()
    return same ? [] : [`${tag}: they ${problems.join(', ')}; we ${ours.join(', ')}`]
  })
  const problems = (told ?? []).reduce((sum, one) => sum + one.problems.length, 0)
  expect({ tags: told?.length, problems, differences }).toMatchInlineSnapshot(`
    {
      "differences": [],
      "problems": 87,
      "tags": 73,
    }
  `)
})
