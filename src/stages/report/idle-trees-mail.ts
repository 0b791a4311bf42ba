/** One mail about all trees that have not moved for a year: they are to be removed, and this is the table of them. Pure. */
import type { Mail } from '../../base/model/mail.ts'
import { assert } from '../../base/std/assert.ts'
import { oneLine } from '../../base/text/printable.ts'
import { wrap } from '../../base/text/wrap.ts'
import type { FindingMailInput } from './finding-words.ts'
import { messageId } from './message-id.ts'
import type { NewFinding } from './new-finding.ts'
import { addressReport, contactsOf } from './recipients.ts'
import { indented, integrationName, signature } from './words.ts'

/** To the lists, since whoever used a tree may miss it; its contacts hear as well. */
export function idleTreesMail(found: readonly NewFinding[], { project, trees, record }: FindingMailInput): Mail {
  const { plan } = record
  const [first] = found
  assert(first !== undefined, 'a mail is about something')
  const contacts = found.flatMap(({ finding }) => contactsOf(finding.tree, trees, project))
  return {
    messageId: messageId(project, plan.release, `finding.${first.finding.id}`),
    date: plan.instant,
    from: project.integrator,
    ...addressReport(project.lists.length > 0 ? project.lists : [project.integrator], [], contacts),
    subject: `${integrationName(project)}: trees to be removed`,
    body: [
      'Hi all,',
      wrap('Nothing was committed to these trees for more than a year, so they are to be removed:'),
      indented(table([TITLES, ...found.flatMap(({ finding }) => (finding.row ? [finding.row] : []))])),
      wrap(
        'Whoever wants one kept says so, or better moves its branch. One that was removed is added again on request.',
      ),
      signature(project),
    ].join('\n\n'),
    inReplyTo: undefined,
  }
}

const TITLES = ['Tree', 'Last commit', 'Where', 'What it has']

function table(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => oneLine(cell)))
  const widths = TITLES.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
