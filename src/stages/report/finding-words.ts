/** What mails about findings have in common. */
import type { RuleName } from '../../base/model/finding.ts'
import type { PlannedTree } from '../../base/model/run.ts'
import { wrap } from '../../base/text/wrap.ts'
import type { ReportInput } from './input.ts'

export type FindingMailInput = Pick<ReportInput, 'project' | 'trees' | 'record' | 'mayHear' | 'findings'>

/** As linux-next's readers know and filter them. */
const SUBJECTS: Readonly<Partial<Record<RuleName, readonly [one: string, several: string]>>> = {
  ownership: ['change to code of others', 'changes to code of others'],
  'sign-off': ['Signed-off-by missing for commit', 'Signed-off-by missing for commits'],
  'fixes-tag': ['Fixes tag needs some work', 'Fixes tags need some work'],
  duplicate: ['duplicate patch', 'duplicate patches'],
  'wrong-merge': ['patch that merges wrongly', 'patches that merge wrongly'],
  'stray-file': ['unexpected file', 'unexpected files'],
  'odd-date': ['odd date of a commit', 'odd dates of commits'],
  'back-merge': ['merge to look at', 'merges to look at'],
}

export function subjectOf(rule: RuleName, findings: number): string {
  const [one, several] = SUBJECTS[rule] ?? [`${rule} to look at`, `${rule} to look at`]
  return findings === 1 ? one : several
}

export function whatFollows(planned: PlannedTree | undefined): string[] {
  if (planned?.reason.kind !== 'held-by-rule') return []
  return [wrap('Nothing of the tree goes in until this is mended, or accepted as it is.')]
}
