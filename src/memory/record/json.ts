/** JSON that we wrote ourselves. What does not parse is damage, and is named. */
import { OperatingError } from '../../base/std/operating-error.ts'

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it wrote
export function parseJson<Value>(text: string, what: string): Value {
  try {
    return JSON.parse(text) as Value
  } catch (cause) {
    throw new OperatingError(
      'record-corrupt',
      `the record's ${what} is not JSON`,
      'Check the record with: git fsck --full. A mirror of it can be taken up with: tributary init --from',
      cause,
    )
  }
}
