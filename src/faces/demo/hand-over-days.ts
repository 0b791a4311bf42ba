/** The end of the story: x86's part of membarrier reaches its owners. */
import { join } from 'node:path'
import { message, X86 } from './people.ts'
import { type Patch, Repository } from './repository.ts'
import { onFirstCandidate } from './series.ts'
import type { Servers } from './servers.ts'
import { edit } from './sources.ts'
import type { Stage } from './stage.ts'
import { TRAMPOLINE } from './upstream.ts'

export async function playHandOver(
  { git, folder, say, tributary }: Stage,
  { upstream, x86, rseq }: Servers,
): Promise<void> {
  say('Tuesday, 28 November: x86 takes it', 'headline')
  say(`They were asked on Monday, with a branch of exactly that commit, which merges into their tree and into next. They have pulled it, and added
a comment. The rseq maintainer has put what is left on v4.15-rc1.`)
  await x86.follow(Repository.at(git, join(folder, 'record.git'), 'next'))
  await x86.push([pulled()])
  await rseq.follow(upstream)
  await rseq.push(onFirstCandidate())
  await tributary('run', '--date', '2017-11-28')
  await tributary('hand-overs')
  say('The rseq maintainer has been asked to drop the copy. That is the end of it.')
}

/** On top of what was handed over. */
function pulled(): Patch {
  const trampoline = String(TRAMPOLINE.files['arch/x86/entry.c'])
  const line = '\tif (task->process->must_serialize)\n'
  return {
    on: 'for-next',
    from: 'refs/from/next/hand-over/rseq/membarrier-x86',
    by: X86,
    day: '2017-11-27',
    message: message('x86/entry: Say why the core is serialized', { signed: [X86] }),
    files: {
      'arch/x86/entry.c': edit(
        trampoline,
        '\twhile (work) {\n',
        `\t/* Compilers may have written code anew. */\n${line}\t\tserialize_core();\n\twhile (work) {\n`,
      ),
    },
  }
}
