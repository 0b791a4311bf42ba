/** Makes a roster, its order and resolutions out of an integration branch that is there already, so that the next run makes it again. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { addPack } from '../../base/git/pack.ts'
import { moveRefs, readRefs, type RefMove } from '../../base/git/refs.ts'
import { listFirstParents } from '../../base/git/merge-list.ts'
import { parseCommit } from '../../base/git/objects.ts'
import { resolveCommit } from '../../base/git/rev-parse.ts'
import { REF_UPSTREAM, type RefName, treeRef } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { short } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'
import type { Roster } from '../../base/model/roster.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { oneLine } from '../../base/text/printable.ts'
import { type IntegrationLock, withIntegrationLock } from '../../memory/record/lock.ts'
import { readMergeAttributes } from '../../stages/integrate/attributes.ts'
import { openWorkshop, type Workshop } from '../../stages/integrate/workshop.ts'
import { addScheme } from '../../stages/roster/add-scheme.ts'
import { appendTrees } from '../../stages/roster/edit-trees.ts'
import { treeToml } from '../../stages/roster/tree-toml.ts'
import { fillEmptyFolder } from '../empty-folder.ts'
import { fetchAll } from '../fetch.ts'
import { holderOf } from '../holder.ts'
import { type InitOptions, initWorkspace } from '../init.ts'
import { keepResolutions } from '../keep-resolutions.ts'
import { bring, folderOf, stagingName } from '../other-repository.ts'
import { parseRange } from '../revision-range.ts'
import { editRoster } from '../roster-edit.ts'
import { rosterOf } from '../roster.ts'
import { type Machine, openWorkspace, type Workspace, workspacePaths } from '../workspace.ts'
import { type AdoptedLine, readLine } from './adopted-line.ts'
import { type AdoptedSource, openAdoptedSource, upstreamOf } from './adopted-source.ts'
import { type AdoptedTree, placeTrees } from './place-trees.ts'

export interface AdoptWish {
  /** `<base>..<branch>`. */
  readonly range: string
  /** A folder or URL; where upstream is when left out. */
  readonly repo: string | undefined
  /** Who makes the releases of a workspace that is made. */
  readonly integrator: Person
}

export interface Adoption {
  /** The folder of the workspace, when it was made now. */
  readonly made: string | undefined
  readonly trees: readonly AdoptedTree[]
  /** Merges with something done by hand, and how much that was. */
  readonly resolutions: number
  readonly conflictedFiles: number
  readonly fixedFiles: number
  /** Ordinary commits that became merge fixes. */
  readonly carriedFixes: number
  readonly notes: readonly string[]
}

/** In a workspace whose roster has no trees yet, or in a folder where one is made. */
export async function adopt(machine: Machine, dir: string, wish: AdoptWish): Promise<Adoption> {
  const { from, to } = parseRange(wish.range)
  if (from === undefined)
    throw usageError(`${JSON.stringify(wish.range)} has no base`, 'Write it as <base>..<branch>, such as main..next.')
  const wanted = await workspaceWanted(machine, dir, { ...wish, from, to })
  const go = () => adoptInto(machine, dir, wish.repo, { from, to })
  if (wanted === undefined) return { made: undefined, ...(await go()) }
  // What fails takes the workspace with it: the next attempt may name another base, and would find this one's roster.
  return fillEmptyFolder(resolve(dir), async () => ({
    made: (await initWorkspace(machine, dir, wanted)).dir,
    ...(await go()),
  }))
}

function adoptInto(
  machine: Machine,
  dir: string,
  repo: string | undefined,
  ends: { readonly from: string; readonly to: string },
): Promise<Omit<Adoption, 'made'>> {
  const workspace = openWorkspace(machine.git, dir)
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, (lock) =>
    new Adopter(workspace, machine, lock).go(repo, ends),
  )
}

/** Nothing where there is one. Else the folder must be free for it, and the repository must be named. */
async function workspaceWanted(
  machine: Machine,
  dir: string,
  { repo, from, to, range, integrator }: AdoptWish & { readonly from: string; readonly to: string },
): Promise<InitOptions | undefined> {
  if (existsSync(workspacePaths(dir).rosterPath)) return undefined
  const isFree = !existsSync(dir) || (await readdir(dir)).length === 0
  if (!isFree || repo === undefined)
    throw usageError(
      isFree ? 'the repository to adopt from is missing' : `${dir} is no workspace`,
      `Name a folder in which one is made, and the repository: tributary -C <new folder> adopt ${oneLine(range)} --repo <folder or URL>`,
    )
  const folder = await folderOf(machine.git, repo)
  const tip = folder === undefined ? undefined : await resolveCommit(machine.git.at(folder), to)
  const upstream = await upstreamOf(machine, repo, from)
  if (upstream === undefined || (folder !== undefined && tip === undefined))
    throw usageError(
      `there is no branch ${JSON.stringify(oneLine(upstream === undefined ? from : to))} in ${oneLine(repo)}`,
      upstream === undefined
        ? 'Upstream is followed from day to day, so it must be a branch. Where it is elsewhere, make the workspace first: tributary init <folder> --upstream <url>#<branch>'
        : 'Name a branch, a tag or a commit that is there.',
    )
  return {
    upstream: `${upstream.url}#${upstream.branch}`,
    name: undefined,
    upstreamName: undefined,
    integrator,
  }
}

class Adopter {
  readonly #workspace: Workspace
  readonly #machine: Machine
  readonly #lock: IntegrationLock

