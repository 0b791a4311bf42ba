/** What the trees of a roster must be to each other: names told apart, groups standing together, and a sensible order. */
import type { Tree } from '../../base/model/roster.ts'
import type { Problem } from './fault.ts'

/** Faults between trees. Names that could not be read are empty and pass here, for they were told already. */
export function treeFaults(trees: readonly Tree[]): Problem[] {
  return [...sameNames(trees), ...groupsNamedLikeTrees(trees), ...scatteredGroups(trees)]
}

/** What is allowed and yet most likely not meant. */
export function treeWarnings(trees: readonly Tree[]): Problem[] {
  return [...lateFixes(trees), ...sameBranches(trees)]
}

/** Some file systems cannot tell `Net` from `net`, and refs may lie there as files. */
function sameNames(trees: readonly Tree[]): Problem[] {
  const seen = new Map<string, string>()
  return trees.flatMap(({ name }, place) => {
    const first = seen.get(name.toLowerCase())
    if (first === undefined) seen.set(name.toLowerCase(), name)
    if (first === undefined || name === '') return []
    const how = first === name ? 'is the name of another tree' : `differs from "${first}" only in upper and lower case`
    return [problem(place, 'name', how, 'Give every tree a name of its own.')]
  })
}

function groupsNamedLikeTrees(trees: readonly Tree[]): Problem[] {
  const names = new Set(trees.map(({ name }) => name.toLowerCase()))
  return trees.flatMap(({ group }, place) =>
    group !== undefined && names.has(group.toLowerCase())
      ? [
          problem(
            place,
            'group',
            'has the name of a tree',
            'Give the group a name of its own; trees and groups share their names.',
          ),
        ]
      : [],
  )
}

/** A group is merged at one place, so its members must stand in one place. */
function scatteredGroups(trees: readonly Tree[]): Problem[] {
  const seen = new Map<string, string>()
  return trees.flatMap(({ group }, place) => {
    if (group === undefined) return []
    const first = seen.get(group.toLowerCase())
    seen.set(group.toLowerCase(), first ?? group)
    if (first !== undefined && first !== group) {
      const hint = `Write it as before: group = "${first}"`
      return [problem(place, 'group', `differs from "${first}" only in upper and lower case`, hint)]
    }
    if (first === undefined || trees[place - 1]?.group === group) return []
    const hint = `Move this tree to the others of "${group}": it is merged there with them, as one.`
    return [problem(place, 'group', 'has other trees between its members', hint)]
  })
}

/** Told once, at the first: where a whole block stands late, a line for each tree would hide everything else. */
function lateFixes(trees: readonly Tree[]): Problem[] {
  const firstNext = trees.findIndex(({ kind }) => kind === 'next')
  const late = trees.flatMap(({ kind }, place) =>
    kind === 'fixes' && place > firstNext && firstNext >= 0 ? [place] : [],
  )
  if (late[0] === undefined) return []
  const others = late.length === 1 ? '' : `; ${late.length - 1} more ${late.length === 2 ? 'stands' : 'stand'} so late`
  const why = `makes "${trees[late[0]]?.name}" a fixes tree, yet it stands after the next tree "${trees[firstNext]?.name}"${others}`
  const hint =
    'What is for the next release is best tried on top of the fixes for this one: move fixes trees to the front.'
  return [problem(late[0], 'kind', why, hint)]
}

function sameBranches(trees: readonly Tree[]): Problem[] {
  const seen = new Map<string, string>()
  return trees.flatMap(({ name, url, branch, pinned }, place) => {
    const key = `${url.replace(/\/$/, '')}#${branch} ${pinned ?? ''}`
    const first = seen.get(key)
    if (first === undefined) seen.set(key, name)
    if (first === undefined) return []
    return [
      problem(
        place,
        'branch',
        `is what the tree "${first}" has already`,
        'Two trees of one branch add nothing to each other.',
      ),
    ]
  })
}

function problem(place: number, key: string, why: string, hint: string): Problem {
  return { path: ['trees', place, key], at: 'value', message: `${key} ${why}`, hint }
}
