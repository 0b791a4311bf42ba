/** Whether gates can be shut in on this machine: tried once, for a bubblewrap that is installed may not be allowed to work. */
import type { Git } from '../../../base/git/spawn.ts'
import type { GatePoolSettings } from '../../../base/model/gate.ts'
import type { Listener } from '../../../base/model/event.ts'
import { OperatingError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { bubblewrap, visiblePath } from './sandbox.ts'
import { MARK, type Slot } from './slot.ts'
import { runProgram } from './start.ts'
import { findProgram } from './tools.ts'

/** It takes 20 ms where it works. */
const PROBE_LIMITS = { seconds: 20, outputBytes: 1e6, memoryBytes: 1e9, processes: 100 }

/** Says so loudly when there is none and the operator did not turn it off; refuses when the operator requires it. */
export async function probeSandbox(
  git: Git,
  { sandbox, readable, listen }: Pick<GatePoolSettings, 'sandbox' | 'readable'> & { readonly listen: Listener },
  slot: Slot,
): Promise<boolean> {
  if (sandbox === 'off') return false
  const why = await whyNot(git.setting.searchPath, readable, slot)
  if (why === undefined) return true
  if (sandbox === 'require') {
    throw new OperatingError(
      'sandbox-missing',
      `[gate-pool] requires a sandbox, and ${why}`,
      'Install bubblewrap (Debian: apt-get install bubblewrap) and allow user namespaces, or write sandbox = "when-there" to run gates without.',
    )
  }
  listen({
    kind: 'warning',
    what: `gates run without a sandbox: ${why}. What is fetched can then read this user's files, write them and reach the network while it builds. Install bubblewrap (Debian: apt-get install bubblewrap), or write sandbox = "off" under [gate-pool] to hear no more of it`,
  })
  return false
}

async function whyNot(searchPath: string, readable: readonly string[], slot: Slot): Promise<string | undefined> {
  if ((await findProgram('bwrap', searchPath)) === undefined) return 'bubblewrap is not installed'
  await slot.prepare()
  const { ending, output } = await runProgram({
    argv: [...bubblewrap(slot.folders, readable), '/bin/sh', '-c', 'true'],
    env: { PATH: searchPath, [MARK]: slot.path },
    folder: slot.folders.tree,
    mark: slot.mark,
    limits: PROBE_LIMITS,
    fault: async () => undefined,
    signal: undefined,
  })
  if (ending.kind === 'exited' && ending.exit === 0 && visiblePath(searchPath, readable) !== '') return undefined
  return `bubblewrap does not work here: ${oneLine(output) || 'it said nothing'}`
}
