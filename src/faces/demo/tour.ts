/** Plays the rseq episode on real repositories, day by day, and says what is to be seen. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatPerson, type Person } from '../../base/model/person.ts'
import { assert } from '../../base/std/assert.ts'
import { look } from '../../pipeline/look.ts'
import { readMails } from '../../pipeline/outbox.ts'
import { openWorkspace } from '../../pipeline/workspace.ts'
import { playCycleDays } from './cycle-days.ts'
import { playGateDays } from './gate-days.ts'
import { ARM64, DOCS, INTEGRATOR, NEXT_LIST, POWERPC, RSEQ, SCHED, X86 } from './people.ts'
import type { Stage } from './stage.ts'
import { loseThings, mendThings, openMergeWindow, openServers, type Servers } from './servers.ts'

export async function playRseqEpisode(stage: Stage): Promise<void> {
  const { git, folder, say } = stage
  say('The rseq episode', 'headline')
  say(`Autumn 2017, the last days before a merge window. Restartable sequences ("rseq") and their companions have a tree of
their own; one of its patches is about to reach into code that belongs to somebody else. Everything here happens on
real repositories in ${folder}. Its people, and its C, are made up.`)
  await mkdir(folder, { recursive: true })
  await setUp(stage)
  const servers = await openServers(git, join(folder, 'servers'))
  await addTrees(stage, servers)
  await friday(stage)
  await openMergeWindow(servers)
  await tuesday(stage)
  await loseThings(servers)
  await wednesday(stage)
  await mendThings(servers)
  await thursday(stage)
  await nothingMoved(stage)
  await playGateDays(stage, servers)
  await playCycleDays(stage, servers)
  await showMails(stage)
  await farewell(stage)
}

async function setUp({ folder, say, tributary }: Stage): Promise<void> {
  say('A workspace', 'headline')
  say('One folder holds the roster (a text file that is yours to edit) and the record (one bare git repository).')
  const upstream = `${join(folder, 'servers', 'upstream.git')}#master`
  await tributary('init', '.', '--upstream', upstream, '--name', 'linux', '--integrator', formatPerson(INTEGRATOR))
  const roster = join(folder, 'tributary.toml')
  const text = await readFile(roster, 'utf8')
  await writeFile(roster, text.replace('# lists = ["next@example.org"]', `lists = ["${NEXT_LIST}"]`))
}

async function addTrees({ say, tributary }: Stage, servers: Servers): Promise<void> {
  say(`Six maintainers, eight trees. Their order decides who yields: fixes first, the newcomer last. (The commands are typed
in that folder.)`)
  const add = (name: string, source: string, contact: Person): Promise<void> =>
    tributary('trees', 'add', name, source, '--contact', formatPerson(contact))
  await add('arm64-fixes', servers.arm64.source('fixes'), ARM64)
  await add('x86-fixes', servers.x86.source('urgent'), X86)
  await add('arm64', servers.arm64.source('for-next'), ARM64)
  await add('powerpc', servers.powerpc.source('next'), POWERPC)
  await add('docs', servers.docs.source('docs-next'), DOCS)
  await add('sched', servers.sched.source('sched/core'), SCHED)
  await add('x86', servers.x86.source('for-next'), X86)
  await add('rseq', servers.rseq.source('for-next'), RSEQ)
}

async function friday({ say, tributary }: Stage): Promise<void> {
  say('Friday, 10 November: v4.14-rc8 is five days old', 'headline')
  say('A clean day. Every tree is fetched, checked and merged onto upstream, and a release is published.')
  await tributary('run', '--date', '2017-11-10')
}

async function tuesday(stage: Stage): Promise<void> {
  const { say, tributary } = stage
  say('Tuesday, 14 November: the merge window is open', 'headline')
  say(`v4.14 came out on Sunday. Upstream pulled the x86 tree at once, which changes how x86 leaves the kernel. On the
same Monday the rseq tree gained its last patch: the x86 part of the membarrier command, in the very same lines.`)
  await tributary('run', '--date', '2017-11-14')
  say(`Nobody had to be there. The release is whole: it holds rseq as it was on Friday, without the patch that clashes. And
the conflict is data now, with the two commits that made the clashing lines, and whose they are:`)
  await tributary('conflicts', await theConflict(stage))
  say(`Was that allowed outside the x86 tree? Had its owners seen it? The project's own MAINTAINERS says whose code it is, and the
commit says who has agreed:`)
  await tributary('findings', 'rseq', '--at', '2017-11-14')
}

async function wednesday({ say, tributary }: Stage): Promise<void> {
  say('Wednesday, 15 November: other bad news', 'headline')
  say(`powerpc threw a patch away and pushed with force. The server of the docs tree is down. rseq is as it was: its
conflict stays, and nobody is told of it a second time.`)
  await tributary('run', '--date', '2017-11-15')
  await tributary('status')
}

async function thursday({ say, tributary }: Stage): Promise<void> {
  say('Thursday, 16 November: the way out', 'headline')
  say(`The rseq maintainer took the x86 patch out of the series, to hand it to the x86 maintainers once the generic part is
upstream, and put the rest on v4.14. The docs server is back.`)
  await tributary('run', '--date', '2017-11-16')
  await tributary('log', 'rseq')
}

async function nothingMoved({ say, tributary }: Stage): Promise<void> {
  say('Friday, 17 November: nobody pushed', 'headline')
  await tributary('run', '--date', '2017-11-17')
}

async function showMails(stage: Stage): Promise<void> {
  const { say, tributary } = stage
  say('What people were told', 'headline')
  say('Mails wait in an outbox, an ordinary mailbox file, until you send them.')
  await tributary('outbox')
  say(`The first mail about the conflict: to the rseq maintainer, and to the author on the other side, who is known to upstream. It
names the commit pair and shows the combined diff:`)
  await tributary('outbox', await theMail(stage, 'manual merge'))
  say('The one to the scheduler maintainer, about what breaks only together with arm64:')
  await tributary('outbox', await theMail(stage, 'failure after merge of the sched tree'))
  say('The one that asks the x86 maintainers for what is theirs:')
  await tributary('outbox', await theMail(stage, 'please take'))
  say('And the summary of Thursday, the sixteenth:')
  await tributary('outbox', await theMail(stage, 'Nov 16'))
}

async function farewell({ command, folder, say, tributary }: Stage): Promise<void> {
  say('Is it true?', 'headline')
  say('Any release can be made again from its own record, with every merge done by git itself, to the same commit id:')
  await tributary('verify', 'next-20171114')
  say('Where to look next', 'headline')
  say(`The workspace stays where it is, an ordinary one:

  ${command} status
  ${command} show next-20171115
  ${command} log powerpc
  ${command} flux
  ${command} conflicts --release next-20171114
  ${command} show --json
  git -C ${join(folder, 'record.git')} log --first-parent --oneline next

Push something to one of the repositories in servers/, type \`run\`, and see.
docs/guide/a-day.md tells a day's work with it, README.md how to begin one of your own.`)
}

/** The id of the one conflict of the last release. */
async function theConflict({ git, folder }: Stage): Promise<string> {
  await using looked = await look(openWorkspace(git, folder))
  const name = await looked.runs.latest()
  const release = name && (await looked.runs.read(name))
  const [conflict] = release?.record.conflicts ?? []
  assert(conflict !== undefined, 'the story has its conflict')
  return conflict.id
}

/** The number of the first mail whose subject has these words. */
async function theMail({ git, folder }: Stage, words: string): Promise<string> {
  const mail = (await readMails(openWorkspace(git, folder))).find(({ subject }) => subject.includes(words))
  assert(mail !== undefined, `a mail about ${words}`)
  return String(mail.number)
}
