/** `npm run demo`: plays the rseq episode in a folder, by the command line that everybody uses. */
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { usageError } from '../../base/std/operating-error.ts'
import { bearClosedPipes } from '../cli/closed-pipe.ts'
import { makeMachine } from '../cli/machine.ts'
import { makeScreen } from '../cli/print/screen.ts'
import { makeProgram } from '../cli/program.ts'
import { runUntilStopped, stop } from '../cli/stop.ts'
import { playRseqEpisode } from './tour.ts'

bearClosedPipes([process.stdout, process.stderr])
void runUntilStopped(async () => {
  const folder = await emptyFolder(process.argv[2])
  try {
    await play(folder)
  } catch (error) {
    // A story told by half is nothing to look at.
    if (stop.aborted) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
})

async function play(folder: string): Promise<void> {
  const started = performance.now()
  const screen = makeScreen({})
  const { bold, cyan } = screen.colours
  await playRseqEpisode({
    git: makeMachine().git,
    folder,
    command: `./tributary -C ${folder}`,
    say: (text, style) => {
      screen.line(style === 'headline' ? `\n${bold(`== ${text} ==`)}\n` : `${text}\n`)
    },
    tributary: async (...words) => {
      screen.line(cyan(`$ tributary ${words.map(quoted).join(' ')}`))
      await makeProgram().parseAsync(['node', 'tributary', '-C', folder, ...inFolder(words, folder)])
      screen.line()
    },
  })
  screen.line(`\nAll this took ${((performance.now() - started) / 1000).toFixed(1)} s.`)
}

/** The one that was named, or a fresh one under the system's temporary folder. */
async function emptyFolder(named: string | undefined): Promise<string> {
  if (named === undefined) return realpath(mkdtempSync(join(tmpdir(), 'tributary-demo-')))
  const folder = resolve(named)
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0)
    throw usageError(`${folder} is not empty`, 'Name a folder that is not there yet, or an empty one.')
  return folder
}

/** `init .` means the workspace, wherever this was started. */
function inFolder(words: readonly string[], folder: string): string[] {
  return words.map((word) => (word === '.' ? folder : word))
}

/** A word as a shell needs it. */
function quoted(word: string): string {
  return /^[\w./#:=-]+$/.test(word) ? word : `'${word}'`
}
