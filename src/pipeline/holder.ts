/** Who we are to others that find the record locked. */
import { isoTime } from '../base/model/instant.ts'
import type { Holder } from '../memory/record/lock.ts'
import type { Machine } from './workspace.ts'

export function holderOf(machine: Machine): Holder {
  return { pid: machine.pid, command: machine.command, since: isoTime(machine.clock()) }
}
