/** How long it takes to make an adopted branch anew: by Tributary, and as git's own maintainer's script does, by merges in a work tree with rerere. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { git, tryGit } from '../git.ts'
import { runOffline, tributary } from '../tributary.ts'
import { type AdoptedBranch, checkOutMain, makeAdoptedBranch, treeOf } from '../world/adopted-branch.ts'
import { copyFolder } from '../workspace.ts'

/** Seconds, round by round. */
export interface Rebuilt {
  readonly merges: number
  readonly adopt: number
  readonly run: readonly number[]
  readonly verify: readonly number[]
  readonly workTree: readonly number[]
}

export async function rebuildAdopted(rounds: number, say: (line: string) => void): Promise<Rebuilt> {
  const parent = mkdtempSync(join(tmpdir(), 'tributary-adopted-'))
  try {
    say('merging a branch by hand')
    const branch = await makeAdoptedBranch(parent)
    const adopted = join(parent, 'adopted')
    const { seconds: adopt } = await tributary(parent, ['-C', adopted, 'adopt', 'main..seen', '--repo', branch.folder])
    const run: number[] = []
    const verify: number[] = []
    const workTree: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      say(`round ${round} of ${rounds}`)
      workTree.push(inWorkTree(branch))
      const folder = join(parent, `round-${round}`)
      copyFolder(adopted, folder)
      const { answer, seconds } = await runOffline(folder)
      sameTree('tributary run', answer.contentTree, branch)
      run.push(seconds)
      verify.push((await tributary(folder, ['verify'])).seconds)
    }
    return { merges: branch.topics.length, adopt, run, verify, workTree }
  } finally {
    rmSync(parent, { recursive: true })
  }
}

/** A topic is merged; rerere fills in what it knows and puts it into the index; a merge-fix is picked on top, and joins the merge. */
function inWorkTree(branch: AdoptedBranch): number {
  const { folder, topics, mergeFixes } = branch
  checkOutMain(branch)
  const started = performance.now()
  for (const topic of topics) {
    const { exit } = tryGit(folder, ['merge', '--no-ff', '--quiet', '--no-edit', '--rerere-autoupdate', topic])
    if (exit !== 0) {
      if (git(folder, ['ls-files', '--unmerged']) !== '') throw new Error(`rerere does not know the merge of ${topic}`)
      git(folder, ['commit', '--quiet', '--no-edit'])
    }
    const fix = mergeFixes.get(topic)
    if (fix === undefined) continue
    git(folder, ['cherry-pick', '--no-commit', fix])
    git(folder, ['commit', '--quiet', '--amend', '--no-edit', '--all'])
  }
  const seconds = (performance.now() - started) / 1000
  sameTree('the work tree', treeOf(branch, 'HEAD'), branch)
  return seconds
}

/** A speed with a wrong answer is no speed. */
function sameTree(who: string, found: string, { tree }: AdoptedBranch): void {
  if (found !== tree) throw new Error(`${who} came to the tree ${found} and not to ${tree}`)
}