  constructor(workspace: Workspace, machine: Machine, lock: IntegrationLock) {
    this.#workspace = workspace
    this.#machine = machine
    this.#lock = lock
  }

  async go(
    repo: string | undefined,
    ends: { readonly from: string; readonly to: string },
  ): Promise<Omit<Adoption, 'made'>> {
    const workspace = this.#workspace
    const { git, pid, scratchFolder } = this.#machine
    const roster = await rosterOf(workspace)
    if (roster.trees.length > 0)
      throw usageError(
        `the roster has ${roster.trees.length === 1 ? 'a tree' : `${roster.trees.length} trees`} already`,
        'A branch is adopted into a roster without trees. Make a workspace of its own for it, in another folder.',
      )
    const source = await openAdoptedSource(workspace, this.#machine, roster, {
      ...ends,
      repo: repo ?? roster.upstream.url,
    })
    const [base, tip] = await this.#bring(roster, source)
    await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
    const links = await listFirstParents(shop.git, base, tip)
    const root = links[0]?.parents[0]
    if (root === undefined) throw nothingToAdopt(ends, links.length > 0)
    shop.useAttributes(await readMergeAttributes(shop.git, shop.folders, shop.reader, await rootTree(shop, root)))
    const line = await readLine(shop, links)
    const { trees, notes } = await placeTrees(line.trees, source)
    await this.#write(shop, { line, trees, roster, source, ends })
    const files = line.learned.map(({ resolution }) => resolution)
    return {
      trees,
      resolutions: files.length,
      conflictedFiles: files.reduce((sum, one) => sum + one.files.length, 0),
      fixedFiles: files.reduce((sum, one) => sum + one.fixes.length, 0),
      carriedFixes: line.carriedFixes,
      notes: [...line.notes, ...notes, ...(await this.#upstreamNotes(roster, root))],
    }
  }

  /** Both ends of the range, with all they lead to, are in the record afterwards. */
  async #bring(roster: Roster, { url, base, branch }: AdoptedSource): Promise<readonly [CommitOid, CommitOid]> {
    const workspace = this.#workspace
    const machine = this.#machine
    const { git } = workspace.record
    if ((await resolveCommit(git, REF_UPSTREAM)) === undefined) await fetchAll(workspace, machine, roster, this.#lock)
    const bringing = { url, names: [base, branch], into: git, now: machine.clock() }
    const [from, to] = await bring({ workspace, machine, roster }, bringing)
    return [from as CommitOid, to as CommitOid]
  }

  /** Objects, then refs, then the roster: what is cut short can be done again, for the roster has no trees until the end. */
  async #write(shop: Workshop, adopting: Adopting): Promise<void> {
    const { line, trees, roster, source, ends } = adopting
    const { git } = this.#workspace.record
    const message = `adopt: ${oneLine(ends.from)}..${oneLine(ends.to)}\n`
    await addPack(git, [...shop.folders.made.values()])
    if (line.learned.length > 0) {
      const learned = {
        resolutions: line.learned.map(({ resolution }) => resolution),
        blobs: line.learned.flatMap(({ blobs }) => blobs),
      }
      const keeping = { ...learned, from: shop.git, by: roster.project.integrator, at: this.#machine.clock(), message }
      await keepResolutions(this.#workspace, keeping, this.#lock)
    }
    await moveRefs(git, refMoves(await readRefs(git, ['refs/trees/']), trees))
    const isLocal = source.url.startsWith('/')
    await editRoster(this.#workspace, (text) =>
      appendTrees(isLocal ? addScheme(text, 'file') : text, trees.map((tree) => treeToml(tree)).join('\n\n')),
    )
  }

  async #upstreamNotes({ upstream }: Roster, root: CommitOid): Promise<string[]> {
    const stands = await resolveCommit(this.#workspace.record.git, REF_UPSTREAM)
    if (stands === root) return []
    const at = stands === undefined ? 'nowhere yet' : `at ${short(stands)}`
    return [
      `the branch stands on ${short(root)}, and ${oneLine(upstream.name)} ${at}: the next release will be on that`,
    ]
  }
}

interface Adopting {
  readonly line: AdoptedLine
  readonly trees: readonly AdoptedTree[]
  readonly roster: Roster
  readonly source: AdoptedSource
  readonly ends: { readonly from: string; readonly to: string }
}

/** Each tree's own ref, and none for what was brought only to be read. */
function refMoves(refs: ReadonlyMap<RefName, { readonly oid: string }>, trees: readonly AdoptedTree[]): RefMove[] {
  const at = (ref: RefName): CommitOid | undefined => refs.get(ref)?.oid as CommitOid | undefined
  const set = trees.map(({ name, at: to }) => ({ ref: treeRef(name), from: at(treeRef(name)), to }))
  const staged = [0, 1].map((place) => treeRef(stagingName(place)))
  const gone = staged.filter((ref) => at(ref) !== undefined).map((ref) => ({ ref, from: at(ref), to: undefined }))
  return [...set.filter(({ from, to }) => from !== to), ...gone]
}

async function rootTree(shop: Workshop, root: CommitOid) {
  return parseCommit(await shop.reader.read(root, 'commit')).tree
}

function nothingToAdopt({ from, to }: { readonly from: string; readonly to: string }, isApart: boolean): Error {
  return usageError(
    isApart
      ? `${oneLine(to)} shares no history with ${oneLine(from)}`
      : `${oneLine(to)} has nothing beyond ${oneLine(from)}`,
    'Write the base first: <base>..<branch>, such as main..next.',
  )
}
