/** In which steps a roster is merged. */
import type { Admission } from '../../base/model/admission.ts'
import type { TreeName } from '../../base/model/names.ts'

/** A tree, or a group that goes in as one. */
interface Step {
  readonly group: TreeName | undefined
  readonly members: readonly Admission[]
}

/** Trees one by one, and the members of a group together. */
export function stepsOf(admissions: readonly Admission[]): readonly Step[] {
  const steps: { group: TreeName | undefined; members: Admission[] }[] = []
  for (const admission of admissions) {
    const last = steps.at(-1)
    const { group } = admission.tree
    if (group !== undefined && last?.group === group) last.members.push(admission)
    else steps.push({ group, members: [admission] })
  }
  return steps
}
