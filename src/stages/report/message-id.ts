/** Message-ids that can be worked out again from what a mail is about, so that later mails find their thread. */
import type { ConflictId } from '../../base/model/conflict.ts'
import type { ReleaseName } from '../../base/model/names.ts'
import type { Project } from '../../base/model/roster.ts'
import type { ReminderKey } from '../../base/model/report.ts'
import type { FaultId } from '../../base/model/search-report.ts'

/** `linux-next-20260114.5d2f…@example.org`: the release that first told of it, then the conflict, the fault or its end, at the integrator's domain. */
export function messageId(
  project: Project,
  release: ReleaseName,
  about: ConflictId | FaultId | ReminderKey | 'summary' | `${'over' | 'still' | 'in-upstream' | 'finding'}.${string}`,
): string {
  const name = project.name.replace(/[^A-Za-z0-9-]+/g, '-')
  const domain = /@([A-Za-z0-9.-]+)$/.exec(project.integrator.email)?.[1] ?? 'invalid'
  return `${name}-${release}.${about}@${domain}`
}
