/** The reply that ends the thread about who broke a gate. */
import type { GateName } from '../../base/model/gate.ts'
import type { Mail } from '../../base/model/mail.ts'
import type { Plan } from '../../base/model/run.ts'
import type { FaultId } from '../../base/model/search-report.ts'
import { wrap } from '../../base/text/wrap.ts'
import { type Addressing, whoHears } from './gate-mail.ts'
import { messageId } from './message-id.ts'
import { signature } from './words.ts'

export interface GateOverInput extends Addressing {
  /** Of the release in which the gate is green again. */
  readonly plan: Plan
  readonly fault: FaultId
  readonly gate: GateName
  /** The mail that is answered. */
  readonly told: { readonly messageId: string; readonly subject: string }
}

/** It says that the gate passes, not why: the tree may be mended, or not be in the release. */
export function gateOverMail(input: GateOverInput): Mail {
  const { project, plan, fault, gate, told } = input
  return {
    messageId: messageId(project, plan.release, `over.${fault}`),
    date: plan.instant,
    from: project.integrator,
    ...whoHears(input),
    subject: `Re: ${told.subject}`,
    body: ['Hi all,', wrap(`The gate ${gate} passes in ${plan.release}, so this is over.`), signature(project)].join(
      '\n\n',
    ),
    inReplyTo: told.messageId,
  }
}
