/** Who is asked about a patch, beside the kernel's own get_maintainer.pl: the same people, and how much sooner. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whoIsAsked } from '../../src/base/text/owners/asked.ts'
import { parseMailmap } from '../../src/base/text/owners/mailmap.ts'
import { maintainersOwners } from '../../src/base/text/owners/maintainers-owners.ts'
import { parseMaintainers } from '../../src/base/text/owners/maintainers.ts'
import { patchWords } from '../../src/base/text/owners/patch-words.ts'
import { peopleInFile } from '../../src/base/text/owners/people-in-file.ts'
import { Random } from '../world/random.ts'

export interface OwnersFigures {
  /** Patches that both were asked about, and those on which they agree. */
  readonly compared: number
  readonly same: number
  readonly differences: readonly string[]
  /** Milliseconds a patch, of the script's. */
  readonly script: readonly number[]
  /** Patches asked about by us, reading MAINTAINERS included, and milliseconds for all of them. */
  readonly patches: number
  readonly tookMs: number
}

/** Patches of a usual day in linux-next. */
const PATCHES = 7500

const ARGUMENTS = [
  'scripts/get_maintainer.pl',
  '--no-git',
  '--no-git-fallback',
  '--no-rolestats',
  '--no-fixes',
] as const

export function measureOwners(source: string, compared: number, say: (line: string) => void): OwnersFigures {
  const patches = inventPatches(source, PATCHES)
  say(`${patches.length} patches invented`)
  const began = performance.now()
  const answers = askOurselves(source, patches)
  const tookMs = performance.now() - began
  const folder = mkdtempSync(join(tmpdir(), 'tributary-owners-'))
  const differences: string[] = []
  const script: number[] = []
  try {
    for (const [place, patch] of patches.slice(0, compared).entries()) {
      const file = join(folder, 'one.patch')
      writeFileSync(file, patch, 'latin1')
      const start = performance.now()
      const said = execFileSync('perl', [...ARGUMENTS, file], { cwd: source, stdio: ['ignore', 'pipe', 'ignore'] })
      script.push(performance.now() - start)
      const theirs = [...new Set(said.toString('utf8').split('\n').filter(Boolean).map(addressIn))].sort()
      const ours = [...(answers[place] ?? [])].sort()
      if (theirs.join('\n') !== ours.join('\n')) differences.push(difference(patch, theirs, ours))
      if ((place + 1) % 100 === 0) say(`${place + 1} compared, ${differences.length} differ`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const same = script.length - differences.length
  return { compared: script.length, same, differences, script, patches: patches.length, tookMs }
}

function askOurselves(source: string, patches: readonly string[]): string[][] {
  const owners = maintainersOwners({
    sections: parseMaintainers(readFileSync(join(source, 'MAINTAINERS'), 'utf8')),
    mailmap: parseMailmap(readFileSync(join(source, '.mailmap'), 'utf8')),
    isFolder: (path) => existsSync(join(source, path)) && statSync(join(source, path)).isDirectory(),
  })
  return patches.map((patch) => {
    const { paths, intro, lines } = patchWords(patch)
    const claims = [...paths.flatMap((path) => owners.claimsOn(path)), ...owners.claimsOnWords(intro, lines)]
    const named = paths.filter((path) => owners.namesPeople(path))
    const inFiles = named.flatMap((path) => peopleInFile(readFileSync(join(source, path), 'utf8')))
    const { people, lists } = whoIsAsked(claims, owners, inFiles)
    return [...new Set([...people, ...lists].map(({ email }) => email.toLowerCase()))]
  })
}

/** People are their addresses: by which of their names they are called is .mailmap's to say, which the script reads with letter case. */
function addressIn(line: string): string {
  return (/<([^<>]*)>$/.exec(line)?.[1] ?? line).toLowerCase()
}

function difference(patch: string, theirs: readonly string[], ours: readonly string[]): string {
  const only = (some: readonly string[], others: readonly string[]): string =>
    some.filter((one) => !others.includes(one)).join('; ') || 'nobody'
  const { paths } = patchWords(patch)
  return `${paths.join(' ')}: the script alone names ${only(theirs, ours)}, we alone ${only(ours, theirs)}`
}

/** Changes of one to four files that lie near each other, with lines out of them, as `git format-patch` has them. */
function inventPatches(source: string, count: number): string[] {
  const random = new Random('owners')
  const files = listFiles(source).filter((path) => !/\s/.test(path))
  return Array.from({ length: count }, (_, place) => {
    const first = random.below(files.length)
    const near = Array.from(
      { length: random.between(1, 4) },
      () => files[(first + random.below(6)) % files.length] ?? '',
    )
    const paths = [...new Set(near)].sort()
    const subject = `${(paths[0] ?? '').split('/').slice(0, -1).pop() ?? 'build'}: change ${place}`
    const stat = paths.map((path) => ` ${path} | 2 +-`)
    const diffs = paths.map((path) => fileDiff(path, readFileSync(join(source, path), 'latin1'), random))
    return `From: A <a@example.org>\nSubject: [PATCH] ${subject}\n\nIt was wrong.\n---\n${stat.join('\n')}\n\n${diffs.join('')}`
  })
}

function fileDiff(path: string, content: string, random: Random): string {
  const lines = content.split('\n').slice(0, -1)
  const at = random.below(Math.max(1, lines.length - 8))
  const body = lines
    .slice(at, at + 8)
    .map((line, place) => `${[' ', ' ', '-', '+', '+', '-', ' ', ' '][place] ?? ' '}${line}`)
  const head = `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n`
  return `${head}@@ -${at + 1},6 +${at + 1},6 @@\n${body.join('\n')}\n`
}

function listFiles(source: string): string[] {
  const said = execFileSync('find', ['.', '-type', 'f', '-printf', '%P\\n'], { cwd: source, maxBuffer: 1 << 28 })
  return said.toString('latin1').split('\n').filter(Boolean).sort()
}
