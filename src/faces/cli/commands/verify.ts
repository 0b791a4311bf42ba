/** `tributary verify`. */
import { unreachable } from '../../../base/std/assert.ts'
import { verify as verifyIt, type Verification } from '../../../pipeline/verify.ts'
import { EXIT } from '../exit.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function verify(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const found = await verifyIt(theWorkspace(machine, options), machine, args[0])
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(verificationJson(found))
  else screen.line(words(found))
  if (found.kind === 'differs') process.exitCode = EXIT.no
}

function verificationJson(found: Verification) {
  const { kind, release } = found
  return {
    release: release.name,
    verdict: kind,
    commit: release.commit,
    rebuilt: kind === 'differs' ? found.rebuilt.commit : null,
    firstDifference: kind === 'differs' ? (found.first ?? null) : null,
  }
}

function words(found: Verification): string {
  const { name } = found.release
  switch (found.kind) {
    case 'same':
      return `${name} is what its record says: rebuilt from it, it has the same commit id.`
    case 'same-content':
      return `${name} has the content its record says. ${twoGits(found)}, which tells otherwise of how it came there.`
    case 'differs':
      return [
        `${name} is not what its record gives: ${found.rebuilt.commit === found.release.commit ? 'its commit is right, but the record tells otherwise of it' : `rebuilt it is ${found.rebuilt.commit}`}.`,
        found.first === undefined
          ? 'Every merge is the same; the record files differ.'
          : `The first merge that differs is that of the ${found.first} tree.`,
        ...(found.gitVersion === found.release.record.plan.gitVersion ? [] : [`${twoGits(found)}.`]),
      ].join(' ')
    default:
      return unreachable(found)
  }
}

function twoGits({ release, gitVersion }: Exclude<Verification, { readonly kind: 'same' }>): string {
  return `It was made with git ${release.record.plan.gitVersion}; this is ${gitVersion}`
}
