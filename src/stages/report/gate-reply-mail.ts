/** Replies in the thread about who broke a gate: that it is over, that the tree has moved and still breaks it, that upstream has it now. */
import type { GateName } from '../../base/model/gate.ts'
import type { Mail } from '../../base/model/mail.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { FaultId } from '../../base/model/search-report.ts'
import { unreachable } from '../../base/std/assert.ts'
import { oneLine } from '../../base/text/printable.ts'
import { wrap } from '../../base/text/wrap.ts'
import { type Addressing, whoHears } from './gate-mail.ts'
import { givenUpSentences } from './given-up-words.ts'
import { messageId } from './message-id.ts'
import { signature, treeTitle } from './words.ts'

export interface GateReplyInput extends Addressing {
  readonly kind: 'over' | 'still' | 'in-upstream'
  /** Of the release that the news is from. */
  readonly record: RunRecord
  readonly fault: FaultId
  readonly gate: GateName
  /** The tree's version that is red as well, for `still`. */
  readonly version: CommitOid | undefined
  /** The mail that is answered. */
  readonly told: { readonly messageId: string; readonly subject: string }
}

export function gateReplyMail(input: GateReplyInput): Mail {
  const { project, record, fault, kind, told } = input
  const { plan } = record
  return {
    messageId: messageId(project, plan.release, `${kind}.${fault}`),
    date: plan.instant,
    from: project.integrator,
    ...whoHears(input),
    subject: `Re: ${told.subject}`,
    body: ['Hi all,', wrap(sentences(input).join(' ')), signature(project)].join('\n\n'),
    inReplyTo: told.messageId,
  }
}

function sentences(input: GateReplyInput): string[] {
  const { kind, gate, record, culprit, version } = input
  const { plan } = record
  const tree = treeTitle(culprit.trees.at(-1), plan)
  switch (kind) {
    case 'over':
      return [`The gate ${gate} passes in ${plan.release}, so this is over.`]
    case 'still': {
      const as = version === undefined ? 'as it is now' : `as it is now, at ${short(version)}`
      return [
        `The gate ${gate} still fails with ${tree} ${as}, in the same way.`,
        ...givenUpSentences(record, culprit),
        'No more mails follow until it passes.',
      ]
    }
    case 'in-upstream': {
      const { commit } = culprit
      const what = commit === undefined ? tree : `${short(commit.commit)} ("${oneLine(commit.subject)}")`
      return [
        `${what} is in ${plan.upstream.name} now, and the gate ${gate} fails there by itself: no tree can be left out for it any more, and a fix has to go to upstream.`,
      ]
    }
    default:
      return unreachable(kind)
  }
}
